"""Several answers might fit: which one did you mean?"""

from collections.abc import Sequence
from dataclasses import dataclass

from cards import words
from cards.actions import AskHuman, NoneOfThese, ShowEntry, Via
from cards.kit import (
    Card,
    Part,
    Row,
    button,
    button_row,
    card,
    cut,
    note,
    one_line,
    plain,
    tap_list,
)

MOST_CHOICES = 4
ASKED_CHARACTERS = 60


@dataclass(frozen=True)
class Choice:
    """One FAQ entry a person may open."""

    entry: int
    title: str
    category: str


@dataclass(frozen=True)
class ChoicesView:
    question: int
    asked: str
    choices: tuple[Choice, ...]


def choices_card(view: ChoicesView) -> Card:
    return card(
        asked_line(view.asked),
        plain(words.TAP_ONE),
        *entry_rows(view.choices[:MOST_CHOICES], question=view.question, via="choice"),
        button_row(
            button(words.NONE_BUTTON, NoneOfThese(view.question)),
            button(words.HUMAN_BUTTON, AskHuman(view.question)),
        ),
        title=words.WHICH_ONE,
        colour="blue",
        icon="helpdesk_outlined",
        summary=words.summary(words.WHICH_ONE.rstrip("？"), view.asked),
    )


def entry_rows(choices: Sequence[Choice], *, question: int, via: Via) -> list[Part]:
    """The entries as tap targets; in a list of one category its name would be noise."""
    return tap_list(
        Row(
            title=choice.title,
            action=ShowEntry(entry=choice.entry, question=question, via=via),
            caption=None if via == "category" else choice.category,
        )
        for choice in choices
    )


def asked_line(asked: str) -> Part:
    """What the person wrote, on one line and not at length."""
    return note(words.asked(cut(one_line(asked), ASKED_CHARACTERS)))
