"""An answer that a language model put together from entries, with the entries below it."""

from dataclasses import dataclass

from cards import words
from cards.actions import AskHuman, NoneOfThese
from cards.choices import Choice, asked_line, entry_rows
from cards.kit import Card, button, button_row, card, hr, note, plain
from cards.words import draft as say


@dataclass(frozen=True)
class DraftView:
    question: int
    asked: str
    lines: tuple[str, ...]
    entries: tuple[Choice, ...]


def draft_card(view: DraftView) -> Card:
    numbered = len(view.lines) > 1
    return card(
        asked_line(view.asked),
        plain(say.MADE_FROM, icon="robot_outlined", colour="grey"),
        *(plain(f"{at}. {line}" if numbered else line) for at, line in enumerate(view.lines, 1)),
        hr(),
        note(say.ENTRIES),
        *entry_rows(view.entries, question=view.question, via="cited"),
        button_row(
            button(words.NONE_BUTTON, NoneOfThese(view.question)),
            button(words.HUMAN_BUTTON, AskHuman(view.question)),
        ),
        title=say.TITLE,
        colour="grey",
        summary=words.summary(say.TITLE, view.asked),
    )


def with_understanding(answer: Card, rewritten: str) -> Card:
    """A card that was found for other words than the person's says for which."""
    body = answer["body"]
    return {
        **answer,
        "body": {**body, "elements": [note(say.understood_as(rewritten)), *body["elements"]]},
    }
