"""Where the buckets' rows are kept, and the transaction that one caller at a time has to itself."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import StaticPool

from bot.engine.frozen import release_when_frozen

# Moments in µs since 1970; what they mean is the algorithm's affair.
State = tuple[float, ...]
# Milliseconds since 1970.
Clock = Callable[[], int]

# Any number will do, as long as nothing else in the database locks it.
LOCK: Final = 7_105_316
# A schema of its own: the desk's migrations compare only the default one with their models.
PG_TABLE: Final = "stationdesk_limits.bucket"
SQLITE_TABLE: Final = "bucket"


class Rows:
    """The rows during one transaction."""

    def __init__(self, connection: Connection, table: str, now: int) -> None:
        self.now = now
        self.connection = connection
        self._table = table

    def read(self, keys: Sequence[str]) -> dict[str, State]:
        names = {f"key{n}": key for n, key in enumerate(keys)}
        wanted = ", ".join(f":{name}" for name in names)
        query = f"SELECT key, state FROM {self._table} WHERE key IN ({wanted})"
        return {key: tuple(json.loads(state)) for key, state in self._run(query, names)}

    def write(self, states: Mapping[str, State]) -> None:
        row = "INSERT INTO {} (key, state, ends) VALUES (:key, :state, :ends) ON CONFLICT (key) "
        row += "DO UPDATE SET state = excluded.state, ends = excluded.ends"
        values = [
            {"key": key, "state": json.dumps(state), "ends": math.ceil(max(state) / 1000)}
            for key, state in states.items()
        ]
        self._run(row.format(self._table), values)

    def sweep(self) -> None:
        """Delete the rows that have come to mean the same as none."""
        self._run(f"DELETE FROM {self._table} WHERE ends < :now", {"now": self.now})

    def _run(self, statement: str, values: Any) -> Any:
        return self.connection.execute(text(statement), values)


class Store:
    def __init__(self, engine: Engine, table: str, clock: Clock | None) -> None:
        self.dialect = engine.dialect.name
        self._engine = engine
        self._table = table
        self._clock = clock
        self._threads = Lock()
        self._ready = False

    @contextmanager
    def alone(self) -> Iterator[Rows]:
        """One transaction at a time among all threads and processes."""
        with self._threads, self._engine.begin() as connection:
            now = self._lock(connection)
            if not self._ready:
                self._create(connection)
            yield Rows(connection, self._table, now)
            self._ready = True

    def close(self) -> None:
        self._engine.dispose()

    def _lock(self, connection: Connection) -> int:
        """Wait until nobody else is inside; the time."""
        now = 0
        if self.dialect == "postgresql":
            # The database's clock, for workers may run on several machines.
            clock = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
            query = text(f"SELECT pg_advisory_xact_lock({LOCK}), {clock}")
            now = int(connection.execute(query).one()[1])
        return now if self._clock is None else self._clock()

    def _create(self, connection: Connection) -> None:
        kind = "TABLE"
        if self.dialect == "postgresql":
            if connection.execute(text(f"SELECT to_regclass('{PG_TABLE}')")).scalar_one():
                return  # perhaps made by an administrator, for CREATE SCHEMA takes special rights
            schema = PG_TABLE.split(".")[0]
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
            kind = "UNLOGGED TABLE"  # a crash may forget what was sent in the last minute
        columns = "key TEXT PRIMARY KEY, state TEXT NOT NULL, ends BIGINT NOT NULL"
        connection.execute(text(f"CREATE {kind} IF NOT EXISTS {self._table} ({columns})"))


def open_store(database_url: str, clock: Clock | None = None) -> Store:
    """`clock` is for tests; SQLite is read by one machine, whose own clock does."""
    url = make_url(database_url)
    if url.get_backend_name() == "postgresql":
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=1,
            max_overflow=0,
            pool_pre_ping=True,
        )
        # Everybody's sends wait behind this lock, so a frozen worker must not keep it.
        return Store(release_when_frozen(engine), PG_TABLE, clock)
    return Store(_sqlite(url), SQLITE_TABLE, clock or wall_clock)


def wall_clock() -> int:
    return time.time_ns() // 1_000_000


def _sqlite(url: URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        # A file of its own: the desk's writers must not wait for the limits, nor for the disk.
        beside = Path(str(url.database) + "-limits")
        engine = create_engine(url.set(database=str(beside)), pool_size=1, max_overflow=0)

    @event.listens_for(engine, "connect")
    def _(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout=5000")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")

    @event.listens_for(engine, "begin")
    def _(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
