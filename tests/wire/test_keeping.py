"""A push is on disk, with the work it causes, before Feishu hears 200."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, event, select

from bot.engine.port import Work
from models import Inbound, InboundState
from tests.furniture import Desk
from tests.wire.captured import count, load, push


def test_a_message_is_kept_with_its_work(either: Desk) -> None:
    assert either.pusher.say().status_code == 200
    (row,) = either.rows(select(Inbound))
    assert [(item.work, item.row, item.lane) for item in either.inline.waiting] == [
        (Work.INBOUND, row.id, "oc_alice")
    ]


def test_the_answer_comes_after_the_commit(desk: Desk) -> None:
    told: list[str] = []

    def committed(connection: Connection) -> None:
        told.append("commit")

    event.listen(desk.engine, "commit", committed)
    desk.pusher.say()
    told.append("200")
    assert told == ["commit", "200"]


def test_all_that_was_pushed_is_kept_as_it_came(either: Desk) -> None:
    body = load("group_mention_of_ten")
    push(either, body)
    (row,) = either.rows(select(Inbound))
    assert row.payload == body["event"]
    assert (row.event_id, row.event_type) == (
        body["header"]["event_id"],
        body["header"]["event_type"],
    )
    assert (row.app_id, row.lane) == ("cli_test", "oc_station22")


def test_a_row_knows_when_its_message_was_sent_and_when_it_came(either: Desk) -> None:
    sent_at = either.clock.now() - timedelta(hours=6)
    either.pusher.say(at=sent_at)
    (row,) = either.rows(select(Inbound))
    assert (row.sent_at, row.received_at) == (sent_at, either.clock.now())


def test_a_click_is_kept_done_and_with_the_time_in_microseconds(either: Desk) -> None:
    push(either, load("click_button_help"))
    (row,) = either.rows(select(Inbound))
    assert (row.state, row.done_at) == (InboundState.DONE, either.clock.now())
    assert row.sent_at == either.clock.now() + timedelta(microseconds=123456)


def test_the_messages_of_one_chat_share_a_lane_and_stay_in_order(either: Desk) -> None:
    for number in range(5):
        either.pusher.say(f"问题 {number}", message_id=f"om_{number}")
    rows = either.rows(select(Inbound).order_by(Inbound.id))
    assert [row.key for row in rows] == [f"message:om_{number}" for number in range(5)]
    assert {row.lane for row in rows} == {"oc_alice"}


def test_what_is_done_is_not_done_again(either: Desk) -> None:
    either.pusher.say("帮助", message_id="om_1")
    (item,) = either.inline.waiting
    either.drain()
    either.inline.waiting.append(item)
    either.drain()
    assert either.feishu.calls == [("reply", "om_1")]
    assert count(either, Inbound) == 1


def test_a_message_pushed_seven_hours_late_is_answered_with_an_apology(desk: Desk) -> None:
    desk.pusher.say("帮助", at=desk.clock.now() - timedelta(hours=7))
    desk.drain()
    (card,) = desk.cards()
    assert "抱歉" in str(card)


def test_who_entered_hours_ago_is_not_greeted_any_more(desk: Desk) -> None:
    body = load("p2p_entered")
    desk.clock.advance(hours=6)
    push(desk, body)
    desk.drain()
    assert [row.state for row in desk.rows(select(Inbound))] == [InboundState.DONE]
    assert desk.feishu.calls == []


def test_who_enters_again_within_a_day_is_greeted_once(desk: Desk) -> None:
    for event_id in ("e1", "e2"):
        body = load("p2p_entered")
        body["header"]["event_id"] = event_id
        push(desk, body)
        desk.drain()
    assert desk.feishu.calls == [("send", "oc_alice")]
