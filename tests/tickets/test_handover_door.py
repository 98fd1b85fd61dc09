"""转人工: from one tap to the right colleague's card, and to the group of the two."""

from __future__ import annotations

from sqlalchemy import select

from cards import words
from cards.words import ticket_forms as asks
from cards.words import tickets as say
from models import HandoverRequest, HandoverStatus, Outbound, Ticket, TicketState, Verb
from tests.tickets.doors import QUESTION, Doors


def test_who_is_known_needs_one_tap(doors: Doors) -> None:
    (agent, *_) = doors.agents()
    doors.only_on_duty(agent)
    ticket = doors.ask_for_human()
    assert (ticket.state, ticket.station_code) == (TicketState.ASSIGNED, "S11001")
    assert ticket.number in doors.sees()
    assert words.HANDOVER_TITLE in doors.sees()
    assert say.FOR_YOU in doors.at_desk(agent)
    assert QUESTION in doors.at_desk(agent)
    (request,) = doors.desk.rows(select(HandoverRequest))
    assert request.status is HandoverStatus.TICKETED


def test_accepting_makes_a_group_of_the_two_and_the_bot_keeps_quiet_in_it(doors: Doors) -> None:
    owner = doors.in_hand()
    assert doors.members == [doors.who("U0001"), doors.who(owner)]
    assert say.WELCOME_ROOM in doors.sees(doors.room)
    before = doors.sees(doors.room)
    doors.say("E3001 怎么处理", chat=doors.room, group=True)
    assert doors.sees(doors.room) == before
    assert ("user", "E3001 怎么处理") in doors.lines()


def test_the_whole_way_to_solved(doors: Doors) -> None:
    owner = doors.in_hand()
    doors.say("我看看", by=owner, chat=doors.room, group=True)
    assert ("desk", "我看看") in doors.lines()
    doors.press("解决", by=owner)
    doors.press("提交", by=owner, form={"text": "换了回收管", "cause": "回收管堵塞"})
    assert doors.state == TicketState.RESOLVED
    assert say.PLEASE_CONFIRM in doors.sees()
    doors.press("已解决")
    assert doors.state == TicketState.CLOSED
    assert asks.RATE_TITLE in doors.sees()
    doors.press("满意")
    assert doors.ticket.fields["rating"] == "good"
    doors.desk.wait(seconds=2)
    assert "换了回收管" in doors.sees(doors.room)


def test_one_press_again_shows_what_is_open(doors: Doors) -> None:
    doors.ask_for_human()
    doors.say("转人工")
    assert len(doors.desk.rows(select(Ticket))) == 1
    assert doors.sees().count(doors.ticket.number) >= 2


def test_a_group_is_asked_for_once_whatever_is_pressed(doors: Doors) -> None:
    owner = doors.in_hand()
    doors.press("转交", by=owner)
    other = doors.agents()[1]
    doors.only_on_duty(owner, other)
    doors.press("提交", by=owner, form={"whom": f"agent:{other}", "text": "请接手"})
    doors.press("接单", by=other)
    asked = doors.desk.rows(select(Outbound).where(Outbound.verb == Verb.ROOM))
    assert len(asked) == 1
    assert doors.who(other) in doors.members
