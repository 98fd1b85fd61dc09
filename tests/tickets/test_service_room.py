"""The ticket's group and what is said in it, beside it, and when it can't be had."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import silence
from bot.desk.tickets import telling
from bot.feishu.errors import NeverAgain, TryLater
from bot.feishu.port import OpenId, UserInfo
from cards.words import tickets as say
from models import Person, TicketAttachment, TicketLine
from tests.tickets.doors import CASHIER, HOME, Doors


def talk(doors: Doors, text: str, by: str) -> None:
    doors.say(text, by=by, chat=doors.room, group=True)


def test_all_that_is_said_there_is_the_ticket_s_timeline_once(doors: Doors) -> None:
    owner = doors.in_hand()
    talk(doors, "哪台枪？", owner)
    doors.say("2 号", chat=doors.room, group=True, message_id="om_same")
    doors.say("2 号", chat=doors.room, group=True, message_id="om_same")
    doors.say("", chat=doors.room, group=True, kind="image", content={"image_key": "img_9"})
    said = [line for line in doors.lines() if line[0] != "bot"][-3:]
    assert said == [("desk", "哪台枪？"), ("user", "2 号"), ("user", "图片")]
    assert [a.file_key for a in doors.desk.rows(select(TicketAttachment))] == ["img_9"]


def test_an_emergency_is_answered_even_where_a_human_has_the_word(doors: Doors) -> None:
    doors.in_hand()
    before = len(list(doors.messages(doors.room)))
    talk(doors, "着火了", CASHIER)
    assert len(list(doors.messages(doors.room))) == before + 1
    assert ("user", "着火了") in doors.lines()


def test_what_is_said_to_the_bot_meanwhile_is_passed_on_and_not_answered(doors: Doors) -> None:
    doors.in_hand()
    before = len(list(doors.messages(HOME)))
    doors.say("又多了一个 E3001")
    assert len(list(doors.messages(HOME))) == before
    assert "又多了一个 E3001" in doors.sees(doors.room)
    assert ("user", "又多了一个 E3001") in doors.lines()


def test_what_is_said_while_it_waits_again_is_not_lost(doors: Doors) -> None:
    owner = doors.in_hand()
    doors.press("转交", by=owner)
    doors.press("提交", by=owner, form={"whom": "group:G06"})
    doors.say("还有人吗")
    assert doors.ticket.assignee is None
    assert "还有人吗" in doors.sees(doors.room)
    assert ("user", "还有人吗") in doors.lines()


def test_before_a_human_has_it_the_bot_still_answers_and_keeps_it(doors: Doors) -> None:
    doors.only_on_duty()
    doors.ask_for_human()
    before = len(list(doors.messages(HOME)))
    doors.say("小票打印机走纸但打出来是空白？")
    assert len(list(doors.messages(HOME))) == before + 1
    assert ("user", "小票打印机走纸但打出来是空白？") in doors.lines()


def test_the_bot_has_the_word_again_when_it_is_solved(doors: Doors) -> None:
    owner = doors.in_hand()
    doors.press("解决", by=owner)
    doors.press("提交", by=owner, form={"text": "好了"})
    with doors.desk.uow.reading() as tx:
        assert not silence.human_speaks(HOME, tx)
    before = len(list(doors.messages(HOME)))
    doors.say("报错 E3012 怎么处理")
    assert len(list(doors.messages(HOME))) == before + 1


def test_without_a_group_the_two_talk_through_the_desk(doors: Doors) -> None:
    doors.desk.feishu.refuse(
        lambda api, target: api == "create_chat", NeverAgain(232010, "no permission")
    )
    owner = doors.in_hand()
    assert doors.ticket.chat_id is None
    assert say.ROOM_FAILED in doors.at_desk(owner)
    doors.say("还在吗")
    assert "还在吗" in doors.at_desk(owner)
    doors.press("回复", by=owner)
    doors.press("提交", by=owner, form={"text": "在，请断电重启"})
    assert "在，请断电重启" in doors.sees()
    assert doors.ticket.first_response_at is not None


def test_a_group_that_could_not_be_made_is_tried_again_by_whoever_needs_it(doors: Doors) -> None:
    doors.desk.feishu.refuse(
        lambda api, target: api == "create_chat", NeverAgain(232010, "no permission")
    )
    owner = doors.in_hand()
    doors.desk.feishu.relent()
    doors.press("升级", by=owner)
    doors.press("提交", by=owner, form={"text": "要专家", "tier": "2"})
    assert doors.ticket.chat_id is not None
    assert doors.who(CASHIER) in doors.members


def test_a_bot_that_is_thrown_out_says_it_where_the_two_are_reached(doors: Doors) -> None:
    owner = doors.in_hand()
    room = doors.room
    doors.desk.feishu.refuse(
        lambda api, target: api in ("send", "add_members") and target == room,
        NeverAgain(230002, "Bot/User can NOT be out of the chat."),
    )
    doors.press("等对方回复", by=owner)
    doors.press("提交", by=owner, form={"text": "几号枪？"})
    for seen in (doors.sees(), doors.at_desk(owner)):
        assert seen.count(say.ROOM_LOST) == 1
        assert say.question_back("几号枪？") in seen
    assert doors.ticket.chat_id is None
    doors.say("2 号")
    assert doors.state == "in_progress"
    assert "2 号" in doors.at_desk(owner)
    doors.press("升级", by=owner)
    doors.press("提交", by=owner, form={"text": "要专家", "tier": "2"})
    assert doors.room != room


def test_an_answer_that_was_lost_makes_no_second_group(doors: Doors) -> None:
    """Feishu did it and the answer never came: the same uuid is the same group."""
    tries: list[str] = []

    def first_try(api: str, target: str) -> bool:
        if api == "create_chat":
            tries.append(target)
        return api == "create_chat" and len(tries) == 1

    doors.desk.feishu.refuse(first_try, TryLater(0, "timed out"), applied=True)
    doors.in_hand()
    assert len(tries) == 2
    rooms = doors.desk.feishu.chats.values()
    assert len([room for room in rooms if doors.ticket.number in room.name]) == 1


def test_who_is_not_to_be_found_keeps_nobody_else_out(doors: Doors) -> None:
    everybody = doors.desk.rows(select(Person.open_id).where(Person.open_id.is_not(None)))
    known = [UserInfo(OpenId(str(one)), "") for one in everybody if one != doors.who(CASHIER)]
    owner = doors.agents()[0]
    doors.only_on_duty(owner)
    doors.ask_for_human()
    doors.desk.feishu.people = {one.open_id: one for one in known}
    doors.press("接单", by=owner)
    assert doors.members == [doors.who(owner)]
    assert say.NOT_ADDED_USER in doors.sees(doors.room)


def test_the_same_news_told_twice_is_told_once(doors: Doors) -> None:
    """A worker that died after its commit leaves the news to be worked again."""
    doors.in_hand()
    before = [len(list(doors.messages(chat))) for chat in (HOME, doors.room)]
    with doors.desk.uow() as tx:
        telling.tell(doors.ticket.id, tx)
    doors.desk.drain()
    assert [len(list(doors.messages(chat))) for chat in (HOME, doors.room)] == before


def test_a_note_of_a_stranger_in_the_group_is_kept_as_a_user_s(doors: Doors) -> None:
    doors.in_hand()
    talk(doors, "我是隔壁站的", "ou_guest")
    (line,) = doors.desk.rows(select(TicketLine).where(TicketLine.text == "我是隔壁站的"))
    assert (line.side, line.author) == ("user", "ou_guest")
