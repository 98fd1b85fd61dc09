"""The sandbox's one clock; tests may move it forward."""

import time
from datetime import UTC, datetime


class Clock:
    def __init__(self) -> None:
        self._ahead = 0.0
        self._stopped: float | None = None

    def now(self) -> float:
        real = time.time() if self._stopped is None else self._stopped
        return real + self._ahead

    def ms(self) -> int:
        return int(self.now() * 1000)

    def stamp(self) -> str:
        return datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="milliseconds")

    def advance(self, seconds: float) -> None:
        self._ahead += seconds

    def stop(self, stopped: bool) -> None:
        self._stopped = time.time() if stopped else None
