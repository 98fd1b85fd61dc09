"""Keeps the sandbox's memory in an SQLite file, behind the event loop's back.

What takes part offers one of two small protocols; see docs/sandbox.md, "Memory in a file".
"""

import asyncio
import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from sandbox.state.packing import packed
from sandbox.state.touched import Touched

# What happened more than this long ago survives a kill.
TICK_S = 0.3
SNAPSHOT = ""  # the key of a store that is written as a whole
SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
CREATE TABLE IF NOT EXISTS kept (
  store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (store, key));
"""

LOG = logging.getLogger("sandbox")
Change = tuple[str, str | None, bytes | None]  # store, key (None: all), value (None: gone)


class Rows(Protocol):
    """A big store: it says which rows were touched, and gives one row as bytes."""

    touched: Touched

    def row(self, key: str) -> bytes | None: ...
    def keys(self) -> Iterable[str]: ...
    def load(self, rows: Iterable[tuple[str, bytes]]) -> None: ...


class Snapshot(Protocol):
    """A small store: it is asked for the whole of itself, as JSON."""

    def snapshot(self) -> Any: ...
    def restore(self, data: Any) -> None: ...


class Keeper:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[str, Callable[[], Rows]] = {}
        self._snapshots: dict[str, Callable[[], Snapshot]] = {}
        self._known: dict[str, Rows] = {}
        self._written: dict[str, bytes] = {}
        self._pending: list[Change] = []
        self._task: asyncio.Task[None] | None = None
        self._file: sqlite3.Connection | None = None
        self._writing = threading.Lock()

    def keep_rows(self, name: str, store: Callable[[], Rows]) -> None:
        """`store` is asked anew each time, because a reset replaces the stores."""
        self._rows[name] = store

    def keep(self, name: str, store: Callable[[], Snapshot]) -> None:
        self._snapshots[name] = store

    def open(self) -> None:
        """Bring back what the file holds, then listen."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
        self._file.executescript(SCHEMA)
        for name, find in self._snapshots.items():
            for _, value in self._read(name):
                find().restore(json.loads(value))
                self._written[name] = value
        for name, find_rows in self._rows.items():
            store = find_rows()
            store.load(self._read(name))
            store.touched.listening = True
            self._known[name] = store

    def _read(self, name: str) -> list[tuple[str, bytes]]:
        assert self._file is not None
        found = self._file.execute("SELECT key, value FROM kept WHERE store = ?", (name,))
        return [(str(key), bytes(value)) for key, value in found]

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._file is not None:
            self._collect()
            await asyncio.to_thread(self._write)
            self._file.close()
            self._file = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._collect()
            if self._pending:
                await asyncio.to_thread(self._write)

    def _collect(self) -> None:
        """One consistent moment of the memory, as changes to be written in one transaction."""
        for name, find in self._snapshots.items():
            value = packed(find().snapshot())
            if self._written.get(name) != value:
                self._written[name] = value
                self._pending.append((name, SNAPSHOT, value))
        for name, find_rows in self._rows.items():
            store = find_rows()
            keys: Iterable[str] = store.touched.take()
            if self._known.get(name) is not store:
                self._known[name], store.touched.listening = store, True
                self._pending.append((name, None, None))
                keys = store.keys()
            self._pending += [(name, key, store.row(key)) for key in keys]

    def _write(self) -> None:
        """Runs in a thread; the lock lets a stop wait for the write under way."""
        with self._writing:
            self._write_pending()

    def _write_pending(self) -> None:
        assert self._file is not None
        changes, self._pending = self._pending, []
        try:
            self._file.execute("BEGIN IMMEDIATE")
            for change in changes:
                self._write_one(*change)
            self._file.execute("COMMIT")
        except sqlite3.Error as error:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            self._pending = changes + self._pending
            LOG.warning("%s was not written: %s", self._path, error)

    def _write_one(self, store: str, key: str | None, value: bytes | None) -> None:
        assert self._file is not None
        if key is None:
            self._file.execute("DELETE FROM kept WHERE store = ?", (store,))
        elif value is None:
            self._file.execute("DELETE FROM kept WHERE store = ? AND key = ?", (store, key))
        else:
            self._file.execute("REPLACE INTO kept VALUES (?, ?, ?)", (store, key, value))
