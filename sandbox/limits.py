"""Feishu's rate limits as sliding windows.

Source: im-v1 pages and "frequency control": 50/s and 1000/min per API and app;
5/s to one user, 5/s to one group, 5/s for changes of one message.
"""

import math
from collections import deque
from dataclasses import dataclass

Rates = tuple[tuple[int, float], ...]

PER_TARGET = 5
PER_API: Rates = ((50, 1.0), (1000, 60.0))
FORGET_ABOVE = 20_000


@dataclass(frozen=True, slots=True)
class Trip:
    limit: int
    reset_s: int


class Window:
    __slots__ = ("_limit", "_seconds", "_times")

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more fits; 0 if it fits now."""
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        if len(self._times) < self._limit:
            return 0.0
        return self._times[0] + self._seconds - now

    def take(self, now: float) -> None:
        self._times.append(now)

    def is_idle(self, now: float) -> bool:
        return not self._times or self._times[-1] <= now - self._seconds


class Limits:
    def __init__(self) -> None:
        self._apis: dict[tuple[str, Rates], tuple[tuple[Window, int], ...]] = {}
        self._targets: dict[str, Window] = {}

    def take_call(self, api: str, now: float, rates: Rates = ()) -> Trip | None:
        """A call with other rates than before is counted anew."""
        rates = rates or PER_API
        windows = self._apis.get((api, rates))
        if windows is None:
            windows = self._apis[api, rates] = tuple((Window(*one), one[0]) for one in rates)
        for window, limit in windows:
            if wait := window.wait(now):
                return Trip(limit, max(1, math.ceil(wait)))
        for window, _ in windows:
            window.take(now)
        return None

    def take_target(self, target: str, now: float, most: int = PER_TARGET) -> bool:
        """Whether one more send to this user or group, or change of this message, is allowed."""
        if len(self._targets) > FORGET_ABOVE:
            self._targets = {k: w for k, w in self._targets.items() if not w.is_idle(now)}
        window = self._targets.setdefault(f"{most} {target}", Window(most, 1.0))
        if window.wait(now):
            return False
        window.take(now)
        return True

    def forget(self) -> None:
        self._apis.clear()
        self._targets.clear()
