"""One inbox row whose rules fail, and the way back from being put aside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.desk import parked
from bot.engine.port import Stopping, Work
from bot.feishu.errors import NeverAgain
from bot.feishu.events import Message
from bot.feishu.port import CardMessage, MessageId, Text
from bot.router import Router
from bot.rules import MOST_TRIES, Rules
from bot.unit_of_work import Tx
from models import Inbound, InboundKind, InboundState, Outbound, OutboundState
from tests.furniture import Desk

Handler = Callable[[Message, Tx], None]


def inbox(desk: Desk) -> list[Inbound]:
    """What was pushed; that a human was asked for in the end is an event of our own."""
    pushed = select(Inbound).where(Inbound.kind != InboundKind.INTERNAL)
    return desk.rows(pushed.order_by(Inbound.id))


def outbox(desk: Desk) -> list[Outbound]:
    return desk.rows(select(Outbound).order_by(Outbound.id))


def shown_to(desk: Desk, message_id: str) -> str:
    """All that was replied to a message, as one text."""
    said = [s.content for s in desk.feishu.messages.values() if s.parent == MessageId(message_id)]
    return "\n".join(
        content.text if isinstance(content, Text) else str(content.card) for content in said
    )


def router_of(handler: Handler) -> Router:
    router = Router(lambda message, tx: True)
    router.on_message(handler)
    return router


def rules(desk: Desk, handler: Handler, *, stopping: bool = False) -> Rules:
    def pause(seconds: float) -> bool:
        desk.pauses.append(seconds)
        return stopping

    return Rules(desk.uow, router_of(handler), pause)


def install(desk: Desk, handler: Handler) -> None:
    """From now on the desk's messages are worked by this rule."""
    outbound = desk.inline._do[Work.OUTBOUND]
    desk.inline.start({Work.INBOUND: rules(desk, handler).work, Work.OUTBOUND: outbound})


def answer(message: Message, tx: Tx) -> None:
    tx.reply(message.message_id, {"said": message.text}, lane=message.chat_id, fallback="?")


def fail_on(text: str) -> Handler:
    def handler(message: Message, tx: Tx) -> None:
        answer(message, tx)
        if message.text == text:
            raise ZeroDivisionError

    return handler


def locked_for(times: int) -> tuple[Handler, list[int]]:
    tries: list[int] = []

    def handler(message: Message, tx: Tx) -> None:
        tries.append(1)
        if len(tries) <= times:
            raise OperationalError("BEGIN", {}, Exception("database is locked"))
        answer(message, tx)

    return handler, tries


def test_rules_that_fail_are_undone_and_the_person_is_told_a_reference(desk: Desk) -> None:
    install(desk, fail_on("boom"))
    desk.pusher.say("boom", message_id="om_1")
    desk.drain()
    (row,) = inbox(desk)
    assert (row.state, row.error) == (InboundState.PARKED, "E000001 ZeroDivisionError")
    (apology,) = outbox(desk)
    assert apology.state is OutboundState.SENT
    assert "E000001" in shown_to(desk, "om_1")


def test_when_the_apology_is_refused_as_a_card_it_is_said_in_words(desk: Desk) -> None:
    install(desk, fail_on("boom"))
    desk.feishu.refuse_next(NeverAgain(230099, "Failed to create card content"))
    desk.pusher.say("boom", message_id="om_1")
    desk.drain()
    assert "E000001" in shown_to(desk, "om_1")
    (said,) = [s for s in desk.feishu.messages.values() if s.parent == MessageId("om_1")]
    assert isinstance(said.content, Text)


def test_the_chat_goes_on_after_a_message_whose_rules_failed(desk: Desk) -> None:
    install(desk, fail_on("boom"))
    desk.pusher.say("boom", message_id="om_1")
    desk.pusher.say("next", message_id="om_2")
    desk.drain()
    assert [row.state for row in inbox(desk)] == [InboundState.PARKED, InboundState.DONE]
    assert "next" in shown_to(desk, "om_2")


def test_a_locked_database_is_tried_again_and_nothing_is_done_twice(desk: Desk) -> None:
    handler, tries = locked_for(3)
    install(desk, handler)
    desk.pusher.say("hello", message_id="om_1")
    desk.drain()
    assert len(tries) == 4
    assert inbox(desk)[0].state is InboundState.DONE
    assert len(outbox(desk)) == 1


