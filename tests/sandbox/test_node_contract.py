"""The sandbox as a client sees it that shares nothing with us: the official Node SDK."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sandbox.push import envelope
from sandbox.stub_bot import Api
from sandbox.testing import Running, running_sandbox

HERE = Path(__file__).parent / "node"
INSTALL_WITHIN_S = 180
Json = dict[str, Any]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script beside its dependencies, as the lock file has them."""
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        _give_up(f"NO NODE: {' and '.join(missing)} not found")
    folder = tmp_path_factory.mktemp("node")
    for file in HERE.iterdir():
        shutil.copy(file, folder)
    # No scripts of strangers; no package needs one.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_WITHIN_S, check=False
    )
    if done.returncode:
        _give_up(f"NO NODE SDK: npm ci failed: {done.stderr[-500:]}")
    return folder


def _give_up(why: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


class NodeBot:
    """The script, and what it has told."""

    def __init__(self, package: Path, port: int, base: str, table: Json) -> None:
        # Without the proxies of this machine: both ends are on it.
        env = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        env |= {
            "BASE": base,
            "PORT": str(port),
            "APP_ID": "cli_sandbox",
            "APP_SECRET": "sandbox-secret",
            "ENCRYPT_KEY": "sandbox-encrypt-key",
            "VERIFICATION_TOKEN": "sandbox-verification-token",
            **table,
        }
        self.told: list[Json] = []
        self.noise: list[str] = []
        self._process = subprocess.Popen(
            ["node", "contract.cjs"],
            cwd=package,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def of(self, what: str) -> list[Json]:
        return [one for one in self.told if one["what"] == what]

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        finally:
            self._process.kill()
            self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                try:
                    self.told.append(json.loads(line))
                except ValueError:
                    self.noise.append(line)


@pytest.fixture(scope="module")
def scene(package: Path) -> Iterator[tuple[Running, NodeBot]]:
    port = _free_port()
    with running_sandbox(bot_url=f"http://127.0.0.1:{port}/webhook") as running:
        with _node_bot(package, port, running) as bot:
            yield running, bot


@contextmanager
def _node_bot(package: Path, port: int, running: Running) -> Iterator[NodeBot]:
    bot = NodeBot(package, port, running.base, _table(running))
    try:
        running.client.wait_for(lambda: bot.of("ready"), within=20, what="node is ready")
        yield bot
    finally:
        bot.stop()


def _table(running: Running) -> Json:
    """A base with one row."""
    api = Api(running.base)
    api.login()
    app = api.call("POST", "/bitable/v1/apps", {"name": "反馈"}).data["app"]["app_token"]
    body = {"table": {"name": "问题", "fields": [{"field_name": "标题", "type": 1}]}}
    table = api.call("POST", f"/bitable/v1/apps/{app}/tables", body).data["table_id"]
    row = {"fields": {"标题": "卡纸"}}
    made = api.call("POST", f"/bitable/v1/apps/{app}/tables/{table}/records", row)
    assert made.code == 0, made.body
    return {"APP_TOKEN": app, "TABLE_ID": table}


def test_the_address_is_verified(scene: tuple[Running, NodeBot]) -> None:
    running, _ = scene
    assert running.client.verify_url() == {"ok": True}


def test_an_encrypted_signed_push_is_read_answered_and_clicked(
    scene: tuple[Running, NodeBot],
) -> None:
    running, bot = scene
    client = running.client
    alice = str(client.person(role="站长")["open_id"])
    client.say(alice, "打印机卡纸")
    client.wait_for(
        lambda: bot.of("records") or bot.of("failed"), within=20, what=f"an end; {bot.noise}"
    )
    assert bot.of("failed") == []
    (heard,) = bot.of("message")
    assert (heard["text"], heard["sender"]) == ("打印机卡纸", alice)
    (answered,) = bot.of("answered")
    assert answered["codes"] == {"reply": 0, "patch": 0, "create": 0}
    shown = client.message(alice, answered["card"])
    assert shown["content"]["header"]["title"]["content"] == "工单 7"
    assert client.message(alice, answered["text"])["content"] == {"text": "收到"}
    clicked = client.click(alice, answered["card"], "领取")
    assert clicked["toast"] == {"type": "success", "content": "已领取"}
    (click,) = bot.of("click")
    assert (click["value"], click["by"]) == ({"act": "take"}, alice)


def test_rows_of_a_base_are_listed(scene: tuple[Running, NodeBot]) -> None:
    running, bot = scene
    if not bot.of("records"):
        running.client.say(str(running.client.person(kind="agent")["open_id"]), "表")
    running.client.wait_for(lambda: bot.of("records"), within=20, what="the rows")
    found = bot.of("records")[0]
    assert (found["code"], found["total"], found["fields"]) == (0, 1, [{"标题": "卡纸"}])


@pytest.mark.parametrize("key", ["", "sandbox-encrypt-key"])
def test_bodies_hold_no_spaces(key: str) -> None:
    """The Node SDK checks the signature of the body parsed and written again."""
    body = envelope.body_of({"schema": "2.0", "event": {"a": [1, "二"]}}, key)
    again = json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False)
    assert body == again.encode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
