"""Short notices: a message that cannot be read, a step that failed."""

from cards import words
from cards.actions import AskHuman, ShowCategories
from cards.kit import Card, button, button_row, card, note, plain
from cards.words import UnreadKind


def received_card(kind: UnreadKind, question_hint: str = words.QUESTION_HINT) -> Card:
    """The message arrived but cannot be read; the hint is an example of what to type."""
    return card(
        plain(words.CANNOT_READ[kind]),
        plain(words.SAY_IT_IN_WORDS),
        note(words.for_example(question_hint)),
        button_row(
            button(words.HUMAN_BUTTON, AskHuman(0)),
            button(words.CATEGORIES_BUTTON, ShowCategories()),
        ),
        title=words.RECEIVED_TITLE[kind],
        colour="orange",
        icon="info_filled",
        summary=f"{words.RECEIVED_TITLE[kind]}，{words.SAY_IT_IN_WORDS}",
    )


def failure_card(reference: str) -> Card:
    return card(
        plain(words.FAILURE_LEAD),
        plain(words.failure_number(reference), icon="error_filled", colour="red"),
        plain(words.FAILURE_NEXT),
        button(words.HUMAN_BUTTON, AskHuman(0)),
        title=words.FAILURE_TITLE,
        colour="red",
        summary=f"{words.FAILURE_TITLE} · {words.failure_number(reference)}",
    )
