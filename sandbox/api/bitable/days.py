"""Filters about dates: whole days in the base's time zone."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.acts.bitable.plain import zone
from sandbox.api.answers import Refused
from sandbox.state.bitable.model import Base, Field, Record

DAY = timedelta(days=1)
RELATIVE = {"Today": 0, "Tomorrow": 1, "Yesterday": -1}
Span = tuple[datetime, datetime]


def test(
    base: Base, now: float, column: Field, operator: str, value: list[str]
) -> Callable[[Record], bool]:
    start, end = _span(base, now, operator, value)
    low, high = start.timestamp() * 1000, end.timestamp() * 1000

    def fits(record: Record) -> bool:
        ms = record.cell(column)
        if ms is None:
            return False
        if operator == "isGreater":
            return bool(ms > low)
        return bool(ms < low) if operator == "isLess" else low <= ms < high

    return fits


def _span(base: Base, now: float, operator: str, value: list[str]) -> Span:
    """From a midnight to a midnight; an exact time loses its time of day."""
    word = value[0] if value else ""
    if word == "ExactDate":
        if len(value) != 2 or not value[1].lstrip("-").isdigit():
            raise Refused(1254018, ext="ExactDate and milliseconds")
        day = _midnight(base, int(value[1]) / 1000)
        return day, day + DAY
    today = _midnight(base, now)
    if len(value) == 1 and word in RELATIVE:
        day = today + RELATIVE[word] * DAY
        return day, day + DAY
    if len(value) != 1 or operator != "is" or word not in SPANS:
        raise Refused(1254018, ext=f"date {value}")
    return SPANS[word](today)


def _midnight(base: Base, seconds: float) -> datetime:
    local = datetime.fromtimestamp(seconds, zone(base))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _week(today: datetime, weeks: int) -> Span:
    monday = today - today.weekday() * DAY + weeks * 7 * DAY
    return monday, monday + 7 * DAY


def _month(today: datetime, months: int) -> Span:
    first = today.replace(day=1)
    if months:
        first = (first - DAY).replace(day=1)
    return first, (first + 32 * DAY).replace(day=1)


SPANS: dict[str, Callable[[datetime], Span]] = {
    "CurrentWeek": lambda today: _week(today, 0),
    "LastWeek": lambda today: _week(today, -1),
    "CurrentMonth": lambda today: _month(today, 0),
    "LastMonth": lambda today: _month(today, -1),
    "TheLastWeek": lambda today: (today - 7 * DAY, today + DAY),
    "TheNextWeek": lambda today: (today, today + 8 * DAY),
    "TheLastMonth": lambda today: (today - 30 * DAY, today + DAY),
    "TheNextMonth": lambda today: (today, today + 31 * DAY),
}
