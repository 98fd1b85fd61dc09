"""Nothing fits, said honestly, with the ways on."""

from dataclasses import dataclass

from cards import words
from cards.actions import AskHuman, ShowCategories
from cards.choices import Choice, asked_line, entry_rows
from cards.kit import Card, Part, button, card, markdown, note, plain

MOST_HOT = 3


@dataclass(frozen=True)
class NotFoundView:
    question: int
    asked: str
    hot: tuple[Choice, ...]


def not_found_card(view: NotFoundView) -> Card:
    return card(
        asked_line(view.asked),
        plain(words.NOT_FOUND_LEAD),
        markdown(words.ASK_BETTER),
        button(words.HUMAN_BUTTON, AskHuman(view.question), style="primary"),
        button(words.CATEGORIES_BUTTON, ShowCategories()),
        *_hot(view),
        title=words.NOT_FOUND,
        colour="orange",
        icon="info_filled",
        summary=words.summary(words.NOT_FOUND, view.asked),
    )


def _hot(view: NotFoundView) -> list[Part]:
    rows = entry_rows(view.hot[:MOST_HOT], question=view.question, via="hot")
    return [note(words.OFTEN_ASKED), *rows] if rows else []
