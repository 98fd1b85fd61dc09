"""Old pushes go, and nothing that stays may hold them up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot import retention
from models import Inbound, Outbound, OutboundState, Question
from tests.furniture import Desk

KEEP = timedelta(days=60)


def greet(desk: Desk, count: int) -> None:
    for _ in range(count):
        desk.pusher.say("帮助")
    desk.drain()


def count(desk: Desk, table: type[Inbound] | type[Outbound]) -> int:
    return desk.rows(select(func.count(table.id)))[0]


def test_old_pushes_and_their_calls_go_and_young_ones_stay(desk: Desk) -> None:
    greet(desk, 2)
    desk.clock.advance(days=61)
    greet(desk, 1)
    assert retention.forget_pushes(desk.uow, KEEP) == 2
    assert (count(desk, Inbound), count(desk, Outbound)) == (1, 1)


def test_a_question_stays_with_its_push(desk: Desk) -> None:
    desk.pusher.say()
    desk.drain()
    desk.clock.advance(days=61)
    assert retention.forget_pushes(desk.uow, KEEP) == 0
    assert len(desk.rows(select(Question))) == 1


def test_pushes_with_parked_calls_do_not_hold_up_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They used to fill every batch, and then nothing was forgotten any more."""
    monkeypatch.setattr(retention, "BATCH", 2)
    greet(desk, 4)
    with desk.uow() as tx:
        first = select(Outbound.id).order_by(Outbound.id).limit(2)
        tx.session.execute(
            update(Outbound).where(Outbound.id.in_(first)).values(state=OutboundState.PARKED)
        )
    desk.clock.advance(days=61)
    assert retention.forget_pushes(desk.uow, KEEP) == 2
    assert retention.forget_pushes(desk.uow, KEEP) == 0
    assert {row.state for row in desk.rows(select(Outbound))} == {OutboundState.PARKED}
