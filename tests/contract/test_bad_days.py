"""The sandbox misbehaves as Feishu can; what else can go wrong is in test_errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.feishu.errors import NeverAgain, TryLater
from bot.feishu.port import Address, Feishu, Text
from sandbox.testing import Running
from tests.contract.far import Far, SandboxFar


@pytest.fixture
def far(running: Running) -> Iterator[Far]:
    running.client.reset()
    yield SandboxFar(running)
    running.client.clear_faults()


@pytest.fixture
def feishu(far: Far) -> Feishu:
    return far.feishu


@pytest.mark.parametrize("error", ["429", "500", "html", "reset"])
def test_a_failed_send_may_be_tried_later_and_arrives_once(
    running: Running, far: Far, feishu: Feishu, error: str
) -> None:
    to = Address("open_id", far.alice)
    running.client.faults(send_error_rate=1.0, error=error)
    with pytest.raises(TryLater):
        feishu.send(to, Text("一次"), uuid="same")
    running.client.clear_faults()
    assert far.seen(feishu.send(to, Text("一次"), uuid="same").chat_id) == ["一次"]


@pytest.mark.parametrize("status", [200, 400])
def test_an_expired_token_is_not_noticed(
    running: Running, far: Far, feishu: Feishu, status: int
) -> None:
    feishu.bot()
    running.client.faults(bad_token_status=status)
    running.client.expire_tokens()
    feishu.send(Address("open_id", far.alice), Text("."), uuid="1")


def test_the_sixth_message_of_a_second_may_be_tried_later(far: Far, feishu: Feishu) -> None:
    to = Address("open_id", far.alice)
    for n in range(5):
        feishu.send(to, Text("."), uuid=str(n))
    with pytest.raises(TryLater, match="230020"):
        feishu.send(to, Text("."), uuid="5")


def test_a_missing_scope_is_named(running: Running, far: Far, feishu: Feishu) -> None:
    running.client.faults(missing_scopes=["im:message"])
    with pytest.raises(NeverAgain, match="scopes: im:message"):
        feishu.send(Address("open_id", far.alice), Text("."), uuid="1")


def test_a_person_outside_the_apps_range_is_final(
    running: Running, far: Far, feishu: Feishu
) -> None:
    running.client.faults(unavailable=[far.alice])
    with pytest.raises(NeverAgain, match="availability range"):
        feishu.send(Address("open_id", far.alice), Text("."), uuid="1")
