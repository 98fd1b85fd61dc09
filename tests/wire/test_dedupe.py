"""Feishu pushes at least once: what comes again changes nothing, and a click hears the same."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import (
    FaqEntry,
    HandoverRequest,
    Inbound,
    InboundKind,
    InboundState,
    Outbound,
    QuestionStep,
)
from tests.furniture import Desk
from tests.wire.breakage import changed
from tests.wire.captured import Body, count, load, push

EVENT_ID = ("header", "event_id")


def under(body: Body, event_id: str) -> Body:
    return changed(body, EVENT_ID, event_id)


def test_a_message_is_kept_once_whatever_its_event_is_called(either: Desk) -> None:
    for event_id in ("e1", "e2", "e1", "e3"):
        assert push(either, under(load("text"), event_id)).data == b"{}"
    either.drain()
    assert [row.event_id for row in either.rows(select(Inbound))] == ["e1"]
    assert len(either.feishu.calls) == 1


def test_a_message_that_comes_again_when_it_is_done_stays_done(either: Desk) -> None:
    push(either, load("text"))
    either.drain()
    either.clock.advance(hours=6)
    push(either, under(load("text"), "e2"))
    assert either.drain() == 0
    assert [row.state for row in either.rows(select(Inbound))] == [InboundState.DONE]


@pytest.mark.parametrize("name", ["bot_added", "menu_human"])
def test_an_event_is_kept_once_by_its_event_id(either: Desk, name: str) -> None:
    for event_id in ("e1", "e2", "e1"):
        push(either, under(load(name), event_id))
    either.drain()
    assert [row.key for row in either.rows(select(Inbound))] == ["event:e1", "event:e2"]
    assert len(either.feishu.calls) == 2


def test_a_malformed_message_is_parked_once(either: Desk) -> None:
    body = changed(load("text"), ("event", "message", "chat_id"), None)
    for _ in range(3):
        assert push(either, body).status_code == 200
    (row,) = either.rows(select(Inbound))
    assert (row.state, row.error) == (InboundState.PARKED, "malformed: chat_id")
    assert row.payload == body["event"]
    assert either.inline.waiting == []


def test_text_that_databases_dislike_is_kept_and_answered_on_both(either: Desk) -> None:
    body = load("text")
    body["event"]["message"]["content"] = '{"text": "日结\\u0000失败\\ud83d"}'
    body["event"]["odd\0\ud83d"] = "\0\ud83d"
    assert push(either, body).status_code == 200
    either.drain()
    (row,) = either.rows(select(Inbound))
    assert (row.state, row.payload) == (InboundState.DONE, body["event"])


def test_a_click_that_comes_again_gets_the_same_answer_and_changes_nothing(either: Desk) -> None:
    first = push(either, load("click_button_human"))
    either.clock.advance(seconds=90)
    again = push(either, load("click_button_human"))
    assert again.data == first.data
    for table in (HandoverRequest, Outbound, QuestionStep):
        assert count(either, table) == 1
    assert [row.kind for row in either.rows(select(Inbound))] == [InboundKind.CLICK]


def test_a_click_that_comes_again_gets_the_same_card_though_the_world_has_changed(
    desk: Desk,
) -> None:
    first = push(desk, load("click_button_category"))
    with desk.uow() as tx:
        for entry in tx.session.scalars(select(FaqEntry)):
            entry.question += "（旧）"
    assert push(desk, load("click_button_category")).data == first.data
    changed_since = push(desk, under(load("click_button_category"), "e2"))
    assert changed_since.data != first.data


def test_a_click_that_failed_gets_the_same_number_again(desk: Desk) -> None:
    """The bug is noted after the answer, so the repeat waits for its place in the queue."""
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE handover_request RENAME TO elsewhere")
    first = push(desk, load("click_button_human"))
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO handover_request")
    assert push(desk, load("click_button_human")).data == first.data
    assert first.get_json()["toast"]["type"] == "error"
    (row,) = desk.rows(select(Inbound))
    assert (row.state, row.answer) == (InboundState.PARKED, first.get_json())
