"""Batch messages: who waits for them, who got them, and how many went out today."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.state import ids
from sandbox.state.messages import Mention
from sandbox.state.packing import packed
from sandbox.state.touched import Touched


@dataclass(slots=True)
class Batch:
    batch_id: str
    created_ms: int
    msg_type: str
    content: dict[str, Any]
    mentions: list[Mention]
    card: dict[str, Any] | None
    warnings: list[str]
    valid: int
    waiting: list[str]  # open_ids, in order
    sent: dict[str, str] = field(default_factory=dict)  # open_id -> message_id
    recalling: bool = False
    recalled: int = 0

    @property
    def to_recall(self) -> list[str]:
        return list(self.sent.values())[self.recalled :] if self.recalling else []


class Batches:
    def __init__(self) -> None:
        self._all: dict[str, Batch] = {}
        self._days: Counter[str] = Counter()
        self.touched = Touched()

    def __iter__(self) -> Iterator[Batch]:
        return iter(self._all.values())

    def get(self, batch_id: str) -> Batch | None:
        self.touched.add(batch_id)
        return self._all.get(batch_id)

    def touch(self, batch_id: str) -> None:
        self.touched.add(batch_id)

    def on(self, day: str) -> int:
        """How many messages this day's batches came to."""
        return self._days[day]

    def new(self, *, day: str, waiting: list[str], now_ms: int, **content: Any) -> Batch:
        batch = Batch(ids.fresh("bm-"), now_ms, valid=len(waiting), waiting=waiting, **content)
        self._all[batch.batch_id] = batch
        self._days[day] += len(waiting)
        self.touched.add(batch.batch_id)
        self.touched.add(f"day {day}")
        return batch

    def row(self, key: str) -> bytes | None:
        if key.startswith("day "):
            return str(self._days[key.removeprefix("day ")]).encode()
        found = self._all.get(key)
        return None if found is None else packed(found)

    def keys(self) -> Iterable[str]:
        return [*self._all, *(f"day {day}" for day in self._days)]

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        loaded: list[Batch] = []
        for key, data in rows:
            if key.startswith("day "):
                self._days[key.removeprefix("day ")] = int(data)
                continue
            row = json.loads(data)
            row["mentions"] = [Mention(**one) for one in row["mentions"]]
            loaded.append(Batch(**row))
        for batch in sorted(loaded, key=lambda one: one.created_ms):
            self._all[batch.batch_id] = batch
