"""How long Feishu waits for its 200, and how long a push waits for its handler."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from sqlalchemy import create_engine, text

from benchmarks import load, place, pushes
from benchmarks.place import Desk, Place
from benchmarks.processes import wait_until
from benchmarks.table import Line

RATE = 200
PUSHES = 60
EVERY = 0.25


def acknowledging(at: Place) -> list[Line]:
    """An open loop: latency from the moment a push was due."""
    seconds = 5 if at.quick else 20
    with place.desk(at) as desk, desk.web():
        load.closed_loop(desk.port, pushes.questions(200), 5)
        outcome = load.open_loop(desk.port, pushes.questions(RATE * seconds), RATE)
    p99 = outcome.wait_ms(0.99)
    return [
        Line(
            f"time to 200 at {RATE}/s, open loop, p50 / p99 / max, {at.backend}",
            f"{outcome.wait_ms(0.5):.1f} / {p99:.1f} / {outcome.wait_ms(1):.1f} ms"
            f" ({outcome.accepted} of {RATE * seconds})",
            "p99 ≤ 20 ms",
            p99 <= 20,
        )
    ]


def starting(at: Place) -> list[Line]:
    """From the row's `received_at` to the moment its handler began with, left in `done_at`."""
    count = 20 if at.quick else PUSHES
    with place.desk(at) as desk, desk.feishu(), desk.web(), desk.worker():
        load.closed_loop(desk.port, pushes.chatter(5), 5)
        time.sleep(2)
        load.open_loop(desk.port, pushes.chatter(count), 1 / EVERY)
        waits = sorted(waits_of(desk)[5:])
    middle, longest = waits[len(waits) // 2], waits[-1]
    return [
        Line(
            "push received → handler starts, idle desk, p50 / max",
            f"{middle:.0f} / {longest:.0f} ms ({len(waits)} pushes)",
            "≤ 50 / 120 ms",
            middle <= 50 and longest <= 120,
        )
    ]


def waits_of(desk: Desk) -> list[float]:
    """Milliseconds, in the order of arrival, when all is done."""
    engine = create_engine(desk.database)
    query = text("SELECT received_at, done_at FROM inbound ORDER BY id")

    def rows() -> list[tuple[object, object]]:
        with engine.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    wait_until(lambda: all(done for _, done in rows()), "all rows done")
    waits = [(moment(done) - moment(got)) / timedelta(milliseconds=1) for got, done in rows()]
    engine.dispose()
    return waits


def moment(value: object) -> datetime:
    """SQLite gives text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
