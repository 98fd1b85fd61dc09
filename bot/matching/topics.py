"""What an entry is about beyond the words it shares with the question: latent topics, category."""

from collections.abc import Sequence

import numpy as np

from bot.matching.field import Known, Tally
from bot.matching.sparse import Floats, Held, Ints, Small

TOPIC_FIELDS = ("char", "pair", "concept")
TOPIC_FEATURES = ("topic_coarse", "topic_fine", "topic_words", "category")
# Two grains of latent semantic analysis: 40 topics tell invoices from receipts, 100 tell a lost
# invoice from a wrong one. More than 100 is the plain cosine again (240 entries).
_GRAINS = (40, 100)
# Topics are learned from so many entries, taken evenly, and the others placed among them: beyond
# that the work would grow with the square of the FAQ (docs/answers.md has the measurement).
_TEACHERS = 600
_SMOOTHING = 0.3
# Grams of one text are far from independent; without tempering the first category takes all.
_TEMPER = 3.0
_FLOOR = 0.01
_NOTHING = 1e-9


class Topics:
    def __init__(self, tallies: Sequence[Tally], categories: Sequence[str]) -> None:
        widths = [tally.width for tally in tallies]
        self._offsets = [sum(widths[:place]) for place in range(len(widths))]
        whole = _joined(tallies, self._offsets)
        size = (whole.width, len(categories))
        held_by = np.bincount(whole.grams, minlength=whole.width)
        self._idf: Small = np.log(1 + len(categories) / np.maximum(held_by, 1)).astype(np.float32)
        weight = _unit(whole, (1 + np.log(whole.times)) * self._idf[whole.grams], size[1])
        self._words = Held(whole.grams, whole.entries, size, weight)
        self._teachers, self._towards, self._places = self._learned(whole, weight, size[1])
        self._lengths = [np.linalg.norm(self._places[:, :grain], axis=1) for grain in _GRAINS]
        self._categories = _Categories(whole, categories)

    def features(self, known: Sequence[Known]) -> list[Floats]:
        """For every entry the numbers named in TOPIC_FEATURES; `known` in order of TOPIC_FIELDS."""
        columns = np.concatenate(
            [one.numbers + offset for one, offset in zip(known, self._offsets, strict=True)]
        )
        weight = self._idf[columns].astype(np.float64)
        words = self._words.sums(columns, weight)
        # A question's place follows from its nearness to the teachers: the axes, which would be
        # a dense matrix over all grams, are never needed.
        taught = words[self._teachers].astype(np.float32)
        place = np.einsum("et,e->t", self._towards, taught)
        near = [
            _cosine(self._places[:, :grain], lengths, place[:grain])
            for grain, lengths in zip(_GRAINS, self._lengths, strict=True)
        ]
        length = max(float(np.linalg.norm(weight)), _NOTHING)
        return [*near, words / length, self._categories.likelihood(columns)]

    def _learned(self, whole: Tally, weight: Small, entries: int) -> tuple[Ints, Small, Small]:
        """The teachers, the way from nearness to them to topics, and every entry's place."""
        teachers = np.unique(np.linspace(0, entries - 1, min(entries, _TEACHERS)).astype(np.int64))
        starts = np.searchsorted(whole.entries, np.arange(entries + 1))
        near = np.empty((len(teachers), entries), np.float32)
        for row, teacher in enumerate(teachers.tolist()):
            own = slice(starts[teacher], starts[teacher + 1])
            grams, heavy = whole.grams[own].astype(np.int64), weight[own].astype(np.float64)
            near[row] = self._words.sums(grams, heavy)
        values, vectors = np.linalg.eigh(near[:, teachers].astype(np.float64))
        kept = min(max(_GRAINS), int((values > 1e-5).sum()))
        lengths = np.sqrt(values[::-1][:kept])
        towards = (vectors[:, ::-1][:, :kept] / lengths).astype(np.float32)
        return teachers, towards, near.T @ towards


class _Categories:
    """Naive Bayes over grams, kept as what each held gram adds to a text that holds none."""

    def __init__(self, whole: Tally, categories: Sequence[str]) -> None:
        names = {name: number for number, name in enumerate(dict.fromkeys(categories))}
        self._of = np.array([names[category] for category in categories], np.int64)
        cells, where = np.unique(
            self._of[whole.entries] * whole.width + whole.grams, return_inverse=True
        )
        times = np.bincount(where, whole.times)
        owner, gram = (cells // whole.width).astype(np.int32), cells % whole.width
        added = np.log1p(times / _SMOOTHING).astype(np.float32)
        self._added = Held(gram.astype(np.int32), owner, (whole.width, len(names)), added)
        total = np.bincount(owner, times, len(names)) + _SMOOTHING * max(whole.width, 1)
        self._none: Floats = np.log(_SMOOTHING / total)

    def likelihood(self, columns: Ints) -> Floats:
        added = self._added.sums(columns, np.ones(len(columns)))
        log = (added + len(columns) * self._none) / _TEMPER
        share = np.exp(log - log.max())
        return np.asarray(np.log(share / share.sum() + _FLOOR)[self._of])


def _joined(tallies: Sequence[Tally], offsets: Sequence[int]) -> Tally:
    """All fields as one, entry by entry."""
    entries = np.concatenate([tally.entries for tally in tallies])
    order = np.argsort(entries, kind="stable")
    grams = [t.grams + np.int32(offset) for t, offset in zip(tallies, offsets, strict=True)]
    return Tally(
        np.concatenate(grams)[order],
        entries[order],
        np.concatenate([tally.times for tally in tallies])[order],
        sum(tally.width for tally in tallies),
    )


def _unit(whole: Tally, weight: Floats, entries: int) -> Small:
    lengths = np.sqrt(np.bincount(whole.entries, weight**2, entries))
    return (weight / np.maximum(lengths, _NOTHING)[whole.entries]).astype(np.float32)


def _cosine(places: Small, lengths: Small, place: Small) -> Floats:
    both = lengths * max(float(np.linalg.norm(place)), _NOTHING)
    # Not `@`: from a thousand entries on BLAS wakes a thread per core for it, and on a busy machine
    # waiting for them takes longer than the sum (12 ms instead of 5 with 5,000 entries).
    near = np.einsum("et,t->e", places, place)
    return np.asarray(near / np.maximum(both, _NOTHING), np.float64)
