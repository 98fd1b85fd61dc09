"""Pushes that the bot has not taken yet, so that they outlive a restart."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.state.packing import packed
from sandbox.state.touched import Touched


@dataclass(slots=True)
class Waiting:
    """`tried`: attempts so far; `since`: when the last one failed, in real seconds."""

    event_id: str
    event_type: str
    envelope: dict[str, Any]
    order_key: str
    tried: int = 0
    since: float = 0.0


class Pending:
    def __init__(self) -> None:
        self._all: dict[str, Waiting] = {}
        self._next = 1
        self.touched = Touched()

    def __iter__(self) -> Iterator[tuple[str, Waiting]]:
        return iter(list(self._all.items()))

    def add(self, waiting: Waiting) -> str:
        key = str(self._next)
        self._next += 1
        self._all[key] = waiting
        self.touched.add(key)
        return key

    def failed(self, key: str, tried: int, at: float) -> None:
        found = self._all.get(key)
        if found is not None:
            found.tried, found.since = tried, at
            self.touched.add(key)

    def drop(self, key: str) -> None:
        if self._all.pop(key, None) is not None:
            self.touched.add(key)

    def row(self, key: str) -> bytes | None:
        found = self._all.get(key)
        return None if found is None else packed(found)

    def keys(self) -> Iterable[str]:
        return list(self._all)

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        for key, data in sorted(rows, key=lambda one: int(one[0])):
            self._all[key] = Waiting(**json.loads(data))
            self._next = int(key) + 1
