"""Whose work is taken over, by whom, and which item is what kills its workers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from dbos import WorkflowStatus
from filelock import FileLock
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from bot.clock import WallClock
from bot.database import open_engine
from bot.engine.dbos_engine import DbosQueue
from bot.engine.port import Work, WorkItem
from bot.engine.reaper import Reaper
from bot.takeovers import counter
from bot.unit_of_work import UnitOfWork
from models import Executor, Inbound, InboundKind, InboundState
from tests.faults.books import Books
from tests.faults.harness import ROOT, environment

DEADLINE = 20.0


@dataclass
class Room:
    """A database with the engine's tables, and workers that exist on paper only."""

    url: str
    engine: Engine
    queue: DbosQueue
    uow: UnitOfWork
    books: Books

    def reaper(self, name: str) -> Reaper:
        return Reaper(self.engine, self.queue.client, name, counter(self.uow))

    def message(self, chat: str = "oc_a") -> int:
        """A message on disk with its work item; its id."""
        with self.uow() as tx:
            row = Inbound(
                app_id="cli_test",
                key=f"message:{len(self.items())}",
                kind=InboundKind.MESSAGE,
                event_type="im.message.receive_v1",
                event_id="e",
                lane=chat,
                payload={},
                sent_at=tx.now,
                received_at=tx.now,
                state=InboundState.RECEIVED,
            )
            tx.session.add(row)
            tx.session.flush()
            tx.enqueue(WorkItem(Work.INBOUND, row.id, chat))
            return row.id

    def items(self) -> list[WorkflowStatus]:
        return self.queue.client.list_workflows(load_input=False, load_output=False)

    def begun_by(self, executor: str) -> None:
        """All that waits is now running for this worker."""
        self.books.claim(executor)

    def seen(self, executor: str, ago: timedelta) -> None:
        self.reaper(executor).beat()
        with self.engine.begin() as connection:
            at = connection.execute(
                select(Executor.seen_at).where(Executor.id == executor)
            ).scalar_one()
            connection.execute(
                update(Executor).where(Executor.id == executor).values(seen_at=at - ago)
            )

    def takeovers(self) -> list[int]:
        with Session(self.engine) as session:
            return list(session.scalars(select(Inbound.takeovers).order_by(Inbound.id)))


@contextmanager
def open_room(url: str) -> Iterator[Room]:
    engine = open_engine(url, durable=False, patience=5.0)
    queue, books = DbosQueue(url), Books(url)
    try:
        yield Room(url, engine, queue, UnitOfWork(engine, WallClock(), queue), books)
    finally:
        books.close()
        queue.close()
        engine.dispose()


@pytest.fixture
def room(desk_url: str) -> Iterator[Room]:
    with open_room(desk_url) as it:
        yield it


def test_the_work_of_a_worker_that_is_silent_for_five_seconds_is_taken_over(room: Room) -> None:
    room.message()
    room.begun_by("dead")
    room.seen("dead", timedelta(seconds=5.5))
    assert room.reaper("alive").beat() == 1
    assert room.books.items() == {"ENQUEUED": 1}
    assert room.books.executors() == ["alive"]
    assert room.takeovers() == [1]


def test_a_worker_that_was_seen_lately_keeps_its_work(room: Room) -> None:
    room.message()
    room.begun_by("slow")
    room.seen("slow", timedelta(seconds=3))
    assert room.reaper("alive").beat() == 0
    assert room.books.items() == {"PENDING": 1}
    assert room.takeovers() == [0]


def test_work_of_a_worker_that_nobody_knows_any_more_is_found_too(room: Room) -> None:
    """As when the one who buried it died before taking anything over."""
    room.message()
    room.begun_by("forgotten")
    assert room.reaper("alive").beat() == 1
    assert room.reaper("alive").beat() == 0


def test_work_taken_over_stays_in_its_queue_and_lane(room: Room) -> None:
    room.message("oc_a")
    room.message("oc_b")
    before = {(w.workflow_id, w.queue_name, w.queue_partition_key) for w in room.items()}
    room.begun_by("dead")
    room.reaper("alive").beat()
    after = {(w.workflow_id, w.queue_name, w.queue_partition_key) for w in room.items()}
    assert after == before


def test_work_whose_row_was_forgotten_is_still_ended_by_somebody(room: Room) -> None:
    row = room.message()
    with room.uow() as tx:
        tx.session.delete(tx.session.get_one(Inbound, row))
    room.begun_by("dead")
    assert room.reaper("alive").beat() == 1


def test_a_worker_that_leaves_gives_its_work_back_and_is_not_counted_as_dead(room: Room) -> None:
    room.message()
    leaving = room.reaper("leaving")
    leaving.beat()
    room.begun_by("leaving")
    leaving.leave()
    assert room.books.items() == {"ENQUEUED": 1}
    assert room.books.executors() == []
    assert room.takeovers() == [0]


def test_a_worker_that_leaves_touches_nobody_elses_work(room: Room) -> None:
    room.message()
    room.seen("busy", timedelta(0))
    room.begun_by("busy")
    room.reaper("leaving").leave()
    assert room.books.items() == {"PENDING": 1}
    assert room.books.executors() == ["busy"]


def test_the_only_worker_buries_all_others_at_once(room: Room) -> None:
    room.message()
    room.seen("before", timedelta(0))
    room.begun_by("before")
    reaper = room.reaper("now")
    reaper.bury_all_others()
    assert reaper.beat() == 1


@pytest.mark.postgres
def test_a_row_that_a_frozen_worker_still_holds_does_not_stop_the_living(
    postgres_url: str,
) -> None:
    with open_room(postgres_url) as room, ThreadPoolExecutor(1) as pool:
        held = room.message("oc_a")
        room.message("oc_b")
        room.begun_by("frozen")
        with room.uow() as tx:
            tx.session.get_one(Inbound, held, with_for_update=True)
            assert pool.submit(room.reaper("alive").beat).result(DEADLINE) == 1
            assert room.books.items() == {"PENDING": 1, "ENQUEUED": 1}
            assert room.takeovers() == [0, 1]
        assert room.reaper("alive").beat() == 1


@pytest.mark.slow
def test_sqlite_refuses_a_second_worker_and_says_what_to_do(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with FileLock(f"{file}.worker.lock"):
        second = subprocess.run(
            [sys.executable, "app.py", "worker"],
            env=environment(sqlite_url),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert second.returncode == 2
    assert "another worker already works on" in second.stderr
    assert "DATABASE_URL=postgresql+psycopg://" in second.stderr
    assert "Traceback" not in second.stderr
