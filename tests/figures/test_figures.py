"""The figures against answers computed by other means, and what must hold of any tickets."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from math import ceil
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.desk.tickets import importing, ledger
from bot.figures import weekly, writing
from bot.figures.book import BOOK
from bot.figures.count import Window, cases, count, week
from models import Ticket, TicketClock, TicketEvent, TicketEventKind
from tests.figures.conftest import undone
from tests.furniture import Desk

W47 = week(2026, 47)
ALL_WEEKS = [week(2026, number) for number in range(36, 48)]
DIMENSIONS = ("day", "province", "category", "skill_group", "priority", "station")
Rows = list[dict[str, str]]
SUMS = ("opened", "solved", "escalated", "rated", "satisfied", "reopened", "rating")


def at(row: dict[str, str], name: str) -> datetime | None:
    return datetime.fromisoformat(row[name]) if row[name] else None


def of_week(rows: Rows, window: Window, name: str) -> Rows:
    first, last = window.first.isoformat(), window.last.isoformat()
    return [row for row in rows if first <= row[name][:10] <= last]


def waits(rows: Rows, name: str) -> list[float]:
    found = [(at(row, name), at(row, "created_at")) for row in rows]
    return sorted((end - start).total_seconds() for end, start in found if end and start)


def test_the_week_of_the_sample_has_the_answers_counted_by_hand(told: Desk) -> None:
    with told.uow.reading() as tx:
        found = count(W47, tx)[""]
    assert {key: (v.numerator, v.n, v.pending) for key, v in found.items()} == {
        "opened": (31, 31, 0),
        "solved": (31, 31, 0),
        "backlog": (3, 3, 0),
        "first_response": (1032, 31, 0),
        "first_response_p90": (9186, 31, 0),
        "first_response_kept": (21, 31, 0),
        "resolution": (17694, 31, 0),
        "resolution_p90": (130868, 31, 0),
        "resolution_kept": (25, 30, 1),
        "escalated": (8, 31, 0),
        "first_contact": (5, 9, 22),
        "reopened": (0, 9, 22),
        "rated": (17, 31, 0),
        "satisfied": (13, 17, 0),
        "rating": (70, 17, 0),
    }


def test_every_week_of_the_sample_equals_a_count_of_its_lines(
    told: Desk, ticket_rows: Rows
) -> None:
    for window in ALL_WEEKS:
        with told.uow.reading() as tx:
            found = count(window, tx)[""]
        opened = of_week(ticket_rows, window, "created_at")
        solved = of_week(ticket_rows, window, "resolved_at")
        rated = [int(row["rating"]) for row in solved if row["rating"]]
        lasted = waits(solved, "resolved_at")
        assert found["opened"].n == len(opened)
        assert found["solved"].n == len(solved)
        assert found["escalated"].numerator == sum(row["tier_reached"] > "1" for row in opened)
        assert (found["rating"].numerator, found["rating"].n) == (sum(rated), len(rated))
        assert found["satisfied"].numerator == sum(stars >= 4 for stars in rated)
        assert found["resolution"].value == lasted[ceil(len(lasted) * 0.5) - 1]
        assert found["resolution_p90"].value == lasted[ceil(len(lasted) * 0.9) - 1]
        last = window.last.isoformat()
        unfinished = [
            row
            for row in ticket_rows
            if row["created_at"][:10] <= last
            and not (row["resolved_at"] and row["resolved_at"][:10] <= last)
        ]
        assert found["backlog"].n == len(unfinished)


def test_who_has_no_answer_yet_is_not_left_out_of_the_waiting_time(
    told: Desk, ticket_rows: Rows
) -> None:
    silent = next(row for row in ticket_rows if not row["first_response_at"])
    day = date.fromisoformat(silent["created_at"][:10])
    with told.uow.reading() as tx:
        by_day = count(Window(day, day), tx, by="category")[silent["category"]][
            "first_response_p90"
        ]
        expected = told.clock.now() - datetime.fromisoformat(silent["created_at"] + "+08:00")
    assert by_day.value == int(expected.total_seconds())


@pytest.mark.parametrize("by", DIMENSIONS)
def test_parts_add_up_to_the_whole(told: Desk, by: str) -> None:
    for window in (W47, week(2026, 41), Window(date(2026, 8, 31), date(2026, 11, 22))):
        with told.uow.reading() as tx:
            whole, parts = count(window, tx)[""], count(window, tx, by=by)
        for key in SUMS + (() if by == "day" else ("backlog",)):
            assert sum(part[key].numerator for part in parts.values()) == whole[key].numerator, key
            assert sum(part[key].n for part in parts.values()) == whole[key].n, key
            pending = sum(part[key].pending for part in parts.values())
            assert pending == whole[key].pending, key


def test_weeks_add_up_to_their_months_and_count_nobody_twice(told: Desk) -> None:
    whole = Window(ALL_WEEKS[0].first, ALL_WEEKS[-1].last)
    with told.uow.reading() as tx:
        together = count(whole, tx)[""]
        single = [count(window, tx)[""] for window in ALL_WEEKS]
        opened = [set(cases("opened", window, tx)) for window in ALL_WEEKS]
    for key in SUMS:
        assert sum(values[key].numerator for values in single) == together[key].numerator
    assert len(set().union(*opened)) == sum(map(len, opened)) == 400


def test_a_share_and_its_cohort_are_of_the_same_tickets(told: Desk) -> None:
    with told.uow.reading() as tx:
        for window in ALL_WEEKS:
            values = count(window, tx)[""]
            for metric in BOOK:
                value = values[metric.key]
                if metric.unit == "share":
                    assert 0 <= value.numerator <= value.n
                if metric.unit in ("share", "score") and metric.key not in ("satisfied", "rating"):
                    cohort = values["opened" if metric.cohort == "opened" else "solved"].n
                    assert value.n + value.pending + value.excluded in (cohort, value.n)
                    assert value.n + value.pending <= cohort
                assert (value.value is None) == (value.n == 0) or metric.unit == "count"


def test_every_figure_opens_the_tickets_behind_it(told: Desk) -> None:
    with told.uow.reading() as tx:
        values = count(W47, tx)[""]
        for metric in BOOK:
            behind = cases(metric.key, W47, tx)
            value = values[metric.key]
            rated = metric.key in ("satisfied", "rating")
            assert len(behind) == value.n + value.pending + (0 if rated else value.excluded)


def test_a_late_reopening_rewrites_no_week_that_is_over(told: Desk) -> None:
    """Solved in week 41 and reopened in week 45: another week's backlog, nothing of week 41."""
    window = week(2026, 41)
    with undone(told) as tx:
        before = count(window, tx)[""]
        number = cases("solved", window, tx)[0]
        ticket = ledger.locked(number, tx)
        moment = week(2026, 45).start + timedelta(hours=3)
        who = ("user", "ou_alice")
        changes = {"state": "queued", "resolved_at": None, "reopens": 1}
        importing._write(ticket, moment, TicketEventKind.REOPENED, who, changes, {}, tx)
        tx.session.flush()
        assert count(window, tx)[""] == before
        assert count(week(2026, 45), tx)[""]["backlog"].n >= 1
        assert number in cases("backlog", week(2026, 46), tx)
        assert number not in cases("backlog", week(2026, 44), tx)


