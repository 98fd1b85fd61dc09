"""Which days are worked in China: weekends, public holidays, and days worked instead (调休)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chinese_calendar.constants import holidays, workdays

SATURDAY = 5
# Holidays of the law that fall on the same date each year. Which other days are free, and which
# weekends are worked instead, is announced each November for the year to come.
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
ANNOUNCED = frozenset(day.year for day in holidays)


class DayKind(StrEnum):
    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    SET = "set"


@dataclass(frozen=True)
class Day:
    """`certain` is false where the year's holidays are not known: a guess by law and weekday."""

    working: bool
    kind: DayKind
    certain: bool = True


class ChineseDays:
    """The library's years, what the law says of the others, and the operator's word over both."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._told = {day.year for day in self._overrides}

    def look(self, day: date) -> Day:
        if day in self._overrides:
            return Day(self._overrides[day], DayKind.SET)
        if day.year in ANNOUNCED:
            return _announced(day)
        certain = day.year in self._told
        if (day.month, day.day) in FIXED:
            return Day(False, DayKind.HOLIDAY, certain)
        return Day(*_by_weekday(day), certain)

    def works(self, day: date) -> bool:
        return self.look(day).working

    def is_holiday(self, day: date) -> bool:
        """A day that would be worked, but for the holiday or the operator's word; or a holiday
        that falls on a weekend."""
        seen = self.look(day)
        return not seen.working and seen.kind is not DayKind.WEEKEND

    def uncertain_from(self, today: date, *, ahead: timedelta) -> date | None:
        """The first day of a year within reach whose holidays nobody has told us."""
        for year in range(today.year, (today + ahead).year + 1):
            if year not in ANNOUNCED and year not in self._told:
                return max(today, date(year, 1, 1))
        return None


def _announced(day: date) -> Day:
    if day in holidays:
        return Day(False, DayKind.HOLIDAY)
    if day in workdays:
        return Day(True, DayKind.MAKE_UP)
    return Day(*_by_weekday(day))


def _by_weekday(day: date) -> tuple[bool, DayKind]:
    free = day.weekday() >= SATURDAY
    return not free, DayKind.WEEKEND if free else DayKind.WORKDAY
