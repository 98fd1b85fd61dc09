"""Engines for SQLite and PostgreSQL, set up so that writers queue instead of failing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.elements import TextClause
from sqlalchemy.sql.expression import text

from bot import turns

# A worker may wait long; the web process answers within Feishu's 3 s or lets it push again.
WEB_PATIENCE = 2.0
WORKER_PATIENCE = 30.0
READ_ONLY = {"read_only": True}


def open_engine(url: str, *, durable: bool, patience: float, pool: int = 8) -> Engine:
    """`durable` makes SQLite wait for the disk at each commit.

    The web process needs that: it says 200 afterwards. A worker doesn't: what the disk forgets of
    its commits in a power cut is done again, and Feishu drops the repeat by its uuid.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed, pool_size=pool, max_overflow=16, pool_pre_ping=True, hide_parameters=True
        )
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        pool_size=pool,
        max_overflow=16,
        hide_parameters=True,  # or an error would carry people's words into the log
        connect_args={"check_same_thread": False},
    )
    _queue_writers(engine, durable=durable, patience=patience)
    return engine


def _queue_writers(engine: Engine, *, durable: bool, patience: float) -> None:
    turns.give_back(engine)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA busy_timeout=0")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("read_only"):
            connection.exec_driver_sql("BEGIN")
        else:
            turns.take(connection)
            _retry_locked(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"), patience)


def _retry_locked(begin: Callable[[], object], patience: float) -> None:
    """SQLite's own busy handler sleeps up to 100 ms between tries and starves; 1 ms doesn't."""
    deadline = time.monotonic() + patience
    while True:
        try:
            begin()
            return
        except OperationalError as error:
            if "locked" not in str(error.orig) or time.monotonic() > deadline:
                raise
        time.sleep(0.001)


def database_now(connection: Connection) -> TextClause:
    """The database's own clock: one clock for all processes, whatever theirs say."""
    if connection.dialect.name == "sqlite":
        return text("strftime('%Y-%m-%d %H:%M:%f000', 'now')")
    return text("clock_timestamp()")
