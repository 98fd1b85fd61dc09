"""A share of few is worth little: the lower end of its confidence interval ranks honestly."""

from __future__ import annotations

from math import sqrt

Z = 1.96  # 95 %, two-sided


def lower_bound(hits: int, of: int) -> float:
    """Wilson's; 0 where nothing was counted."""
    if not of:
        return 0.0
    share = hits / of
    middle = share + Z * Z / (2 * of)
    spread = Z * sqrt((share * (1 - share) + Z * Z / (4 * of)) / of)
    return max(0.0, (middle - spread) / (1 + Z * Z / of))