def test_rules_that_the_database_always_refuses_are_parked_in_the_end(desk: Desk) -> None:
    handler, tries = locked_for(1000)
    install(desk, handler)
    desk.pusher.say("hello", message_id="om_1")
    desk.drain()
    assert len(tries) == MOST_TRIES
    assert inbox(desk)[0].error == "E000001 OperationalError"
    assert "E000001" in shown_to(desk, "om_1")


def test_a_database_that_is_away_for_long_parks_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.pusher.say("hello", message_id="om_1")
    real_write, real_read = type(desk.uow).__call__, type(desk.uow).reading
    away = 40

    def missing(real: Callable[..., object]) -> Callable[..., object]:
        def opened(*arguments: object) -> object:
            nonlocal away
            away -= 1
            if away > 0:
                raise OperationalError("connect", {}, Exception("connection refused"))
            return real(*arguments)

        return opened

    with monkeypatch.context() as patched:
        patched.setattr(type(desk.uow), "__call__", missing(real_write))
        patched.setattr(type(desk.uow), "reading", missing(real_read))
        rules(desk, answer).work(1)
    assert inbox(desk)[0].state is InboundState.DONE
    assert max(desk.pauses) <= 6.0


def test_a_worker_told_to_stop_leaves_the_row_to_the_next(desk: Desk) -> None:
    desk.pusher.say("hello", message_id="om_1")
    handler, _ = locked_for(1)
    with pytest.raises(Stopping):
        rules(desk, handler, stopping=True).work(1)
    assert inbox(desk)[0].state is InboundState.RECEIVED
    rules(desk, handler).work(1)
    assert inbox(desk)[0].state is InboundState.DONE


def test_a_row_that_was_done_is_not_done_again(desk: Desk) -> None:
    install(desk, answer)
    desk.pusher.say("hello", message_id="om_1")
    desk.drain()
    rules(desk, answer).work(1)
    rules(desk, fail_on("hello")).work(1)
    assert inbox(desk)[0].state is InboundState.DONE
    assert len(outbox(desk)) == 1


def test_a_worker_that_wakes_up_late_and_fails_does_not_park_what_another_has_done(
    desk: Desk,
) -> None:
    def frozen(message: Message, tx: Tx) -> None:
        tx.session.rollback()  # its transaction was ended for it while it stood still
        rules(desk, answer).work(1)
        raise ZeroDivisionError

    desk.pusher.say("hello", message_id="om_1")
    rules(desk, frozen).work(1)
    assert inbox(desk)[0].state is InboundState.DONE
    assert len(outbox(desk)) == 1


def test_a_replayed_message_is_worked_once(desk: Desk) -> None:
    install(desk, fail_on("boom"))
    desk.pusher.say("boom", message_id="om_1")
    desk.drain()
    install(desk, answer)
    with desk.uow() as tx:
        parked.replay_inbound(1, tx)
    desk.drain()
    (row,) = inbox(desk)
    assert (row.state, row.error) == (InboundState.DONE, None)
    assert shown_to(desk, "om_1").count("boom") == 1
    with pytest.raises(parked.CannotReplay), desk.uow() as tx:
        parked.replay_inbound(1, tx)


def test_a_replayed_call_goes_out_once_under_a_new_uuid(desk: Desk) -> None:
    install(desk, answer)
    desk.feishu.refuse_next(NeverAgain(230002, "Bot/User can NOT be out of the chat."), times=2)
    desk.pusher.say("hello", message_id="om_1")
    desk.drain()
    card, text = outbox(desk)
    assert [card.state, text.state] == [OutboundState.PARKED] * 2
    with desk.uow() as tx:
        parked.replay_outbound(card.id, tx)
    desk.drain()
    again = outbox(desk)[0]
    assert (again.state, again.error) == (OutboundState.SENT, None)
    assert again.uuid != card.uuid
    (said,) = [s for s in desk.feishu.messages.values() if s.parent == MessageId("om_1")]
    assert isinstance(said.content, CardMessage)
    with pytest.raises(parked.CannotReplay), desk.uow() as tx:
        parked.replay_outbound(card.id, tx)


def test_a_click_is_not_replayed_behind_the_persons_back(desk: Desk) -> None:
    desk.pusher.say("hello", message_id="om_1")
    with desk.uow() as tx:
        row = tx.session.get_one(Inbound, 1)
        row.kind, row.state = type(row.kind)("click"), InboundState.PARKED
    with pytest.raises(parked.CannotReplay), desk.uow() as tx:
        parked.replay_inbound(1, tx)
