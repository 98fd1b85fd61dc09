"""One FAQ entry as an answer, before and after the person says whether it helped."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cards import words
from cards.actions import AskHuman, NotSolved, OpenFeedback, Solved
from cards.choices import Choice, asked_line, entry_rows
from cards.dialogue_actions import WalkStep
from cards.kit import (
    TITLE_CHARACTERS,
    Card,
    Colour,
    Part,
    TagColour,
    button,
    button_row,
    card,
    escape,
    hr,
    markdown,
    note,
    panel,
    plain,
    tag,
)
from cards.markup import feishu_markdown, head
from cards.pictures import Picture, expired_band, picture_parts
from cards.safety import caution_band
from cards.words import dialogue as say
from cards.words import feedback

Feedback = Literal["none", "solved", "unsolved", "human"]

ANSWER_CHARACTERS = 1500
MOST_RELATED = 5
RELATED_UNFOLDED = 2

COLOURS: dict[Feedback, Colour] = {
    "none": "blue",
    "solved": "green",
    "unsolved": "orange",
    "human": "orange",
}
TAGS: dict[Feedback, tuple[str, TagColour]] = {
    "solved": (words.SOLVED_TAG, "green"),
    "unsolved": (words.NOT_SOLVED_TAG, "orange"),
    "human": (words.HUMAN_TAG, "orange"),
}


@dataclass(frozen=True)
class AnswerView:
    """All an answer card may show; `answer` is the entry's own markdown.

    `walkable` has steps enough to be taken one by one, `caution` is to be read with care.
    `pictures` are image keys with names; `expired` was to be read again before today.
    """

    entry: int
    question: int
    code: str
    title: str
    answer: str
    category: str
    updated_on: date
    related: tuple[Choice, ...]
    feedback: Feedback
    asked: str | None
    walkable: bool = False
    caution: bool = False
    pictures: tuple[Picture, ...] = ()
    expired: bool = False


def answer_card(view: AnswerView) -> Card:
    state = TAGS.get(view.feedback)
    return card(
        *BODIES[view.feedback](view),
        title=view.title,
        colour=COLOURS[view.feedback],
        tags=[tag(*state)] if state else [],
        summary=words.summary(state[0] if state else words.ANSWER, view.title),
    )


def _fresh(view: AnswerView) -> list[Part]:
    return [
        *_question(view),
        *_answer(view),
        *_walk(view),
        hr(),
        note(words.DID_IT_HELP),
        button_row(
            button(words.SOLVED_BUTTON, Solved(view.question, view.entry), style="primary"),
            button(words.NOT_SOLVED_BUTTON, NotSolved(view.question, view.entry)),
        ),
        button_row(
            button(words.HUMAN_BUTTON, AskHuman(view.question)),
            button(feedback.FEEDBACK_BUTTON, OpenFeedback(view.question)),
        ),
        *_related(view, unfolded=RELATED_UNFOLDED),
    ]


def _solved(view: AnswerView) -> list[Part]:
    return [
        plain(words.THANKS, icon="succeed_filled", colour="green"),
        note(words.SOLVED_LATER),
        hr(),
        *_question(view),
        *_answer(view),
    ]


def _unsolved(view: AnswerView) -> list[Part]:
    steps = words.NEXT_STEPS_RELATED if view.related else words.NEXT_STEPS
    return [
        plain(words.SORRY, icon="info_filled", colour="orange"),
        markdown(steps),
        button(words.HUMAN_BUTTON, AskHuman(view.question), style="primary"),
        *_related(view, unfolded=MOST_RELATED),
        panel(words.ANSWER_AGAIN, *_answer(view)),
    ]


def _human(view: AnswerView) -> list[Part]:
    return [
        plain(words.HUMAN_RECORDED, icon="time_outlined", colour="orange"),
        *_question(view),
        panel(words.ANSWER_AGAIN, *_answer(view)),
    ]


BODIES = {"none": _fresh, "solved": _solved, "unsolved": _unsolved, "human": _human}


def _walk(view: AnswerView) -> list[Part]:
    """Right below the answer: it is another way to read it."""
    if not view.walkable:
        return []
    return [button(say.WALK_BUTTON, WalkStep(view.question, view.entry, 1))]


def _question(view: AnswerView) -> list[Part]:
    return [asked_line(view.asked)] if view.asked else []


def _answer(view: AnswerView) -> list[Part]:
    shown = head(view.answer, ANSWER_CHARACTERS)
    parts = [markdown(feishu_markdown(shown))]
    if len(view.title) > TITLE_CHARACTERS:
        # The header has cut it.
        parts.insert(0, markdown(f"**{escape(view.title)}**"))
    if shown != view.answer:
        parts.append(plain(words.TOO_LONG))
    source = words.source(category=view.category, code=view.code, updated_on=view.updated_on)
    return [
        *caution_band(view.caution),
        *expired_band(view.expired),
        *parts,
        *picture_parts(view.pictures),
        note(source),
    ]


def _related(view: AnswerView, *, unfolded: int) -> list[Part]:
    """The related questions; more than so many are folded away."""
    related = view.related[:MOST_RELATED]
    if not related:
        return []
    rows = entry_rows(related, question=view.question, via="related")
    title = words.related(len(rows))
    return [panel(title, *rows)] if len(rows) > unfolded else [note(title), *rows]
