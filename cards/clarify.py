"""One question back, when more fits than a card can offer."""

from dataclasses import dataclass
from typing import Literal

from cards import words
from cards.actions import AskHuman, NoneOfThese
from cards.choices import asked_line
from cards.dialogue_actions import Clarified
from cards.kit import Card, Row, button, button_row, card, note, plain, tap_list
from cards.words import dialogue as say

About = Literal["device", "code", "category"]
QUESTIONS: dict[About, str] = {
    "device": say.CLARIFY_DEVICE,
    "code": say.CLARIFY_CODE,
    "category": say.CLARIFY_CATEGORY,
}


@dataclass(frozen=True)
class Option:
    """`entries` are the ids of what is left if this is the answer."""

    label: str
    entries: tuple[int, ...]


@dataclass(frozen=True)
class ClarifyView:
    question: int
    asked: str
    about: About
    options: tuple[Option, ...]


def clarify_card(view: ClarifyView) -> Card:
    rows = [
        Row(option.label, Clarified(view.question, ",".join(map(str, option.entries))))
        for option in view.options
    ]
    return card(
        asked_line(view.asked),
        plain(QUESTIONS[view.about]),
        *tap_list(rows),
        note(say.CLARIFY_HINT),
        button_row(
            button(words.NONE_BUTTON, NoneOfThese(view.question)),
            button(words.HUMAN_BUTTON, AskHuman(view.question)),
        ),
        title=say.CLARIFY_TITLE,
        colour="blue",
        icon="helpdesk_outlined",
        summary=words.summary(say.CLARIFY_TITLE, QUESTIONS[view.about]),
    )