def test_what_an_old_report_knew_can_be_counted_again(told: Desk) -> None:
    with told.uow.reading() as tx:
        then = count(W47, tx, as_of=W47.start + timedelta(days=2))[""]
        now = count(W47, tx)[""]
    assert (then["opened"].n, now["opened"].n) == (7, 31)
    assert then["solved"].n == 9


def test_a_bots_words_are_no_first_response(told: Desk) -> None:
    with undone(told) as tx:
        number = cases("opened", W47, tx)[0]
        event = tx.session.scalars(
            select(TicketEvent).where(
                TicketEvent.ticket_id == number, TicketEvent.kind == TicketEventKind.DESK_SPOKE
            )
        ).one()
        event.actor_kind = "desk"
        tx.session.flush()
        only = tx.session.get_one(Ticket, number)
        assert only.resolved_at is not None
        assert only.opened_at is not None
        waited = (only.resolved_at - only.opened_at).total_seconds()
        day = only.opened_at.astimezone(UTC) + timedelta(hours=8)
        window = Window(day.date(), day.date())
        longest = count(window, tx, by="station")[only.station_code or ""]["first_response_p90"]
        assert longest.value == waited


def test_merged_tickets_are_in_neither(told: Desk) -> None:
    with undone(told) as tx:
        before = count(W47, tx)[""]
        number = cases("opened", W47, tx)[0]
        ticket = ledger.locked(number, tx)
        who = ("agent", "A1")
        importing._write(
            ticket, tx.now - timedelta(minutes=1), TicketEventKind.MERGED, who, {}, {}, tx
        )
        tx.session.flush()
        after = count(W47, tx)[""]
    assert after["opened"].n == before["opened"].n - 1
    assert after["opened"].excluded == 1
    assert after["solved"].n == before["solved"].n - 1


