"""What a load run has found, as a table and as JSON."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

SHARES = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}


@dataclass
class Figures:
    asked: int = 0
    acks_ms: list[float] = field(default_factory=list)
    answers_ms: list[float] = field(default_factory=list)
    clicks_ms: list[float] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def table(self) -> str:
        head = f"{'ms':<24}{'count':>8}" + "".join(f"{name:>9}" for name in SHARES)
        rows = [
            _row("acknowledged", self.acks_ms),
            _row("answered", self.answers_ms),
            _row("clicks answered", self.clicks_ms),
        ]
        width = max(map(len, self.counts), default=0) + 2
        counts = [f"{name:<{width}}{count:>8}" for name, count in self.counts.items()]
        pace = f"{self.asked} questions in {self.seconds:.1f} s"
        return "\n".join([pace, "", head, *rows, "", *counts])

    def as_json(self) -> str:
        found: dict[str, Any] = {
            "asked": self.asked,
            "seconds": round(self.seconds, 1),
            "acknowledged_ms": percentiles(self.acks_ms),
            "answered_ms": percentiles(self.answers_ms),
            "clicks_ms": percentiles(self.clicks_ms),
            "counts": self.counts,
        }
        return json.dumps(found, ensure_ascii=False, indent=1)


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """The smallest value that this share of all does not exceed."""
    if not values:
        return {"count": 0}
    ordered = sorted(values)
    places = {name: max(0, math.ceil(len(ordered) * share) - 1) for name, share in SHARES.items()}
    found = {name: round(ordered[place], 1) for name, place in places.items()}
    return {"count": len(ordered), **found}


def _row(name: str, values: Sequence[float]) -> str:
    found = percentiles(values)
    cells = "".join(f"{found[one]:>9.1f}" if one in found else f"{'–':>9}" for one in SHARES)
    return f"{name:<24}{found['count']:>8}{cells}"
