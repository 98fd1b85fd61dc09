"""The FAQ as inverted lists in numpy: which texts and which entries hold a gram."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.grams import FIELDS, Reading, read_entry
from bot.matching.normalise import error_codes, plain
from bot.matching.port import FaqText
from bot.matching.topics import Topics

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SENTENCE = re.compile(r"[\n。；;，,!！?？]+")


class Weights:
    """Inverse document frequency, counted over entries: ten wordings of one thing are one vote."""

    def __init__(self, documents: Sequence[Collection[str]]) -> None:
        counts: dict[str, int] = {}
        for grams in documents:
            for gram in grams:
                counts[gram] = counts.get(gram, 0) + 1
        total = len(documents)
        self._of = {g: float(np.log(1 + (total - n + 0.5) / (n + 0.5))) for g, n in counts.items()}
        self.unknown = float(np.log(1 + (total + 0.5) / 0.5))

    def __getitem__(self, gram: str) -> float:
        return self._of.get(gram, self.unknown)

    def __contains__(self, gram: str) -> bool:
        return gram in self._of

    def mass(self, grams: Iterable[str]) -> float:
        # Sorted, because sets of strings iterate differently from run to run and sums must not.
        return sum(self[gram] for gram in sorted(grams))

    def norm(self, grams: Iterable[str]) -> float:
        return float(np.sqrt(sum(self[gram] ** 2 for gram in sorted(grams))))


class Postings:
    """Sets of grams over numbered documents; overlap of a question with all of them at once."""

    def __init__(self, documents: Sequence[Collection[str]], weights: Weights) -> None:
        held: dict[str, list[int]] = {}
        for number, grams in enumerate(documents):
            for gram in grams:
                held.setdefault(gram, []).append(number)
        self._lists = {gram: np.array(numbers, np.int64) for gram, numbers in held.items()}
        self.weights = weights
        self._size = len(documents)
        self.mass = np.array([weights.mass(grams) for grams in documents])
        self.norm = np.array([weights.norm(grams) for grams in documents])

    def overlap(self, grams: Iterable[str]) -> tuple[Floats, Floats]:
        """For each document the shared weight, and the shared weight squared."""
        known = [gram for gram in sorted(grams) if gram in self._lists]
        if not known:
            nothing = np.zeros(self._size)
            return nothing, nothing
        lists = [self._lists[gram] for gram in known]
        places = np.concatenate(lists)
        each = np.array([self.weights[gram] for gram in known], np.float64)
        weight: Floats = np.repeat(each, [len(one) for one in lists])
        return self._summed(places, weight), self._summed(places, weight * weight)

    def _summed(self, places: Ints, weight: Floats) -> Floats:
        return np.bincount(places, weights=weight, minlength=self._size).astype(np.float64)


@dataclass(frozen=True)
class Field:
    """One kind of gram over everything an entry consists of."""

    weights: Weights
    bags: Postings
    texts: Postings
    answers: Postings


class Index:
    """Immutable after building, so any number of threads may read it."""

    def __init__(self, entries: Sequence[FaqText]) -> None:
        self.codes = tuple(entry.code for entry in entries)
        if len(set(self.codes)) < len(self.codes):
            raise ValueError("two FAQ entries have the same code")
        asked = [tuple(read_entry(text) for text in (e.question, *e.similar)) for e in entries]
        words = [tuple(read_entry(word) for word in e.keywords) for e in entries]
        answers = [tuple(read_entry(line) for line in _SENTENCE.split(e.answer)) for e in entries]
        self.questions = tuple(asked)
        self.text_starts = _starts(asked)
        self.fields = {name: _field(name, asked, words, answers) for name in FIELDS}
        self._by_wording = _by_wording(asked)
        self.owners = _owners(entries)
        self.code_shapes = frozenset(map(code_shape, self.owners))
        self.topics = Topics(
            [(*a, *w, *s) for a, w, s in zip(asked, words, answers, strict=True)],
            [entry.category for entry in entries],
        )

    def __len__(self) -> int:
        return len(self.codes)

    def exact(self, normalised: str) -> tuple[int, ...]:
        """The entries one of whose questions reads exactly like this."""
        return self._by_wording.get(normalised, ())


def code_shape(code: str) -> str:
    """E1003 and E9999 look alike; S11001 is a station, not an error."""
    return re.sub(r"\d", "0", code)


Groups = Sequence[tuple[Reading, ...]]


def _field(name: str, asked: Groups, words: Groups, answers: Groups) -> Field:
    def each(groups: Groups) -> list[frozenset[str]]:
        return [reading.grams[name] for group in groups for reading in group]

    def whole(group: Iterable[Reading]) -> frozenset[str]:
        return frozenset().union(*(reading.grams[name] for reading in group))

    bags = [whole((*a, *w)) for a, w in zip(asked, words, strict=True)]
    prose = [whole(group) for group in answers]
    weights = Weights(bags)
    return Field(
        weights,
        bags=Postings(bags, weights),
        texts=Postings(each(asked), weights),
        # Menus and buttons recur in every answer; what is rare is decided among answers.
        answers=Postings(prose, Weights(prose)),
    )


def _starts(groups: Groups) -> Ints:
    lengths = [0, *(len(group) for group in groups)]
    return np.cumsum(lengths)[:-1].astype(np.int64)


def _by_wording(asked: Groups) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(asked):
        for wording in dict.fromkeys(reading.normalised for reading in group):
            found[wording] = (*found.get(wording, ()), number)
    return found


def _owners(entries: Sequence[FaqText]) -> dict[str, tuple[int, ...]]:
    owners: dict[str, tuple[int, ...]] = {}
    for number, entry in enumerate(entries):
        text = plain("\n".join((entry.question, *entry.similar, *entry.keywords)))
        held = error_codes(text)
        spelt = {code.replace("x", digit) for code in held for digit in "0123456789"}
        for code in sorted(spelt):
            owners[code] = (*owners.get(code, ()), number)
    return owners
