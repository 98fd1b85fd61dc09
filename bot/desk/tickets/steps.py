"""The chain of warnings and actions: which step is due, which comes next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from bot.desk.tickets.clocks import ClockName, Cycle
from bot.hours import Hours


class Deed(StrEnum):
    """What a step does. The first four tell somebody; the others change the ticket."""

    CARD = "card"
    URGENT_APP = "urgent_app"
    URGENT_SMS = "urgent_sms"
    URGENT_PHONE = "urgent_phone"
    OVERFLOW = "overflow"
    TAKE_BACK = "take_back"
    NEXT_EXPERT = "next_expert"
    RAISE = "raise"
    RESUME = "resume"
    RESOLVE = "resolve"
    CLOSE = "close"


TELLING = frozenset({Deed.CARD, Deed.URGENT_APP, Deed.URGENT_SMS, Deed.URGENT_PHONE})


class Whom(StrEnum):
    OWNER = "owner"
    EXPERTS = "experts"
    GROUP = "group"
    NEXT_ON_SHIFT = "next_on_shift"
    LEAD = "lead"
    REGION = "region"
    REQUESTER = "requester"


@dataclass(frozen=True)
class Step:
    """At `share` of what the clock allows plus `plus`, measured in the clock's own hours.

    `times` above 1 repeats it `every` so often; 0 is without end, for as long as the clock runs.
    """

    id: str
    clock: ClockName
    deed: Deed
    to: tuple[Whom, ...] = ()
    share: float = 1.0
    plus: timedelta = timedelta()
    every: timedelta = timedelta()
    times: int = 1
    priorities: frozenset[str] = frozenset()

    def amount(self, allowed: timedelta, turn: int) -> timedelta:
        return allowed * self.share + self.plus + self.every * turn


@dataclass(frozen=True)
class Allowance:
    """What one clock allows one ticket, and by which hours it is counted."""

    allowed: timedelta
    hours: Hours


Done = frozenset[tuple[str, int, str, int]]  # clock, cycle, step, turn


@dataclass(frozen=True)
class DueStep:
    step: Step
    cycle: int
    turn: int
    at: datetime

    @property
    def key(self) -> tuple[str, int, str, int]:
        return (self.step.clock.value, self.cycle, self.step.id, self.turn)


@dataclass(frozen=True)
class Outlook:
    """What is due now, oldest first, and the moment to look again; None if nothing will come."""

    due: tuple[DueStep, ...]
    next_at: datetime | None


def look(
    cycles: Iterable[Cycle],
    steps: Iterable[Step],
    allowances: Mapping[ClockName, Allowance],
    *,
    priority: str,
    done: Done,
    now: datetime,
) -> Outlook:
    """Steps of running clocks only: what has stopped warns nobody any more."""
    wanted = [s for s in steps if not s.priorities or priority in s.priorities]
    due: list[DueStep] = []
    later: list[datetime] = []
    for cycle in cycles:
        allowance = allowances.get(cycle.name)
        if cycle.stopped_at is not None or not cycle.runs or allowance is None:
            continue
        for step in (s for s in wanted if s.clock is cycle.name):
            missed, coming = _turns(step, cycle, allowance, done, now)
            # Slept through, repeats are one.
            due += missed[-1:]
            later += [coming] if coming else []
    return Outlook(tuple(sorted(due, key=_in_order)), min(later, default=None))


def _turns(
    step: Step, cycle: Cycle, allowance: Allowance, done: Done, now: datetime
) -> tuple[list[DueStep], datetime | None]:
    missed: list[DueStep] = []
    latest = max((key[3] for key in done if key[:3] == _name(step, cycle)), default=-1)
    for turn in count(latest + 1):
        if step.times and turn >= step.times:
            break
        at = cycle.reached(step.amount(allowance.allowed, turn), allowance.hours)
        if at is None:
            break
        if at > now:
            return missed, at
        missed.append(DueStep(step, cycle.number, turn, at))
    return missed, None


def _name(step: Step, cycle: Cycle) -> tuple[str, int, str]:
    return (step.clock.value, cycle.number, step.id)


def _in_order(due: DueStep) -> tuple[datetime, str, int]:
    return (due.at, due.step.id, due.turn)
