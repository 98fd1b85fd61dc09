"""From a wish for a human to 「已解决」, rule by rule; every event is chained and can be folded."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.desk.tickets import assigning, chain, ending, escalating, ledger, opening, working
from bot.desk.tickets.chain import BrokenChain
from bot.desk.tickets.opening import Intake
from bot.desk.tickets.people import DESK
from bot.desk.tickets.refusals import Refused, Why
from models import (
    Agent,
    HandoverRequest,
    TicketEvent,
    TicketLine,
    TicketPriority,
    TicketState,
    Timer,
)
from tests.tickets.conftest import Office

S = TicketState
OWNER, OTHER, EXPERT, LEAD = "A105", "A129", "A201", "ou_lead"


@pytest.fixture
def office(office: Office) -> Office:
    office.only_on_duty(OWNER)
    return office


def refused(why: Why) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.why is why)


def verified(office: Office, number: int) -> None:
    with office.uow.reading() as tx:
        ledger.verify(number, tx)


def test_a_whole_life(office: Office) -> None:
    number = office.open()
    assert office.ticket(number).state is S.ASSIGNED
    assert office.ticket(number).assignee == OWNER
    office.do(assigning.accept, number, OWNER)
    office.do(working.desk_spoke, number, OWNER, "看到了，重启一下")
    office.do(working.wait, number, OWNER, question="重启后好了吗")
    assert office.ticket(number).state is S.WAITING_USER
    office.do(working.user_spoke, number, "U0001", "还是不行")
    assert office.ticket(number).state is S.IN_PROGRESS
    office.do(escalating.escalate, number, OWNER, 2, "板子坏了")
    assert office.ticket(number).state is S.ESCALATED
    office.do(escalating.join, number, EXPERT)
    office.do(ending.resolve, number, EXPERT, solution="换了主板", cause="主板")
    office.do(ending.confirm, number, "U0001")
    ticket = office.ticket(number)
    assert (ticket.state, ticket.next_check_at) == (S.CLOSED, None)
    assert office.kinds(number) == [
        "opened",
        "assigned",
        "accepted",
        "desk_spoke",
        "waited",
        "user_spoke",
        "escalated",
        "expert_called",
        "expert_joined",
        "resolved",
        "confirmed",
    ]
    verified(office, number)


def test_one_request_has_one_ticket(office: Office) -> None:
    number = office.open()
    with office.uow() as tx:
        request = tx.session.scalars(select(HandoverRequest)).one()
        again = opening.open_from_handover(request, Intake(text="x"), DESK, tx)
        assert (again.ticket.id, again.new) == (number, False)


def test_only_what_is_missing_is_asked(office: Office) -> None:
    with office.uow() as tx:
        assert opening.missing(Intake(), "ou_stranger", tx) == ("station_code", "text")
        known = office.open_id("U0001", tx)
        assert opening.missing(Intake(text="坏了"), known, tx) == ()


def test_the_same_trouble_told_twice_is_noticed_at_one_station_only(office: Office) -> None:
    first = office.open("3号加油机屏幕黑屏不亮")
    with office.uow() as tx:
        station = office.ticket(first).station_code
        same = opening.duplicates(station, "3号加油机黑屏，屏幕不亮了", tx)
        assert [ticket.id for ticket in same] == [first]
        assert opening.duplicates(station, "发票开不出来", tx) == ()
        assert opening.duplicates("S12001", "3号加油机黑屏，屏幕不亮了", tx) == ()


@pytest.mark.parametrize(
    ("text", "facts", "priority"),
    [
        ("扫码付不了", {"payment_down": True}, "P1"),
        ("枪没反应", {"guns_down": 4}, "P1"),  # the station has eight
        ("枪没反应", {"guns_down": 3}, "P3"),
        ("收银机开不了机", {"tills_down": 1}, "P1"),  # its only one
        ("5号枪胶管渗油", {}, "P1"),
        ("日结失败", {}, "P2"),
        ("怎么查上月报表", {}, "P4"),
    ],
)
def test_what_stops_the_station_comes_first(
    office: Office, text: str, facts: dict[str, object], priority: str
) -> None:
    assert office.ticket(office.open(text, facts=facts)).priority.value == priority


def test_exactly_one_claim_wins_and_the_loser_hears_who_did(office: Office) -> None:
    office.only_on_duty()
    number = office.open()
    assert office.ticket(number).state is S.QUEUED
    office.do(assigning.claim, number, OTHER)
    with refused(Why.OTHERS_FASTER) as told:
        office.do(assigning.claim, number, OWNER)
    assert told.value.facts["owner"] == OTHER
    assert office.ticket(number).state is S.IN_PROGRESS
    assert office.kinds(number)[-2:] == ["claimed", "accepted"]


def test_a_claim_from_another_group_or_from_a_user_is_refused(office: Office) -> None:
    office.only_on_duty()
    number = office.open()
    with refused(Why.NOT_IN_GROUP):
        office.do(assigning.claim, number, "A119")
    with refused(Why.NOT_AN_AGENT):
        office.do(assigning.claim, number, "U0001")


def test_what_is_declined_goes_to_somebody_else_with_a_reason(office: Office) -> None:
    number = office.open()
    with refused(Why.REASON_MISSING):
        office.do(assigning.decline, number, OWNER, " ")
    office.put_on_duty(OTHER)
    office.do(assigning.decline, number, OWNER, "不会")
    assert office.ticket(number).assignee == OTHER
    office.do(assigning.decline, number, OTHER, "也不会")
    ticket = office.ticket(number)
    assert (ticket.state, ticket.declined_by) == (S.QUEUED, [OWNER, OTHER])


def test_a_transfer_must_be_accepted_anew_and_foreigners_cannot_transfer(office: Office) -> None:
    number = office.open()
    office.do(assigning.accept, number, OWNER)
    with refused(Why.NOT_YOURS):
        office.do(assigning.transfer, number, OTHER, agent=OTHER)
    office.do(assigning.transfer, number, OWNER, agent=OTHER, note="你熟")
    ticket = office.ticket(number)
    assert (ticket.state, ticket.assignee, ticket.accepted_at) == (S.ASSIGNED, OTHER, None)
    with refused(Why.NOT_YOURS):
        office.do(assigning.accept, number, OWNER)


def test_another_groups_queue_is_where_its_people_find_it(office: Office) -> None:
    number = office.open()
    office.do(assigning.transfer, number, OWNER, group="支付对账组")
    ticket = office.ticket(number)
    assert (ticket.state, ticket.skill_group) == (S.QUEUED, "G07")


def test_whoever_has_room_again_is_given_what_waits_most_urgent_first(office: Office) -> None:
    with office.uow() as tx:
        tx.session.get_one(Agent, OWNER).capacity = 1
    first = office.open(priority=TicketPriority.P3)
    later = office.open(who="U0004", priority=TicketPriority.P3)
    urgent = office.open(who="U0005", priority=TicketPriority.P2)
    assert office.ticket(later).state is S.QUEUED
    office.do(ending.resolve, first, OWNER, solution="好了")
    assert office.ticket(urgent).assignee == OWNER
    assert office.ticket(later).state is S.QUEUED


def test_thanks_after_the_solution_reopens_nothing(office: Office) -> None:
    number = office.open()
    office.do(ending.resolve, number, OWNER, solution="好了")
    office.do(working.user_spoke, number, "U0001", "谢谢")
    assert office.ticket(number).state is S.RESOLVED
    with office.uow.reading() as tx:
        assert "谢谢" in tx.session.scalars(select(TicketLine.text)).all()


def test_reopened_in_time_it_goes_on_later_it_is_a_new_one_that_leads_back(office: Office) -> None:
    number = office.open()
    office.do(ending.resolve, number, OWNER, solution="好了")
    office.do(ending.reopen, number, "U0001", "又坏了")
    ticket = office.ticket(number)
    assert (ticket.state, ticket.reopens, ticket.assignee) == (S.ASSIGNED, 1, OWNER)
    office.do(ending.resolve, number, OWNER, solution="好了")
    office.do(ending.confirm, number, "U0001")
    office.wait(days=8)
    outcome = office.do(ending.reopen, number, "U0001", "又坏了")
    assert outcome.ticket.follows_id == number
    assert office.ticket(number).state is S.CLOSED
    verified(office, number)


def test_what_the_category_asks_for_must_be_filled_in(office: Office) -> None:
    number = office.open()
    with refused(Why.FIELD_MISSING) as told:
        office.do(ending.resolve, number, OWNER, solution=" ")
    assert told.value.facts["fields"] == ["solution"]


def test_children_end_with_their_parent_and_a_merged_one_leaves_its_asker_watching(
    office: Office,
) -> None:
    parent, child, double = office.open(), office.open(who="U0004"), office.open(who="U0007")
    office.do(ending.link_child, child, OWNER, parent)
    office.do(ending.merge, double, OWNER, parent)
    office.do(ending.resolve, parent, OWNER, solution="平台修好了")
    assert office.ticket(child).state is S.RESOLVED
    merged = office.ticket(double)
    assert (merged.state, merged.merged_into) == (S.MERGED, parent)
    assert office.ticket(parent).watchers == [merged.requester]
    with refused(Why.SAME_TICKET):
        office.do(ending.merge, parent, OWNER, parent)


def test_the_person_may_cancel_confirm_and_urge_their_own_only(office: Office) -> None:
    number = office.open()
    with refused(Why.NOT_YOURS):
        office.do(ending.cancel, number, "U0004")
    with refused(Why.NOT_YOURS):
        office.do(working.urge, number, "U0004")
    office.do(working.urge, number, "U0001")
    with refused(Why.TOO_SOON):
        office.do(working.urge, number, "U0001")
    office.do(ending.cancel, number, "U0001")
    with refused(Why.WRONG_STATE):
        office.do(assigning.accept, number, OWNER)


def test_a_message_that_comes_twice_is_one_line(office: Office) -> None:
    number = office.open()
    for _ in range(2):
        office.do(working.user_spoke, number, "U0001", "在吗", message_id="om_1")
    with office.uow.reading() as tx:
        assert tx.session.scalars(select(TicketLine.text)).all() == ["在吗"]


def test_a_note_is_no_answer(office: Office) -> None:
    number = office.open()
    office.do(working.note, number, OWNER, "像是主板")
    ticket = office.ticket(number)
    assert (ticket.first_response_at, ticket.accepted_at) == (None, None)
    with refused(Why.NOT_AN_AGENT):
        office.do(working.note, number, "U0001", "我也来一条")


def test_tampering_is_found_where_it_was_done(office: Office) -> None:
    number = office.open()
    office.do(assigning.accept, number, OWNER)
    with office.uow() as tx:
        tx.session.execute(
            update(TicketEvent).where(TicketEvent.seq == 2).values(actor="somebody else")
        )
    with office.uow.reading() as tx, pytest.raises(BrokenChain, match="event 2: was changed"):
        ledger.verify(number, tx)


def test_an_event_cut_off_the_end_is_missed(office: Office) -> None:
    number = office.open()
    events = office.events(number)
    with pytest.raises(BrokenChain, match="is missing"):
        chain.verify(office.ticket(number), events[:-1])


def test_a_row_changed_behind_the_events_back_is_found(office: Office) -> None:
    number = office.open()
    ticket = office.ticket(number)
    ticket.assignee = "A101"
    with pytest.raises(BrokenChain, match="assignee is not what its events say"):
        chain.verify(ticket, office.events(number))


def test_the_timer_goes_with_the_ticket(office: Office) -> None:
    number = office.open()
    with office.uow.reading() as tx:
        assert tx.session.get(Timer, f"ticket:{number}") is not None
    office.do(ending.cancel, number, "U0001")
    with office.uow.reading() as tx:
        assert tx.session.get(Timer, f"ticket:{number}") is None
