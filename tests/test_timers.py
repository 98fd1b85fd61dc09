"""What is due becomes an event of our own, once, and is worked like any push."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import internal, timers
from bot.engine.port import Work
from bot.internal import Internal
from bot.matching.port import Matcher
from bot.router import Router
from bot.rules import Rules
from bot.unit_of_work import Tx
from models import Inbound, InboundState, Timer
from tests.furniture import Desk, SteppedClock, make_desk


@pytest.fixture
def desk(database_url: str, clock: SteppedClock, sample_matcher: Matcher) -> Iterator[Desk]:
    with make_desk(database_url, clock, sample_matcher) as it:
        yield it


def listen(desk: Desk, *, fail: bool = False) -> list[tuple[str, object]]:
    """Hear what is rung, and what was prepared for it."""
    heard: list[tuple[str, object]] = []
    router = Router(lambda message, tx: True)

    def ring(event: Internal, tx: Tx) -> None:
        if fail:
            raise ValueError("a bug")
        heard.append((str(event.payload["say"]), tx.prepared))

    router.on_internal("ring")(ring)
    router.on_prepare(lambda incoming: f"prepared for {type(incoming).__name__}")
    desk.inline.start(
        {Work.INBOUND: Rules(desk.uow, router, lambda seconds: False).work, Work.OUTBOUND: print}
    )
    return heard


def set_bell(desk: Desk, key: str, seconds: float, say: str, **more: str) -> None:
    with desk.uow() as tx:
        event = Internal("ring", "oc_alice", {"say": say, **more})
        timers.set_timer(key, tx.now + timedelta(seconds=seconds), event, tx)


def test_a_timer_fires_when_it_is_due_and_only_once(desk: Desk) -> None:
    heard = listen(desk)
    set_bell(desk, "bell", 3, "ding")
    desk.wait(seconds=2)
    assert heard == []
    desk.wait(seconds=1)
    desk.wait(seconds=10)
    assert heard == [("ding", "prepared for Internal")]
    assert desk.rows(select(Timer)) == []


def test_setting_it_again_moves_it(desk: Desk) -> None:
    heard = listen(desk)
    set_bell(desk, "bell", 3, "early")
    desk.wait(seconds=2)
    set_bell(desk, "bell", 3, "late")
    desk.wait(seconds=2)
    assert heard == []
    desk.wait(seconds=1)
    assert [say for say, _ in heard] == ["late"]


def test_a_timer_set_anew_after_it_fired_fires_again(desk: Desk) -> None:
    heard = listen(desk)
    for say in ("one", "two"):
        set_bell(desk, "bell", 3, say)
        desk.wait(seconds=3)
    assert [say for say, _ in heard] == ["one", "two"]


def test_a_timer_set_anew_by_what_it_caused_fires_again_however_long_its_key(desk: Desk) -> None:
    heard = listen(desk)
    key = "bell" * 30
    set_bell(desk, key, 0, "one")
    timers.fire_due(desk.uow)
    set_bell(desk, key, 3, "two")  # in the same instant
    desk.wait(seconds=3)
    assert [say for say, _ in heard] == ["one", "two"]


def test_a_cancelled_timer_is_silent(desk: Desk) -> None:
    heard = listen(desk)
    set_bell(desk, "bell", 3, "ding")
    with desk.uow() as tx:
        timers.cancel("bell", tx)
    desk.wait(seconds=5)
    assert heard == []


def test_the_same_outcome_posted_twice_is_one_event(desk: Desk) -> None:
    heard = listen(desk)
    for expected in (True, False):
        with desk.uow() as tx:
            event = Internal("ring", "oc_alice", {"say": "done"})
            assert internal.post(event, "outcome:1", tx) is expected
    desk.drain()
    assert [say for say, _ in heard] == ["done"]


def test_rules_that_fail_on_it_apologise_to_the_message_it_names(desk: Desk) -> None:
    listen(desk, fail=True)
    set_bell(desk, "bell", 1, "ding", message_id="om_1")
    desk.clock.advance(seconds=1)
    timers.fire_due(desk.uow)
    desk.drain(only=Work.INBOUND)
    (row,) = desk.rows(select(Inbound))
    assert row.state is InboundState.PARKED
    assert [item.work for item in desk.inline.waiting] == [Work.OUTBOUND]
