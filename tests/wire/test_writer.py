"""One thread writes for all: what one job does wrong stays its own affair."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Event

import pytest
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.writer import LARGEST_BATCH, Writer, WriterStopped
from models import Identity
from tests.furniture import Desk
from tests.wire.captured import count

Job = Callable[[Connection], int]


class Poison(Exception):
    pass


def write(name: str) -> Job:
    def do(connection: Connection) -> int:
        connection.execute(insert(Identity).values(app_id=name, open_id="ou_bot", name=name))
        return connection.execute(select(func.count()).select_from(Identity)).scalar_one()

    return do


def fail_after_writing(name: str) -> Job:
    def do(connection: Connection) -> int:
        write(name)(connection)
        raise Poison(name)

    return do


@contextmanager
def held(writer: Writer) -> Iterator[None]:
    """What is submitted in here lies in one batch: the writer is kept busy meanwhile."""
    entered, go_on = Event(), Event()

    def wait(connection: Connection) -> None:
        entered.set()
        assert go_on.wait(timeout=5)

    busy = writer.submit(wait)
    assert entered.wait(timeout=5)
    yield
    go_on.set()
    busy.result(timeout=5)


def error_of(future: Future[int]) -> BaseException | None:
    return future.exception(timeout=5)


def test_a_batch_is_one_commit(either: Desk) -> None:
    with held(either.writer):
        futures = [either.writer.submit(write(f"app {n}")) for n in range(5)]
    assert [future.result(timeout=5) for future in futures] == [1, 2, 3, 4, 5]
    assert count(either, Identity) == 5


@pytest.mark.parametrize("place", [0, 2, 4], ids=["first", "in the middle", "last"])
def test_a_poisonous_job_fails_alone(either: Desk, place: int) -> None:
    jobs = [write(f"app {n}") for n in range(4)]
    jobs.insert(place, fail_after_writing("poison"))
    with held(either.writer):
        futures = [either.writer.submit(job) for job in jobs]
    errors = [error_of(future) for future in futures]
    assert [type(error) for error in errors if error] == [Poison]
    assert type(errors[place]) is Poison
    assert sorted(either.rows(select(Identity.app_id))) == [f"app {n}" for n in range(4)]


def test_a_job_that_the_database_refuses_fails_alone(either: Desk) -> None:
    with held(either.writer):
        first, twice, other = (either.writer.submit(write(name)) for name in ("a", "a", "b"))
    assert error_of(first) is None
    assert isinstance(error_of(twice), IntegrityError)
    assert error_of(other) is None
    assert sorted(either.rows(select(Identity.app_id))) == ["a", "b"]


def test_each_failing_job_hears_of_its_own_failure(desk: Desk) -> None:
    with held(desk.writer):
        futures = [desk.writer.submit(fail_after_writing(str(n))) for n in range(3)]
    assert [str(error_of(future)) for future in futures] == ["0", "1", "2"]
    assert count(desk, Identity) == 0


def test_the_writer_goes_on_after_a_failure(desk: Desk) -> None:
    assert type(error_of(desk.writer.submit(fail_after_writing("a")))) is Poison
    assert desk.writer.alive
    assert desk.writer.submit(write("a")).result(timeout=5) == 1


def test_more_jobs_than_a_batch_holds_are_all_done_in_order(desk: Desk) -> None:
    with held(desk.writer):
        futures = [desk.writer.submit(write(f"app {n}")) for n in range(2 * LARGEST_BATCH + 3)]
    counted = [future.result(timeout=5) for future in futures]
    assert counted == list(range(1, 2 * LARGEST_BATCH + 4))


def test_what_was_submitted_before_the_stop_is_still_written(desk: Desk) -> None:
    with held(desk.writer):
        futures = [desk.writer.submit(write(f"app {n}")) for n in range(3)]
    desk.writer.stop()
    assert [future.result(timeout=5) for future in futures] == [1, 2, 3]
    assert not desk.writer.alive


def test_what_is_submitted_after_the_stop_hears_so(desk: Desk) -> None:
    desk.writer.stop()
    assert type(error_of(desk.writer.submit(write("late")))) is WriterStopped
    assert count(desk, Identity) == 0
