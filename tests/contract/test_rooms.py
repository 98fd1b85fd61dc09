"""A ticket's group begins with nobody but the bot in it, here as at Feishu."""

from __future__ import annotations

import pytest

from bot.feishu.port import Feishu, NewChat
from sandbox.testing import Running
from tests.contract.far import Far, MemoryFar, SandboxFar


@pytest.fixture(params=["memory", "sandbox"])
def far(request: pytest.FixtureRequest) -> Far:
    if request.param == "memory":
        return MemoryFar()
    running: Running = request.getfixturevalue("running")
    running.client.reset()
    running.client.faults(limits=False)
    return SandboxFar(running)


@pytest.fixture
def feishu(far: Far) -> Feishu:
    return far.feishu


def test_a_group_may_begin_with_the_bot_alone_and_be_filled_later(far: Far, feishu: Feishu) -> None:
    chat = feishu.create_chat(NewChat("T000001 跳枪", ()), uuid="room-1")
    assert feishu.add_members(chat, [far.alice]).unknown == ()
    feishu.add_members(chat, [far.alice])
    assert far.members(chat) == {far.alice}
