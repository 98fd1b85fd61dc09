"""The door to the durable engine; everything engine-specific stays behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy import Connection


class Stopping(BaseException):
    """The process is told to stop: the item stays open, and the next worker takes it up.

    Not an Exception, for those end an item.
    """


class Work(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    BITABLE = "bitable"


@dataclass(frozen=True)
class WorkItem:
    """`row` is the id in the inbox or outbox; `again` makes a replay's id differ from the first."""

    work: Work
    row: int
    lane: str
    bulk: bool = False
    again: int = 0

    @property
    def id(self) -> str:
        # Equal created_at are ordered by this id as text, so the number is padded.
        return f"{self.row:012d}-{self.work}" + (f"-{self.again}" if self.again else "")


class WorkQueue(Protocol):
    """Adding work; the item exists if and only if the caller's transaction commits."""

    def enqueue(self, connection: Connection, item: WorkItem) -> None: ...


class Worker(Protocol):
    """Doing work: one item of a lane at a time, oldest first; lanes don't wait for each other.

    A do function is called at least once per item, and again after a crash or Stopping; when it
    raises anything else, the item is over. It waits and retries by itself, so that its lane keeps
    its order.
    """

    def start(self, do: Mapping[Work, Callable[[int], None]]) -> None: ...

    def stop(self) -> None: ...
