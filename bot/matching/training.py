"""Fit a model, and measure it on entries it was not fitted on."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.evaluation import NONE
from bot.matching.features import RANKING, Asked, confidence_features, ranking_features
from bot.matching.fitting import fit_logistic, fit_ranker, sigmoid
from bot.matching.index import Index
from bot.matching.lexical import Certainty, Judge
from bot.matching.model import Model
from bot.matching.noise import KINDS, homophones, spoilt
from bot.matching.normalise import is_small_talk
from bot.matching.port import MAX_CHOICES, Context, Match
from bot.matching.sparse import Floats, Small

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
# Every question is asked spoilt as well, in each of the five ways of noise.KINDS; together they
# weigh half as much as the question itself.
_SPOILT_WEIGHT = 0.1
_PRECISION = 0.96  # asked of the fit, so that 0.95 survives on questions it has not seen
_FALSE_ANSWERS = 0.025  # so that 0.04 survives
_TURNED_AWAY = 0.06  # of the questions whose entry is among the first four
_MARGIN = 0.3
# Entries that a ranker learns from, for each question; the others cannot win anyway.
_CONTENDERS = 40
_CRUDE = ("char_bag_cover", "sound_bag_cover", "topic_fine", "char_answer_cover")

Nearness = Callable[[Sequence[str]], Sequence[Floats]]  # of questions in their heard form


@dataclass(frozen=True)
class Lesson:
    """Labelled questions as seen by one index; `fold` is the same for all of one entry."""

    asked: tuple[Asked, ...]
    features: Small  # questions × entries × columns
    gold: Ints  # -1: no entry
    fold: Ints
    weight: Floats
    settled: Flags  # decided without an estimate, so nothing to learn from

    def only(self, chosen: Flags) -> "Lesson":
        asked = tuple(one for one, taken in zip(self.asked, chosen, strict=True) if taken)
        return Lesson(
            asked,
            self.features[chosen],
            self.gold[chosen],
            self.fold[chosen],
            self.weight[chosen],
            self.settled[chosen],
        )

    @property
    def real(self) -> Flags:
        """What people asked, as against what was made of it."""
        return np.asarray(self.weight == 1.0)


def fold_of(key: str) -> int:
    """By hash, so that adding an entry moves no other."""
    return hashlib.sha256(key.encode()).digest()[0] % FOLDS


def lesson(
    index: Index, queries: Queries, nearness: Nearness | None = None, *, spoil: bool = True
) -> Lesson:
    place = {code: number for number, code in enumerate(index.codes)}
    unknown = sorted({gold for _, gold in queries if gold != NONE and gold not in place})
    if unknown:
        raise ValueError(f"labelled with entries the FAQ does not have: {', '.join(unknown[:5])}")
    folds = [fold_of(text if gold == NONE else gold) for text, gold in queries]
    texts, weights = _with_spoilt([text for text, _ in queries], index, spoil=spoil)
    times = len(texts) // len(queries)
    asked = tuple(Asked.of(text, index) for text in texts)
    near = nearness([one.plain for one in asked]) if nearness else [None] * len(asked)
    rows = [ranking_features(index, one, its) for one, its in zip(asked, near, strict=True)]
    return Lesson(
        asked,
        np.stack([row.astype(np.float32) for row in rows]),
        np.array([place.get(gold, -1) for _, gold in queries] * times, np.int64),
        np.array(folds * times, np.int64),
        np.array(weights),
        np.array([is_small_talk(a.plain) or bool(Certainty.of(index, a).entries) for a in asked]),
    )


def _with_spoilt(
    texts: Sequence[str], index: Index, *, spoil: bool
) -> tuple[list[str], list[float]]:
    alike = homophones(index.questions_as_heard)
    made = [spoilt(text, kind, alike) for kind in (KINDS if spoil else ()) for text in texts]
    return [*texts, *made], [1.0] * len(texts) + [_SPOILT_WEIGHT] * len(made)


def fit(index: Index, taught: Lesson) -> Model:
    """Ranker on everything; confidence and thresholds on scores of rankers that had not seen it."""
    examples = _examples(index, taught)
    right, reach = _calibrators(examples)
    unseen = _unseen_confidence(examples)
    fused = taught.features.shape[2] > len(RANKING)
    return Model(
        ranking=_ranker(taught),
        right=right,
        reach=reach,
        answer_at=_answer_at(examples, unseen[0]),
        offer_at=_offer_at(examples, unseen[1]),
        margin=_MARGIN,
        certain=_certain(index, taught),
        fit="fused" if fused else "lexical",
    )


def _ranker(taught: Lesson) -> Floats:
    within = np.flatnonzero(taught.gold >= 0)
    chosen = np.stack([_contenders(taught.features[n], int(taught.gold[n])) for n in within])
    rows = taught.features[within[:, None], chosen].astype(np.float64)
    return fit_ranker(rows, taught.weight[within], _RANK_RIDGE)


def _contenders(features: Small, gold: int) -> Ints:
    """The right entry, then those that look most like it."""
    crude = features[:, [RANKING.index(name) for name in _CRUDE]].sum(1)
    crude[gold] = np.inf
    return np.argsort(-crude, kind="stable")[:_CONTENDERS]


@dataclass(frozen=True)
class Examples:
    rows: Floats
    rank: Ints  # of the right entry; far behind where there is none
    gone: Flags  # asked with its entry gone
    within: Flags
    fold: Ints
    weight: Floats

    @property
    def importance(self) -> Floats:
        return np.where(self.gone, _GONE_WEIGHT, 1.0) * self.weight

    def only(self, chosen: Flags) -> "Examples":
        return Examples(
            self.rows[chosen], self.rank[chosen], self.gone[chosen],
            self.within[chosen], self.fold[chosen], self.weight[chosen],
        )  # fmt: skip


_NOWHERE = 10**6


def _examples(index: Index, taught: Lesson) -> Examples:
    rows: list[Floats] = []
    kinds: list[tuple[int, bool, bool, int]] = []
    weight: list[float] = []
    for fold in sorted(set(taught.fold.tolist())):
        weights = _ranker(taught.only(taught.fold != fold))
        for number in np.flatnonzero((taught.fold == fold) & ~taught.settled):
            asked, features = taught.asked[number], taught.features[number].astype(np.float64)
            scores, gold = features @ weights, int(taught.gold[number])
            rank = int((scores > scores[gold]).sum()) if gold >= 0 else _NOWHERE
            rows.append(confidence_features(index, asked, features, scores))
            kinds.append((rank, False, gold >= 0, fold))
            weight.append(float(taught.weight[number]))
            if gold >= 0:
                scores[gold] = _GONE
                rows.append(confidence_features(index, asked, features, scores))
                kinds.append((_NOWHERE, True, False, fold))
                weight.append(float(taught.weight[number]))
    columns = np.array(kinds, np.int64)
    return Examples(
        np.array(rows),
        rank=columns[:, 0],
        gone=columns[:, 1].astype(bool),
        within=columns[:, 2].astype(bool),
        fold=columns[:, 3],
        weight=np.array(weight),
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
        right, reach = _calibrators(examples.only(~here))
        sure[here], near[here] = sigmoid(wide[here] @ right), sigmoid(wide[here] @ reach)
    return sure, near


def _answer_at(examples: Examples, sure: Floats) -> float:
    """The lowest confidence from which answers are precise and silence is kept on NONE.

    Spoilt questions count as well: what people will type is worse than what they typed here.
    """
    weight = examples.importance * ~examples.gone
    order = np.argsort(-sure, kind="stable")
    right = (weight * (examples.rank == 0))[order].cumsum()
    false = (weight * ~examples.within)[order].cumsum()
    answered, outside = weight[order].cumsum(), max(float(false[-1]), 1e-9)
    good = (right >= _PRECISION * answered) & (false <= _FALSE_ANSWERS * outside)
    good &= examples.gone[order] < 1
    return float(sure[order][np.flatnonzero(good)[-1]]) if good.any() else 1.0


def _offer_at(examples: Examples, near: Floats) -> float:
    reachable = ~examples.gone & (examples.weight == 1.0) & (examples.rank < MAX_CHOICES)
    return float(np.quantile(near[reachable], _TURNED_AWAY)) if reachable.any() else 1.0


def _certain(index: Index, taught: Lesson) -> float:
    """How often a code or an exact wording named the right entry; one of each added (Laplace)."""
    named = [Certainty.of(index, asked) for asked in taught.asked]
    golds = zip(named, taught.gold.tolist(), taught.real.tolist(), strict=True)
    hits = [one.entries[0] == gold for one, gold, real in golds if real and one.settles]
    return (hits.count(True) + 1) / (len(hits) + 2)


class Known:
    """Answers by one model, as the desk would."""

    def __init__(self, judge: Judge, near: Nearness | None) -> None:
        self._judge = judge
        self._nearness = near

    def prepare(self, text: str) -> None:
        """There is nothing to prepare."""

    def match(self, text: str, *, limit: int = 5, context: Context | None = None) -> Match:
        asked = Asked.of(text, self._judge.index)
        near = self._nearness([asked.plain])[0] if self._nearness else None
        return self._judge.match(asked, near, limit, context)


class Unseen:
    """Answers each question by a model fitted without its entry (or, for NONE, without it)."""

    def __init__(
        self, index: Index, queries: Queries, taught: Lesson, near: Nearness | None
    ) -> None:
        self._matchers = {
            fold: Known(Judge(index, fit(index, taught.only(taught.fold != fold))), near)
            for fold in sorted(set(taught.fold.tolist()))
        }
        alike = homophones(index.questions_as_heard)
        self._fold: dict[str, int] = {}
        for text, gold in queries:
            fold = fold_of(text if gold == NONE else gold)
            for form in (text, *(spoilt(text, kind, alike) for kind in KINDS)):
                self._fold[form] = fold

    def prepare(self, text: str) -> None:
        """There is nothing to prepare."""

    def match(self, text: str, *, limit: int = 5, context: Context | None = None) -> Match:
        return self._matchers[self._fold[text]].match(text, limit=limit, context=context)
