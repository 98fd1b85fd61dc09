"""Card clicks while the desk is busy: a person looks at the button until it is answered."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text

from benchmarks import load, place, pushes
from benchmarks.place import Desk, Place
from benchmarks.table import Line
from sandbox.client import SandboxClient

CLICKS_PER_SECOND = 50
MESSAGES_PER_SECOND = 20


def measure(at: Place) -> list[Line]:
    seconds = 8 if at.quick else 20
    with place.desk(at) as desk, desk.feishu() as feishu, desk.web(), desk.worker():
        chats = [(feishu.p2p(one["open_id"]), one["open_id"]) for one in feishu.people()[:100]]
        clicks = pushes.clicks(CLICKS_PER_SECOND * seconds, chats, _entries(desk))
        with _talk(feishu, [person for _, person in chats]) as said:
            time.sleep(2)
            outcome = load.open_loop(desk.port, clicks, CLICKS_PER_SECOND)
        throttled = feishu.report()["throttled"]
    p99 = outcome.wait_ms(0.99)
    return [
        Line(
            f"click → answer at {CLICKS_PER_SECOND}/s beside {MESSAGES_PER_SECOND} questions/s,"
            f" p50 / p99 / max, {at.backend}",
            f"{outcome.wait_ms(0.5):.0f} / {p99:.0f} / {outcome.wait_ms(1):.0f} ms"
            f" ({outcome.accepted} of {len(clicks)}; {len(said)} questions, {throttled} throttled)",
            "p99 ≤ 200 ms",
            p99 <= 200,
        )
    ]


def _entries(desk: Desk) -> list[int]:
    engine = create_engine(desk.database)
    with engine.connect() as connection:
        found = list(connection.execute(text("SELECT id FROM faq_entry ORDER BY id")).scalars())
    engine.dispose()
    return found


@contextmanager
def _talk(feishu: SandboxClient, people: list[str]) -> Iterator[list[str]]:
    """Questions at a steady pace in the background."""
    over, said = threading.Event(), list[str]()
    questions = [line.split("\t")[0] for line in _lines()]

    def talk() -> None:
        start = time.monotonic()
        while not over.wait(max(0.0, start + len(said) / MESSAGES_PER_SECOND - time.monotonic())):
            person = people[len(said) % len(people)]
            feishu.say(person, random.choice(questions))
            said.append(person)

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield said
    finally:
        over.set()
        thread.join()


def _lines() -> list[str]:
    return (place.SAMPLES / "queries.tsv").read_text(encoding="utf-8").splitlines()
