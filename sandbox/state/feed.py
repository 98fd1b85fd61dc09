"""What the open pages hear: a short memory and one queue per listener."""

import asyncio
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

REMEMBERED = 2_000
WAITING = 1_000


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    name: str
    data: dict[str, Any]
    audience: frozenset[str]


@dataclass(eq=False, slots=True)
class Listener:
    open_id: str
    queue: asyncio.Queue[Note | None] = field(default_factory=lambda: asyncio.Queue(WAITING))


class Feed:
    def __init__(self) -> None:
        self._next = 1
        self._recent: deque[Note] = deque(maxlen=REMEMBERED)
        self._listeners: set[Listener] = set()

    def publish(self, name: str, data: dict[str, Any], audience: Collection[str]) -> None:
        note = Note(self._next, name, data, frozenset(audience))
        self._next += 1
        self._recent.append(note)
        for listener in [one for one in self._listeners if one.open_id in note.audience]:
            if listener.queue.full():
                self._listeners.discard(listener)  # the page reconnects and catches up
                listener.queue.get_nowait()
                listener.queue.put_nowait(None)
            else:
                listener.queue.put_nowait(note)

    def listen(self, open_id: str, after: int | None) -> Listener:
        listener = Listener(open_id)
        if after is not None:
            missed = [n for n in self._recent if n.id > after and open_id in n.audience]
            for note in missed[-WAITING:]:
                listener.queue.put_nowait(note)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)

    def close(self) -> None:
        for listener in self._listeners:
            if listener.queue.full():
                listener.queue.get_nowait()
            listener.queue.put_nowait(None)
        self._listeners.clear()
