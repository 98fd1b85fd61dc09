"""Solved, confirmed or not, rated, and what becomes of it; and the words people type meanwhile."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.desk import roles
from cards.words import ticket_forms as asks
from cards.words import tickets as say
from models import FaqProposal, Inbound, InboundState, ProposalKind, Role, Ticket, TicketState
from tests.tickets.doors import CASHIER, HOME, Doors


def solve(doors: Doors, text: str = "换了回收管", cause: str = "") -> str:
    owner = doors.in_hand()
    doors.press("解决", by=owner)
    doors.press(asks.SEND, by=owner, form={"text": text, "cause": cause})
    return owner


def nothing_parked(doors: Doors) -> None:
    parked = select(Inbound.error).where(Inbound.state == InboundState.PARKED)
    assert doors.desk.rows(parked) == []


def test_not_solved_after_all_goes_back_to_whoever_had_it(doors: Doors) -> None:
    owner = solve(doors)
    doors.press(say.REOPEN)
    doors.press(asks.SEND, by=CASHIER, chat=doors.p2p(CASHIER), form={"text": "又跳枪了"})
    assert (doors.ticket.state, doors.ticket.assignee) == (TicketState.ASSIGNED, owner)
    assert say.REOPENED in doors.at_desk(owner)
    assert say.REOPENED_ROOM in doors.sees(doors.room)


def test_a_solution_must_say_how(doors: Doors) -> None:
    owner = doors.in_hand()
    doors.press("解决", by=owner)
    answer = doors.press(asks.SEND, by=owner, form={"text": ""})
    assert answer["toast"]["content"] == say.REFUSED["reason_missing"]
    assert doors.state == "in_progress"


def test_who_never_answers_is_reminded_and_then_it_is_closed(doors: Doors) -> None:
    solve(doors)
    before = doors.sees().count(say.PLEASE_CONFIRM)
    for _ in range(8 * 24):
        doors.desk.wait(minutes=30)
        if doors.state == "closed":
            break
    assert doors.state == "closed"
    assert doors.sees().count(asks.RATE_TITLE) >= 1
    reminded = [k for k in doors.kinds() if k == "stepped"]
    assert before >= 0
    assert len(reminded) >= 2
    nothing_parked(doors)


def test_who_is_not_content_is_followed_up_by_an_owned_and_dated_ticket(doors: Doors) -> None:
    solve(doors)
    doors.press("已解决")
    first = doors.ticket.id
    doors.press(asks.LEVELS["bad"])
    doors.press(asks.SEND, form={"reason": "slow", "text": "等了两个小时"})
    (old, new) = doors.desk.rows(select(Ticket).order_by(Ticket.id))
    assert (old.fields["rating"], old.fields["rating_text"]) == ("bad", "等了两个小时")
    assert (new.follows_id, new.requester) == (first, doors.who(CASHIER))
    assert new.assignee or new.skill_group
    assert new.due_at is not None


def test_a_second_rating_changes_nothing(doors: Doors) -> None:
    solve(doors)
    doors.press("已解决")
    _, bad = doors.find(asks.LEVELS["bad"], HOME)
    doors.press(asks.LEVELS["good"])
    doors.desk.pusher.click(bad, who=doors.who(CASHIER), chat=HOME)
    doors.desk.drain()
    assert doors.ticket.fields["rating"] == "good"
    assert len(doors.desk.rows(select(Ticket))) == 1


def test_a_solution_becomes_a_draft_without_anybody_s_numbers(doors: Doors) -> None:
    with doors.desk.uow() as tx:
        roles.grant("ou_rita", Role.REVIEWER, "cli", tx)
    owner = solve(doors, "找 13812345678 换了回收管", "密码是 abc12345")
    doors.desk.wait(seconds=2)
    assert doors.press(say.TO_FAQ, by=owner)["toast"]["content"] == asks.FAQ_MADE
    assert doors.press(say.TO_FAQ, by=owner)["toast"]["content"] == asks.FAQ_MADE_ALREADY
    (draft,) = doors.desk.rows(select(FaqProposal))
    assert draft.kind is ProposalKind.NEW
    assert "[手机号]" in draft.content["answer"]
    assert "13812345678" not in str(draft.content)
    assert "abc12345" not in str(draft.content)
    assert doors.at_desk("ou_rita")


class TestWordsMeanwhile:
    def test_urging_reaches_whoever_works_on_it_and_not_too_often(self, doors: Doors) -> None:
        owner = doors.in_hand()
        doors.say("催一下")
        doors.say("催一下")
        shown_to_owner = [str(seen) for _, seen in doors.messages(doors.p2p(owner))]
        assert len([one for one in shown_to_owner if say.URGED in one]) == 1
        assert say.REFUSED["too_soon"] in doors.sees()
        assert doors.ticket.urges == 1

    def test_more_can_be_added_by_word_and_by_form(self, doors: Doors) -> None:
        doors.in_hand()
        doors.say("补充：3 号枪也是")
        doors.press(say.SUPPLEMENT)
        doors.press(asks.SEND, chat=doors.p2p(CASHIER), form={"text": "还有 4 号枪"})
        for more in ("3 号枪也是", "还有 4 号枪"):
            assert ("user", more) in doors.lines()
            assert more in doors.sees(doors.room)

    @pytest.mark.parametrize("word", ["取消", "取消工单"])
    def test_one_s_own_ticket_can_be_taken_back(self, doors: Doors, word: str) -> None:
        owner = doors.in_hand()
        doors.say(word)
        assert doors.state == "cancelled"
        assert say.CANCELLED_ROOM in doors.sees(doors.room)
        doors.say("催一下")
        assert say.NO_OPEN in doors.sees()
        assert owner

    def test_without_a_ticket_there_is_nothing_to_urge(self, doors: Doors) -> None:
        doors.say("催一下")
        doors.say("补充")
        assert doors.sees().count(say.NO_OPEN) == 2


class TestWhereTheBotFails:
    def fail(self, doors: Doors, text: str) -> None:
        with doors.desk.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE dialogue RENAME TO elsewhere")
        doors.desk.pusher.say(text, sender=doors.who(CASHIER), chat=HOME)
        doors.desk.inline.drain()
        with doors.desk.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO dialogue")

    def test_a_human_gets_it_with_the_number_of_the_fault(self, doors: Doors) -> None:
        self.fail(doors, "2 号枪跳枪")
        ticket = doors.ticket
        parked = select(Inbound).where(Inbound.state == InboundState.PARKED)
        (row,) = doors.desk.rows(parked)
        reference = str(row.error).split()[0]
        assert reference in ticket.description
        assert "2 号枪跳枪" in ticket.description
        assert ticket.station_code == "S11001"
        assert ticket.number in doors.sees()
        assert reference in doors.sees()

    def test_many_faults_are_one_ticket(self, doors: Doors) -> None:
        self.fail(doors, "2 号枪跳枪")
        self.fail(doors, "3 号枪跳枪")
        (ticket,) = doors.desk.rows(select(Ticket))
        assert ticket.state in (TicketState.ASSIGNED, TicketState.QUEUED)
        assert any("3 号枪跳枪" in text for _, text in doors.lines())


def test_the_chain_s_warnings_arrive_as_cards(doors: Doors) -> None:
    """Of what stops a station the owner is reminded after a minute, until they accept."""
    owner = str(doors.ask_for_human("全站断网了").assignee)
    before = len(list(doors.messages(doors.p2p(owner))))
    doors.desk.wait(minutes=1, seconds=5)
    assert len(list(doors.messages(doors.p2p(owner)))) == before + 1
    assert say.ALARM in doors.at_desk(owner)
    nothing_parked(doors)
