"""One thread that writes for all web threads, many jobs to a commit.

SQLite has one writer anyway: eight threads with a connection each wait up to four seconds for
one another, one thread with group commit does not. On PostgreSQL it saves commits all the same.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from bot.unit_of_work import UnitOfWork

T = TypeVar("T")
LARGEST_BATCH = 64


class WriterStopped(Exception):
    """The writer has been told to stop; nothing was written."""


@dataclass
class _Job(Generic[T]):
    do: Callable[[Connection], T]
    done: Future[T] = field(default_factory=Future)


class Writer:
    """A job may run twice (alone, after its batch failed), so it touches only the database."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._stopped = False
        self._thread.start()

    def submit(self, do: Callable[[Connection], T]) -> Future[T]:
        """The future holds the result once it is on disk."""
        job = _Job(do)
        if self._stopped:
            job.done.set_exception(WriterStopped())
        else:
            self._jobs.put(job)
        return job.done

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        self._stopped = True
        self._jobs.put(None)
        self._thread.join(timeout=5)

    def _run(self) -> None:
        running = True
        while running:
            batch, running = self._next_batch()
            if len(batch) == 1 or not self._write(batch):
                for job in batch:
                    self._write_alone(job)

    def _next_batch(self) -> tuple[list[_Job[Any]], bool]:
        first = self._jobs.get()
        if first is None:
            return [], False
        batch = [first]
        while len(batch) < LARGEST_BATCH and not self._jobs.empty():
            job = self._jobs.get()
            if job is None:
                return batch, False
            batch.append(job)
        return batch, True

    def _write(self, batch: list[_Job[Any]]) -> bool:
        try:
            with self._uow.batch() as connection:
                results = [job.do(connection) for job in batch]
        except Exception:
            return False
        for job, result in zip(batch, results, strict=True):
            job.done.set_result(result)
        return True

    def _write_alone(self, job: _Job[Any]) -> None:
        """One poisonous job must not fail the others of its batch."""
        try:
            with self._uow.batch() as connection:
                result = job.do(connection)
        except Exception as error:
            job.done.set_exception(error)
        else:
            job.done.set_result(result)
