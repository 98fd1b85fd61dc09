"""While Feishu answers nobody, nobody hammers at it; and one id leads from push to delivery."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.delivery import AWAY_AFTER, AWAY_PAUSE, Delivery
from bot.engine.port import Work
from bot.feishu.errors import TryLater
from bot.limits import Api, NoLimits
from models import Inbound, Outbound, OutboundState
from tests.furniture import Desk


class Listening(NoLimits):
    """Lets everybody go, and remembers who was held."""

    def __init__(self) -> None:
        self.held: list[tuple[Api, float]] = []

    def penalise(self, api: Api, wait: float) -> None:
        self.held.append((api, wait))


@pytest.fixture
def limits() -> Listening:
    return Listening()


def deliver(desk: Desk, limits: Listening, error: TryLater, times: int) -> None:
    desk.pusher.say("日结失败怎么办", message_id="om_1")
    desk.drain(Work.INBOUND)
    desk.feishu.refuse_next(error, times=times)
    Delivery(desk.uow, desk.feishu, limits, lambda seconds: False).work(1)
    (mail,) = desk.rows(select(Outbound))
    assert mail.state is OutboundState.SENT


def test_after_some_calls_without_an_answer_all_calls_of_the_kind_pause(
    desk: Desk, limits: Listening
) -> None:
    deliver(desk, limits, TryLater(0, "ConnectionError"), AWAY_AFTER + 1)
    assert limits.held == [("message", AWAY_PAUSE)] * 2


def test_a_few_calls_without_an_answer_hold_nobody(desk: Desk, limits: Listening) -> None:
    deliver(desk, limits, TryLater(0, "ConnectionError"), AWAY_AFTER - 1)
    assert limits.held == []


def test_a_refusal_is_an_answer(desk: Desk, limits: Listening) -> None:
    deliver(desk, limits, TryLater(230020, "too many to one chat"), AWAY_AFTER + 1)
    assert limits.held == []


def test_the_wait_that_feishu_asks_for_is_everybody_s(desk: Desk, limits: Listening) -> None:
    deliver(desk, limits, TryLater(99991400, "frequency limit", wait=7.0), 1)
    assert limits.held == [("message", 7.0)]


def test_the_log_of_a_delivery_names_the_push_that_caused_it(desk: Desk) -> None:
    from structlog.contextvars import merge_contextvars

    desk.pusher.say("日结失败怎么办", message_id="om_1")
    with capture_logs(processors=[merge_contextvars]) as lines:
        desk.drain()
    (row,) = desk.rows(select(Inbound))
    traces = {line["event"]: line.get("trace") for line in lines}
    assert traces["worked"] == traces["sent"] == row.key == "message:om_1"
