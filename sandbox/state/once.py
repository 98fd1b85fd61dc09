"""Keys that count once: the uuid tables for a while, digests for good."""

import json
from collections import OrderedDict
from collections.abc import Iterable

from sandbox.state.packing import packed
from sandbox.state.touched import Touched


class OnceTable:
    def __init__(self, ttl_s: float) -> None:
        self._ttl = ttl_s
        self._rows: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self.touched = Touched()

    def find(self, key: str, now: float) -> str | None:
        self._drop_old(now)
        row = self._rows.get(key)
        return row[1] if row else None

    def keep(self, key: str, value: str, now: float) -> None:
        self._rows[key] = (now + self._ttl, value)
        self.touched.add(key)

    def row(self, key: str) -> bytes | None:
        found = self._rows.get(key)
        return None if found is None else packed(found)

    def keys(self) -> Iterable[str]:
        return list(self._rows)

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        read = [(key, json.loads(data)) for key, data in rows]
        for key, (ends, value) in sorted(read, key=lambda one: float(one[1][0])):
            self._rows[key] = (ends, value)

    def _drop_old(self, now: float) -> None:
        while self._rows:
            key, (ends, _) = next(iter(self._rows.items()))
            if ends > now:
                return
            del self._rows[key]
            self.touched.add(key)


class Seen:
    """Digests that came by."""

    def __init__(self) -> None:
        self._all: set[bytes] = set()
        self.touched = Touched()

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._all

    def add(self, digest: bytes) -> None:
        self._all.add(digest)
        self.touched.add(digest.hex())

    def row(self, key: str) -> bytes | None:
        return b"" if bytes.fromhex(key) in self._all else None

    def keys(self) -> Iterable[str]:
        return [digest.hex() for digest in self._all]

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        self._all.update(bytes.fromhex(key) for key, _ in rows)
