"""A case is what one person asked in one chat without a break of half an hour.

What becomes of it is counted honestly: a silent success is no verified one, and whoever comes
back with the same topic within a week was not helped. What happens later than that changes
nothing, so the figures of a span are final a week after its end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.learning.facts import AGAINST, Recorded, answers
from models import Step

BREAK = timedelta(minutes=30)
COMEBACK = timedelta(days=7)

Near = Callable[[str, str], bool]


class Outcome(StrEnum):
    """Each meaningful case has one.

    VERIFIED: the last word of the person was 解决了. CONTAINED: it was answered, and no complaint,
    no further question and no human followed. ESCALATED: a human was asked for. UNKNOWN: all
    others; `Why` says which.
    """

    VERIFIED = "verified"
    CONTAINED = "contained"
    UNKNOWN = "unknown"
    ESCALATED = "escalated"


class Why(StrEnum):
    """Why a case is no success."""

    NOT_FOUND = "not_found"
    NOT_SOLVED = "not_solved"
    LEFT_AT_CHOICES = "left_at_choices"
    SAFETY = "safety"
    OUTSIDE = "outside"
    CAME_BACK = "came_back"


@dataclass(frozen=True, slots=True)
class Human:
    """A wish for a human, whichever way it was made; `question` is what it was about."""

    who: str
    chat: str
    question: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """`questions` are in the order asked; small talk among them is kept but means nothing."""

    questions: tuple[Recorded, ...]
    outcome: Outcome
    why: Why | None

    @property
    def who(self) -> str:
        return self.questions[0].who

    @property
    def chat(self) -> str:
        return self.questions[0].chat

    @property
    def at(self) -> datetime:
        return self.questions[0].at

    @property
    def meant(self) -> tuple[Recorded, ...]:
        return tuple(one for one in self.questions if not one.talk)

    @property
    def success(self) -> bool:
        return self.outcome in (Outcome.VERIFIED, Outcome.CONTAINED)

    @property
    def entries(self) -> frozenset[int]:
        return frozenset(
            pressed.entry for one in self.meant for pressed in answers(one) if pressed.entry
        )

    @property
    def entry(self) -> int | None:
        """What it was about: the last entry shown, or the one that came nearest."""
        shown = [p.entry for one in self.meant for p in answers(one) if p.entry]
        near = [one.nearest for one in self.meant if one.nearest]
        return next(reversed(shown or near), None)

    @property
    def first_try(self) -> bool:
        """One question, answered at once, and that was it."""
        return self.success and len(self.meant) == 1 and not _offered(self.meant[0])


def cases(asked: Iterable[Recorded], humans: Iterable[Human], near: Near) -> list[Case]:
    """Meaningful and other cases, by the time they began."""
    groups = _by_break(asked)
    wanted = _wanted(groups, humans)
    found = [_judge(group, wanted) for group in groups]
    return sorted(_came_back(found, near), key=lambda case: (case.at, case.questions[0].id))


def _by_break(asked: Iterable[Recorded]) -> list[tuple[Recorded, ...]]:
    by_person: dict[tuple[str, str], list[list[Recorded]]] = defaultdict(list)
    for one in sorted(asked, key=lambda each: (each.at, each.id)):
        groups = by_person[one.chat, one.who]
        if groups and one.at - groups[-1][-1].at < BREAK:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [tuple(group) for groups in by_person.values() for group in groups]


def _wanted(groups: Sequence[tuple[Recorded, ...]], humans: Iterable[Human]) -> set[int]:
    """First questions of the cases for which a human was asked in time."""
    case_of = {one.id: group for group in groups for one in group}
    by_chat: dict[tuple[str, str], list[tuple[Recorded, ...]]] = defaultdict(list)
    for group in groups:
        by_chat[group[0].chat, group[0].who].append(group)
    found = set()
    for human in humans:
        group = case_of.get(human.question or 0) or _latest(by_chat[human.chat, human.who], human)
        if group and group[0].at <= human.at <= _closed(group):
            found.add(group[0].id)
    return found


def _latest(groups: Sequence[tuple[Recorded, ...]], human: Human) -> tuple[Recorded, ...]:
    """Asked for without naming a question, it concerns what was asked within the same break."""
    for group in reversed(groups):
        if group[0].at <= human.at:
            return group if human.at - group[-1].at < BREAK else ()
    return ()


def _judge(group: tuple[Recorded, ...], wanted: set[int]) -> Case:
    meant = [one for one in group if not one.talk]
    if group[0].id in wanted or any(_in_time(group, one, Step.HUMAN) for one in meant):
        return Case(group, Outcome.ESCALATED, None)
    if not meant:
        return Case(group, Outcome.UNKNOWN, None)
    return Case(group, *_end(group, meant))


def _end(group: tuple[Recorded, ...], meant: Sequence[Recorded]) -> tuple[Outcome, Why | None]:
    """A complaint is mended by 解决了 alone, never by silence; else the last question decides."""
    said = _said(group, meant)
    question, word = said[-1] if said else (0, None)
    last = meant[-1]
    if word is Step.NONE_OF_THESE:
        return Outcome.UNKNOWN, Why.NOT_FOUND
    if word in AGAINST:
        return Outcome.UNKNOWN, Why.NOT_SOLVED
    if word is Step.SOLVED and question == last.id:
        return Outcome.VERIFIED, None
    if last.has(Step.SHOWN_SAFETY):
        return Outcome.UNKNOWN, Why.SAFETY
    if last.outside:
        return Outcome.UNKNOWN, Why.OUTSIDE
    if any(pressed.at <= _closed(group) for pressed in answers(last)):
        return Outcome.CONTAINED, None
    return Outcome.UNKNOWN, Why.LEFT_AT_CHOICES if _offered(last) else Why.NOT_FOUND


def _said(group: tuple[Recorded, ...], meant: Sequence[Recorded]) -> list[tuple[int, Step]]:
    """What the person said of the answers, in order: the question and the word."""
    words = [
        (pressed.at, one.id, pressed.step)
        for one in meant
        for pressed in one.steps
        if pressed.step in (*AGAINST, Step.SOLVED) and pressed.at <= _closed(group)
    ]
    return [(question, word) for _, question, word in sorted(words, key=lambda each: each[:2])]


def _closed(group: tuple[Recorded, ...]) -> datetime:
    return group[-1].at + COMEBACK


def _offered(one: Recorded) -> bool:
    return one.has(Step.SHOWN_CHOICES, Step.SHOWN_CLARIFY)


def _in_time(group: tuple[Recorded, ...], one: Recorded, step: Step) -> bool:
    return any(pressed.step is step and pressed.at <= _closed(group) for pressed in one.steps)


def _came_back(found: Sequence[Case], near: Near) -> list[Case]:
    """A success whose topic the same person asked again within a week is none, in any chat."""
    by_person: dict[str, list[Case]] = defaultdict(list)
    for case in sorted(found, key=lambda each: (each.at, each.questions[0].id)):
        by_person[case.who].append(case)
    return [
        _unless_again(case, theirs[place + 1 :], near)
        for theirs in by_person.values()
        for place, case in enumerate(theirs)
    ]


def _unless_again(case: Case, later: Sequence[Case], near: Near) -> Case:
    if not case.success:
        return case
    until = _closed(case.questions)
    for other in later:
        if other.at > until:
            break
        if same_topic(case, other, near):
            return Case(case.questions, Outcome.UNKNOWN, Why.CAME_BACK)
    return case


def same_topic(one: Case, other: Case, near: Near) -> bool:
    """The same entry shown, or nearly the same words."""
    return bool(one.entries & other.entries) or any(
        near(a.normalised, b.normalised) for a in one.meant for b in other.meant
    )
