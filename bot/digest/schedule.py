"""When a digest is drafted and sent: fixed moments of the stations' clock. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cards.words import SHANGHAI

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Moment:
    weekday: int
    at: time

    @classmethod
    def read(cls, text: str) -> Moment:
        """`WED 10:05`. Raises ValueError."""
        found = re.fullmatch(r"([A-Z]{3}) (\d{2}):(\d{2})", text.strip().upper())
        if found is None or found[1] not in WEEKDAYS:
            raise ValueError(text)
        return cls(WEEKDAYS.index(found[1]), time(int(found[2]), int(found[3])))

    def of_week(self, monday: date) -> datetime:
        return datetime.combine(monday + DAY * self.weekday, self.at, SHANGHAI).astimezone(UTC)


@dataclass(frozen=True)
class Schedule:
    """`quiet` are the hours in which nobody is written to, and may reach over midnight."""

    send: Moment
    draft: Moment
    grace: timedelta
    unapproved: str
    quiet: tuple[time, time]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """One week's moments; `first` to `last` is the week before, which it tells of."""

    week: str
    first: date
    last: date
    draft_at: datetime
    planned_at: datetime
    late_at: datetime


def next_plan(now: datetime, schedule: Schedule) -> Plan:
    """The first that is still to come."""
    today = now.astimezone(SHANGHAI).date()
    monday = today - DAY * today.weekday()
    while (planned := schedule.send.of_week(monday)) <= now:
        monday += DAY * 7
    draft = schedule.draft.of_week(monday)
    if draft >= planned:
        draft -= DAY * 7
    year, number, _ = monday.isocalendar()
    return Plan(
        week=f"{year}-W{number:02d}",
        first=monday - DAY * 7,
        last=monday - DAY,
        draft_at=draft,
        planned_at=planned,
        late_at=planned + schedule.grace,
    )


def quiet_until(now: datetime, quiet: tuple[time, time]) -> datetime | None:
    """When people may be written to again; None if they may be now."""
    start, end = quiet
    local = now.astimezone(SHANGHAI)
    at = local.time()
    inside = start <= at < end if start <= end else at >= start or at < end
    if start == end or not inside:
        return None
    day = local.date() + (DAY if at >= end else timedelta())
    return datetime.combine(day, end, SHANGHAI).astimezone(UTC)


def read_quiet(text: str) -> tuple[time, time]:
    """`21:00-08:00`; the same time twice is never. Raises ValueError."""
    start, _, end = text.partition("-")
    return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())
