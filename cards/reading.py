"""What was read in a picture or heard in a clip: shown, put right, or said not to be readable."""

from dataclasses import dataclass

from cards import words
from cards.actions import AskHuman, AskReading, CorrectReading, ShowCategories
from cards.choices import asked_line
from cards.kit import (
    Card,
    Part,
    button,
    button_row,
    card,
    cut,
    form,
    note,
    one_line,
    panel,
    plain,
    submit,
    text_input,
)
from cards.words import reading as say
from cards.words.reading import Kind

FORM = "reading"
INPUT = "text"
LONGEST_QUESTION = 500
WHOLE_CHARACTERS = 1500
READ_CHARACTERS = 80


@dataclass(frozen=True)
class ReadingView:
    """`question` is what would be asked, `whole` all that was read."""

    recognition: int
    kind: Kind
    question: str
    whole: str
    unread: int = 0


def check_card(view: ReadingView) -> Card:
    """What was read, to be put right and asked."""
    return card(
        plain(say.CHECK_LEAD[view.kind]),
        form(
            FORM,
            text_input(
                INPUT,
                say.INPUT_LABEL,
                placeholder=say.INPUT_HINT,
                default=view.question[:LONGEST_QUESTION],
                rows=3,
                longest=LONGEST_QUESTION,
            ),
            submit(say.ASK_BUTTON, AskReading(view.recognition)),
            submit(words.HUMAN_BUTTON, AskHuman(0), style="default"),
        ),
        *_unread(view),
        *_whole(view),
        title=say.CHECK_TITLE[view.kind],
        colour="blue",
        summary=say.read(view.kind, view.question),
    )


def asked_card(kind: Kind, question: str) -> Card:
    """In place of the form once it is sent."""
    return card(
        asked_line(question),
        plain(say.ASKED_LEAD, icon="time_outlined"),
        title=say.ASKED_TITLE,
        colour="grey",
        summary=say.read(kind, question),
    )


def with_reading(answer: Card, view: ReadingView) -> Card:
    """An answer below what was read, which takes the place of the line that says what was asked.

    Putting it right comes last: mostly it was read well, and the answer is what is looked for.
    """
    body = answer["body"]
    told = plain(say.read(view.kind, cut(one_line(view.whole), READ_CHARACTERS)), lines=3)
    rest = [part for part in body["elements"] if part != asked_line(view.question)]
    wrong = button(say.WRONG_BUTTON[view.kind], CorrectReading(view.recognition), size="medium")
    return {**answer, "body": {**body, "elements": [told, *_unread(view), *rest, wrong]}}


def with_unread(answer: Card, kind: Kind, reason: str) -> Card:
    """An answer to what was typed along with pictures that could not be read."""
    body = answer["body"]
    why, _ = say.failure(kind, reason)
    return {**answer, "body": {**body, "elements": [note(why), *body["elements"]]}}


def unread_card(kind: Kind, reason: str) -> Card:
    """Nothing was read: why, and what to do."""
    why, what = say.failure(kind, reason)
    return card(
        plain(why),
        plain(what),
        note(words.for_example(words.QUESTION_HINT)),
        note(say.kept(kind)),
        button_row(
            button(words.HUMAN_BUTTON, AskHuman(0)),
            button(words.CATEGORIES_BUTTON, ShowCategories()),
        ),
        title=say.TITLE[kind],
        colour="orange",
        icon="info_filled",
        summary=f"{say.TITLE[kind]}，{why}",
    )


def _unread(view: ReadingView) -> list[Part]:
    return [note(say.some_unread(view.unread))] if view.unread else []


def _whole(view: ReadingView) -> list[Part]:
    """Folded away, and only where the question leaves something out."""
    if one_line(view.whole) == one_line(view.question):
        return []
    return [panel(say.WHOLE_TEXT[view.kind], plain(cut(view.whole, WHOLE_CHARACTERS)))]
