"""Which document holds which gram, in a few flat arrays: no object per gram or per document."""

from array import array
from collections.abc import Collection, Iterable
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Small = NDArray[np.float32]  # what is kept; sums are made in double
Ints = NDArray[np.int64]
Counts = NDArray[np.int32]


class Vocabulary:
    """Grams by number, for as long as entries are read and read again."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._used = 0

    def number(self, grams: Iterable[str]) -> list[int]:
        numbers = self._numbers
        return [numbers.setdefault(gram, len(numbers)) for gram in grams]

    @property
    def is_mostly_stale(self) -> bool:
        return len(self._numbers) > 2 * self._used

    def settled(self, used: Counts) -> tuple[dict[str, int], Counts]:
        """Final numbers of the grams in use, in the order of the alphabet, and which became which.

        Sets of strings iterate differently from run to run; sums over numbers must not. Nor may
        what was in the FAQ yesterday make a difference.
        """
        in_use = np.zeros(len(self._numbers), bool)
        in_use[used] = True
        kept = [gram for gram, use in zip(self._numbers, in_use.tolist(), strict=True) if use]
        self._used = len(kept)
        ordered = {gram: number for number, gram in enumerate(sorted(kept))}
        final = np.zeros(len(self._numbers), np.int32)
        final[in_use] = np.fromiter((ordered[gram] for gram in kept), np.int32, len(kept))
        return ordered, final


class Pairs:
    """Gram and document, as they are read; documents come in ascending order."""

    def __init__(self) -> None:
        self._grams, self._documents, self._times = array("i"), array("i"), array("i")

    def add(self, document: int, grams: Collection[int], times: Iterable[int] = ()) -> None:
        self._grams.extend(grams)
        self._documents.extend(repeat(document, len(grams)))
        self._times.extend(times)

    @property
    def grams(self) -> Counts:
        return np.frombuffer(self._grams, np.int32)

    @property
    def documents(self) -> Counts:
        return np.frombuffer(self._documents, np.int32)

    @property
    def times(self) -> Counts:
        return np.frombuffer(self._times, np.int32)


class Held:
    """For each gram the documents that hold it, list after list in one array."""

    def __init__(
        self, grams: Counts, documents: Counts, size: tuple[int, int], values: Small | None = None
    ) -> None:
        order = np.argsort(grams, kind="stable")
        width, self._size = size
        self._documents = documents[order].astype(np.min_scalar_type(max(self._size, 1)))
        self._values = None if values is None else values[order]
        self._starts = np.zeros(width + 1, np.int32)
        np.cumsum(np.bincount(grams, minlength=width), out=self._starts[1:])

    def frequency(self, grams: Ints) -> Ints:
        """How many documents hold each."""
        return (self._starts[grams + 1] - self._starts[grams]).astype(np.int64)

    def sums(self, grams: Ints, weights: Floats) -> Floats:
        """For each document the weights of those grams which it holds, times its values if any."""
        places, weight = self._found(grams, weights)
        return np.bincount(places, weight, self._size).astype(np.float64)

    def sums_and_squares(self, grams: Ints, weights: Floats) -> tuple[Floats, Floats]:
        places, weight = self._found(grams, weights)
        plain = np.bincount(places, weight, self._size)
        square = np.bincount(places, weight * weight, self._size)
        return plain.astype(np.float64), square.astype(np.float64)

    def _found(self, grams: Ints, weights: Floats) -> tuple[Ints, Floats]:
        begin = self._starts[grams].astype(np.int64)
        lengths = self._starts[grams + 1] - begin
        ends = lengths.cumsum()
        total = int(ends[-1]) if len(ends) else 0
        spots = np.arange(total) + np.repeat(begin - ends + lengths, lengths)
        weight = np.repeat(weights, lengths)
        if self._values is not None:
            weight = weight * self._values[spots]
        return self._documents[spots].astype(np.int64), weight
