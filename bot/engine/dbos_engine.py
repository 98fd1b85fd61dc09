"""DBOS behind the port: a SQLite file or PostgreSQL, the same code."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast
from uuid import uuid4

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from bot import turns
from bot.engine.frozen import release_when_frozen
from bot.engine.port import Work, WorkItem
from bot.engine.prepared import Borrowed, Statements

# Raised only when old work items could not be read by new code: DBOS's default is a hash of the
# source, which would strand all waiting work at each deploy.
APPLICATION_VERSION = "1"
NAME = "stationdesk"
WORKFLOW = {work: f"work_{work}" for work in Work}
RULES, CALLS, BULK = "rules", "calls", "bulk"
QUEUES = (RULES, CALLS, BULK)
# Slots park while Feishu is away, so there are many; one of a lane runs at a time.
SLOTS = {RULES: 32, CALLS: 64, BULK: 8}
POLL_SECONDS = {RULES: 0.05, CALLS: 0.05, BULK: 0.5}
FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


def migrate(url: str) -> None:
    """Create or upgrade DBOS's own tables; two processes doing so at once is DBOS's to settle."""
    DBOS.migrate(url)
    engine = _engine(url)
    client = DBOSClient(system_database_engine=engine, application_name=NAME)
    for name in QUEUES:
        client.register_queue(
            name,
            partition_concurrency=1,
            worker_concurrency=SLOTS[name],
            polling_interval_sec=POLL_SECONDS[name],
            on_conflict="always_update",
            application_name=NAME,
        )
    client.destroy()
    engine.dispose()


class DbosQueue:
    """Enqueues inside the caller's own transaction; starts nothing."""

    def __init__(self, url: str, callers: Engine | None = None) -> None:
        # DBOS keeps its compiled statements only for connections of its own engine, so on
        # PostgreSQL it is given the callers'. On SQLite theirs takes the write lock to read.
        shares = callers is not None and callers.dialect.name != "sqlite"
        self._own = None if shares else _engine(url)
        self._statements = Statements()
        engine = self._own or callers
        self.client = DBOSClient(system_database_engine=engine, application_name=NAME, lazy=True)

    def enqueue(self, connection: Connection, item: WorkItem) -> None:
        queue = RULES if item.work is Work.INBOUND else BULK if item.bulk else CALLS
        options = EnqueueOptions(
            workflow_name=WORKFLOW[item.work],
            queue_name=queue,
            workflow_id=item.id,
            app_version=APPLICATION_VERSION,
            queue_partition_key=item.lane,
        )
        if connection.dialect.name == "sqlite":
            borrowed = cast(Connection, Borrowed(connection, self._statements))
            self.client.enqueue_in_transaction(borrowed, options, item.row)
        else:
            self.client.enqueue_in_transaction(connection, options, item.row)

    def close(self) -> None:
        self.client.destroy()
        if self._own is not None:
            self._own.dispose()


class DbosWorker:
    """DBOS is one to a process, so this is too."""

    def __init__(self, url: str, executor_id: str | None = None) -> None:
        self._url = url
        self.executor_id = executor_id or new_executor_id()
        self._do: Mapping[Work, Callable[[int], None]] = {}

    def start(self, do: Mapping[Work, Callable[[int], None]]) -> None:
        self._engine = _engine(self._url)
        # The library configures its own console handler; its warnings come through ours.
        config = DBOSConfig(
            name=NAME,
            system_database_engine=self._engine,
            executor_id=self.executor_id,
            application_version=APPLICATION_VERSION,
            run_migrations=False,
            use_listen_notify=False,
            log_level="WARNING",
            max_executor_threads=sum(SLOTS.values()) + 16,
            # It asks the database nothing, but a stopping process has to wait until it looks up.
            notification_listener_polling_interval_sec=0.5,
            scheduler_polling_interval_sec=3600.0,
        )
        self._do = do
        DBOS(config=config)
        for work in Work:
            _workflow(WORKFLOW[work], partial(self._work, work))
        DBOS.listen_queues(QUEUES)
        DBOS.launch()

    def _work(self, work: Work, row: int) -> None:
        self._do[work](row)

    def stop(self) -> None:
        DBOS.destroy(workflow_completion_timeout_sec=5, destroy_registry=True)
        self._engine.dispose()


def _workflow(name: str, do: Callable[[int], None]) -> None:
    def run(row: int) -> None:
        do(row)

    DBOS.workflow(name=name)(run)


def new_executor_id() -> str:
    """Never shared and never used again: a shared id makes two processes redo each other's work."""
    return f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"[:96]


def _engine(url: str) -> Engine:
    """As DBOS makes its own, but not waiting for the disk on SQLite: see bot/database.py."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return release_when_frozen(
            create_engine(parsed, pool_size=8, max_overflow=16, pool_pre_ping=True)
        )
    engine = create_engine(parsed, pool_size=8, max_overflow=32)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    turns.hold_while_out(engine)
    return engine
