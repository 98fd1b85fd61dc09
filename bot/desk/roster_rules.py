"""Who is there when: weekly shifts, rotas, holidays, leave and swaps. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.calendars import ChineseDays
from bot.hours import SHANGHAI

ON_CALL = "值班"
ONE_DAY = timedelta(days=1)
ISO_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class ShiftRule:
    """As models.Shift says it."""

    start_minute: int
    end_minute: int
    label: str = ""
    weekday: int | None = None
    holidays: bool = True
    cycle_weeks: int = 1
    cycle_at: int = 0
    valid_from: date | None = None
    valid_until: date | None = None

    def is_worked(self, day: date, days: ChineseDays) -> bool:
        if (self.valid_from and day < self.valid_from) or (
            self.valid_until and day > self.valid_until
        ):
            return False
        if week_number(day) % self.cycle_weeks != self.cycle_at:
            return False
        if self.weekday is None:
            return days.works(day)
        return day.weekday() == self.weekday and (self.holidays or not days.is_holiday(day))


@dataclass(frozen=True)
class Presence:
    starts_at: datetime
    ends_at: datetime
    label: str = ""

    def covers(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at


@dataclass(frozen=True)
class Change:
    """Leave, or extra duty; what was decided later counts over what was decided before."""

    leave: bool
    span: Presence


def week_number(day: date) -> int:
    """Weeks begin on Monday and are counted on over the new year, so that no rota stumbles."""
    return (day - ISO_MONDAY).days // 7


def presences(
    rules: Iterable[ShiftRule],
    changes: Iterable[Change],
    days: ChineseDays,
    start: datetime,
    end: datetime,
) -> list[Presence]:
    """What touches [start, end), in order; what meets is one, for a shift's end in the middle of
    the next shift is no end."""
    whole = _joined(_planned(list(rules), days, start, end))
    for change in changes:
        if change.leave:
            whole = [left for presence in whole for left in _without(presence, change.span)]
        else:
            whole = _joined([*whole, change.span])
    return [p for p in whole if p.ends_at > start and p.starts_at < end]


def _planned(
    rules: list[ShiftRule], days: ChineseDays, start: datetime, end: datetime
) -> Iterator[Presence]:
    # From two days before to a day after: what is joined must not be cut short by the window.
    day = start.astimezone(SHANGHAI).date() - 2 * ONE_DAY
    last = end.astimezone(SHANGHAI).date() + ONE_DAY
    while day <= last:
        for rule in rules:
            if rule.is_worked(day, days):
                yield Presence(
                    moment(day, rule.start_minute), moment(day, rule.end_minute), rule.label
                )
        day += ONE_DAY


def moment(day: date, minute: int) -> datetime:
    local = datetime.combine(day, time()) + timedelta(minutes=minute)
    return local.replace(tzinfo=SHANGHAI).astimezone(UTC)


def _joined(presences: Iterable[Presence]) -> list[Presence]:
    found: list[Presence] = []
    for presence in sorted(presences, key=lambda p: (p.starts_at, p.ends_at)):
        if found and presence.starts_at <= found[-1].ends_at:
            before = found[-1]
            ends_at = max(before.ends_at, presence.ends_at)
            found[-1] = Presence(before.starts_at, ends_at, before.label)
        else:
            found.append(presence)
    return found


def _without(presence: Presence, leave: Presence) -> Iterator[Presence]:
    if leave.ends_at <= presence.starts_at or leave.starts_at >= presence.ends_at:
        yield presence
        return
    if presence.starts_at < leave.starts_at:
        yield Presence(presence.starts_at, leave.starts_at, presence.label)
    if leave.ends_at < presence.ends_at:
        yield Presence(leave.ends_at, presence.ends_at, presence.label)
