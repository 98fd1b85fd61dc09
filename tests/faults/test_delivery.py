"""One outbox row under every kind of refusal, with a clock that steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.delivery import Delivery
from bot.engine.port import Stopping, Work
from bot.feishu.errors import FeishuError, NeverAgain, TryLater
from bot.feishu.port import CardMessage, Text
from bot.limits import Call, NoLimits
from models import Outbound, OutboundState
from tests.furniture import Desk

TOO_FAST = TryLater(230020, "too many to one chat")
NO_ANSWER = TryLater(0, "ConnectionError")
RECALLED = NeverAgain(230011, "The message is recalled.")
UUID_HOUR = timedelta(minutes=55).total_seconds()


class WorkerDied(BaseException):
    """Not an Exception: nothing of ours may catch it, as nothing survives kill -9."""


def ask(desk: Desk, message_id: str = "om_1", chat: str = "oc_alice") -> None:
    """A question has been answered; the answer is in the outbox."""
    desk.pusher.say("E3004 是什么", message_id=message_id, chat=chat)
    desk.drain(Work.INBOUND)


def outbox(desk: Desk) -> list[Outbound]:
    return desk.rows(select(Outbound).order_by(Outbound.id))


def replies_to(desk: Desk, message_id: str = "om_1") -> list[object]:
    return [
        said.content for said in desk.feishu.messages.values() if str(said.parent) == message_id
    ]


def deliver_again(desk: Desk, outbound_id: int = 1) -> None:
    """What the engine does with an item whose worker died."""
    delivery = Delivery(desk.uow, desk.feishu, NoLimits(), lambda seconds: False)
    delivery.work(outbound_id)


def test_a_refused_message_waits_longer_each_time_and_arrives_once(desk: Desk) -> None:
    ask(desk)
    desk.feishu.refuse_next(TOO_FAST, times=6)
    desk.drain()
    assert len(replies_to(desk)) == 1
    assert len(desk.pauses) == 6
    assert all(
        later > earlier for earlier, later in zip(desk.pauses[:4], desk.pauses[1:5], strict=True)
    )
    assert max(desk.pauses) <= 6.0
    (row,) = outbox(desk)
    assert row.state is OutboundState.SENT
    assert (row.attempts, row.error, row.unsure_since) == (7, None, row.unsure_since)


def test_the_time_that_feishu_asks_for_is_waited(desk: Desk) -> None:
    ask(desk)
    desk.feishu.refuse_next(TryLater(99991400, "frequency limit", wait=17.0))
    desk.drain()
    assert desk.pauses == [17.0]
    assert len(replies_to(desk)) == 1


def test_the_time_that_feishu_asks_for_holds_for_everybody_who_calls_that_api(desk: Desk) -> None:
    told: list[tuple[str, float]] = []

    class Limits(NoLimits):
        def penalise(self, api: str, wait: float) -> None:
            told.append((api, wait))

    ask(desk)
    desk.feishu.refuse_next(TryLater(99991400, "frequency limit", wait=17.0))
    Delivery(desk.uow, desk.feishu, Limits(), lambda seconds: False).work(1)
    assert told == [("message", 17.0)]


def test_a_call_waits_for_its_turn_before_it_counts_as_tried(desk: Desk) -> None:
    ask(desk)
    waits = [0.7, 0.2, 0.0]
    tried: list[int] = []

    class Limits(NoLimits):
        def take(self, call: Call) -> float:
            tried.append(outbox(desk)[0].attempts)
            return waits.pop(0)

    Delivery(desk.uow, desk.feishu, Limits(), lambda seconds: False).work(1)
    assert tried == [0, 0, 0]
    assert len(replies_to(desk)) == 1


def test_what_feishu_will_never_take_is_parked_and_plain_text_sent_once(desk: Desk) -> None:
    ask(desk)
    desk.feishu.refuse_next(NeverAgain(230099, "Failed to create card content"))
    desk.drain()
    refused, text = outbox(desk)
    assert refused.state is OutboundState.PARKED
    assert refused.error == "230099 Failed to create card content"
    assert text.state is OutboundState.SENT
    assert text.uuid != refused.uuid
    (shown,) = replies_to(desk)
    assert isinstance(shown, Text)
    desk.drain()
    assert len(outbox(desk)) == 2


def test_when_plain_text_is_refused_too_nothing_more_is_tried(desk: Desk) -> None:
    ask(desk)
    desk.feishu.refuse(lambda api, target: True, RECALLED)
    desk.drain()
    assert [row.state for row in outbox(desk)] == [OutboundState.PARKED] * 2
    assert len(desk.feishu.calls) == 2


def test_a_refusal_that_is_known_may_be_tried_again_for_hours(desk: Desk) -> None:
    ask(desk)
    desk.feishu.refuse(lambda api, target: True, TOO_FAST)
    pauses = 0

    def pause(seconds: float) -> bool:
        nonlocal pauses
        pauses += 1
        desk.clock.advance(minutes=10)
        if pauses == 20:
            desk.feishu.relent()
        return False

    Delivery(desk.uow, desk.feishu, NoLimits(), pause).work(1)
    assert outbox(desk)[0].state is OutboundState.SENT
    assert len(replies_to(desk)) == 1


@pytest.mark.parametrize("applied", [True, False])
def test_an_unknown_outcome_is_not_repeated_when_the_uuid_may_be_forgotten(
    desk: Desk, applied: bool
) -> None:
    ask(desk)
    desk.feishu.refuse_next(NO_ANSWER, applied=applied)
    desk.feishu.refuse(lambda api, target: True, TOO_FAST)

    def pause(seconds: float) -> bool:
        desk.clock.advance(seconds=UUID_HOUR / 4 + 1)
        return False

    Delivery(desk.uow, desk.feishu, NoLimits(), pause).work(1)
    (row,) = outbox(desk)
    assert row.state is OutboundState.PARKED
    assert row.error is not None
    assert row.error.startswith("uncertain")
    # Neither the card again nor the plain text: the card may have been shown.
    assert len(replies_to(desk)) == (1 if applied else 0)
    assert len(desk.feishu.calls) == 4


def test_a_reply_lost_after_it_was_applied_is_asked_for_again_and_shown_once(desk: Desk) -> None:
    ask(desk)
    desk.feishu.refuse_next(NO_ANSWER, times=3, applied=True)
    desk.drain()
    assert len(replies_to(desk)) == 1
    assert len(desk.feishu.calls) == 4
    assert outbox(desk)[0].state is OutboundState.SENT


def dying_after(call: Callable[..., object]) -> Callable[..., object]:
    def made(*arguments: object, **more: object) -> object:
        call(*arguments, **more)
        raise WorkerDied

    return made


def test_a_death_between_call_and_mark_repeats_the_call_under_the_same_uuid(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(desk)
    with monkeypatch.context() as patched:
        patched.setattr(desk.feishu, "reply", dying_after(desk.feishu.reply))
        with pytest.raises(WorkerDied):
            desk.drain()
    assert outbox(desk)[0].state is OutboundState.QUEUED
    assert len(replies_to(desk)) == 1
    deliver_again(desk)
    assert [api for api, _ in desk.feishu.calls] == ["reply", "reply"]
    assert len(replies_to(desk)) == 1
    assert outbox(desk)[0].state is OutboundState.SENT


def test_a_mistake_of_ours_parks_the_row_and_the_chat_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(desk)
    ask(desk, "om_2")
    real = desk.feishu.reply

    def reply(to: str, *arguments: object, **more: object) -> object:
        if to == "om_1":
            raise KeyError("card")
        return real(to, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.feishu, "reply", reply)
    desk.drain()
    first, second = outbox(desk)
    assert (first.state, first.error) == (OutboundState.PARKED, "uncertain: KeyError")
    assert second.state is OutboundState.SENT
    (shown,) = replies_to(desk, "om_2")
    assert isinstance(shown, CardMessage)


def test_a_worker_told_to_stop_leaves_the_row_as_it_is(desk: Desk) -> None:
    ask(desk)
    desk.feishu.refuse_next(TOO_FAST)
    with pytest.raises(Stopping):
        Delivery(desk.uow, desk.feishu, NoLimits(), lambda seconds: True).work(1)
    assert outbox(desk)[0].state is OutboundState.QUEUED
    deliver_again(desk)
    assert len(replies_to(desk)) == 1


@pytest.mark.parametrize("late", [RECALLED, TOO_FAST, NO_ANSWER])
def test_a_worker_that_wakes_up_late_changes_nothing_about_what_another_has_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, late: FeishuError
) -> None:
    ask(desk)
    real = desk.feishu.reply

    def frozen(*arguments: object, **more: object) -> object:
        monkeypatch.setattr(desk.feishu, "reply", real)
        deliver_again(desk)
        raise late

    monkeypatch.setattr(desk.feishu, "reply", frozen)
    desk.drain()
    (row,) = outbox(desk)
    assert (row.state, row.error) == (OutboundState.SENT, None)
    assert len(replies_to(desk)) == 1


def test_a_worker_frozen_while_it_waits_for_its_turn_looks_again_before_it_calls(
    desk: Desk,
) -> None:
    ask(desk)

    class Limits(NoLimits):
        def take(self, call: Call) -> float:
            deliver_again(desk)
            return 0.0

    Delivery(desk.uow, desk.feishu, Limits(), lambda seconds: False).work(1)
    assert len(desk.feishu.calls) == 1


def test_nobody_waits_a_day_for_an_answer(desk: Desk) -> None:
    ask(desk)
    desk.clock.advance(hours=25)
    desk.drain()
    old, text = outbox(desk)
    assert (old.state, old.error) == (OutboundState.PARKED, "too old")
    assert text.state is OutboundState.SENT
    (shown,) = replies_to(desk)
    assert isinstance(shown, Text)
