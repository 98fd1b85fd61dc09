"""Short texts as sparse vectors: characters, pairs and concepts, weighed by how rare they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.matching.normalise import concepts

Floats = NDArray[np.float64]
# A word for the thing itself says more about what is meant than any pair of characters.
CONCEPT_WEIGHT = 2.0


def grams(normalised: str) -> frozenset[str]:
    runs = normalised.split()
    pairs = {first + second for run in runs for first, second in pairwise(run)}
    return frozenset({*"".join(runs), *pairs, *(f"#{name}" for name in concepts(normalised))})


class Vectors:
    """Of texts that are normalised already; equal for equal texts, in any order of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        held = [sorted(grams(text)) for text in texts]
        frequency = Counter(gram for text in held for gram in text)
        numbers = {gram: number for number, gram in enumerate(sorted(frequency))}
        rarity = np.array(
            [
                np.log1p(len(texts) / frequency[gram])
                * (CONCEPT_WEIGHT if gram.startswith("#") else 1.0)
                for gram in numbers
            ]
        )
        self._size = len(texts)
        self._grams = [np.array([numbers[gram] for gram in text], np.int64) for text in held]
        self._weights = [_unit(rarity[each]) for each in self._grams]
        self._postings(len(numbers))

    def _postings(self, width: int) -> None:
        if not width:
            self._starts = np.zeros(1, np.int64)
            return
        flat = np.concatenate(self._grams)
        owners = np.repeat(np.arange(self._size), [len(each) for each in self._grams])
        order = np.argsort(flat, kind="stable")
        self._owners = owners[order]
        self._values = np.concatenate(self._weights)[order]
        self._starts = np.concatenate(([0], np.bincount(flat, minlength=width).cumsum()))

    def cosines(self, number: int) -> Floats:
        """Of one text with every text."""
        total = np.zeros(self._size)
        for gram, weight in zip(self._grams[number], self._weights[number], strict=True):
            spot = slice(self._starts[gram], self._starts[gram + 1])
            total[self._owners[spot]] += weight * self._values[spot]
        return total


def _unit(weights: Floats) -> Floats:
    return weights / max(float(np.linalg.norm(weights)), 1e-12)
