"""A bounded journal: numbered records, of which the oldest go."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, Protocol, TypeVar

from sandbox.state.touched import Touched


class Kept(Protocol):
    def pack(self) -> bytes: ...


T = TypeVar("T", bound=Kept)


class Log(Generic[T]):
    def __init__(self, most: int, read: Callable[[bytes], T]) -> None:
        self._records: deque[T] = deque(maxlen=most)
        self._read = read
        self._next = 1
        self.touched = Touched()

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[T]:
        return iter(self._records)

    @property
    def _first(self) -> int:
        return self._next - len(self._records)

    def append(self, record: T) -> None:
        if len(self._records) == self._records.maxlen:
            self.touched.add(str(self._first))
        self._records.append(record)
        self.touched.add(str(self._next))
        self._next += 1

    def after(self, number: int, most: int) -> Iterable[tuple[int, T]]:
        """The last `most` records whose number is above this one, oldest first."""
        if number >= self._next:  # of an earlier journal
            number = 0
        start = max(0, number + 1 - self._first, len(self._records) - most)
        return enumerate(islice(self._records, start, None), start=self._first + start)

    def row(self, key: str) -> bytes | None:
        place = int(key) - self._first
        return self._records[place].pack() if 0 <= place < len(self._records) else None

    def keys(self) -> Iterable[str]:
        return [str(number) for number in range(self._first, self._next)]

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        for key, data in sorted(rows, key=lambda one: int(one[0])):
            self._records.append(self._read(data))
            self._next = int(key) + 1
