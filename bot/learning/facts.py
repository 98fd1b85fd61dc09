"""One question with everything that happened to it, as learning and reports read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from models import Step, Verdict

# A wish for a person this soon after an answer speaks against the answer.
RIGHT_AFTER = timedelta(minutes=30)
# Entries opened out of a list that the question itself had not led to.
BROWSED = ("related", "hot", "category")
# Said to be none of the desk's business: no gap in the FAQ.
OUTSIDE = "outside"
# A model said it in other words, which the matcher then knew.
REWRITTEN = "rewrite"


@dataclass(frozen=True, slots=True)
class Pressed:
    """One step of a question; `entry` is the row's id."""

    step: Step
    entry: int | None
    via: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """`talk` is true for greetings, thanks and the like; `offered` are entries, best first.

    `nearest` is the entry that came closest, even where it was not near enough to be offered.
    """

    id: int
    chat: str
    who: str
    text: str
    normalised: str
    verdict: Verdict
    offered: tuple[int, ...]
    nearest: int | None
    revision: int
    at: datetime
    steps: tuple[Pressed, ...]
    talk: bool = False
    via: str = "text"

    @property
    def outside(self) -> bool:
        return any(p.step is Step.SHOWN_NONE and p.via == OUTSIDE for p in self.steps)

    def has(self, *steps: Step) -> bool:
        return any(pressed.step in steps for pressed in self.steps)


# An answer at once, or its first step.
ANSWERS = (Step.SHOWN_ANSWER, Step.SHOWN_STEP)
AGAINST = (Step.UNSOLVED, Step.STEP_FAILED, Step.NONE_OF_THESE)


def answers(asked: Recorded) -> list[Pressed]:
    """The entries that answered this very question; what was only browsed to is left out."""
    return [
        pressed
        for pressed in asked.steps
        if pressed.step in ANSWERS and pressed.entry and pressed.via not in BROWSED
    ]


@dataclass(frozen=True, slots=True)
class Led:
    """Where a question led, as far as the person said."""

    entry: int
    solved: bool


def led_to(asked: Recorded) -> Led | None:
    """The entry it was chosen or solved with, unless something later spoke against it."""
    led: Led | None = None
    for pressed in asked.steps:
        if pressed.entry and pressed.step in (Step.SOLVED, Step.CHOSE):
            if pressed.via not in BROWSED:
                led = Led(pressed.entry, solved=pressed.step is Step.SOLVED)
        elif pressed.step in (*AGAINST, Step.HUMAN):
            led = None
    return led


def unanswered(asked: Recorded) -> bool:
    """Nothing was found or nothing of it fitted, and nothing later helped.

    What the safety gate held is no gap: it is not meant to be answered.
    """
    if asked.talk or asked.outside or asked.has(Step.SHOWN_SAFETY) or led_to(asked) is not None:
        return False
    if asked.has(Step.NONE_OF_THESE):
        return True
    return asked.has(Step.SHOWN_NONE) and not answers(asked)


def unhelped(asked: Recorded) -> bool:
    """Unanswered, or answered and told that it was no help, and nothing later helped."""
    if unanswered(asked):
        return True
    complained = asked.has(Step.UNSOLVED, Step.STEP_FAILED) and led_to(asked) is None
    return complained and not asked.talk and not asked.has(Step.SHOWN_SAFETY)


def put_first(asked: Recorded) -> set[int]:
    """The entries this question was answered with, and the one its choices began with."""
    first = {pressed.entry for pressed in answers(asked) if pressed.entry}
    if asked.has(Step.SHOWN_CHOICES) and asked.offered:
        first.add(asked.offered[0])
    return first


def blame(asked: Recorded) -> Iterator[tuple[int, Step]]:
    """Each entry put first that did not help, with what the person did about it; each once."""
    shown: dict[int, datetime] = {}
    blamed: set[int] = set()
    for pressed in asked.steps:
        if pressed.step in ANSWERS and pressed.entry and pressed.via not in BROWSED:
            shown[pressed.entry] = pressed.at
        elif (entry := _against(pressed, shown, asked)) and entry not in blamed:
            blamed.add(entry)
            yield entry, pressed.step


def _against(pressed: Pressed, shown: dict[int, datetime], asked: Recorded) -> int | None:
    if pressed.step in (Step.UNSOLVED, Step.STEP_FAILED):
        return pressed.entry if pressed.entry in shown else None
    if pressed.step is Step.NONE_OF_THESE:
        return asked.offered[0] if asked.offered and asked.has(Step.SHOWN_CHOICES) else None
    latest = next(reversed(shown), None)
    if pressed.step is Step.HUMAN and latest and pressed.at - shown[latest] <= RIGHT_AFTER:
        return latest
    return None
