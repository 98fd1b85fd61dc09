"""An engine without a process: work waits in memory until a test says drain."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, event

from bot.engine.port import Work, WorkItem


class InlineEngine:
    """Keeps the port's promise (nothing before the commit), in one thread, step by step."""

    def __init__(self) -> None:
        self.waiting: list[WorkItem] = []
        self._uncommitted: dict[int, list[WorkItem]] = {}
        self._do: Mapping[Work, Callable[[int], None]] = {}

    def enqueue(self, connection: Connection, item: WorkItem) -> None:
        key = id(connection)
        if key not in self._uncommitted:
            self._uncommitted[key] = []
            event.listen(connection, "commit", lambda _: self._committed(key), once=True)
            event.listen(
                connection, "rollback", lambda _: self._uncommitted.pop(key, None), once=True
            )
        self._uncommitted[key].append(item)

    def start(self, do: Mapping[Work, Callable[[int], None]]) -> None:
        self._do = do

    def stop(self) -> None:
        self._do = {}

    def drain(self, *, only: Work | None = None) -> int:
        """Do what waits, and what that causes; how many items were done."""
        done = 0
        while item := next((i for i in self.waiting if only in (None, i.work)), None):
            self.waiting.remove(item)
            self._do[item.work](item.row)
            done += 1
        return done

    def _committed(self, key: int) -> None:
        self.waiting.extend(self._uncommitted.pop(key, []))
