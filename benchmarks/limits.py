"""How many calls four processes get through the limits, and how long people wait beside a bulk.

    python -m benchmarks.limits [database url] [seconds]

Judge: sliding windows over the moments at which all processes were let go.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.limits import Budget, Call, open_limits

PROCESSES = 4
PERSON_EVERY = 0.2


def main(url: str, seconds: float) -> None:
    print(f"{'lanes':<22}{'worst 1 s':>10}{'worst 60 s':>11}{'per s':>7}{'CPU ms':>8}  waits")
    for title, lanes in (
        ("interactive x4", ["interactive"] * PROCESSES),
        ("bulk x3 + people", ["bulk"] * (PROCESSES - 1) + ["people"]),
    ):
        report(title, run(url, lanes, seconds), seconds)
        time.sleep(2)


def run(url: str, lanes: list[str], seconds: float) -> list[list[float]]:
    """One list of numbers per process: its CPU ms per take, then pairs of moment and wait."""
    begin = str(time.time() + 3)  # when all are up
    command = [sys.executable, "-m", "benchmarks.limits", "--caller", url, begin, str(seconds)]
    callers = [subprocess.Popen([*command, lane], stdout=subprocess.PIPE) for lane in lanes]
    return [[float(number) for number in one.communicate()[0].split()] for one in callers]


def report(title: str, outputs: list[list[float]], seconds: float) -> None:
    went = sorted(moment for numbers in outputs for moment in numbers[1::2])
    cpu = sum(numbers[0] for numbers in outputs) / len(outputs)
    line = f"{title:<22}{most_within(went, 1):>10}{most_within(went, 60):>11}"
    line += f"{len(went) / seconds:>7.1f}{cpu:>8.2f}"
    if title.endswith("people"):
        waits = sorted(outputs[-1][2::2])
        p50, p99 = (waits[int(len(waits) * share)] * 1000 for share in (0.5, 0.99))
        line += f"  people: p50 {p50:.1f} ms, p99 {p99:.1f} ms of {len(waits)}"
    print(line, flush=True)


def most_within(moments: list[float], span: float) -> int:
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - span:
            first += 1
        most = max(most, last - first + 1)
    return most


def call(url: str, begin: float, seconds: float, lane: str) -> None:
    limits = open_limits(url, Budget())
    time.sleep(max(0, begin - time.time()))
    went: list[tuple[float, float]] = []
    takes = 0
    cpu = time.process_time()
    while time.time() - begin < seconds:
        asked = time.time()
        job = Call("message", f"oc_{lane}_{len(went)}", "bulk" if lane == "bulk" else "interactive")
        while wait := limits.take(job):
            takes += 1
            time.sleep(wait)
        takes += 1
        went.append((time.time(), time.time() - asked))
        if lane == "people":
            time.sleep(PERSON_EVERY)
    cpu = (time.process_time() - cpu) / takes * 1000
    limits.close()
    print(cpu, *(number for pair in went for number in pair))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--caller"]:
        call(sys.argv[2], float(sys.argv[3]), float(sys.argv[4]), sys.argv[5])
    else:
        with tempfile.TemporaryDirectory() as folder:
            where = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'desk.db'}"
            main(where, float(sys.argv[2]) if len(sys.argv) > 2 else 65.0)
