"""The sandbox's one clock; tests may stop it, make it run faster, and make it jump."""

import time
from datetime import UTC, datetime
from typing import Any


class Clock:
    def __init__(self) -> None:
        self._ahead = 0.0
        self._stopped: float | None = None
        self._scale = 1.0
        self._scaled_at = 0.0  # real time at which the scale was set

    def now(self) -> float:
        return self._real() + self._ahead

    def _real(self) -> float:
        if self._stopped is not None:
            return self._stopped
        real = time.time()
        if self._scale == 1.0:
            return real
        return self._scaled_at + (real - self._scaled_at) * self._scale

    def ms(self) -> int:
        return int(self.now() * 1000)

    def stamp(self) -> str:
        return datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="milliseconds")

    @property
    def scale(self) -> float:
        return self._scale

    def advance(self, seconds: float) -> None:
        """Jump; a negative number of seconds goes back, as a corrected clock does."""
        self._ahead += seconds

    def stop(self, stopped: bool) -> None:
        now = self.now()
        self._stopped = None
        if stopped:
            self._stopped = now - self._ahead
        else:
            self._scaled_at = time.time()

    def run(self, scale: float) -> None:
        """From now on so many of the sandbox's seconds pass in a real one."""
        now = self.now()
        self._scale, self._scaled_at = scale, time.time()
        if self._stopped is None:
            self._ahead = now - self._scaled_at

    def snapshot(self) -> dict[str, Any]:
        # Rounded, so that a clock that keeps pace with the real one looks unchanged.
        ahead = round(self.now() - time.time(), 0 if self._scale == 1.0 else 3)
        return {"ahead": ahead, "scale": self._scale}

    def restore(self, data: dict[str, Any]) -> None:
        self._scale, self._scaled_at = data["scale"], time.time()
        self._ahead, self._stopped = data["ahead"], None
