"""`python -m benchmarks.sandbox`: what the local Feishu sustains on one core.

Judged by what it does in a second of its own processor time: on a busy machine the clock on the
wall tells how much was left over for it, which is printed beside.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import load, machine
from benchmarks.processes import (
    ROOT,
    Running,
    answers,
    free_port,
    python,
    running,
    wait_until,
)
from benchmarks.table import Line, Spread, render
from sandbox.client import SandboxClient
from sandbox.stub_bot import Api

CALLS_PER_SECOND = 1_000
PUSHES_PER_SECOND = 500
START_MS = 1_000
HEALTH = "/__sandbox/health"


@dataclass(frozen=True)
class Pace:
    """How many in a second on the wall, and in a second of processor time."""

    wall: Spread
    own: Spread

    @classmethod
    def of(cls, rounds: list[tuple[float, float]]) -> Pace:
        wall, own = zip(*rounds, strict=True)
        return cls(Spread(wall), Spread(own))

    def line(self, figure: str, target: int) -> Line:
        text = f"{self.own.text()} by processor, {self.wall.text()} by the clock"
        return Line(figure, text, f"≥ {target:,}", self.own.median >= target)


@dataclass(frozen=True)
class Scene:
    port: int
    client: SandboxClient
    api: Api
    process: Running
    people: list[str]

    def request(self, method: str, path: str, body: object | None = None) -> bytes:
        payload = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {self.api.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
        )
        return head.encode() + payload


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sandbox", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter and fewer rounds")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    options = parser.parse_args()
    rounds, seconds = (1, 1.5) if options.quick else (3, 4.0)
    folder = Path(tempfile.mkdtemp(prefix="benchmarks-sandbox-"))
    try:
        lines = [starting(folder, 2 * rounds + 1), *calls(folder, rounds, seconds)]
        lines.append(pushes(folder, rounds, seconds))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(
        f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, "
        f"load average {machine.load_average():.1f}\n\n{render(lines)}"
    )
    if options.json:
        options.json.write_text(json.dumps([one.as_json() for one in lines], indent=1) + "\n")


def starting(folder: Path, rounds: int) -> Line:
    """From the command to the first answer."""

    def once() -> tuple[float, float]:
        started = time.perf_counter()
        with _sandbox(folder, "") as (_, process):
            return (time.perf_counter() - started) * 1000, process.cpu_seconds() * 1000

    wall, own = (Spread(one) for one in zip(*(once() for _ in range(rounds)), strict=True))
    text = f"{own.text()} ms by processor, {wall.text()} ms by the clock"
    return Line("start to first answer", text, f"< {START_MS:,} ms", own.median < START_MS)


def calls(folder: Path, rounds: int, seconds: float) -> Iterator[Line]:
    """Each kind of call alone, 32 at a time, without rate limits."""
    with _scene(folder, "") as scene:
        person = itertools.cycle(scene.people)
        message = scene.api.send(scene.people[0], _card(), "interactive").data["message_id"]
        kinds: dict[str, Iterator[bytes]] = {
            "send a text": (_text_to(scene, one) for one in person),
            "send a card": (_card_to(scene, one) for one in person),
            "update a card": itertools.repeat(
                scene.request(
                    "PATCH",
                    f"/open-apis/im/v1/messages/{message}",
                    {"content": json.dumps(_card())},
                )
            ),
            "read a message": itertools.repeat(
                scene.request("GET", f"/open-apis/im/v1/messages/{message}")
            ),
        }
        for name, requests in kinds.items():
            yield _calls_line(name, scene, requests, rounds, seconds)


def _calls_line(
    name: str, scene: Scene, requests: Iterator[bytes], rounds: int, seconds: float
) -> Line:
    found = []
    for _ in range(rounds):
        before = scene.client.report()["refused"]
        worked = scene.process.cpu_seconds()
        outcome = load.closed_loop(scene.port, requests, seconds)
        worked = scene.process.cpu_seconds() - worked
        if scene.client.report()["refused"] != before:
            raise RuntimeError(f"{name}: refused {scene.client.report()['refused']}")
        found.append((outcome.rate, outcome.accepted / worked))
    return Pace.of(found).line(f"API calls/s: {name}", CALLS_PER_SECOND)


def pushes(folder: Path, rounds: int, seconds: float) -> Line:
    """People write as fast as they can; until the bot has answered the last push."""
    port = free_port()
    with running("bot", python("-m", "benchmarks.hello", str(port)), folder, {}) as bot:
        wait_until(lambda: answers(port), "the bare server")
        _pin(bot.process.pid, last=True)
        with _scene(folder, f"http://127.0.0.1:{port}/") as scene:
            pace = Pace.of([_pushed(scene, seconds) for _ in range(rounds)])
    return pace.line("pushes/s, signed and encrypted", PUSHES_PER_SECOND)


def _pushed(scene: Scene, seconds: float) -> tuple[float, float]:
    """What people write is part of it: a message by a person is what leads to a push."""
    before = scene.client.report()["pushes"]
    words = (_said_by(scene, one) for one in itertools.cycle(scene.people))
    started, worked = time.perf_counter(), scene.process.cpu_seconds()
    load.closed_loop(scene.port, words, seconds)
    wait_until(lambda: scene.client.report()["pending_pushes"] == 0, "all pushes are answered")
    taken, worked = time.perf_counter() - started, scene.process.cpu_seconds() - worked
    report = scene.client.report()
    if report["retries"] or report["lost"]:
        raise RuntimeError(f"pushes failed: {report}")
    pushed = float(report["pushes"] - before)
    return pushed / taken, pushed / worked


@contextmanager
def _scene(folder: Path, bot_url: str) -> Iterator[Scene]:
    with _sandbox(folder, bot_url) as (port, process):
        _pin(process.process.pid, last=False)
        _pin(os.getpid(), last=True)
        client = SandboxClient(f"http://127.0.0.1:{port}")
        client.faults(limits=False)
        api = Api(client.base)
        api.login()
        everyone = [str(one["open_id"]) for one in client.people()]
        yield Scene(port, client, api, process, everyone)


@contextmanager
def _sandbox(folder: Path, bot_url: str) -> Iterator[tuple[int, Running]]:
    port = free_port()
    command = python("-m", "sandbox", "--port", str(port), "--bot-url", bot_url)
    with running("sandbox", command, folder, {"PYTHONPATH": str(ROOT)}) as process:
        wait_until(lambda: answers(port, HEALTH), "the sandbox")
        yield port, process


def _pin(pid: int, *, last: bool) -> None:
    """The sandbox has the first core for itself, what bothers it the others."""
    cores = sorted(os.sched_getaffinity(0) | _all_cores())
    chosen = set(cores[1:] or cores) if last else {cores[0]}
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), chosen)


def _all_cores() -> set[int]:
    return set(range(os.cpu_count() or 1))


def _text_to(scene: Scene, person: str) -> bytes:
    content = json.dumps({"text": "请先关机，等一分钟再开机。"}, ensure_ascii=False)
    body = {"receive_id": person, "msg_type": "text", "content": content}
    return scene.request("POST", "/open-apis/im/v1/messages?receive_id_type=open_id", body)


def _card_to(scene: Scene, person: str) -> bytes:
    content = json.dumps(_card(), ensure_ascii=False)
    body = {"receive_id": person, "msg_type": "interactive", "content": content}
    return scene.request("POST", "/open-apis/im/v1/messages?receive_id_type=open_id", body)


def _said_by(scene: Scene, person: str) -> bytes:
    return scene.request("POST", "/__sandbox/say", {"as": person, "text": "打印机卡纸"})


def _card() -> dict[str, object]:
    """As large as an answer usually is."""
    text = {"tag": "markdown", "content": "1. **关机**，等一分钟。\n2. 再开机。\n" * 8}
    buttons = [
        {
            "tag": "button",
            "text": {"tag": "plain_text", "content": label},
            "behaviors": [{"type": "callback", "value": {"do": label}}],
        }
        for label in ("解决了", "没解决", "转人工")
    ]
    return {
        "schema": "2.0",
        "config": {"update_multi": True},
        "header": {"title": {"tag": "plain_text", "content": "打印机卡纸"}},
        "body": {"elements": [text, *buttons]},
    }


if __name__ == "__main__":
    main()
