"""Every kind of push that Feishu documents: what is kept of it, and what people then see."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.feishu.port import CardMessage, OpenId
from models import Identity, Inbound, InboundKind, InboundState, Outbound, Question
from tests.furniture import Desk
from tests.wire import situations
from tests.wire.captured import NAMES, fault_of, kind_of, load, push
from tests.wire.situations import Answered, Expected, Sent, expect_nothing, some_answer

Kept = tuple[InboundKind, str, str, str, InboundState]


def title(card: dict[str, Any]) -> str:
    return str(card["header"]["title"]["content"])


def kept(desk: Desk) -> list[Kept]:
    # What the push caused in turn is an event of our own.
    rows = desk.rows(select(Inbound).where(Inbound.kind != InboundKind.INTERNAL))
    return [(row.kind, row.key, row.event_type, row.lane, row.state) for row in rows]


def said(desk: Desk) -> list[tuple[str | None, str, str]]:
    """What the bot has said: answering which message, in which chat, under which title."""
    mine = [said for said in desk.feishu.messages.values() if said.sender is None]
    # What it only fetched changed nothing in any chat.
    assert len(mine) == len([call for call in desk.feishu.calls if call[0] != "download"])
    cards = [(one, one.content) for one in mine if isinstance(one.content, CardMessage)]
    assert len(cards) == len(mine)
    return [(one.parent, one.chat_id, title(content.card)) for one, content in cards]


def where(sent: Sent, desk: Desk) -> str:
    return desk.feishu.p2p(OpenId(sent.to)) if sent.to.startswith("ou_") else sent.to


def test_every_payload_has_its_situation_and_every_situation_its_payload() -> None:
    tables = (
        situations.MESSAGES,
        situations.EVENTS,
        situations.NOTED,
        situations.IGNORED,
        situations.CLICKS,
    )
    told = [name for table in tables for name in table]
    told += [*situations.REFUSED, *situations.CHALLENGES]
    assert sorted(told) == NAMES


@pytest.mark.parametrize("name", situations.MESSAGES)
def test_a_message_is_kept_by_its_own_id_and_answered(desk: Desk, name: str) -> None:
    expected, body = situations.MESSAGES[name], load(name)
    message = body["event"]["message"]
    row = (InboundKind.MESSAGE, f"message:{message['message_id']}", kind_of(body))

    desk.pusher.appears(message)
    assert fault_of(push(desk, body)) is None
    assert kept(desk) == [(*row, message["chat_id"], InboundState.RECEIVED)]
    assert desk.feishu.calls == []  # not while Feishu waits

    desk.drain()
    assert kept(desk) == [(*row, message["chat_id"], InboundState.DONE)]
    check_reply(desk, message, expected)


def check_reply(desk: Desk, message: dict[str, Any], expected: str | Expected) -> None:
    replies = said(desk)
    if expected is expect_nothing:
        assert replies == []
        return
    ((parent, chat, heading),) = replies
    assert (parent, chat) == (message["message_id"], message["chat_id"])
    assert expected in (heading, some_answer)


@pytest.mark.parametrize("name", situations.ASKED)
def test_a_text_is_read_without_its_mentions(desk: Desk, name: str) -> None:
    desk.pusher.appears(load(name)["event"]["message"])
    push(desk, load(name))
    desk.drain()
    assert [question.text for question in desk.rows(select(Question))] == [situations.ASKED[name]]


@pytest.mark.parametrize("name", situations.EVENTS)
def test_an_event_is_kept_by_its_event_id_and_worked_on(desk: Desk, name: str) -> None:
    expected, body = situations.EVENTS[name], load(name)
    row = (InboundKind.EVENT, f"event:{body['header']['event_id']}", kind_of(body))
    lane = body["event"].get("chat_id", "ou_alice")

    assert fault_of(push(desk, body)) is None
    assert kept(desk) == [(*row, lane, InboundState.RECEIVED)]

    desk.drain()
    assert kept(desk) == [(*row, lane, InboundState.DONE)]
    assert isinstance(expected, Sent)
    assert said(desk) == [(None, where(expected, desk), expected.title)]


@pytest.mark.parametrize("name", situations.NOTED)
def test_an_event_that_nobody_is_told_of_is_kept_and_worked_on(desk: Desk, name: str) -> None:
    expected, body = situations.NOTED[name], load(name)
    assert expected is expect_nothing
    assert fault_of(push(desk, body)) is None
    desk.drain()
    ((kind, key, event_type, _, state),) = kept(desk)
    assert (kind, state) == (InboundKind.EVENT, InboundState.DONE)
    assert (key, event_type) == (f"event:{body['header']['event_id']}", kind_of(body))
    assert said(desk) == []


@pytest.mark.parametrize("name", situations.IGNORED)
def test_an_event_nobody_wants_is_acknowledged_and_leaves_no_row(desk: Desk, name: str) -> None:
    assert situations.IGNORED[name] is expect_nothing
    assert fault_of(push(desk, load(name))) is None
    assert desk.drain() == 0
    assert kept(desk) == []
    assert said(desk) == []


@pytest.mark.parametrize("name", situations.CLICKS)
def test_a_click_is_answered_at_once_and_kept_with_its_answer(desk: Desk, name: str) -> None:
    expected, body = situations.CLICKS[name], load(name)
    response = push(desk, body)
    assert fault_of(response, click=True) is None
    assert desk.feishu.calls == []

    (row,) = desk.rows(select(Inbound))
    assert row.answer == response.get_json()
    key = f"event:{body['header']['event_id']}"
    assert kept(desk) == [
        (InboundKind.CLICK, key, "card.action.trigger", "oc_alice", InboundState.DONE)
    ]
    check_answer(response.get_json(), expected)
    desk.drain()
    below = [] if expected.below is expect_nothing else [(None, "oc_alice", expected.below)]
    assert said(desk) == below


def check_answer(answer: dict[str, Any], expected: Answered) -> None:
    assert answer.get("toast", {}).get("content") == expected.toast
    shown = answer.get("card")
    assert (title(shown["data"]) if shown else None) == expected.card


@pytest.mark.parametrize("name", sorted(situations.REFUSED))
def test_a_push_of_a_former_protocol_is_refused(desk: Desk, name: str) -> None:
    response = push(desk, load(name))
    assert (response.status_code, response.data) == (403, b"")
    assert kept(desk) == []


@pytest.mark.parametrize(
    ("mine", "answers"), [("ou_bot", 1), ("ou_another_bot", 0)], ids=["me", "another bot"]
)
def test_once_the_bot_knows_its_own_id_only_its_own_mention_counts(
    desk: Desk, mine: str, answers: int
) -> None:
    with desk.uow() as tx:
        tx.session.add(Identity(app_id="cli_test", open_id=mine, name="站务台"))
    push(desk, load("group_mention_of_the_bot"))
    desk.drain()
    assert len(said(desk)) == answers


def test_what_is_sent_leads_back_to_its_push(desk: Desk) -> None:
    push(desk, load("text"))
    desk.drain()
    (inbound,), (outbound,) = desk.rows(select(Inbound)), desk.rows(select(Outbound))
    assert outbound.inbound_id == inbound.id
