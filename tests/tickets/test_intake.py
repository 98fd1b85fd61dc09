"""What is asked of who wants a human: only what nobody knows, once, and never for ever."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.feishu.memory_world import Said
from bot.feishu.port import ChatId, Download, MessageId, OpenId, Text
from cards import words
from cards.words import ticket_forms as asks
from cards.words import tickets as say
from models import HandoverRequest, Ticket, TicketAttachment
from tests.desk.talking import shown
from tests.tickets.doors import HOME, QUESTION, Doors

STRANGER = "ou_stranger"


def tickets(doors: Doors) -> list[Ticket]:
    return doors.desk.rows(select(Ticket).order_by(Ticket.id))


def test_a_stranger_is_asked_for_the_station_and_for_nothing_else(doors: Doors) -> None:
    doors.say(QUESTION, by=STRANGER)
    doors.say("转人工", by=STRANGER)
    card = list(doors.messages(HOME))[-1][1]
    assert asks.STATION_LABEL in shown(card)
    assert asks.TEXT_LABEL not in shown(card)
    assert QUESTION in shown(card)
    assert tickets(doors) == []
    doors.press(asks.INTAKE_BUTTON, by=STRANGER, chat=HOME, form={"station": "青禾路"})
    (ticket,) = tickets(doors)
    assert (ticket.station_code, ticket.description) == ("S11001", QUESTION)
    assert ticket.number in doors.sees()


def test_the_station_is_asked_for_once_in_a_life(doors: Doors) -> None:
    test_a_stranger_is_asked_for_the_station_and_for_nothing_else(doors)
    doors.say("取消", by=STRANGER)
    doors.say("小票机卡纸了怎么办", by=STRANGER)
    doors.say("转人工", by=STRANGER)
    assert [one.station_code for one in tickets(doors)] == ["S11001", "S11001"]


def test_a_station_that_is_not_found_holds_nobody_up_twice(doors: Doors) -> None:
    doors.say(QUESTION, by=STRANGER)
    doors.say("转人工", by=STRANGER)
    once = doors.press(asks.INTAKE_BUTTON, by=STRANGER, chat=HOME, form={"station": "火星站"})
    assert once["toast"]["content"] == asks.NO_STATION
    assert tickets(doors) == []
    doors.press(asks.INTAKE_BUTTON, by=STRANGER, chat=HOME, form={"station": "火星站"})
    (ticket,) = tickets(doors)
    assert ticket.station_code is None
    assert ticket.fields["station_said"] == "火星站"


def test_who_said_nothing_yet_is_asked_what_it_is_about(doors: Doors) -> None:
    doors.say("转人工")
    assert asks.TEXT_LABEL in doors.sees()
    assert asks.STATION_LABEL not in doors.sees()
    doors.press(asks.INTAKE_BUTTON, form={"text": "2 号枪 <at id=all></at> 不出油"})
    (ticket,) = tickets(doors)
    assert ticket.description == "2 号枪 <at id=all></at> 不出油"


def test_a_form_that_nobody_fills_in_becomes_a_ticket_all_the_same(doors: Doors) -> None:
    doors.say("转人工")
    doors.desk.wait(minutes=4, seconds=59)
    assert tickets(doors) == []
    doors.desk.wait(seconds=2)
    (ticket,) = tickets(doors)
    assert ticket.number in doors.sees()
    again = doors.press(asks.INTAKE_BUTTON, form={"text": "2 号枪不出油"})
    assert len(tickets(doors)) == 1
    assert ticket.number in shown(again["card"])


def test_the_form_of_somebody_else_is_not_taken(doors: Doors) -> None:
    doors.say("转人工")
    refused = doors.press(asks.INTAKE_BUTTON, by="U0002", chat=HOME, form={"text": "x"})
    assert refused["toast"] == {"type": "warning", "content": words.STALE_CARD}
    assert tickets(doors) == []


def test_two_taps_are_one_ticket(doors: Doors) -> None:
    doors.say(QUESTION)
    button = next(doors.find(words.HUMAN_BUTTON, HOME) for _ in range(1))[1]
    for number in range(3):
        doors.desk.pusher.click(button, who=doors.who("U0001"), chat=HOME, event_id=f"e{number}")
    doors.desk.drain()
    assert len(tickets(doors)) == 1
    assert len(doors.desk.rows(select(HandoverRequest))) == 1


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 25, 4, 0, tzinfo=UTC), "下一个就是你"),
        (datetime(2026, 11, 25, 18, 0, tzinfo=UTC), "没有同事在班"),
    ],
    ids=["noon", "two at night"],
)
def test_what_is_promised_is_what_the_roster_can_keep(
    doors: Doors, at: datetime, told: str
) -> None:
    doors.desk.clock.at = at
    doors.only_on_duty(*(doors.agents() if at.hour == 4 else ()))
    doors.ask_for_human()
    assert told in doors.sees()


def test_pictures_of_before_come_along(doors: Doors) -> None:
    doors.desk.feishu.written[b""] = ["屏幕：通讯超时，请联系维护"]
    doors.say("", kind="image", content={"image_key": "img_1"})
    doors.say(QUESTION)
    doors.say("转人工")
    (kept,) = doors.desk.rows(select(TicketAttachment))
    assert (kept.kind, kept.file_key) == ("image", "img_1")


def test_what_is_shown_is_kept_even_when_feishu_forgets_it(doors: Doors) -> None:
    doors.in_hand()
    picture = Download(b"a picture", "screen.png", "image/png")
    for key in ("img_kept", "img_gone"):
        message = f"om_{key}"
        doors.desk.feishu.messages[MessageId(message)] = Said(
            MessageId(message), ChatId(doors.room), OpenId("ou_x"), Text("")
        )
        if key == "img_kept":
            doors.desk.feishu.messages[MessageId(message)].resources[key] = picture
        doors.say(
            "",
            chat=doors.room,
            group=True,
            kind="image",
            content={"image_key": key},
            message_id=message,
        )
    kept, gone = doors.desk.rows(select(TicketAttachment).order_by(TicketAttachment.id))
    assert (kept.content, gone.content) == (b"a picture", None)
    assert kept.digest == hashlib.sha256(b"a picture").hexdigest()


def test_the_same_trouble_at_the_same_station_is_pointed_out(doors: Doors) -> None:
    first = doors.ask_for_human()
    doors.say(QUESTION, by="U0002", chat="oc_other")
    doors.say("转人工", by="U0002", chat="oc_other")
    assert say.perhaps_the_same([first.number]) in doors.sees("oc_other")
    assert len(tickets(doors)) == 2


def test_progress_and_my_tickets_tell_the_same_and_open_it(doors: Doors) -> None:
    ticket = doors.ask_for_human()
    for word in ("进度", "我的工单"):
        doors.say(word)
        assert ticket.number in shown(list(doors.messages(HOME))[-1][1])
    doors.press(say.OPEN_IT)
    assert say.headline(ticket.number, "").strip(" ·") in doors.at_desk("U0001")
    doors.say("进度", by="U0002", chat="oc_other")
    assert ticket.number not in doors.sees("oc_other")
