"""The clocks' arithmetic equals the counting of minutes, over 100,000 random stories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest

from bot.desk.tickets import clocks
from bot.desk.tickets.chain import Facts, Moment, nothing, plain
from bot.desk.tickets.clocks import ClockName
from bot.hours import SHANGHAI, Hours
from models import TicketEventKind, TicketState
from tests.tickets.reference import (
    LENGTH,
    MONDAY,
    Counted,
    Minutes,
    RandomCalendar,
    count,
    open_minutes,
    random_calendar,
)

BLANK = nothing()
START = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=SHANGHAI).astimezone(UTC)
CALENDARS, STORIES = 5_000, 20
LAST = 2 * 1440  # stories end here; what they lead to is looked for until LENGTH
S = TicketState
# What may happen next, and the state it leads to.
NEXT: dict[TicketState, tuple[str, ...]] = {
    S.ASSIGNED: ("reply", "ask", "wait", "resolve", "cancel"),
    S.IN_PROGRESS: ("reply", "ask", "wait", "escalate", "resolve", "cancel"),
    S.ESCALATED: ("reply", "ask", "wait", "resolve"),
    S.WAITING_USER: ("resume", "resume", "ask", "resolve", "cancel"),
    S.RESOLVED: ("reopen", "reopen", "close"),
    S.CLOSED: ("reopen",),
    S.CANCELLED: (),
}
LEADS = {
    "wait": S.WAITING_USER,
    "resume": S.IN_PROGRESS,
    "escalate": S.ESCALATED,
    "resolve": S.RESOLVED,
    "reopen": S.ASSIGNED,
    "close": S.CLOSED,
    "cancel": S.CANCELLED,
}
Told = list[tuple[int, str]]


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def story(dice: Random) -> Told:
    """A ticket's life: minutes, and what happened in them."""
    minute, state = dice.randrange(1440), S.ASSIGNED
    told = [(minute, "open")]
    for _ in range(dice.randint(0, 9)):
        minute += dice.choice((1, 7, 45, 200, 600)) * dice.randint(1, 3)
        if minute >= LAST or not NEXT[state]:
            break
        what = dice.choice(NEXT[state])
        state = LEADS.get(what, state)
        told.append((minute, what))
    return told


def moments(told: Told) -> list[Moment]:
    """As the product would see it: the facts after each event."""
    facts: Facts = {**BLANK, "assignee": "A1", "accepted_at": plain(at(told[0][0]))}
    found = []
    for minute, what in told:
        now = plain(at(minute))
        if what == "open":
            facts |= {"opened_at": now, "state": S.ASSIGNED.value}
        elif what == "ask":
            facts = {**facts, "unanswered_since": facts["unanswered_since"] or now}
        elif what in ("reply", "resolve"):
            first = facts["first_response_at"] or now
            facts = {**facts, "first_response_at": first, "unanswered_since": None}
        if what in LEADS:
            facts = {**facts, "state": LEADS[what].value}
        found.append(Moment(at(minute), TicketEventKind.EDITED, {}, dict(facts)))
    return found


def lived(told: Told) -> dict[ClockName, Minutes]:
    """The same life as minutes in which each clock ran; of the next response, its last cycle."""
    first, last, whole = (np.zeros(LENGTH, dtype=bool) for _ in range(3))
    state, answered, asked = S.ASSIGNED, False, False
    for (minute, what), (until, _) in zip(told, [*told[1:], (LENGTH, "")], strict=True):
        state = LEADS.get(what, state)
        if what in ("reply", "resolve"):
            answered, asked = True, False
        if what == "ask" and not asked:
            asked = True
            if answered:
                last[:] = False
        runs = state in (S.ASSIGNED, S.IN_PROGRESS, S.ESCALATED)
        whole[minute:until] = runs
        first[minute:until] = runs and not answered
        if answered and asked:
            last[minute:until] = runs
    return {
        ClockName.FIRST_RESPONSE: first,
        ClockName.NEXT_RESPONSE: last,
        ClockName.RESOLUTION: whole,
    }


def computed(name: ClockName, told: Told, hours: Hours, allowed: int, now: int) -> Counted | None:
    cycles = clocks.read(name, moments(told))
    if not cycles:
        return None
    due = cycles[-1].reached(timedelta(minutes=allowed), hours)
    return Counted(
        int(cycles[-1].spent(hours, at(now)) / timedelta(minutes=1)),
        int((due - START) / timedelta(minutes=1)) if due else None,
    )


def hours_of(calendar: RandomCalendar) -> Hours:
    return Hours(calendar.works, calendar.workday, calendar.restday)


@pytest.mark.slow
def test_clocks_equal_the_counting_of_minutes() -> None:
    dice = Random(20261125)
    compared = 0
    for _ in range(CALENDARS):
        calendar = random_calendar(dice)
        hours, opened = hours_of(calendar), open_minutes(calendar)
        for _ in range(STORIES):
            told = story(dice)
            now = dice.randint(told[-1][0], LAST)
            # Any allowance: a policy that was edited is just another one.
            name = dice.choice(clocks.PROMISES)
            allowed = dice.randint(0, 900)
            got = computed(name, told, hours, allowed, now)
            want = count(lived(told)[name], opened, allowed, now)
            if got is None:
                assert not lived(told)[name].any()
            elif want.due is None:
                # Rests, has ended, or is used up only after the minutes that were counted.
                assert got.due is None or got.due >= LENGTH, (calendar, told, name, allowed, now)
                assert got.spent == want.spent, (calendar, told, name, allowed, now)
            else:
                assert got == want, (calendar, told, name, allowed, now)
            compared += 1
    assert compared >= 100_000