def test_a_promise_not_yet_due_is_neither_kept_nor_broken(told: Desk) -> None:
    with undone(told) as tx:
        number = cases("opened", W47, tx)[0]
        before = count(W47, tx)[""]["first_response_kept"]
        clock = tx.session.get_one(TicketClock, (number, "first_response", 1))
        was_missed = clock.missed_at is not None
        clock.missed_at, clock.stopped_at = None, None
        tx.session.flush()
        after = count(W47, tx)[""]["first_response_kept"]
    assert (after.n, after.pending) == (before.n - 1, 1)
    assert after.numerator == before.numerator - (0 if was_missed else 1)


def test_an_empty_week_is_nothing_and_no_fault(told: Desk) -> None:
    with told.uow.reading() as tx:
        made = weekly.report(week(2025, 3), tx)
    assert made.values["opened"].n == 0
    assert made.values["satisfied"].value is None
    assert writing.markdown(made)


def test_the_report_says_the_same_in_every_form(told: Desk, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    with told.uow.reading() as tx:
        made = weekly.report(W47, tx)
    as_json = json.loads(writing.as_json(made))
    assert as_json["figures"]["opened"]["value"] == 31
    assert as_json["figures"]["opened"]["definition"]["excluded"]
    rows = list(csv.DictReader(io.StringIO(writing.as_csv(made))))
    total = {row["figure"]: row["value"] for row in rows if row["by"] == "total"}
    assert total["opened"] == "31"
    by_day = [float(row["n"]) for row in rows if (row["by"], row["figure"]) == ("day", "opened")]
    assert sum(by_day) == 31
    assert "| 新工单 | 31 |" in writing.markdown(made)
    (tmp_path / "w.xlsx").write_bytes(writing.as_xlsx(made))
    book = load_workbook(tmp_path / "w.xlsx")
    assert book["2026-W47"]["B2"].value == "31"
    assert book["data"].max_row == len(rows) + 1


def test_tickets_come_in_once_and_their_chains_hold(told: Desk) -> None:
    with undone(told) as tx:
        rows = importing.parse(
            (Path(__file__).parent.parent.parent / "samples" / "tickets.csv").read_bytes()
        )
        again = importing.take(rows, tx)
        assert (again.new, again.known) == (0, 400)
        for number in tx.session.scalars(select(Ticket.id).limit(40)):
            ledger.verify(number, tx)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"created_at": "2026-13-01 00:00:00"}, "line 2"),
        ({"priority": "P9"}, "priority must be"),
        ({"rating": "7"}, "rating must be"),
        ({"resolved_at": "2026-08-30 00:00:00"}, "not in order"),
        ({"ticket_id": ""}, "ticket_id is empty"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_taken(
    ticket_rows: Rows, change: dict[str, str], fault: str
) -> None:
    out = io.StringIO()
    table = csv.DictWriter(out, list(ticket_rows[0]))
    table.writeheader()
    table.writerow({**ticket_rows[0], **change})
    with pytest.raises(importing.TicketFileError, match=fault):
        importing.parse(out.getvalue().encode())
