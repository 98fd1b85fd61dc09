"""One kind of gram over the whole FAQ: who holds what, and how rare it is."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bot.matching.sparse import Counts, Floats, Held, Ints, Pairs, Small, Vocabulary


@dataclass(frozen=True)
class Known:
    """A question's grams: the numbers of those the FAQ has, in order, and how many it has not."""

    numbers: Ints
    strange: int


class Weights:
    """Inverse document frequency, counted over entries: ten wordings of one thing are one vote."""

    def __init__(self, grams: Counts, width: int, total: int) -> None:
        self.width = width
        counts = np.bincount(grams, minlength=width)
        self._of: Small = np.log(1 + (total - counts + 0.5) / (counts + 0.5)).astype(np.float32)
        self.unknown = float(np.float32(np.log(1 + (total + 0.5) / 0.5)))

    def of(self, numbers: Ints | Counts) -> Floats:
        return self._of[numbers].astype(np.float64)

    def mass(self, known: Known) -> float:
        return float(self.of(known.numbers).sum()) + known.strange * self.unknown

    def heaviest(self, known: Known) -> float:
        """The weight of the rarest gram; 0 where there is none."""
        if known.strange:
            return self.unknown
        return float(self.of(known.numbers).max(initial=0.0))

    def norm(self, known: Known) -> float:
        squares = float((self.of(known.numbers) ** 2).sum()) + known.strange * self.unknown**2
        return float(np.sqrt(squares))


class Postings:
    """Sets of grams over numbered documents; overlap of a question with all of them at once."""

    def __init__(self, grams: Counts, documents: Counts, size: int, weights: Weights) -> None:
        each = weights.of(grams)
        self.weights = weights
        self.norm: Small = np.sqrt(np.bincount(documents, each**2, size)).astype(np.float32)
        self._held = Held(grams, documents, (weights.width, size))

    def overlap(self, known: Known) -> tuple[Floats, Floats]:
        """For each document the shared weight, and the shared weight squared."""
        return self._held.sums_and_squares(known.numbers, self.weights.of(known.numbers))

    def told(self, known: Known) -> Floats:
        """For each document the shared weight."""
        return self._held.sums(known.numbers, self.weights.of(known.numbers))

    def has(self, known: Known) -> Ints:
        """How many documents hold each gram."""
        return self._held.frequency(known.numbers)


@dataclass(frozen=True)
class Tally:
    """How many of an entry's texts hold a gram."""

    grams: Counts
    entries: Counts
    times: Counts
    width: int


class Noted(NamedTuple):
    """One entry's grams, by number."""

    texts: tuple["array[int]", ...]
    bag: "array[int]"
    answer: "array[int]"
    counted: "array[int]"
    times: "array[int]"


class Notes:
    """What the entries hold, put down one after the other."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.bags, self.texts, self.answers, self._counted = Pairs(), Pairs(), Pairs(), Pairs()
        self.texts_so_far = 0

    def add(self, entry: int, noted: Noted) -> None:
        for grams in noted.texts:
            self.texts.add(self.texts_so_far, grams)
            self.texts_so_far += 1
        self.bags.add(entry, noted.bag)
        self.answers.add(entry, noted.answer)
        self._counted.add(entry, noted.counted, noted.times)

    @cached_property
    def settled(self) -> tuple[dict[str, int], Counts]:
        return self._vocabulary.settled(self._counted.grams)

    @property
    def tally(self) -> Tally:
        numbers, final = self.settled
        counted = self._counted
        return Tally(final[counted.grams], counted.documents, counted.times, len(numbers))


class Field:
    def __init__(self, notes: Notes, entries: int) -> None:
        self._numbers, final = notes.settled
        width = len(self._numbers)

        def postings(pairs: Pairs, size: int, weights: Weights) -> Postings:
            return Postings(final[pairs.grams], pairs.documents, size, weights)

        self.weights = Weights(final[notes.bags.grams], width, entries)
        # Menus and buttons recur in every answer; what is rare is decided among answers.
        told = Weights(final[notes.answers.grams], width, entries)
        self.bags = postings(notes.bags, entries, self.weights)
        self.texts = postings(notes.texts, notes.texts_so_far, self.weights)
        self.answers = postings(notes.answers, entries, told)

    def known(self, grams: Iterable[str]) -> Known:
        numbers = sorted(self._numbers[gram] for gram in grams if gram in self._numbers)
        return Known(np.array(numbers, np.int64), len(frozenset(grams)) - len(numbers))
