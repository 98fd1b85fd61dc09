"""Whose turn it is to write to a SQLite file, among the threads of this process.

A worker has dozens of threads that write. Left to SQLite each tries again and again, and the one
that has the lock hardly gets a processor between them: four items a second instead of a hundred.
With a turn they stand in line, and only one of a process competes with other processes.
"""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import Connection, Engine, event

_turns: dict[str, threading.RLock] = {}
_guard = threading.Lock()
HELD = "turn"


def take(connection: Connection) -> None:
    """Before a write transaction begins; given back when the connection returns to its pool."""
    if not connection.info.get(HELD):
        _of(connection.engine).acquire()
        connection.info[HELD] = True


def give_back(engine: Engine) -> None:
    """From now on for each connection of this engine that took one."""

    @event.listens_for(engine, "checkin")
    def _(connection: Any, record: Any) -> None:
        if record.info.pop(HELD, False):
            _of(engine).release()


def hold_while_out(engine: Engine) -> None:
    """For DBOS's engine, whose transactions we don't see: a turn for each connection in use."""
    give_back(engine)

    @event.listens_for(engine, "checkout")
    def _(connection: Any, record: Any, proxy: Any) -> None:
        _of(engine).acquire()
        record.info[HELD] = True


def _of(engine: Engine) -> threading.RLock:
    with _guard:
        return _turns.setdefault(str(engine.url.database), threading.RLock())
