"""Arithmetic of opening hours: how much open time lies between two moments, when it is used up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY_MINUTES = 1440
# Longer than any closure; a clock that would wait longer has no hours at all.
HORIZON = timedelta(days=800)
ONE_DAY = timedelta(days=1)

Range = tuple[int, int]
Span = tuple[datetime, datetime]


class NeverOpen(Exception):
    """Hours that do not open within two years: a mistake in the calendar."""


@dataclass(frozen=True, eq=False)
class Hours:
    """Ranges are minutes of the day they begin on, and may reach into the next: (1320, 1800).

    `weekly` (0 is Monday) replaces `workday` and `restday` on that weekday, whatever the calendar
    says. With `always` nothing else counts.
    """

    works: Callable[[date], bool]
    workday: tuple[Range, ...] = ()
    restday: tuple[Range, ...] = ()
    weekly: dict[int, tuple[Range, ...]] = field(default_factory=dict)
    always: bool = False
    zone: ZoneInfo = SHANGHAI
    _known: dict[date, tuple[Span, ...]] = field(default_factory=dict, repr=False)

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """What is open within [start, end), in order, without overlaps, in UTC."""
        if start >= end:
            return
        if self.always:
            yield start, end
            return
        held: Span | None = None
        for opens, closes in self._clipped(start, end):
            if held is not None and opens <= held[1]:
                held = (held[0], max(held[1], closes))
                continue
            if held is not None:
                yield held
            held = (opens, closes)
        if held is not None:
            yield held

    def between(self, start: datetime, end: datetime) -> timedelta:
        return sum((closes - opens for opens, closes in self.spans(start, end)), timedelta())

    def after(self, start: datetime, span: timedelta) -> datetime:
        """The first moment by which `span` of open time has gone by. Raises NeverOpen."""
        if span <= timedelta():
            return start
        left = span
        for opens, closes in self.spans(start, start + HORIZON + span):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise NeverOpen(f"{left} of {span} left after {HORIZON.days} days")

    def opens_at(self, moment: datetime) -> datetime:
        """The moment itself if it is open. Raises NeverOpen."""
        for opens, _ in self.spans(moment, moment + HORIZON):
            return opens
        raise NeverOpen(f"closed for {HORIZON.days} days")

    def _clipped(self, start: datetime, end: datetime) -> Iterator[Span]:
        # The day before may reach into this one.
        day = start.astimezone(self.zone).date() - ONE_DAY
        while True:
            for opens, closes in self._of(day):
                if opens >= end:
                    return
                if closes > start:
                    yield max(opens, start), min(closes, end)
            day += ONE_DAY
            if datetime.combine(day, time(), self.zone) >= end:
                return

    def _of(self, day: date) -> tuple[Span, ...]:
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = tuple(self._reckon(day))
        return known

    def _reckon(self, day: date) -> Iterator[Span]:
        ranges = self.weekly.get(day.weekday())
        if ranges is None:
            ranges = self.workday if self.works(day) else self.restday
        for first, last in sorted(ranges):
            yield self._moment(day, first), self._moment(day, last)

    def _moment(self, day: date, minute: int) -> datetime:
        """By the wall: 09:00 is 09:00 also where clocks are put forward."""
        local = datetime.combine(day, time()) + timedelta(minutes=minute)
        return local.replace(tzinfo=self.zone).astimezone(UTC)


def minutes(clock: str) -> int:
    """`08:30` is 510, `24:00` is 1440. Raises ValueError."""
    hour, _, minute = clock.partition(":")
    if not (hour.isdigit() and minute.isdigit() and len(minute) == 2):
        raise ValueError(f"{clock!r} is not a time like 08:30")
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > DAY_MINUTES:
        raise ValueError(f"{clock!r} is not a time of day")
    return found


def as_range(opens: str, closes: str) -> Range:
    """One that ends before it begins ends on the next day. Raises ValueError."""
    first, last = minutes(opens), minutes(closes)
    if first == DAY_MINUTES:
        raise ValueError("a range cannot begin at 24:00")
    return (first, last if last > first else last + DAY_MINUTES)
