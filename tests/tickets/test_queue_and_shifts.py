"""How long it will take, said honestly; and whose tickets they are when a shift ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from bot.desk import roster, roster_changes
from bot.desk.tickets import (
    assigning,
    ending,
    gathering,
    handoffs,
    lists,
    opening,
    queue,
    watchman,
    working,
)
from bot.desk.tickets.people import DESK
from bot.desk.tickets.refusals import Refused
from bot.hours import SHANGHAI
from models import (
    Agent,
    Duty,
    HandoffState,
    ShiftHandoff,
    Ticket,
    TicketAttachment,
    TicketLine,
    TicketPriority,
    TicketState,
    Timer,
)
from tests.tickets.conftest import Office

OWNER, OTHER = "A105", "A129"


def expected(office: Office, number: int) -> queue.Expectation:
    with office.uow.reading() as tx:
        return queue.expectation(tx.session.get_one(Ticket, number), tx)


def solved_before(office: Office, count: int, minutes: int) -> None:
    """So many tickets of the group, each solved in that many minutes, some time ago."""
    with office.uow() as tx:
        for n in range(count):
            begun = tx.now - timedelta(hours=n + 2)
            tx.session.add(
                Ticket(
                    state=TicketState.CLOSED,
                    skill_group="G03",
                    opened_at=begun,
                    accepted_at=begun,
                    resolved_at=begun + timedelta(minutes=minutes),
                )
            )


def full(office: Office) -> None:
    office.only_on_duty(OWNER)
    with office.uow() as tx:
        tx.session.get_one(Agent, OWNER).capacity = 1
    office.open(who="U0010")


def test_the_urgent_and_the_older_come_first_in_the_queue(office: Office) -> None:
    full(office)
    first = office.open(who="U0001", priority=TicketPriority.P3)
    office.wait(seconds=1)
    second = office.open(who="U0004", priority=TicketPriority.P3)
    urgent = office.open(who="U0007", priority=TicketPriority.P2)
    assert [expected(office, n).ahead for n in (urgent, first, second)] == [0, 1, 2]
    # An older P3 that was just re-queued keeps its place: it is its age that counts.
    assert expected(office, urgent).on_duty == 1


def test_no_promise_without_figures_and_a_rounded_one_with_them(office: Office) -> None:
    full(office)
    number = office.open(priority=TicketPriority.P3)
    assert expected(office, number).minutes is None
    solved_before(office, 9, minutes=11)
    assert expected(office, number).minutes == 15  # one place, eleven minutes each


def test_at_night_it_says_when_somebody_comes(office: Office) -> None:
    office.clock.at = datetime(2026, 11, 26, 2, 40, tzinfo=SHANGHAI).astimezone(UTC)
    number = office.open(group="便利店组", priority=TicketPriority.P3)
    told = expected(office, number)
    assert (told.on_duty, told.minutes) == (0, None)
    assert told.opens_at == datetime(2026, 11, 26, 8, tzinfo=SHANGHAI).astimezone(UTC)


def test_in_the_morning_whoever_comes_is_given_what_waited_all_night(office: Office) -> None:
    office.clock.at = datetime(2026, 11, 26, 2, 40, tzinfo=SHANGHAI).astimezone(UTC)
    watchman.look_round(office.uow)
    number = office.open(group="便利店组", priority=TicketPriority.P3)
    assert office.ticket(number).state is TicketState.QUEUED
    for _ in range(23):
        office.wait(minutes=15)
    assert office.ticket(number).assignee in {"A121", "A111", "A119", "A122"}


def shift_ends(office: Office) -> tuple[int, ShiftHandoff]:
    """The owner accepted a ticket and went home; a colleague is there."""
    office.only_on_duty(OWNER)
    number = office.open(priority=TicketPriority.P3)
    office.do(assigning.accept, number, OWNER)
    office.put_on_duty(OWNER, off=True)
    office.put_on_duty(OTHER)
    with office.uow() as tx:
        handoffs.tick(tx)
    office.settle()
    with office.uow.reading() as tx:
        return number, tx.session.scalars(select(ShiftHandoff)).one()


def test_what_is_open_at_the_end_of_a_shift_moves_when_it_is_accepted(office: Office) -> None:
    number, handoff = shift_ends(office)
    assert (handoff.giver, handoff.taker, handoff.tickets) == (OWNER, OTHER, [str(number)])
    assert office.ticket(number).assignee == OWNER
    assert [e.name for e in office.heard].count(handoffs.OFFERED) == 1
    with office.uow() as tx:
        handoffs.accept(handoff.id, office.who(OTHER, tx), tx)
    with office.uow() as tx:
        assert handoffs.accept(handoff.id, office.who(OTHER, tx), tx) == []
    ticket = office.ticket(number)
    assert (ticket.assignee, ticket.state) == (OTHER, TicketState.IN_PROGRESS)


def test_a_list_is_offered_once_and_only_its_taker_may_accept(office: Office) -> None:
    _, handoff = shift_ends(office)
    office.wait(minutes=1)
    with office.uow() as tx:
        handoffs.tick(tx)
        assert len(tx.session.scalars(select(ShiftHandoff)).all()) == 1
        with pytest.raises(Refused):
            handoffs.accept(handoff.id, office.who("A101", tx), tx)


def test_a_list_nobody_answers_is_told_on(office: Office) -> None:
    _, handoff = shift_ends(office)
    office.wait(minutes=10)
    assert handoffs.LATE in [event.name for event in office.heard]
    with office.uow.reading() as tx:
        found = handoffs.late(handoff.id, tx)
        assert found is not None
        assert found.state is HandoffState.OFFERED


def test_what_was_solved_meanwhile_does_not_move(office: Office) -> None:
    number, handoff = shift_ends(office)
    office.do(ending.resolve, number, OWNER, solution="好了")
    with office.uow() as tx:
        assert handoffs.accept(handoff.id, office.who(OTHER, tx), tx) == []
    assert office.ticket(number).assignee == OWNER


def test_the_rosters_timer_is_wound_again_when_it_is_lost(office: Office) -> None:
    watchman.look_round(office.uow)
    with office.uow() as tx:
        tx.session.execute(delete(Timer))
    watchman.look_round(office.uow)
    with office.uow.reading() as tx:
        timer = tx.session.get_one(Timer, handoffs.KEY)
        assert timer.due_at <= tx.now + timedelta(minutes=15)


def test_who_left_the_company_keeps_their_tickets_until_they_are_given_on(office: Office) -> None:
    office.only_on_duty(OWNER)
    number = office.open(priority=TicketPriority.P3)
    with office.uow() as tx:
        roster_changes.remove(OWNER, tx)
    office.put_on_duty(OTHER)
    with office.uow() as tx:
        made = handoffs.tick(tx)
        assert [handoff.tickets for handoff in made] == [[str(number)]]
    assert office.ticket(number).assignee == OWNER


def test_a_ticket_for_who_is_not_in_the_book_asks_for_the_station(office: Office) -> None:
    with office.uow() as tx:
        opened = opening.open_directly(
            opening.Intake(text="机器人出错了"), "ou_stranger", "oc_x", DESK, tx
        )
        assert opened.ticket.station_code is None
        assert opened.ticket.skill_group == "G01"


def test_pictures_of_the_talk_are_kept_once_with_their_bytes(office: Office) -> None:
    number = office.open()
    for _ in range(2):
        office.do(
            working.attach, number, "U0001", message_id="om_1", file_key="img_1", kind="image"
        )
    with office.uow() as tx:
        row = tx.session.scalars(select(TicketAttachment)).one()
        gathering.store(row.id, b"png", tx)
        assert (row.content, len(row.digest)) == (b"png", 64)
        assert tx.session.scalars(select(TicketLine)).all() == []


def test_duty_said_by_card_lasts_no_longer_than_the_roster(office: Office) -> None:
    with office.uow() as tx:
        agent = roster.say_duty(OTHER, Duty.ON, tx)
        assert agent.duty_until is not None
        assert agent.duty_until > tx.now


def test_everybody_finds_their_tickets(office: Office) -> None:
    full(office)
    mine = office.open("枪不出油", who="U0001", priority=TicketPriority.P3)
    other = office.open("枪不出油", who="U0004", priority=TicketPriority.P2)
    with office.uow.reading() as tx:
        asker = office.open_id("U0001", tx)
        assert [t.id for t in lists.of_requester(asker, tx, unfinished=True)] == [mine]
        assert [t.id for t in lists.waiting_for("A129", tx)] == [other, mine]
        assert lists.waiting_for("A119", tx) == []
        assert {t.id for t in lists.board(["G03"], tx)} >= {mine, other}
        assert [t.assignee for t in lists.of_agent(OWNER, tx)] == [OWNER]


def test_similar_solved_tickets_are_found_and_unlike_ones_are_not(office: Office) -> None:
    office.only_on_duty(OWNER)
    old = office.open("3号枪不出油，泵在响", who="U0004")
    unlike = office.open("屏幕黑屏", who="U0007")
    for number in (old, unlike):
        office.do(ending.resolve, number, OWNER, solution="清滤网")
    number = office.open("2号枪不出油 泵响", who="U0001")
    with office.uow.reading() as tx:
        ticket = tx.session.get_one(Ticket, number)
        assert [t.id for t in lists.solved_like(ticket, tx)] == [old]
