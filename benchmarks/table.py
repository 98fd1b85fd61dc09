"""One line per figure: what was measured, what was wanted, whether it was reached."""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Spread:
    """Several rounds of one figure."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    def text(self, form: str = ",.0f") -> str:
        low, high = min(self.rounds), max(self.rounds)
        if len(self.rounds) == 1:
            return format(low, form)
        return f"{self.median:{form}} ({low:{form}}–{high:{form}})"


def ratio(ours: Spread, theirs: Spread) -> Spread:
    """Round by round: what disturbs the machine disturbs both halves of a round."""
    return Spread(tuple(a / b for a, b in zip(ours.rounds, theirs.rounds, strict=True)))


@dataclass(frozen=True)
class Line:
    """`reached` is None where there is no target, or the machine cannot tell."""

    figure: str
    measured: str
    target: str = ""
    reached: bool | None = None

    @property
    def verdict(self) -> str:
        return {True: "ok", False: "missed", None: "–"}[self.reached]

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"verdict": self.verdict}


def render(lines: Sequence[Line]) -> str:
    """As Markdown, so that it can be pasted into the documentation."""
    rows = [("Figure", "Measured", "Target", "")]
    rows += [(line.figure, line.measured, line.target, line.verdict) for line in lines]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    texts = [_row(row, widths) for row in rows]
    texts.insert(1, "|".join(["", *("-" * (width + 2) for width in widths), ""]))
    return "\n".join(texts)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (w - _width(cell)) for cell, w in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
