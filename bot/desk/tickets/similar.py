"""Is this the same trouble told twice? Pure, and without the matcher: a station has few tickets."""

from __future__ import annotations

from itertools import pairwise

from bot.matching.normalise import normalise

ALIKE = 0.5


def likeness(one: str, other: str) -> float:
    """Shared pairs of characters: 0 for nothing in common, 1 for the same words."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def alike(one: str, other: str) -> bool:
    return likeness(one, other) >= ALIKE


def _pairs(text: str) -> frozenset[str]:
    normal = normalise(text).replace(" ", "")
    return frozenset(a + b for a, b in pairwise(normal)) or frozenset(normal)
