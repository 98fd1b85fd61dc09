"""The knowledge base by category, for people who do not know what to type."""

from collections.abc import Sequence
from dataclasses import dataclass

from cards import words
from cards.actions import AskHuman, ShowCategories, ShowCategory
from cards.choices import Choice, entry_rows
from cards.kit import Card, Part, button, button_row, button_rows, card, plain
from cards.words import review

MOST_CATEGORIES = 30
FIRST_PAGE = 1


@dataclass(frozen=True)
class CategoryCount:
    name: str
    count: int


@dataclass(frozen=True)
class CategoryPage:
    """One page of a category; pages count from 1. `children` are the categories inside it."""

    category: str
    page: int
    pages: int
    total: int
    entries: tuple[Choice, ...]
    children: tuple[CategoryCount, ...] = ()


def categories_card(categories: tuple[CategoryCount, ...]) -> Card:
    filled = [category for category in categories if category.count]
    total = sum(category.count for category in filled)
    return card(
        plain(words.CATEGORIES_LEAD if filled else words.NO_CATEGORIES),
        *category_buttons(filled),
        button(words.HUMAN_BUTTON, AskHuman(0)),
        title=words.CATEGORIES_TITLE,
        subtitle=words.categories_count(categories=len(filled), entries=total),
        colour="blue",
        icon="list-check_outlined",
    )


def category_card(page: CategoryPage) -> Card:
    inside = category_buttons(page.children) if page.page == FIRST_PAGE else []
    rows = [*inside, *entry_rows(page.entries, question=0, via="category")]
    counted = words.page_of(total=page.total, page=page.page, pages=page.pages)
    if inside:
        everything = page.total + sum(child.count for child in page.children)
        counted = review.inside(categories=len(page.children), entries=everything)
    above, _, name = page.category.rpartition("/")
    return card(
        *(rows or [plain(words.EMPTY_CATEGORY)]),
        *_turn(page),
        button_row(
            button(review.UP_BUTTON, ShowCategory(above, FIRST_PAGE))
            if above
            else button(words.ALL_CATEGORIES_BUTTON, ShowCategories()),
            button(words.HUMAN_BUTTON, AskHuman(0)),
        ),
        title=name,
        subtitle=counted,
        colour="blue",
        icon="list-check_outlined",
        summary=f"{name} · {counted}",
    )


def category_buttons(categories: Sequence[CategoryCount]) -> list[Part]:
    """Two in a row; names of up to eight characters fit on a phone."""
    return button_rows(
        [
            button(
                category.name.rpartition("/")[2],
                ShowCategory(category.name, FIRST_PAGE),
                size="medium",
            )
            for category in categories[:MOST_CATEGORIES]
            if category.count
        ]
    )


def _turn(page: CategoryPage) -> list[Part]:
    ways = []
    if page.page > FIRST_PAGE:
        ways.append((words.PREVIOUS_BUTTON, page.page - 1))
    if page.page < page.pages:
        ways.append((words.NEXT_BUTTON, page.page + 1))
    return button_rows([button(text, ShowCategory(page.category, to)) for text, to in ways])
