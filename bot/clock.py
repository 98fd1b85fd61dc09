"""The only place that looks at the wall clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
        ...


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)
