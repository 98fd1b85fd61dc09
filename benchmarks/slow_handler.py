"""Work slower than Feishu's patience of 3 s: who repeats, who loses, who answers twice."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks import place
from benchmarks.place import Place
from benchmarks.processes import free_port, wait_until
from benchmarks.table import Line
from sandbox.client import SandboxClient

EVENTS = 12
SECONDS = 4.0
# Feishu's ladder of 15 s, 5 min, 1 h and 6 h, hurried.
HURRY = "5000"
QUESTION = "日结失败怎么办"


@dataclass(frozen=True)
class Count:
    deliveries: int
    accepted: int
    runs: int
    duplicates: int

    def text(self) -> str:
        return f"{self.deliveries} / {self.accepted} / {self.runs} / {self.duplicates}"


def measure(at: Place) -> list[Line]:
    ours = _ours(at)
    lines = [
        Line(
            f"{EVENTS} events, {SECONDS:.0f} s of work: deliveries / accepted / runs / shown twice",
            ours.text(),
            f"{EVENTS} / {EVENTS} / {EVENTS} / 0",
            ours == Count(EVENTS, EVENTS, EVENTS, 0),
        )
    ]
    if not at.quick:
        lines.append(Line("the same, SDK sample on gunicorn sync ×2", _sample(at).text()))
    return lines


def _ours(at: Place) -> Count:
    ran = at.folder / "ran"
    env = {"SLOW_SECONDS": str(SECONDS), "SLOW_RAN": str(ran)}
    with place.desk(at) as desk, desk.feishu("--time-scale", HURRY) as feishu, desk.web():
        with desk.worker("benchmarks.slow_worker", **env):
            people = _ask(feishu)
            wait_until(lambda: all(map(feishu.from_bot, people)), "all answers", within=120)
            time.sleep(SECONDS + 2)
            shown = [len(feishu.from_bot(person)) for person in people]
            return _count(feishu, ran, duplicates=sum(n - 1 for n in shown))


def _sample(at: Place) -> Count:
    """Each run would have answered, so each beyond an event's first is one too many to see."""
    ran, port = at.folder / "sample-ran", free_port()
    env = {"SAMPLE_SECONDS": str(SECONDS), "SAMPLE_RAN": str(ran)}
    options = ("-k", "sync", "-w", "2")
    with place.sample(at, *options, stores=False, **env) as (_, bot_port):
        with place.sandbox(at, port, bot_port, "--time-scale", HURRY) as feishu:
            _ask(feishu)
            wait_until(lambda: feishu.report()["pending_pushes"] == 0, "the ladder", within=240)
            # What nobody waits for any more still stands in the server's queue, and is worked.
            wait_until(lambda: _is_quiet(ran), "the queue", within=240)
            runs = Counter(ran.read_text().split())
            return _count(feishu, ran, duplicates=sum(n - 1 for n in runs.values()))


def _is_quiet(ran: Path) -> bool:
    return time.time() - ran.stat().st_mtime > 3 * SECONDS


def _ask(feishu: SandboxClient) -> list[str]:
    people = [str(one["open_id"]) for one in feishu.people()[:EVENTS]]
    for person in people:
        feishu.say(person, QUESTION)
    return people


def _count(feishu: SandboxClient, ran: Path, *, duplicates: int) -> Count:
    pushed = [one for one in feishu.pushes() if one["event_type"] == "im.message.receive_v1"]
    accepted = {one["event_id"] for one in pushed if one["ok"]}
    return Count(len(pushed), len(accepted), len(ran.read_text().splitlines()), duplicates)
