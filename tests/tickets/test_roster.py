"""Who is there when, by the sample's roster and by what was changed in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.calendars import ChineseDays
from bot.desk import org, roster, roster_changes
from bot.desk.roster_rules import Change, Presence, ShiftRule, presences
from bot.desk.tickets.refusals import Refused
from bot.hours import SHANGHAI
from models import CalendarDay, Duty
from tests.tickets.conftest import SAMPLES, Office

DAYS = ChineseDays()


def at(day: int, hour: int = 0, month: int = 11, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def worked(rule: ShiftRule, *changes: Change, day: int = 25, month: int = 11) -> list[Presence]:
    start = at(day, month=month)
    return presences([rule], changes, DAYS, start, start + timedelta(days=1))


def test_a_night_shift_crosses_midnight() -> None:
    night = ShiftRule(22 * 60, 30 * 60, weekday=1)  # Tuesday the 24th
    (there,) = worked(night)
    assert (there.starts_at, there.ends_at) == (at(24, 22), at(25, 6))


def test_office_hours_follow_the_calendar() -> None:
    office = ShiftRule(9 * 60, 18 * 60)
    assert worked(office, day=10, month=10)  # a Saturday worked instead
    assert not worked(office, day=8, month=11)  # a Sunday
    assert not worked(office, day=1, month=10)  # National Day, a Thursday


def test_shifts_go_on_over_holidays_unless_told_not_to() -> None:
    thursday = ShiftRule(0, 60, weekday=3)
    assert worked(thursday, day=1, month=10)
    assert not worked(ShiftRule(0, 60, weekday=3, holidays=False), day=1, month=10)


def test_shifts_that_meet_are_one_presence() -> None:
    split = [ShiftRule(8 * 60, 12 * 60, weekday=2), ShiftRule(12 * 60, 20 * 60, weekday=2)]
    (there,) = presences(split, [], DAYS, at(25, 11), at(25, 13))
    assert (there.starts_at, there.ends_at) == (at(25, 8), at(25, 20))


def test_leave_cuts_a_hole_and_what_was_decided_later_counts() -> None:
    day = ShiftRule(8 * 60, 16 * 60, weekday=2)
    leave = Change(True, Presence(at(25, 10), at(25, 12)))
    back = Change(False, Presence(at(25, 11), at(25, 12)))
    assert [(p.starts_at, p.ends_at) for p in worked(day, leave)] == [
        (at(25, 8), at(25, 10)),
        (at(25, 12), at(25, 16)),
    ]
    assert worked(day, leave, back)[1].starts_at == at(25, 11)
    assert [p.ends_at for p in worked(day, back, leave)] == [at(25, 10), at(25, 16)]


def test_a_rota_turns_every_week_and_does_not_stumble_over_the_new_year() -> None:
    rota = [ShiftRule(0, 1440, weekday=d, cycle_weeks=4, cycle_at=1) for d in range(7)]
    start = datetime(2026, 11, 23, tzinfo=SHANGHAI)
    weeks = [
        bool(
            presences(
                rota, [], DAYS, start + timedelta(weeks=n), start + timedelta(weeks=n, days=1)
            )
        )
        for n in range(12)
    ]
    assert sum(weeks) == 3
    assert all(weeks[n] == weeks[n + 4] for n in range(8))


def test_the_sample_desk_is_manned_by_day_and_has_its_known_gap_at_night(office: Office) -> None:
    with office.uow() as tx:  # Wednesday noon
        assert set(roster.on_duty_in("G02", tx.now, tx)) == {"A101", "A138", "A140"}
        there = roster.on_duty_in("G11", at(26, 3), tx)
        assert there == {}
        tx.now = at(26, 3)
        assert roster.opens_at("G11", tx) == at(26, 8)


def test_importing_again_keeps_what_agents_said_and_leave(office: Office) -> None:
    with office.uow() as tx:
        roster.say_duty("A138", Duty.OFF, tx)
        roster_changes.take_leave("A140", at(25, 8), at(25, 20), "ou_lead", tx)
        org.import_org((SAMPLES / "org.json").read_bytes(), tx)
        assert set(roster.on_duty_in("G02", tx.now, tx)) == {"A101"}


def test_what_an_agent_said_ends_with_the_shift(office: Office) -> None:
    with office.uow() as tx:
        roster.say_duty("A138", Duty.OFF, tx)
        assert not roster.on_duty(["A138"], tx.now, tx)
        assert roster.on_duty(["A138"], at(26, 10), tx)
        roster.say_duty("A102", Duty.ON, tx)  # works from 16:00
        assert roster.on_duty(["A102"], tx.now, tx)["A102"].ends_at == at(25, 16)


def test_a_swap_moves_both_shifts_and_can_be_undone(office: Office) -> None:
    early, late = at(25, 9), at(25, 17)
    with office.uow() as tx:
        rows = roster_changes.swap("A101", early, "A104", late, "ou_lead", tx)
        assert set(roster.on_duty(["A101", "A104"], early, tx)) == {"A104"}
        assert set(roster.on_duty(["A101", "A104"], late, tx)) == {"A101"}
        assert roster_changes.undo_swap(str(rows[0].swap), tx) == 4
        assert set(roster.on_duty(["A101", "A104"], early, tx)) == {"A101"}


def test_a_shift_that_is_not_there_cannot_be_swapped(office: Office) -> None:
    with office.uow() as tx, pytest.raises(Refused):
        roster_changes.swap("A101", at(26, 3), "A104", at(25, 17), "ou_lead", tx)


def test_the_operators_calendar_sends_the_office_home(office: Office) -> None:
    with office.uow() as tx:
        assert roster.on_duty(["A138"], tx.now, tx)
        tx.session.add(CalendarDay(day=date(2026, 11, 25), working=False, note="台风"))
        tx.session.flush()
        assert not roster.on_duty(["A138"], tx.now, tx)
