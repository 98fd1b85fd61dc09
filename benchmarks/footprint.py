"""Memory at work, and the time a server needs to come up."""

from __future__ import annotations

import time

from benchmarks import load, machine, place, pushes
from benchmarks.place import Desk, Place
from benchmarks.processes import Running
from benchmarks.table import Line, Spread

WARM_UP = 400


def memory(at: Place) -> list[Line]:
    """After some hundred pushes and the answers to some questions, with the sample FAQ."""
    with place.desk(at) as desk, desk.feishu() as feishu, desk.web() as web:
        with desk.worker() as worker:
            load.closed_loop(desk.port, pushes.chatter(WARM_UP), 10)
            people = [one["open_id"] for one in feishu.people()[:40]]
            for person in people:
                feishu.say(person, "日结失败怎么办")
            feishu.wait_for(lambda: feishu.from_bot(people[-1]), within=30)
            time.sleep(3)
            parent, server = _parent_and_server(web)
            return [_web_line(parent, server), _worker_line(worker)]


def cold_start(at: Place) -> list[Line]:
    with place.desk(at) as desk:
        rounds = Spread(tuple(_seconds_to_200(desk) for _ in range(at.rounds)))
    return [
        Line(
            "`app.py serve` to its first 200",
            f"{rounds.text('.2f')} s",
            "≤ 1.5 s",
            rounds.median <= 1.5,
        )
    ]


def _seconds_to_200(desk: Desk) -> float:
    start = time.perf_counter()
    with desk.web():
        return time.perf_counter() - start


def _parent_and_server(web: Running) -> tuple[float, float]:
    sizes = [machine.pss_mb(pid) for pid in web.pids]
    return sizes[0], max(sizes[1:], default=0.0)


def _web_line(parent: float, server: float) -> Line:
    return Line(
        "memory (PSS) of the web server",
        f"{server:.0f} MB; with its parent {server + parent:.0f} MB",
        "≤ 80 MB",
        server <= 80,
    )


def _worker_line(worker: Running) -> Line:
    size = machine.pss_mb(worker.process.pid)
    return Line("memory (PSS) of the worker", f"{size:.0f} MB", "≤ 120 MB", size <= 120)
