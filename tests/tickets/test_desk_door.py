"""What agents, experts and leads press, and who is refused, in the words they read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import roles
from bot.desk.tickets import escalating, handoffs
from bot.feishu.port import OpenId, UserInfo
from cards.ticket_actions import Paper, TicketAsk, TicketDo, TicketSubmit
from cards.words import ticket_forms as asks
from cards.words import tickets as say
from models import Agent, Outbound, Person, Role, TicketEvent, TicketEventKind, TicketState, Verb
from tests.tickets.doors import CASHIER, QUESTION, Doors

AGENTS = "oc_agents"


def waiting_in_chat(doors: Doors) -> tuple[str, str]:
    """A ticket that waits in the agents' chat, and two who may take it."""
    doors.give_chat(AGENTS)
    doors.only_on_duty()
    doors.ask_for_human()
    one, other = doors.agents()[:2]
    return one, other


def toast(doors: Doors, value: dict[str, object], who: str, **more: Any) -> str:
    answer = doors.desk.pusher.click(value, who=doors.who(who), chat="oc_any", **more)
    doors.desk.drain()
    return str((answer.json or {})["toast"]["content"])


def test_what_waits_is_shown_in_the_agents_chat_with_all_they_need(doors: Doors) -> None:
    waiting_in_chat(doors)
    card = doors.sees(AGENTS)
    for part in (QUESTION, "青禾路站", say.PACKET, say.STATION_FACTS, say.CLAIM):
        assert part in card


def test_of_two_who_press_at_once_one_has_it_and_the_other_reads_who(doors: Doors) -> None:
    one, other = waiting_in_chat(doors)
    value = TicketDo(doors.ticket.id, "claim").pack()

    def press(who: str) -> str:
        answer = doors.desk.pusher.click(value, who=doors.who(who), chat=AGENTS)
        return str((answer.json or {})["toast"]["content"])

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(press, (one, other)))
    doors.desk.drain()
    names = doors.desk.rows(select(Person.name).where(Person.id == doors.ticket.assignee))
    assert told == sorted([say.DONE["claim"], say.refused("others_faster", owner=names[0])])
    assert doors.kinds().count("claimed") == 1


def test_the_card_in_the_agents_chat_follows_the_ticket_in_one_change(doors: Doors) -> None:
    one, _ = waiting_in_chat(doors)
    doors.desk.wait(seconds=2)
    doors.press(say.CLAIM, by=one, chat=AGENTS)
    message_id, _ = doors.find(say.RESOLVE, AGENTS)
    updates = doors.desk.rows(select(Outbound).where(Outbound.verb == Verb.UPDATE))
    doors.say("一", chat=doors.room, group=True)
    doors.say("二", by=one, chat=doors.room, group=True)
    doors.say("三", chat=doors.room, group=True)
    doors.desk.wait(seconds=2)
    later = doors.desk.rows(select(Outbound).where(Outbound.verb == Verb.UPDATE))
    new = [row.target for row in later if row.id not in {old.id for old in updates}]
    assert new.count(message_id) == 1


def test_without_a_chat_whoever_is_on_duty_sees_it(doors: Doors) -> None:
    one, other = doors.agents()[:2]
    doors.only_on_duty(one)
    with doors.desk.uow() as tx:
        tx.session.get_one(Agent, one).capacity = 0
    doors.ask_for_human()
    assert doors.ticket.state is TicketState.QUEUED
    assert say.IN_QUEUE in doors.at_desk(one)
    assert doors.at_desk(other) == ""
    doors.press(say.CLAIM, by=one)
    assert doors.ticket.assignee == one


def test_cards_after_thirteen_days_are_sent_anew(doors: Doors) -> None:
    doors.in_hand()
    before = len(list(doors.messages(doors.room)))
    doors.desk.clock.advance(days=13, hours=1)
    doors.say("还没好", chat=doors.room, group=True)
    doors.desk.wait(seconds=2)
    cards = [seen for _, seen in doors.messages(doors.room) if isinstance(seen, dict)]
    assert len(cards) == 2
    assert before < len(list(doors.messages(doors.room)))


def test_a_colleague_takes_over_by_accepting(doors: Doors) -> None:
    owner = doors.in_hand()
    other = doors.agents()[1]
    doors.only_on_duty(owner, other)
    doors.press("转交", by=owner)
    doors.press(asks.SEND, by=owner, form={"whom": f"agent:{other}"})
    assert (doors.ticket.assignee, doors.ticket.accepted_at) == (other, None)
    doors.press("接单", by=other)
    assert doors.ticket.accepted_at is not None
    assert doors.who(other) in doors.members


def test_another_group_takes_over(doors: Doors) -> None:
    owner = doors.in_hand()
    doors.press("转交", by=owner)
    doors.press(asks.SEND, by=owner, form={"whom": "group:G06", "text": "是收银的事"})
    assert (doors.ticket.skill_group, doors.ticket.state) == ("G06", TicketState.QUEUED)


