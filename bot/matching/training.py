"""Fit a model, and measure it on entries it was not fitted on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.matching.evaluation import NONE
from bot.matching.features import Asked, confidence_features, ranking_features
from bot.matching.fitting import fit_logistic, fit_ranker, sigmoid
from bot.matching.index import Index
from bot.matching.lexical import Certainty, LexicalMatcher
from bot.matching.model import Model
from bot.matching.normalise import is_small_talk
from bot.matching.port import MAX_CHOICES, FaqText, Match
from bot.matching.sparse import Floats

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Queries = Sequence[tuple[str, str]]

FOLDS = 5
_RANK_RIDGE = 1.0
_SURE_RIDGE = 0.3
# Every question is also asked with its own entry gone: a near miss that ought to be admitted.
# They are harder than what people really ask in vain, hence the small weight.
_GONE_WEIGHT = 0.1
_GONE = -1e3
_PRECISION = 0.96  # asked of the fit, so that 0.95 survives on questions it has not seen
_FALSE_ANSWERS = 0.04
_TURNED_AWAY = 0.06  # of the questions whose entry is among the first four
_MARGIN = 0.3


@dataclass(frozen=True)
class Lesson:
    """Labelled questions as seen by one index; `fold` is the same for all of one entry."""

    asked: tuple[Asked, ...]
    features: Floats  # questions × entries × columns
    gold: Ints  # -1: no entry
    fold: Ints
    settled: Flags  # decided without an estimate, so nothing to learn from

    def only(self, chosen: Flags) -> "Lesson":
        asked = tuple(one for one, taken in zip(self.asked, chosen, strict=True) if taken)
        return Lesson(
            asked, self.features[chosen], self.gold[chosen], self.fold[chosen], self.settled[chosen]
        )


def fold_of(key: str) -> int:
    """By hash, so that adding an entry moves no other."""
    return hashlib.sha256(key.encode()).digest()[0] % FOLDS


def lesson(index: Index, queries: Queries) -> Lesson:
    place = {code: number for number, code in enumerate(index.codes)}
    unknown = sorted({gold for _, gold in queries if gold != NONE and gold not in place})
    if unknown:
        raise ValueError(f"labelled with entries the FAQ does not have: {', '.join(unknown[:5])}")
    asked = tuple(Asked.of(text, index) for text, _ in queries)
    return Lesson(
        asked,
        np.stack([ranking_features(index, one) for one in asked]),
        np.array([place.get(gold, -1) for _, gold in queries], np.int64),
        np.array([fold_of(text if gold == NONE else gold) for text, gold in queries], np.int64),
        np.array([is_small_talk(a.plain) or bool(Certainty.of(index, a).entries) for a in asked]),
    )


def fit(index: Index, taught: Lesson) -> Model:
    """Ranker on everything; confidence and thresholds on scores of rankers that had not seen it."""
    examples = _examples(index, taught)
    right, reach = _calibrators(examples)
    unseen = _unseen_confidence(examples)
    model = Model(_ranker(taught), right, reach, 1.0, 1.0, _MARGIN, _certain(index, taught))
    return replace(
        model, answer_at=_answer_at(examples, unseen[0]), offer_at=_offer_at(examples, unseen[1])
    )


def _ranker(taught: Lesson) -> Floats:
    within = taught.gold >= 0
    return fit_ranker(list(taught.features[within]), taught.gold[within], _RANK_RIDGE)


@dataclass(frozen=True)
class Examples:
    rows: Floats
    rank: Ints  # of the right entry; far behind where there is none
    real: Flags  # as against asked with its entry gone
    within: Flags
    fold: Ints

    @property
    def importance(self) -> Floats:
        return np.where(self.real, 1.0, _GONE_WEIGHT)


_NOWHERE = 10**6


def _examples(index: Index, taught: Lesson) -> Examples:
    rows: list[Floats] = []
    kinds: list[tuple[int, bool, bool, int]] = []
    for fold in sorted(set(taught.fold.tolist())):
        weights = _ranker(taught.only(taught.fold != fold))
        for number in np.flatnonzero((taught.fold == fold) & ~taught.settled):
            asked, features = taught.asked[number], taught.features[number]
            scores, gold = features @ weights, int(taught.gold[number])
            rank = int((scores > scores[gold]).sum()) if gold >= 0 else _NOWHERE
            rows.append(confidence_features(index, asked, features, scores))
            kinds.append((rank, True, gold >= 0, fold))
            if gold >= 0:
                scores[gold] = _GONE
                rows.append(confidence_features(index, asked, features, scores))
                kinds.append((_NOWHERE, False, False, fold))
    columns = np.array(kinds, np.int64)
    return Examples(
        np.array(rows),
        rank=columns[:, 0],
        real=columns[:, 1].astype(bool),
        within=columns[:, 2].astype(bool),
        fold=columns[:, 3],
    )


def _calibrators(examples: Examples) -> tuple[Floats, Floats]:
    right, reach = (
        fit_logistic(
            examples.rows, (examples.rank < depth).astype(float), examples.importance, _SURE_RIDGE
        )
        for depth in (1, MAX_CHOICES)
    )
    return right, reach


def _unseen_confidence(examples: Examples) -> tuple[Floats, Floats]:
    """Confidence in each example by calibrators fitted on the other folds."""
    sure, near = np.zeros(len(examples.rows)), np.zeros(len(examples.rows))
    wide = np.hstack([examples.rows, np.ones((len(examples.rows), 1))])
    for fold in set(examples.fold.tolist()):
        here = examples.fold == fold
        others = Examples(
            examples.rows[~here], examples.rank[~here], examples.real[~here],
            examples.within[~here], examples.fold[~here],
        )  # fmt: skip
        right, reach = _calibrators(others)
        sure[here], near[here] = sigmoid(wide[here] @ right), sigmoid(wide[here] @ reach)
    return sure, near


def _answer_at(examples: Examples, sure: Floats) -> float:
    """The lowest confidence from which answers are precise and silence is kept on NONE."""
    real, right = examples.real, examples.rank == 0
    outside = real & ~examples.within
    for threshold in np.sort(sure[real]):
        answered = real & (sure >= threshold)
        false = (answered & outside).sum() / max(int(outside.sum()), 1)
        if right[answered].mean() >= _PRECISION and false <= _FALSE_ANSWERS:
            return float(threshold)
    return 1.0


def _offer_at(examples: Examples, near: Floats) -> float:
    reachable = examples.real & (examples.rank < MAX_CHOICES)
    return float(np.quantile(near[reachable], _TURNED_AWAY)) if reachable.any() else 1.0


def _certain(index: Index, taught: Lesson) -> float:
    """How often a code or an exact wording named the right entry; one of each added (Laplace)."""
    named = [Certainty.of(index, asked) for asked in taught.asked]
    pairs = zip(named, taught.gold.tolist(), strict=True)
    hits = [certainty.entries[0] == gold for certainty, gold in pairs if certainty.settles]
    return (hits.count(True) + 1) / (len(hits) + 2)


class Unseen:
    """Answers each question by a model fitted without its entry (or, for NONE, without it)."""

    def __init__(self, entries: Sequence[FaqText], queries: Queries) -> None:
        index = Index(entries)
        whole = lesson(index, queries)
        self._matchers = {
            fold: LexicalMatcher.over(index, fit(index, whole.only(whole.fold != fold)))
            for fold in sorted(set(whole.fold.tolist()))
        }
        self._fold = dict(zip((text for text, _ in queries), whole.fold.tolist(), strict=True))

    def match(self, text: str, *, limit: int = 5) -> Match:
        return self._matchers[self._fold[text]].match(text, limit=limit)
