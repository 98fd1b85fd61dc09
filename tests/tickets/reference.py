"""The arithmetic of clocks once more, by counting minutes one by one: slow, plain, independent.

It shares nothing with bot/hours.py and bot/desk/tickets/clocks.py but the rules of the calendar.
A calendar is an array of minutes, a clock is an array of minutes, and time is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import numpy as np
from numpy.typing import NDArray

Minutes = NDArray[np.bool_]
DAYS = 4
LENGTH = DAYS * 1440
MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class RandomCalendar:
    """Several ranges a day, some past midnight; holidays and days worked instead, at random."""

    working: dict[date, bool]
    workday: tuple[tuple[int, int], ...]
    restday: tuple[tuple[int, int], ...]

    def works(self, day: date) -> bool:
        return self.working.get(day, day.weekday() < 5)


def random_calendar(dice: Random) -> RandomCalendar:
    changed = {
        MONDAY + timedelta(days=n): dice.random() < 0.5
        for n in range(-1, DAYS)
        if dice.random() < 0.4
    }
    return RandomCalendar(changed, _ranges(dice, least=1), _ranges(dice, least=0))


def _ranges(dice: Random, *, least: int) -> tuple[tuple[int, int], ...]:
    found = []
    for _ in range(dice.randint(least, 3)):
        first = dice.randrange(1440)
        found.append((first, first + dice.randint(1, 900)))
    return tuple(found)


def open_minutes(calendar: RandomCalendar) -> Minutes:
    """From MONDAY's midnight on."""
    found = np.zeros(LENGTH, dtype=bool)
    for n in range(-1, DAYS):
        ranges = (
            calendar.workday if calendar.works(MONDAY + timedelta(days=n)) else calendar.restday
        )
        for first, last in ranges:
            found[max(0, n * 1440 + first) : max(0, n * 1440 + last)] = True
    return found


@dataclass(frozen=True)
class Counted:
    spent: int
    due: int | None


def count(running: Minutes, opened: Minutes, allowed: int, now: int) -> Counted:
    """What was used up before `now`; the first running minute by which `allowed` is used up."""
    used = np.concatenate(([0], np.cumsum(running & opened)))
    spent = int(used[now])
    late = np.flatnonzero((used[:-1] >= allowed) & running)
    return Counted(spent, int(late[0]) if len(late) else None)
