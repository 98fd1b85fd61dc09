"""Feishu's limits under a flood of questions: never refused, and hardly anything left unused."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from benchmarks import place
from benchmarks.place import Place
from benchmarks.table import Line

MINUTE = timedelta(minutes=1)
PER_MINUTE = 1000
# Enough that answers wait for their turn all the time.
QUESTIONS = 1300


def measure(at: Place) -> list[Line]:
    seconds = 20 if at.quick else 90
    with place.desk(at) as desk, desk.feishu() as feishu, desk.web(), desk.worker():
        people = [one["open_id"] for one in feishu.people()]
        ends = time.monotonic() + seconds
        for number in range(QUESTIONS):
            feishu.say(people[number % len(people)], "日结失败怎么办")
        time.sleep(max(0.0, ends - time.monotonic()))
        report, calls = feishu.report(), feishu.calls()
    times = sorted(_moment(call) for call in calls if _is_message(call))
    per_second = _most(times, timedelta(seconds=1))
    shown, share = _used(times, seconds)
    return [
        Line(
            f"flood of {QUESTIONS} questions: calls refused by Feishu's limits",
            f"{report['throttled']}; most in a second {per_second} of 50",
            "0",
            report["throttled"] == 0,
        ),
        Line("share of Feishu's 1000 messages a minute in use", shown, "≥ 90 %", share),
    ]


def _used(times: list[datetime], seconds: float) -> tuple[str, bool | None]:
    if seconds < 60:
        return f"{len(times)} messages in {seconds:.0f} s (too short for a share)", None
    share = _most(times, MINUTE) / PER_MINUTE
    return f"{share:.0%}", share >= 0.9


def _most(times: list[datetime], span: timedelta) -> int:
    """The fullest window of that length."""
    most = first = 0
    for last, at in enumerate(times):
        while times[first] <= at - span:
            first += 1
        most = max(most, last - first + 1)
    return most


def _is_message(call: dict[str, Any]) -> bool:
    path = str(call["path"])
    return call["method"] == "POST" and "/im/v1/messages" in path and "reactions" not in path


def _moment(call: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(str(call["at"]).replace("Z", "+00:00"))
