"""Memory in a file: what comes back after a stop, a reset and a kill."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.keeping import Keeper
from sandbox.stub_bot import Api
from sandbox.testing import Running, running_sandbox

BACK = "http://127.0.0.1:7000/back"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "feishu.db"


@contextmanager
def sandbox_on(file: Path, **settings: Any) -> Iterator[tuple[Running, Api]]:
    with running_sandbox(state=file, **settings) as running:
        api = Api(running.base)
        api.login()
        yield running, api


def people(client: SandboxClient) -> tuple[str, str]:
    alice, bob = client.person(role="站长"), client.person(kind="agent")
    return str(alice["open_id"]), str(bob["open_id"])


def test_chats_messages_and_cards_come_back(
    file: Path, card: Callable[..., dict[str, Any]]
) -> None:
    with sandbox_on(file) as (running, api):
        client = running.client
        alice, bob = people(client)
        body = {"name": "INC-9", "user_id_list": [alice, bob]}
        room = str(api.call("POST", "/im/v1/chats", body).data["chat_id"])
        tab = {"tab_name": "工单", "tab_type": "url", "tab_content": {"url": "https://x.cn"}}
        api.call("POST", f"/im/v1/chats/{room}/chat_tabs", {"chat_tabs": [tab]})
        asked = client.say(alice, "打印机卡纸")["message_id"]
        sent = api.reply(asked, card(), "interactive", uuid="u-1").data["message_id"]
        api.patch(sent, card(title="已受理"))
        client.react(alice, asked, "OK")
        client.read(alice, client.p2p(alice))
        old_token = api.token
        shown, rooms = client.messages(alice), client.chats(alice)
    with sandbox_on(file) as (running, api):
        client = running.client
        assert client.messages(alice) == shown
        assert client.chats(alice) == rooms
        assert api.token == old_token
        tabs = api.call("GET", f"/im/v1/chats/{room}/chat_tabs/list_tabs").data["chat_tabs"]
        assert tabs[-1]["tab_name"] == "工单"
        assert api.reply(asked, card(), "interactive", uuid="u-1").data["message_id"] == sent
        assert api.patch(sent, card(title="已解决")).code == 0


def test_people_scopes_logins_uploads_and_the_clock_come_back(file: Path) -> None:
    with sandbox_on(file, redirect_urls=(BACK,)) as (running, api):
        client = running.client
        alice, bob = people(client)
        client.change_person(alice, name="王站长")
        client.revoke("im:chat:read")
        key = client.upload(alice, "a.png", b"\x89PNG\r\n\x1a\n\n\n", "image/png")["image_key"]
        code = client.code_for(bob, BACK, scope="offline_access")
        client.jump(86_400)
        api.login()
        now = client.now()
    with sandbox_on(file) as (running, api):
        client = running.client
        assert client.change_person(alice, role="站长")["name"] == "王站长"
        assert client.scopes()["revoked"] == ["im:chat:read"]
        with urllib.request.urlopen(f"{running.base}/__sandbox/resources/{key}") as answer:
            assert answer.read() == b"\x89PNG\r\n\x1a\n\n\n"
        assert client.now() >= now[:13]
        body = {"grant_type": "authorization_code", "code": code, "client_id": "cli_sandbox"}
        secret = {"client_secret": "sandbox-secret", "redirect_uri": BACK}
        late = api.call("POST", "/authen/v2/oauth/token", body | secret)
        assert late.code == 20004


def test_an_unfinished_batch_is_finished_after_a_restart(file: Path) -> None:
    with sandbox_on(file, batch_pace=20.0) as (running, api):
        everyone = [one["open_id"] for one in running.client.people()][:40]
        body = {"open_ids": everyone, "msg_type": "text", "content": {"text": "停机"}}
        batch_id = api.call("POST", "/message/v4/batch_send/", body).data["message_id"]
        assert running.client.batches()[0]["waiting"] > 0
    with sandbox_on(file) as (running, _):
        client = running.client
        client.wait_for(lambda: client.batches()[0]["sent"] == 40)
        assert client.batches()[0]["batch_id"] == batch_id
        assert [len(client.messages(one)) for one in everyone] == [1] * 40


def written(file: Path) -> bytes:
    """All messages in the file."""
    with closing(sqlite3.connect(file)) as book:
        rows = book.execute("SELECT value FROM kept WHERE store = 'messages'").fetchall()
    return b"".join(row[0] for row in rows)


def test_a_reset_is_kept_too(file: Path) -> None:
    with sandbox_on(file) as (running, _):
        alice, _bob = people(running.client)
        running.client.say(alice, "alt")
        running.client.wait_for(lambda: b'"alt"' in written(file), what="it is written down")
        running.client.reset()
        running.client.say(alice, "neu")
    with sandbox_on(file) as (running, _):
        assert [one["content"]["text"] for one in running.client.messages(alice)] == ["neu"]


def test_what_was_named_on_the_command_line_counts_more_than_the_file(file: Path) -> None:
    with sandbox_on(file, scopes=("im:message",)) as (running, _):
        running.client.grant("im:chat")
    with sandbox_on(file, scopes=("im:resource",)) as (running, _):
        assert running.client.scopes()["scopes"] == ["im:resource"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(file: Path) -> Iterator[tuple[subprocess.Popen[bytes], SandboxClient]]:
    port = free_port()
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--state", str(file)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    client = SandboxClient(f"http://127.0.0.1:{port}")
    try:
        client.wait_for(lambda: _answers(client), within=20, what="the sandbox answers")
        yield running, client
    finally:
        running.kill()
        running.wait()


def _answers(client: SandboxClient) -> bool:
    try:
        return bool(client.app())
    except OSError:
        return False


def test_a_kill_loses_at_most_the_last_second(file: Path) -> None:
    with process(file) as (running, client):
        alice, _ = people(client)
        written: list[tuple[float, str]] = []
        for number in range(150):
            client.say(alice, str(number))
            written.append((time.monotonic(), str(number)))
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGKILL)
        killed = time.monotonic()
    with process(file) as (_, client):
        kept = [one["content"]["text"] for one in client.messages(alice, limit=500)]
    due = [text for at, text in written if at < killed - 1.0]
    assert due
    assert kept[: len(due)] == due
    assert kept == [text for _, text in written][: len(kept)]


class Counter:
    """A store of another room: all it needs to be kept."""

    def __init__(self) -> None:
        self.number = 0

    def snapshot(self) -> dict[str, int]:
        return {"number": self.number}

    def restore(self, data: dict[str, int]) -> None:
        self.number = data["number"]


def test_a_new_store_joins_with_two_methods(file: Path) -> None:
    asyncio.run(_keep_twice(file))


async def _keep_twice(file: Path) -> None:
    first, second = Counter(), Counter()
    for store in (first, second):
        keeper = Keeper(file)
        keeper.keep("counter", lambda store=store: store)  # type: ignore[misc]
        keeper.open()
        store.number += 1
        keeper.start()
        await keeper.stop()
    assert second.number == 2
    with sqlite3.connect(file) as book:
        rows = book.execute("SELECT value FROM kept WHERE store = 'counter'").fetchall()
    book.close()
    assert [json.loads(row[0]) for row in rows] == [{"number": 2}]
