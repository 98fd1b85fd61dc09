"""A sandbox with a small bot behind it, and people to play with."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, StubBot, stub_bot
from sandbox.testing import Running, running_sandbox


@pytest.fixture(autouse=True)
def the_sdk_as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk's gateway puts a pool of its own into the SDK's transport, if it ran before us."""
    transport = sys.modules.get("lark_oapi.core.http.transport")
    if transport is not None:
        monkeypatch.setattr(transport, "requests", requests)


@pytest.fixture
def bot() -> Iterator[StubBot]:
    with stub_bot() as running:
        yield running


@pytest.fixture
def sandbox(bot: StubBot) -> Iterator[Running]:
    # The ladder of 15 s, 5 min, 1 h and 6 h becomes 15 ms to 22 s.
    with running_sandbox(bot_url=bot.url, time_scale=1000, answer_timeout=1.0) as running:
        yield running


@pytest.fixture
def client(sandbox: Running) -> SandboxClient:
    return sandbox.client


@pytest.fixture
def api(sandbox: Running) -> Api:
    api = Api(sandbox.base)
    api.login()
    return api


@pytest.fixture
def alice(client: SandboxClient) -> str:
    return str(client.person(role="站长")["open_id"])


@pytest.fixture
def bob(client: SandboxClient) -> str:
    return str(client.person(kind="agent")["open_id"])


@pytest.fixture
def carol(client: SandboxClient) -> str:
    return str(client.person(kind="expert")["open_id"])


@pytest.fixture
def card() -> Callable[..., dict[str, Any]]:
    """A 2.0 card with one button, and whatever else is given."""

    def build(*more: dict[str, Any], label: str = "领取", title: str = "工单") -> dict[str, Any]:
        button = {
            "tag": "button",
            "text": {"tag": "plain_text", "content": label},
            "behaviors": [{"type": "callback", "value": {"act": "take", "id": 7}}],
        }
        return {
            "schema": "2.0",
            "config": {"update_multi": True},
            "header": {"title": {"tag": "plain_text", "content": title}},
            "body": {"elements": [button, *more]},
        }

    return build