def test_nobody_to_hand_it_to_is_no_transfer(doors: Doors) -> None:
    owner = doors.in_hand()
    doors.press("转交", by=owner)
    answer = doors.press(asks.SEND, by=owner, form={"text": "谁来"})
    assert answer["toast"]["content"] == say.REFUSED["field_missing"]
    assert doors.ticket.assignee == owner


def test_who_gives_it_back_says_why(doors: Doors) -> None:
    owner = doors.agents()[0]
    doors.only_on_duty(owner)
    doors.ask_for_human()
    doors.press("退回", by=owner)
    assert doors.press(asks.SEND, by=owner, form={"text": " "})["toast"]["type"] == "warning"
    assert doors.ticket.assignee == owner
    doors.press(asks.SEND, by=owner, form={"text": "不是我们组的"})
    assert "declined" in doors.kinds()
    assert doors.ticket.state is TicketState.QUEUED


def test_a_lead_gives_what_waits_to_somebody(doors: Doors) -> None:
    one, _ = waiting_in_chat(doors)
    with doors.desk.uow() as tx:
        roles.grant("ou_boss", Role.OPERATOR, "cli", tx)
    doors.press("转交", by="ou_boss", chat=AGENTS)
    doors.press(asks.SEND, by="ou_boss", form={"whom": f"agent:{one}", "text": "你来"})
    assert doors.ticket.assignee == one
    assert say.FOR_YOU in doors.at_desk(one)


def test_a_note_is_for_the_desk_s_eyes_only(doors: Doors) -> None:
    owner = doors.in_hand()
    doors.press("备注", by=owner)
    doors.press(asks.SEND, by=owner, form={"text": "这站上周也报过"})
    doors.desk.wait(seconds=2)
    assert "这站上周也报过" in doors.at_desk(owner)
    assert "这站上周也报过" not in doors.sees() + doors.sees(doors.room)
    assert doors.ticket.first_response_at is None
    value = TicketSubmit(doors.ticket.id, "note").pack()
    assert toast(doors, value, CASHIER, form={"text": "x"}) == say.NOT_AGENT


def test_waiting_for_the_person_ends_with_their_word(doors: Doors) -> None:
    owner = doors.in_hand()
    doors.press("等对方回复", by=owner)
    doors.press(asks.SEND, by=owner, form={"text": "几号枪？"})
    assert doors.state == "waiting_user"
    assert say.question_back("几号枪？") in doors.sees(doors.room)
    doors.say("2 号", chat=doors.room, group=True)
    assert doors.state == "in_progress"


class TestExperts:
    def up(self, doors: Doors, **form: str) -> str:
        owner = doors.in_hand()
        doors.press("升级", by=owner)
        doors.press(asks.SEND, by=owner, form={"text": "换过主板还是跳枪", **form})
        return owner

    def called(self, doors: Doors) -> list[str]:
        return [str(expert["person"]) for expert in doors.ticket.experts]

    def test_the_best_one_is_brought_in_with_all_they_need(self, doors: Doors) -> None:
        self.up(doors, tier="2")
        (expert,) = self.called(doors)
        assert doors.who(expert) in doors.members
        assert say.CALLED_YOU in doors.at_desk(expert)
        assert QUESTION in doors.at_desk(expert)
        assert say.escalated(2, "换过主板还是跳枪") in doors.sees(doors.room)
        doors.press(say.JOIN, by=expert)
        assert doors.ticket.experts[0]["joined_at"]

    def test_one_can_be_chosen_by_name(self, doors: Doors) -> None:
        chosen = doors.agents(tier=3)[-1]
        self.up(doors, tier="2", whom=chosen)
        assert self.called(doors) == [chosen]
        assert doors.ticket.tier == 3

    def test_in_place_of_one_who_has_left_the_next_is_called(self, doors: Doors) -> None:
        owner = doors.in_hand()
        first = doors.agents(tier=2)
        everybody = doors.desk.rows(select(Person).where(Person.open_id.is_not(None)))
        gone = {p.id for p in everybody if p.id in first}
        assert len(gone) > 1
        doors.press("升级", by=owner)
        with doors.desk.uow() as tx:
            best = escalating.candidates(doors.ticket, 2, tx)[0].person
        known = [UserInfo(OpenId(str(p.open_id)), "") for p in everybody if p.id != best]
        doors.desk.feishu.people = {one.open_id: one for one in known}
        doors.press(asks.SEND, by=owner, form={"text": "要专家", "tier": "2"})
        assert len(self.called(doors)) == 2
        assert self.called(doors)[0] == best
        assert doors.who(self.called(doors)[1]) in doors.members
        (name,) = doors.desk.rows(select(Person.name).where(Person.id == best))
        assert say.not_added(name) in doors.sees(doors.room)

    def test_an_expert_may_solve_it_and_the_first_line_may_take_it_back(self, doors: Doors) -> None:
        owner = self.up(doors, tier="2")
        doors.desk.wait(seconds=2)
        doors.press(say.DEESCALATE, by=owner)
        assert (doors.ticket.tier, doors.state) == (1, "in_progress")
        assert say.DEESCALATED in doors.sees(doors.room)


