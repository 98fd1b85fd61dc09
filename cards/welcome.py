"""The first card a person sees."""

from dataclasses import dataclass

from cards import words
from cards.actions import AskHuman, ShowHelp
from cards.browse import CategoryCount, category_buttons
from cards.choices import Choice, entry_rows
from cards.kit import Card, Part, button, button_row, card, markdown, note, panel

MOST_HOT = 4


@dataclass(frozen=True)
class WelcomeView:
    name: str | None
    categories: tuple[CategoryCount, ...]
    hot: tuple[Choice, ...]


def welcome_card(view: WelcomeView) -> Card:
    return card(
        markdown(words.WELCOME_LEAD),
        *_hot(view),
        *_categories(view),
        button_row(
            button(words.HELP_BUTTON, ShowHelp()),
            button(words.HUMAN_BUTTON, AskHuman(0)),
        ),
        title=words.welcome(view.name),
        subtitle=words.WELCOME_SUBTITLE,
        colour="blue",
        icon="robot_outlined",
        summary=words.WELCOME_SUMMARY,
    )


def _hot(view: WelcomeView) -> list[Part]:
    rows = entry_rows(view.hot[:MOST_HOT], question=0, via="hot")
    return [note(words.OFTEN_ASKED), *rows] if rows else []


def _categories(view: WelcomeView) -> list[Part]:
    rows = category_buttons(view.categories)
    filled = sum(1 for category in view.categories if category.count)
    return [panel(words.categories_panel(filled), *rows)] if rows else []
