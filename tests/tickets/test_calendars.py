"""Which days are worked, and what opening hours make of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.calendars import ChineseDays, DayKind
from bot.hours import SHANGHAI, Hours, NeverOpen, as_range, minutes

DAYS = ChineseDays()


def at(day: int, hour: int, minute: int = 0, month: int = 2) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "working", "kind"),
    [
        (date(2026, 2, 14), True, DayKind.MAKE_UP),  # a Saturday before the Spring Festival
        (date(2026, 2, 28), True, DayKind.MAKE_UP),
        (date(2026, 2, 17), False, DayKind.HOLIDAY),
        (date(2026, 9, 20), True, DayKind.MAKE_UP),  # a Sunday before National Day
        (date(2026, 10, 3), False, DayKind.HOLIDAY),
        (date(2026, 10, 10), True, DayKind.MAKE_UP),
        (date(2026, 11, 25), True, DayKind.WORKDAY),
        (date(2026, 11, 28), False, DayKind.WEEKEND),
    ],
)
def test_holidays_and_the_days_worked_instead(day: date, working: bool, kind: DayKind) -> None:
    seen = DAYS.look(day)
    assert (seen.working, seen.kind, seen.certain) == (working, kind, True)


def test_a_year_that_is_not_announced_is_guessed_and_says_so() -> None:
    new_year = DAYS.look(date(2031, 1, 1))
    assert (new_year.working, new_year.kind, new_year.certain) == (False, DayKind.HOLIDAY, False)
    assert not DAYS.look(date(2031, 1, 2)).certain
    assert DAYS.uncertain_from(date(2030, 12, 20), ahead=timedelta(days=30)) is not None


def test_the_operators_word_counts_and_makes_its_year_certain() -> None:
    told = ChineseDays({date(2031, 2, 1): True, date(2026, 11, 25): False})
    assert told.works(date(2031, 2, 1))
    assert told.look(date(2031, 2, 3)).certain
    assert not told.works(date(2026, 11, 25))
    assert told.is_holiday(date(2026, 11, 25))
    assert not told.is_holiday(date(2026, 11, 28))


def office(**more: object) -> Hours:
    ranges = (as_range("09:00", "12:00"), as_range("13:30", "18:00"))
    return Hours(DAYS.works, workday=ranges, **more)  # type: ignore[arg-type]


def test_friday_evening_is_due_after_the_holiday_on_the_saturday_worked_instead() -> None:
    # Fri 13 Feb 17:30 + 1 h: Saturday the 14th is worked, the 15th to the 23rd are free.
    assert office().after(at(13, 17, 30), timedelta(hours=1)) == at(14, 9, 30)
    assert office().after(at(14, 17, 30), timedelta(hours=1)) == at(24, 9, 30)


def test_lunch_is_not_counted() -> None:
    assert office().between(at(13, 11, 30), at(13, 14, 0)) == timedelta(hours=1)
    assert office().after(at(13, 11, 30), timedelta(minutes=30)) == at(13, 12, 0)
    assert office().after(at(13, 11, 30), timedelta(minutes=31)) == at(13, 13, 31)


def test_a_night_belongs_to_the_day_it_began_on() -> None:
    night = Hours(DAYS.works, workday=(as_range("22:00", "06:00"),))
    # Saturday the 14th is worked, so its night reaches into Sunday the 15th, a holiday.
    assert night.between(at(15, 0), at(16, 0)) == timedelta(hours=6)
    assert night.between(at(16, 0), at(17, 0)) == timedelta()


def test_ranges_that_overlap_are_counted_once() -> None:
    double = Hours(lambda day: True, workday=((540, 720), (600, 1500), (0, 60)))
    # 09:00-01:00 and 00:00-01:00 meet at midnight.
    assert double.between(at(13, 0), at(14, 0)) == timedelta(hours=16)
    assert list(double.spans(at(13, 9), at(14, 9))) == [(at(13, 9), at(14, 1))]


def test_hours_that_never_open_are_refused_rather_than_waited_for() -> None:
    with pytest.raises(NeverOpen):
        Hours(lambda day: False, workday=((0, 60),)).after(at(1, 0), timedelta(minutes=1))


@pytest.mark.parametrize("wrong", ["25:00", "9", "09:60", "-1:00", "24:01", ""])
def test_what_is_no_time_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="time"):
        minutes(wrong)
