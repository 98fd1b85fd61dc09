"""Questions that ask for the same thing, put together: stars around the busiest wording.

A star holds what is near its centre, never what is near a neighbour's neighbour: chains, the
usual fault of joining pairs, cannot form. The same questions give the same clusters in any order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz

from bot.learning.facts import Recorded
from bot.learning.vectors import Vectors

# Fitted on labelled questions (docs/learning.md): nearer than this, two short questions ask for
# the same thing more often than not.
NEAR = 0.34
MOST = 5000
# Two short texts this alike (rapidfuzz, 0-100) are one question typed twice: of random pairs of
# different questions one in two thousand is.
SAME_WORDS = 50


@dataclass(frozen=True)
class Cluster:
    """Questions of one meaning, the most central wording first."""

    questions: tuple[Recorded, ...]

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def people(self) -> frozenset[str]:
        return frozenset(one.who for one in self.questions)

    @property
    def first(self) -> datetime:
        return min(one.at for one in self.questions)

    @property
    def last(self) -> datetime:
        return max(one.at for one in self.questions)

    def wordings(self, limit: int) -> list[Recorded]:
        """Different ones, the most central first."""
        different = {one.normalised: one for one in reversed(self.questions)}
        ordered = dict.fromkeys(one.normalised for one in self.questions)
        return [different[text] for text in list(ordered)[:limit]]


def cluster(asked: Sequence[Recorded], *, near: float = NEAR, most: int = MOST) -> list[Cluster]:
    """Most people first, then most questions. Beyond `most` the oldest questions are left out."""
    recent = sorted(asked, key=lambda one: (one.at, one.id))[-most:]
    same: dict[str, list[Recorded]] = defaultdict(list)
    for one in recent:
        same[one.normalised].append(one)
    texts = sorted(same)
    stars = group(texts, [len({one.who for one in same[text]}) for text in texts], near=near)
    found = [Cluster(tuple(one for at in star for one in same[texts[at]])) for star in stars]
    return sorted(found, key=lambda c: (-len(c.people), -c.count, c.questions[0].normalised))


def group(texts: Sequence[str], weights: Sequence[int], *, near: float) -> list[list[int]]:
    """Numbers of the texts, star by star, centre first and then the nearest."""
    vectors = Vectors(texts)
    around: list[dict[int, float]] = []
    for number in range(len(texts)):
        cosines = vectors.cosines(number)
        # Rounded, or the last digit of a sum could decide which of two twins is the centre.
        around.append(
            {int(at): round(float(cosines[at]), 6) for at in (cosines >= near).nonzero()[0]}
            | {number: 1.0}
        )
    return _stars(around, weights)


def _stars(around: list[dict[int, float]], weights: Sequence[int]) -> list[list[int]]:
    free = set(range(len(around)))
    pull = [sum(weights[at] * cosine for at, cosine in near.items()) for near in around]
    stars: list[list[int]] = []
    for centre in sorted(free, key=lambda at: (-round(pull[at], 6), at)):
        if centre not in free:
            continue
        star = sorted(
            (at for at in around[centre] if at in free),
            key=lambda at: (at != centre, -around[centre][at], at),
        )
        free.difference_update(star)
        stars.append(star)
    return stars


def same_thing(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether any wording of the one is any of the other, or nearly so."""
    return any(fuzz.ratio(a, b) >= SAME_WORDS for a in one for b in other)