PAPERS: tuple[Paper, ...] = ("wait", "reply", "transfer", "escalate", "resolve", "decline")


class TestWhoMayNot:
    @pytest.mark.parametrize("paper", PAPERS)
    def test_do_the_desk_s_work_is_a_cashier_or_a_colleague_who_has_it_not(
        self, doors: Doors, paper: Paper
    ) -> None:
        doors.in_hand()
        ticket = doors.ticket
        before = doors.kinds()
        for who in (CASHIER, "U0002", doors.agents()[1], "ou_mallory"):
            value = TicketSubmit(ticket.id, paper).pack()
            form = {"text": "x", "whom": "group:G06", "tier": "2"}
            assert toast(doors, value, who, form=form) == say.REFUSED["not_yours"]
            assert toast(doors, TicketAsk(ticket.id, paper).pack(), who) == say.REFUSED["not_yours"]
        assert doors.kinds() == before

    def test_take_it_is_who_is_no_agent(self, doors: Doors) -> None:
        waiting_in_chat(doors)
        value = TicketDo(doors.ticket.id, "claim").pack()
        assert toast(doors, value, CASHIER) == say.NOT_AGENT
        assert toast(doors, value, "ou_mallory") == say.NOT_AGENT
        assert doors.state == "queued"

    def test_see_it_is_somebody_else(self, doors: Doors) -> None:
        doors.in_hand()
        value = TicketDo(doors.ticket.id, "show").pack()
        assert toast(doors, value, "U0002") == say.REFUSED["not_yours"]
        assert doors.at_desk("U0002") == ""

    def test_confirm_cancel_or_urge_is_who_did_not_ask(self, doors: Doors) -> None:
        owner = doors.in_hand()
        for deed in ("urge", "cancel", "confirm"):
            value = TicketDo(doors.ticket.id, deed).pack()
            assert toast(doors, value, "U0002") == say.REFUSED["not_yours"]
            assert toast(doors, value, owner) == say.REFUSED["not_yours"]
        assert doors.state == "in_progress"

    def test_an_agent_who_left_may_nothing_any_more(self, doors: Doors) -> None:
        owner = doors.in_hand()
        with doors.desk.uow() as tx:
            tx.session.get_one(Agent, owner).active = False
        value = TicketSubmit(doors.ticket.id, "resolve").pack()
        assert toast(doors, value, owner, form={"text": "x"}) == say.REFUSED["not_yours"]

    def test_a_ticket_that_is_not_there_is_said_to_be_none(self, doors: Doors) -> None:
        value = TicketDo(4711, "claim").pack()
        assert toast(doors, value, CASHIER) == say.REFUSED["no_such_ticket"]


def test_a_click_on_a_closed_ticket_says_that_it_is_closed(doors: Doors) -> None:
    owner = doors.in_hand()
    doors.press("解决", by=owner)
    doors.press(asks.SEND, by=owner, form={"text": "好了"})
    doors.press("已解决")
    number = doors.ticket.id
    for value in (
        TicketDo(number, "claim"),
        TicketDo(number, "accept"),
        TicketSubmit(number, "wait"),
    ):
        assert "已关闭" in toast(doors, value.pack(), owner, form={"text": "x"})
    assert doors.state == "closed"


class TestTheQueue:
    def test_shows_what_is_one_s_own_and_what_can_be_taken(self, doors: Doors) -> None:
        owner = doors.in_hand()
        doors.say("我的队列", by=owner, chat="oc_owner")
        assert doors.ticket.number in doors.sees("oc_owner")
        doors.say("我的队列", by=CASHIER, chat="oc_x")
        assert say.NOT_AGENT in doors.sees("oc_x")

    def test_going_on_duty_brings_what_waits(self, doors: Doors) -> None:
        agent, _ = waiting_in_chat(doors)
        doors.say("我的队列", by=agent, chat="oc_owner")
        doors.press(say.ON, by=agent, chat="oc_owner")
        assert doors.ticket.assignee == agent
        assert say.FOR_YOU in doors.at_desk(agent)

    def test_a_lead_sees_all_that_waits(self, doors: Doors) -> None:
        waiting_in_chat(doors)
        with doors.desk.uow() as tx:
            roles.grant("ou_boss", Role.OPERATOR, "cli", tx)
        doors.say("我的队列", by="ou_boss", chat="oc_boss")
        assert doors.ticket.number in doors.sees("oc_boss")


def test_the_list_at_a_shift_s_end_moves_when_it_is_accepted(doors: Doors) -> None:
    owner = doors.in_hand()
    other = doors.agents()[1]
    doors.only_on_duty(other)
    with doors.desk.uow() as tx:
        handoffs.tick(tx)
    doors.desk.drain()
    assert say.HANDOFF_TITLE in doors.at_desk(other)
    assert doors.ticket.assignee == owner
    doors.press(say.HANDOFF_ACCEPT, by=other)
    assert doors.ticket.assignee == other
    moved = select(TicketEvent).where(TicketEvent.kind == TicketEventKind.TRANSFERRED)
    assert len(doors.desk.rows(moved)) == 1
