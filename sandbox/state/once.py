"""Keys that count once for a while: the uuid tables."""

from collections import OrderedDict


class OnceTable:
    def __init__(self, ttl_s: float) -> None:
        self._ttl = ttl_s
        self._rows: OrderedDict[str, tuple[float, str]] = OrderedDict()

    def find(self, key: str, now: float) -> str | None:
        self._drop_old(now)
        row = self._rows.get(key)
        return row[1] if row else None

    def keep(self, key: str, value: str, now: float) -> None:
        self._rows[key] = (now + self._ttl, value)

    def _drop_old(self, now: float) -> None:
        while self._rows:
            key, (ends, _) = next(iter(self._rows.items()))
            if ends > now:
                return
            del self._rows[key]
