"""`python -m benchmarks.tickets`: are 100,000 old tickets in the way of opening and claiming?

Two databases, one with the old tickets and one without, in alternating rounds: only the ratio of
a round says anything on a shared machine.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from benchmarks.processes import ROOT
from benchmarks.table import Line, Spread, ratio, render
from bot.database import open_engine
from bot.desk import org
from bot.desk.tickets import assigning, audit, checking, opening, people, queue
from bot.desk.tickets.opening import Intake
from bot.desk.tickets.people import DESK
from bot.engine.inline import InlineEngine
from bot.unit_of_work import UnitOfWork
from models import (
    Base,
    HandoverRequest,
    HandoverStatus,
    Ticket,
    TicketEvent,
    TicketEventKind,
    TicketPriority,
    TicketState,
)
from tests.furniture import SteppedClock

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
OLD, CHUNK = 100_000, 10_000
GROUPS = [f"G{n:02d}" for n in range(1, 15)]
STATIONS = [f"S{province}{n:03d}" for province in range(11, 23) for n in range(1, 6)]
# A tenth more is noise; what grows with the table would be many times slower.
TARGET = 1.5


class Desk:
    def __init__(self, folder: Path, old: int) -> None:
        self.clock = SteppedClock(NOON)
        self.engine: Engine = open_engine(
            f"sqlite:///{folder}/desk{old}.sqlite3", durable=False, patience=30
        )
        Base.metadata.create_all(self.engine)
        self.inline = InlineEngine()
        self.uow = UnitOfWork(self.engine, self.clock, self.inline)
        with self.uow() as tx:
            org.import_org((ROOT / "samples" / "org.json").read_bytes(), tx)
        fill(self.engine, old)
        self.opened: list[int] = []
        self._next = 0

    def open(self) -> None:
        """A full desk: the first hundred are assigned, what comes after waits in its queue."""
        self._next += 1
        with self.uow() as tx:
            request = HandoverRequest(
                chat_id=f"oc_{self._next}",
                open_id=f"ou_{self._next}",
                status=HandoverStatus.WAITING,
                requested_at=tx.now,
            )
            tx.session.add(request)
            tx.session.flush()
            intake = Intake(
                text=f"{self._next}号枪不出油",
                group=GROUPS[self._next % len(GROUPS)],
                station_code=STATIONS[self._next % len(STATIONS)],
                priority=TicketPriority.P3,
            )
            self.opened.append(opening.open_from_handover(request, intake, DESK, tx).ticket.id)

    def claim(self) -> None:
        with self.uow() as tx:
            waiting = tx.session.query(Ticket).filter(Ticket.state == TicketState.QUEUED).first()
            assert waiting is not None
            lead = people.Actor(people.ActorKind.LEAD, "A101", "ou_lead", 1)
            assigning.claim(waiting.id, lead, tx)

    def check(self) -> None:
        self.clock.advance(seconds=1)
        with self.uow() as tx:
            checking.check(self.opened[len(self.opened) // 2], tx)

    def expect(self) -> None:
        with self.uow.reading() as tx:
            queue.expectation(tx.session.get_one(Ticket, self.opened[-1]), tx)

    def fill_room(self) -> None:
        with self.uow() as tx:
            assigning.fill(tx)

    def audit(self) -> None:
        audit.audit(self.uow)

    def health(self) -> None:
        with self.uow.reading() as tx:
            audit.standing(tx)


def fill(engine: Engine, count: int) -> None:
    """Closed tickets of the last two years, with three events each."""
    for first in range(0, count, CHUNK):
        numbers = range(first + 1, min(first + CHUNK, count) + 1)
        with engine.begin() as connection:
            connection.execute(insert(Ticket), [_closed(n) for n in numbers])
            connection.execute(insert(TicketEvent), [e for n in numbers for e in _events(n)])


def _closed(number: int) -> dict[str, Any]:
    at = NOON - timedelta(minutes=number * 10)
    return {
        "id": number,
        "version": 1,
        "state": TicketState.CLOSED,
        "skill_group": GROUPS[number % len(GROUPS)],
        "station_code": STATIONS[number % len(STATIONS)],
        "requester": f"ou_{number % 60_000}",
        "assignee": f"A{101 + number % 40}",
        "description": "2号枪不出油，重启无效",
        "opened_at": at,
        "accepted_at": at,
        "resolved_at": at + timedelta(minutes=9),
        "closed_at": at + timedelta(minutes=9),
    }


def _events(number: int) -> Iterator[dict[str, Any]]:
    for seq in (1, 2, 3):
        yield {
            "ticket_id": number,
            "seq": seq,
            "kind": TicketEventKind.EDITED,
            "actor_kind": "desk",
            "actor": "",
            "source": "",
            "at": NOON,
            "changes": {},
            "details": {},
            "prev": "",
            "hash": "",
        }


WHAT: dict[str, tuple[Callable[[Desk], None], int]] = {
    "open a ticket and route it": (Desk.open, 40),
    "claim it": (Desk.claim, 20),
    "check its clocks": (Desk.check, 40),
    "position and expectation": (Desk.expect, 40),
    "give the queue to whoever has room": (Desk.fill_room, 10),
    "the auditor's round": (Desk.audit, 10),
    "/readyz": (Desk.health, 40),
}


def measure(rounds: int, old: int) -> list[Line]:
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "var") as name:
        small, large = Desk(Path(name), 0), Desk(Path(name), old)
        for _ in range(150):
            small.open()
            large.open()
        return [_line(what, small, large, rounds) for what in WHAT]


def _line(what: str, small: Desk, large: Desk, rounds: int) -> Line:
    work, times = WHAT[what]
    with_old, without = [], []
    for _ in range(rounds):
        without.append(_milliseconds(work, small, times))
        with_old.append(_milliseconds(work, large, times))
    found = ratio(Spread(tuple(with_old)), Spread(tuple(without)))
    return Line(
        f"{what}: with old tickets ÷ without ({Spread(tuple(with_old)).median:.1f} ms)",
        found.text(".2f"),
        f"≤ {TARGET}",
        found.median <= TARGET,
    )


def _milliseconds(work: Callable[[Desk], None], desk: Desk, times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        work(desk)
    return (time.perf_counter() - begun) / times * 1000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tickets", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--old", type=int, default=OLD, help="how many old tickets")
    options = parser.parse_args()
    print(render(measure(options.rounds, options.old)))


if __name__ == "__main__":
    main()
