"""Who gets no answer within a second sees a sign, once, and nobody else does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from bot.engine.port import Work
from bot.feishu.errors import TryLater
from bot.feishu.port import MessageId
from bot.matching.port import Matcher
from bot.receipts import acknowledge_slow
from models import Inbound, InboundState, Outbound, OutboundState, Verb
from tests.databases import postgres_database
from tests.furniture import Desk, SteppedClock, make_desk
from tests.pushing import mention

BOT = "ou_bot"
DEADLINE = 20.0


def signs(desk: Desk) -> list[Outbound]:
    return desk.rows(select(Outbound).where(Outbound.verb == Verb.REACT).order_by(Outbound.id))


def test_a_message_that_waits_for_a_second_gets_one_sign(desk: Desk) -> None:
    desk.pusher.say(message_id="om_1")
    assert acknowledge_slow(desk.uow) == 0
    desk.clock.advance(seconds=1)
    assert acknowledge_slow(desk.uow) == 1
    desk.clock.advance(seconds=5)
    assert acknowledge_slow(desk.uow) == 0
    desk.drain(Work.OUTBOUND)
    assert len(desk.feishu.messages[MessageId("om_1")].reactions) == 1
    desk.drain()
    assert acknowledge_slow(desk.uow) == 0
    assert len(signs(desk)) == 1


def test_the_sign_does_not_wait_behind_the_chats_answers(desk: Desk) -> None:
    desk.pusher.say(message_id="om_1")
    desk.clock.advance(seconds=1)
    acknowledge_slow(desk.uow)
    (sign,) = signs(desk)
    assert sign.lane == "receipt:oc_alice"


def test_an_answered_message_gets_none(desk: Desk) -> None:
    desk.pusher.say(message_id="om_1")
    desk.drain()
    desk.clock.advance(seconds=1)
    assert acknowledge_slow(desk.uow) == 0
    assert not signs(desk)


def test_a_message_whose_answer_cannot_be_sent_yet_gets_one(desk: Desk) -> None:
    desk.pusher.say(message_id="om_1")
    desk.drain(Work.INBOUND)
    desk.clock.advance(seconds=1)
    assert acknowledge_slow(desk.uow) == 1
    assert acknowledge_slow(desk.uow) == 0
    desk.feishu.refuse_next(TryLater(230020, "too many to one chat"))
    desk.drain()
    assert [row.state for row in signs(desk)] == [OutboundState.SENT]


def test_a_message_that_was_put_aside_gets_none(desk: Desk) -> None:
    desk.pusher.say(message_id="om_1")
    with desk.uow() as tx:
        tx.session.get_one(Inbound, 1).park("broken", tx.now)
    desk.clock.advance(seconds=1)
    assert acknowledge_slow(desk.uow) == 0


def test_a_message_of_long_ago_gets_none(desk: Desk) -> None:
    """The worker was away; a sign now would only puzzle."""
    desk.pusher.say(message_id="om_1")
    desk.clock.advance(minutes=11)
    assert acknowledge_slow(desk.uow) == 0


@pytest.mark.parametrize("mentions", [[], [mention("@_user_1", "ou_bob")]])
def test_a_message_in_a_group_that_is_not_for_us_gets_none(
    desk: Desk, mentions: list[dict[str, object]]
) -> None:
    desk.pusher.say(message_id="om_1", chat="oc_group", group=True, mentions=mentions)
    desk.clock.advance(seconds=1)
    acknowledge_slow(desk.uow)
    assert not signs(desk)
    assert acknowledge_slow(desk.uow) == 0


def test_a_message_in_a_group_that_mentions_us_gets_one(desk: Desk) -> None:
    us = [mention("@_user_1", BOT, "bot")]
    desk.pusher.say(message_id="om_1", chat="oc_group", group=True, mentions=us)
    desk.clock.advance(seconds=1)
    acknowledge_slow(desk.uow)
    assert len(signs(desk)) == 1


def test_many_waiting_messages_are_all_seen_to(desk: Desk) -> None:
    for number in range(120):
        desk.pusher.say(message_id=f"om_{number}", chat=f"oc_{number}")
    desk.clock.advance(seconds=2)
    assert [acknowledge_slow(desk.uow) for _ in range(4)] == [50, 50, 20, 0]
    waiting = desk.rows(select(Inbound).where(Inbound.state == InboundState.RECEIVED))
    assert len(waiting) == len(signs(desk)) == 120


@pytest.mark.postgres
def test_two_workers_that_look_at_the_same_moment_give_one_sign(
    postgres: str, clock: SteppedClock, sample_matcher: Matcher
) -> None:
    with postgres_database(postgres) as url, make_desk(url, clock, sample_matcher) as desk:
        desk.pusher.say(message_id="om_1")
        desk.clock.advance(seconds=1)
        # The other worker has seen the row and has not committed yet.
        with ThreadPoolExecutor(1) as pool, desk.uow() as other:
            other.session.get_one(Inbound, 1, with_for_update=True)
            assert pool.submit(acknowledge_slow, desk.uow).result(DEADLINE) == 0
        assert acknowledge_slow(desk.uow) == 1
        assert len(signs(desk)) == 1
