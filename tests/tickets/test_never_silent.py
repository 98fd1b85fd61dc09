"""The chain: warnings, calls, overflow, taking back; each once, none after the clock stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from bot.desk.tickets import (
    assigning,
    audit,
    defaults,
    ending,
    escalating,
    ledger,
    policies,
    recompute,
    working,
)
from bot.desk.tickets.validate import PolicyFault
from models import Lead, PolicyKind, Ticket, TicketClock, TicketPriority, TicketState, Timer
from tests.tickets.conftest import Office

S = TicketState
OWNER, OTHER = "A105", "A129"


@pytest.fixture
def office(office: Office) -> Office:
    office.only_on_duty(OWNER)
    with office.uow() as tx:
        tx.session.add(Lead(scope="group:G03", person_id="A101"))
        tx.session.add(Lead(scope="region:河北省", person_id="A102"))
    return office


def told(office: Office, number: int, clock: str, step: str) -> list[tuple[str, str | None]]:
    """Whom that step told, as (role, person)."""
    for event in office.events(number):
        if (event.details.get("clock"), event.details.get("step")) == (clock, step):
            return [(one["role"], one.get("person")) for one in event.details["to"]]
    return []


def test_an_urgent_ticket_nobody_touches_climbs_from_card_to_phone_to_lead(
    office: Office,
) -> None:
    number = office.open(priority=TicketPriority.P1)
    office.put_on_duty(OTHER, off=True)
    for _ in range(16):
        office.wait(minutes=1)
    happened = office.steps(number)
    assert happened.count(("accept", "remind")) == 1
    assert happened.index(("accept", "remind")) < happened.index(("accept", "ring"))
    assert ("first_response", "lead") in happened
    assert told(office, number, "first_response", "region") == [("region", "A102")]
    assert told(office, number, "first_response", "lead") == [("lead", "A101")]
    once = [step for step in happened if step != ("queue", "lead")]
    assert len(once) == len(set(once))
    with office.uow.reading() as tx:
        row = tx.session.get_one(TicketClock, (number, "first_response", 1))
        assert row.missed_at is not None
        assert row.missed_at - row.started_at == timedelta(minutes=5)


def test_who_answers_is_not_paged_any_more(office: Office) -> None:
    number = office.open(priority=TicketPriority.P1)
    office.wait(minutes=1)
    office.do(working.desk_spoke, number, OWNER, "来了")
    before = office.steps(number)
    office.wait(minutes=10)
    assert office.steps(number) == before
    with office.uow.reading() as tx:
        assert tx.session.get_one(TicketClock, (number, "first_response", 1)).missed_at is None


def test_a_silent_assignee_loses_it_to_who_is_there(office: Office) -> None:
    number = office.open(priority=TicketPriority.P2)
    office.put_on_duty(OTHER)
    office.wait(minutes=2)
    ticket = office.ticket(number)
    assert (ticket.assignee, ticket.declined_by) == (OTHER, [OWNER])
    assert "taken_back" in office.kinds(number)


def test_a_queue_that_does_not_move_overflows_and_calls_the_lead(office: Office) -> None:
    office.only_on_duty("A119")  # of another group
    number = office.open(priority=TicketPriority.P2)
    assert office.ticket(number).state is S.QUEUED
    office.wait(minutes=2)
    assert office.ticket(number).reach == 1
    office.wait(minutes=2)
    assert (office.ticket(number).assignee, office.ticket(number).reach) == ("A119", 2)


def test_an_hour_of_sleep_tells_everybody_once(office: Office) -> None:
    office.only_on_duty()
    number = office.open(priority=TicketPriority.P1)
    office.wait(minutes=60)
    happened = office.steps(number)
    assert happened.count(("queue", "lead")) == 1
    assert len(happened) == len(set(happened))
    office.wait(minutes=10)
    assert office.steps(number).count(("queue", "lead")) == 2  # it goes on where it is


def test_waiting_for_the_person_rests_the_promises(office: Office) -> None:
    number = office.open(priority=TicketPriority.P1)
    office.do(working.wait, number, OWNER, question="照片？")
    office.wait(hours=3)
    with office.uow.reading() as tx:
        row = tx.session.get_one(TicketClock, (number, "resolution", 1))
        assert (row.due_at, row.missed_at, row.spent_seconds) == (None, None, 0)
    office.do(working.user_spoke, number, "U0001", "在这")
    office.wait(minutes=119)
    assert ("resolution", "late") not in office.steps(number)
    office.wait(minutes=1)
    assert ("resolution", "late") in office.steps(number)


def test_who_never_answers_is_reminded_then_it_ends_and_closes(office: Office) -> None:
    number = office.open()
    office.do(working.wait, number, OWNER)
    seen: list[TicketState] = []
    for _ in range(24 * 6):
        office.wait(hours=1)
        state = office.ticket(number).state
        if not seen or seen[-1] is not state:
            seen.append(state)
    assert seen == [S.WAITING_USER, S.RESOLVED, S.CLOSED]
    assert office.steps(number) == [
        ("waiting", "remind"),
        ("waiting", "resolve"),
        ("confirm", "remind"),
        ("confirm", "close"),
    ]


def test_an_expert_who_does_not_come_is_followed_by_the_next(office: Office) -> None:
    number = office.open(priority=TicketPriority.P1)
    office.do(escalating.escalate, number, OWNER, 2, "不会")
    first = [e["person"] for e in office.ticket(number).experts]
    assert len(first) == 1
    office.wait(minutes=10)
    both = [e["person"] for e in office.ticket(number).experts]
    assert sorted(both) == ["A201", "A202"]
    office.do(escalating.join, number, both[1])
    office.wait(minutes=30)
    assert [e["person"] for e in office.ticket(number).experts] == both


def shorter(minutes: int) -> dict[str, Any]:
    targets = [{**t, "first_response": minutes} for t in defaults.SLA["targets"]]
    return {**defaults.SLA, "targets": targets}


def test_a_new_policy_moves_open_clocks_and_tells_only_the_last_of_what_is_overdue(
    office: Office,
) -> None:
    number = office.open(priority=TicketPriority.P2)
    office.do(assigning.accept, number, OWNER)
    office.wait(minutes=8)
    assert office.steps(number) == []
    with office.uow() as tx:
        recompute.change_policy(PolicyKind.SLA, shorter(2), "ou_lead", tx)
    office.settle()
    events = [e for e in office.events(number) if e.kind.value == "stepped"]
    loud = [e.details["step"] for e in events if not e.details.get("silent")]
    assert loud == ["next"]
    assert {e.details["step"] for e in events} == {"warn", "late", "next"}
    office.wait(seconds=1)
    with office.uow() as tx:
        recompute.change_policy(PolicyKind.SLA, shorter(60), "ou_lead", tx)
    office.settle()
    with office.uow.reading() as tx:
        row = tx.session.get_one(TicketClock, (number, "first_response", 1))
        assert row.missed_at is not None  # a broken promise stays broken
        assert row.policy_version == 2


def test_a_policy_with_faults_is_refused_with_all_of_them(office: Office) -> None:
    wrong = {
        **defaults.SLA,
        "calendars": {"office": {"workday": [["9", "25:00"]]}},
        "steps": [{"id": "x", "clock": "lunch", "do": "card"}],
        "colour": "red",
    }
    with office.uow() as tx, pytest.raises(PolicyFault) as told:
        policies.save(PolicyKind.SLA, wrong, "ou_lead", tx)
    text = str(told.value)
    for fault in ("calendars.office.workday", "steps[0].clock", "steps[0].to", "colour", "24h"):
        assert fault in text


@pytest.mark.parametrize(
    ("clock", "step"), [("queue", "lead"), ("accept", "take_back"), ("silence", "lead")]
)
def test_a_policy_that_would_let_a_ticket_lie_is_refused(clock: str, step: str) -> None:
    steps = [s for s in defaults.SLA["steps"] if (s["clock"], s["id"]) != (clock, step)]
    with pytest.raises(PolicyFault, match="could lie for ever"):
        policies.check(PolicyKind.SLA, {**defaults.SLA, "steps": steps})


def test_a_lost_timer_is_found_and_mended_once_then_it_is_an_alarm(office: Office) -> None:
    number = office.open()
    with office.uow() as tx:
        tx.session.execute(delete(Timer))
    assert audit.audit(office.uow) == audit.Audit((number,), ())
    office.settle()
    assert audit.audit(office.uow) == audit.Audit((), ())
    with office.uow() as tx:
        tx.session.execute(delete(Timer))
    assert audit.audit(office.uow) == audit.Audit((), (number,))
    assert office.kinds(number).count("repaired") == 1
    with office.uow.reading() as tx:
        ledger.verify(number, tx)


def test_a_ticket_without_a_home_is_put_into_a_queue(office: Office) -> None:
    number = office.open()
    with office.uow() as tx:
        tx.session.execute(update(Ticket).values(assignee=None))
        assert audit.standing(tx).tickets_homeless == 1
    assert audit.audit(office.uow).repaired == (number,)
    with office.uow.reading() as tx:
        assert audit.standing(tx).tickets_homeless == 0
    assert office.ticket(number).state is S.QUEUED


def test_a_check_that_is_late_shows_after_five_minutes(office: Office) -> None:
    office.open()
    with office.uow() as tx:
        tx.session.execute(update(Ticket).values(next_check_at=tx.now))
        tx.session.execute(delete(Timer))
        assert audit.standing(tx).tickets_unchecked == 0
    office.clock.advance(minutes=5, seconds=1)
    with office.uow.reading() as tx:
        assert audit.standing(tx).tickets_unchecked == 1


def test_a_finished_ticket_is_none_of_the_auditors_business(office: Office) -> None:
    number = office.open()
    office.do(ending.cancel, number, "U0001")
    office.clock.advance(days=1)
    assert audit.audit(office.uow) == audit.Audit((), ())
