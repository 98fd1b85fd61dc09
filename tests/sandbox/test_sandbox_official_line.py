"""The official client at the other end of a long connection."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.stub_bot import Api
from sandbox.testing import Running, running_sandbox


@pytest.fixture
def sandbox() -> Iterator[Running]:
    with running_sandbox(answer_timeout=1.0, ws_reconnect_nonce_s=0) as running:
        yield running


def test_the_official_client_hears_and_answers(
    sandbox: Running, card: Callable[..., dict[str, Any]]
) -> None:
    heard: list[Any] = []
    stop = threading.Event()
    thread = threading.Thread(target=_run_official, args=(sandbox.base, heard, stop), daemon=True)
    thread.start()
    client, alice = sandbox.client, str(sandbox.client.person(role="站长")["open_id"])
    try:
        client.wait_for(lambda: client.lines(), within=15)
        client.say(alice, "喂")
        client.wait_for(lambda: heard)
        assert heard[0].event.message.content == '{"text": "喂"}'
        api = Api(sandbox.base)
        api.login()
        sent = api.send(alice, card(), "interactive").data["message_id"]
        client.faults(ws_fragment_bytes=200)
        assert client.click(alice, sent, "领取")["toast"]["content"] == "好"
        assert client.drop_lines() == 1
        client.wait_for(lambda: client.lines(), within=15)
        client.say(alice, "noch da?")
        client.wait_for(lambda: len(heard) == 2)
    finally:
        stop.set()
        thread.join(10)


def _run_official(base: str, heard: list[Any], stop: threading.Event) -> None:
    """The client takes its loop from its module; here it gets one of its own."""
    import lark_oapi as lark
    from lark_oapi.ws import client as official

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    official.loop.close()
    official.loop = loop
    handler = (
        lark.EventDispatcherHandler.builder("", "")
        .register_p2_im_message_receive_v1(heard.append)
        .register_p2_card_action_trigger(lambda _: {"toast": {"type": "info", "content": "好"}})
        .build()
    )
    client = lark.ws.Client(
        "cli_sandbox",
        "sandbox-secret",
        event_handler=handler,
        domain=base,
        log_level=lark.LogLevel.CRITICAL,
    )

    async def run() -> None:
        await client._connect()
        while not stop.is_set():
            await asyncio.sleep(0.05)
        client._auto_reconnect = False
        await client._disconnect()
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()
        await asyncio.sleep(0)

    loop.run_until_complete(run())
    loop.close()
