"""An item that kills its workers is put aside; those that were only near it are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.delivery import Delivery
from bot.engine.port import Work
from bot.feishu.errors import TryLater
from bot.feishu.events import Message
from bot.limits import NoLimits
from bot.router import Router
from bot.rules import Rules
from bot.takeovers import REASON, counter
from bot.unit_of_work import Tx
from models import Inbound, InboundKind, InboundState, Outbound, OutboundState
from tests.furniture import Desk

DEATHS = 4


class WorkerDied(BaseException):
    """Not an Exception: nothing of ours may catch it, as nothing survives kill -9."""


def never(seconds: float) -> bool:
    return False


def rules(desk: Desk, handler: Callable[[Message, Tx], None]) -> Rules:
    router = Router(lambda message, tx: True)
    router.on_message(handler)
    return Rules(desk.uow, router, never)


def deadly(message: Message, tx: Tx) -> None:
    raise WorkerDied


def harmless(message: Message, tx: Tx) -> None:
    tx.reply(message.message_id, {"said": message.text}, lane=message.chat_id, fallback="?")


def inbox(desk: Desk) -> list[Inbound]:
    pushed = select(Inbound).where(Inbound.kind != InboundKind.INTERNAL)
    return desk.rows(pushed.order_by(Inbound.id))


def outbox(desk: Desk) -> list[Outbound]:
    return desk.rows(select(Outbound).order_by(Outbound.id))


def answered(desk: Desk) -> None:
    desk.pusher.say("E3004 是什么", message_id="om_1")
    desk.drain(Work.INBOUND)


def test_a_message_whose_worker_died_four_times_is_put_aside_and_the_person_told(
    desk: Desk,
) -> None:
    desk.pusher.say("boom", message_id="om_1")
    note = counter(desk.uow)
    for _ in range(DEATHS):
        with pytest.raises(WorkerDied):
            rules(desk, deadly).work(1)
        assert note(Work.INBOUND, 1)
    assert inbox(desk)[0].state is InboundState.RECEIVED
    rules(desk, deadly).work(1)
    (row,) = inbox(desk)
    assert (row.state, row.error) == (InboundState.PARKED, f"E000001 {REASON}")
    (apology,) = outbox(desk)
    assert apology.target == "om_1"


def test_a_message_that_was_only_waiting_when_workers_died_is_answered(desk: Desk) -> None:
    desk.pusher.say("hello", message_id="om_1")
    note = counter(desk.uow)
    for _ in range(20):
        assert note(Work.INBOUND, 1)
    rules(desk, harmless).work(1)
    assert inbox(desk)[0].state is InboundState.DONE
    assert len(outbox(desk)) == 1


def test_a_call_whose_worker_died_four_times_is_put_aside(desk: Desk) -> None:
    answered(desk)

    def die(*arguments: object, **more: object) -> None:
        raise WorkerDied

    note = counter(desk.uow)
    real, desk.feishu.reply = desk.feishu.reply, die  # type: ignore[method-assign, assignment]
    for _ in range(DEATHS):
        with pytest.raises(WorkerDied):
            Delivery(desk.uow, desk.feishu, NoLimits(), never).work(1)
        assert note(Work.OUTBOUND, 1)
    desk.feishu.reply = real  # type: ignore[method-assign]
    Delivery(desk.uow, desk.feishu, NoLimits(), never).work(1)
    (row,) = outbox(desk)
    assert (row.state, row.error) == (OutboundState.PARKED, REASON)
    assert not desk.feishu.calls


def test_a_call_that_only_waited_for_feishu_when_workers_died_is_made(desk: Desk) -> None:
    """A long outage with many restarts must not cost an answer."""
    answered(desk)
    note = counter(desk.uow)
    desk.feishu.refuse_next(TryLater(230020, "too many to one chat"), times=20)

    def die_while_waiting(seconds: float) -> bool:
        raise WorkerDied

    for _ in range(20):
        with pytest.raises(WorkerDied):
            Delivery(desk.uow, desk.feishu, NoLimits(), die_while_waiting).work(1)
        assert note(Work.OUTBOUND, 1)
    Delivery(desk.uow, desk.feishu, NoLimits(), never).work(1)
    assert outbox(desk)[0].state is OutboundState.SENT


def test_taken_over_messages_are_begun_one_at_a_time(desk: Desk) -> None:
    """So that only the culprit is in the act when the worker dies of it."""
    desk.pusher.say("one", message_id="om_1", chat="oc_a")
    desk.pusher.say("two", message_id="om_2", chat="oc_b")
    note = counter(desk.uow)
    assert note(Work.INBOUND, 1)
    assert note(Work.INBOUND, 2)
    seen: list[list[int]] = []

    def handler(message: Message, tx: Tx) -> None:
        seen.append(list(tx.session.scalars(select(Inbound.takeovers).order_by(Inbound.id))))

    worker = rules(desk, handler)
    worker.work(1)
    worker.work(2)
    assert seen == [[2, 1], [2, 2]]


def test_a_row_put_aside_for_killing_workers_starts_anew_when_replayed(desk: Desk) -> None:
    from bot.desk import parked

    desk.pusher.say("boom", message_id="om_1")
    with desk.uow() as tx:
        row = tx.session.get_one(Inbound, 1)
        row.takeovers = DEATHS
        row.park(REASON, tx.now)
    with desk.uow() as tx:
        parked.replay_inbound(1, tx)
    rules(desk, harmless).work(1)
    assert inbox(desk)[0].state is InboundState.DONE
