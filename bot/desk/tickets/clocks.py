"""The clocks of a ticket, read from its events: what runs, since when, until when. Pure.

A clock is a question asked of the facts after each event: does it run, does it pause, and which
moment began it. Nothing is counted up and kept, so that another policy, calendar or version of
this file can be applied to a ticket at any time and gives what it would have given all along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.desk.tickets.chain import Facts, Moment
from bot.hours import Hours
from models.ticket_state import OPEN, TicketState

Key = str | None


class ClockName(StrEnum):
    """The first three are promises to the person; the others are how the desk keeps them."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"
    QUEUE = "queue"
    ACCEPT = "accept"
    EXPERT = "expert"
    SILENCE = "silence"
    WAITING = "waiting"
    CONFIRM = "confirm"


PROMISES = (ClockName.FIRST_RESPONSE, ClockName.NEXT_RESPONSE, ClockName.RESOLUTION)
_OPEN = frozenset(state.value for state in OPEN)
_WAITING = TicketState.WAITING_USER.value


def _first_response(facts: Facts) -> Key:
    return None if facts["first_response_at"] else _resolution(facts)


def _next_response(facts: Facts) -> Key:
    """Only who spoke last counts: a second question before the answer starts nothing anew."""
    return facts["unanswered_since"] if facts["first_response_at"] is not None else None


def _resolution(facts: Facts) -> Key:
    opened: Key = facts["opened_at"]
    return opened


def _queue(facts: Facts) -> Key:
    in_queue = facts["state"] in (TicketState.NEW.value, TicketState.QUEUED.value)
    return facts["queued_at"] or facts["opened_at"] if in_queue else None


def _accept(facts: Facts) -> Key:
    waits = facts["assignee"] is not None and facts["accepted_at"] is None
    return facts["assigned_at"] if waits else None


def _expert(facts: Facts) -> Key:
    """Until an expert of the tier it was escalated to has said that they are there."""
    joined = any(e["tier"] >= facts["tier"] and e["joined_at"] for e in facts["experts"])
    return facts["escalated_at"] if facts["tier"] > 1 and not joined else None


def _silence(facts: Facts) -> Key:
    """Accepted is not solved: whoever took it and does nothing is asked."""
    if facts["accepted_at"] is None or facts["state"] == _WAITING:
        return None
    since: str = max(filter(None, (facts["accepted_at"], facts["touched_at"])))
    return since


def _waiting(facts: Facts) -> Key:
    return facts["waiting_since"] if facts["state"] == _WAITING else None


def _confirm(facts: Facts) -> Key:
    return facts["resolved_at"] if facts["state"] == TicketState.RESOLVED.value else None


BEGUN: dict[ClockName, Callable[[Facts], Key]] = {
    ClockName.FIRST_RESPONSE: _first_response,
    ClockName.NEXT_RESPONSE: _next_response,
    ClockName.RESOLUTION: _resolution,
    ClockName.QUEUE: _queue,
    ClockName.ACCEPT: _accept,
    ClockName.EXPERT: _expert,
    ClockName.SILENCE: _silence,
    ClockName.WAITING: _waiting,
    ClockName.CONFIRM: _confirm,
}


def begun(name: ClockName, facts: Facts) -> Key:
    """The moment that began the clock's present cycle; None while it does not run."""
    if facts["state"] not in _OPEN and name is not ClockName.CONFIRM:
        return None
    return BEGUN[name](facts)


def pauses(name: ClockName, facts: Facts) -> bool:
    """What we owe the person rests while we wait for them."""
    return name in PROMISES and facts["state"] == _WAITING


@dataclass
class Cycle:
    """One run of a clock. `intervals` are when it ran; the last is open while it runs."""

    name: ClockName
    number: int
    started_at: datetime
    intervals: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    stopped_at: datetime | None = None

    @property
    def runs(self) -> bool:
        return bool(self.intervals) and self.intervals[-1][1] is None

    def run(self, at: datetime) -> None:
        self.stopped_at = None
        if not self.runs:
            self.intervals.append((at, None))

    def hold(self, at: datetime) -> None:
        if self.runs:
            self.intervals[-1] = (self.intervals[-1][0], at)

    def stop(self, at: datetime) -> None:
        self.hold(at)
        self.stopped_at = at

    def spent(self, hours: Hours, now: datetime) -> timedelta:
        parts = (hours.between(start, end or now) for start, end in self.intervals)
        return sum(parts, timedelta())

    def reached(self, amount: timedelta, hours: Hours) -> datetime | None:
        """When that much will have been, or was, used up; None if it rests before that.

        What is answered at the very moment it was due is answered in time.
        """
        left = amount
        for start, end in self.intervals:
            if end is None:
                return hours.after(start, left)
            used = hours.between(start, end)
            if used >= left:
                moment = hours.after(start, left)
                if moment < end:
                    return moment
            left -= used
        return None


def read(name: ClockName, moments: Iterable[Moment]) -> list[Cycle]:
    """Every cycle of a clock, oldest first. A clock that is begun by the same moment again, as
    after a reopening, goes on where it stood."""
    cycles: dict[str, Cycle] = {}
    current: Cycle | None = None
    for moment in moments:
        key = begun(name, moment.facts)
        cycle = None
        if key is not None:
            cycle = cycles.get(key)
            if cycle is None:
                cycle = cycles[key] = Cycle(name, len(cycles) + 1, moment.at)
        if current is not None and current is not cycle and current.stopped_at is None:
            current.stop(moment.at)
        if cycle is not None:
            cycle.hold(moment.at) if pauses(name, moment.facts) else cycle.run(moment.at)
            cycle.stopped_at = None
        current = cycle
    return list(cycles.values())
