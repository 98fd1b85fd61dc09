"""What an entry is about beyond the words it shares with the question: latent topics, category."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matching.grams import Reading

Floats = NDArray[np.float64]

_FIELDS = ("char", "pair", "concept")
# Two grains of latent semantic analysis: 40 topics tell invoices from receipts, 100 tell a lost
# invoice from a wrong one. More than 100 is the plain cosine again (240 entries).
_GRAINS = (40, 100)
_SMOOTHING = 0.3
# Grams of one text are far from independent; without tempering the first category takes all.
_TEMPER = 3.0
_FLOOR = 0.01

TOPIC_FEATURES = ("topic_coarse", "topic_fine", "topic_words", "category")


class Topics:
    def __init__(self, entries: Sequence[Iterable[Reading]], categories: Sequence[str]) -> None:
        counts = [_counted(entry) for entry in entries]
        held = Counter(gram for count in counts for gram in count)
        self._column = {gram: number for number, gram in enumerate(sorted(held))}
        self._idf = np.array([np.log(1 + len(entries) / held[gram]) for gram in self._column])
        self._category_of, tally = self._tallied(counts, categories)
        self._likely = np.log(tally / tally.sum(1, keepdims=True)).astype(np.float32)
        matrix = np.zeros((len(entries), len(self._column)))
        for row, count in enumerate(counts):
            columns = [self._column[gram] for gram in count]
            matrix[row, columns] = 1 + np.log(np.fromiter(count.values(), float))
        matrix *= self._idf
        self._matrix = _unit(matrix).astype(np.float32)
        self._axes, self._places = _decomposed(self._matrix)

    def _tallied(
        self, counts: Sequence[Counter[str]], categories: Sequence[str]
    ) -> tuple[NDArray[np.int64], Floats]:
        names = {name: number for number, name in enumerate(dict.fromkeys(categories))}
        tally = np.full((len(names), len(self._column)), _SMOOTHING)
        for count, category in zip(counts, categories, strict=True):
            for gram, times in count.items():
                tally[names[category], self._column[gram]] += times
        return np.array([names[category] for category in categories], np.int64), tally

    def features(self, reading: Reading) -> list[Floats]:
        """For every entry the numbers named in TOPIC_FEATURES."""
        columns = [self._column[g] for g in _tagged(reading) if g in self._column]
        weight = self._idf[columns].astype(np.float32)
        place = self._axes[:, columns] @ weight
        near = [_cosine(self._places[:, :grain], place[:grain]) for grain in _GRAINS]
        words = self._matrix[:, columns] @ weight / max(float(np.linalg.norm(weight)), 1e-9)
        return [*near, words.astype(np.float64), self._categories(columns)]

    def _categories(self, columns: Sequence[int]) -> Floats:
        log = self._likely[:, columns].sum(1).astype(np.float64) / _TEMPER
        share = np.exp(log - log.max())
        return np.asarray(np.log(share / share.sum() + _FLOOR)[self._category_of])


def _tagged(reading: Reading) -> list[str]:
    return sorted(name + ":" + gram for name in _FIELDS for gram in reading.grams[name])


def _counted(entry: Iterable[Reading]) -> Counter[str]:
    return Counter(gram for reading in entry for gram in _tagged(reading))


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def _decomposed(matrix: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Topics as directions over grams, and each entry's place among them.

    From the entries' Gram matrix: there are far fewer entries than grams, and eigh of 240 × 240
    takes 10 ms where the SVD of 240 × 8,000 takes 300.
    """
    wide = matrix.astype(np.float64)
    values, vectors = np.linalg.eigh(wide @ wide.T)
    kept = min(max(_GRAINS), int((values > 1e-6).sum()))
    lengths = np.sqrt(values[::-1][:kept])
    places = vectors[:, ::-1][:, :kept] * lengths
    axes = (places / lengths**2).T @ wide
    return axes.astype(np.float32), places.astype(np.float32)


def _cosine(places: NDArray[np.float32], place: NDArray[np.float32]) -> Floats:
    lengths = np.linalg.norm(places, axis=1) * max(float(np.linalg.norm(place)), 1e-9)
    return np.asarray(places @ place / np.maximum(lengths, 1e-9), np.float64)
