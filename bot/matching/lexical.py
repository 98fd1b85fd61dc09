"""The matcher: rank all entries, say how sure, then answer, offer a few, or admit defeat."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.context import nudges
from bot.matching.features import (
    Asked,
    confidence_features,
    is_vague,
    ranking_features,
    shares,
)
from bot.matching.fitting import sigmoid
from bot.matching.index import Index, code_shape
from bot.matching.model import Model, Models
from bot.matching.normalise import is_small_talk, normalise
from bot.matching.port import MAX_CHOICES, Candidate, Context, Entries, FaqText, Match, Verdict
from bot.matching.sparse import Floats


@dataclass(frozen=True)
class Certainty:
    """What needs no estimate: the entries named by an error code or by their very wording."""

    entries: tuple[int, ...]
    foreign_code: bool

    @classmethod
    def of(cls, index: Index, asked: Asked) -> "Certainty":
        known = sorted(asked.codes & index.owners.keys())
        foreign = any(
            code_shape(code) in index.code_shapes for code in asked.codes.difference(known)
        )
        named = tuple(dict.fromkeys(entry for code in known for entry in index.owners[code]))
        return cls(named or index.exact(asked.reading.normalised), foreign)

    @property
    def settles(self) -> bool:
        return len(self.entries) == 1 and not self.foreign_code


def _best(scores: Floats, certainty: Certainty, count: int) -> list[int]:
    """Entries, best first. A code outranks any wording; among several owners wording decides."""
    unnamed = np.ones(len(scores))
    unnamed[list(certainty.entries)] = 0
    return [int(entry) for entry in np.lexsort((-scores, unnamed))[:count]]


def _led(share: Floats, right: float, reach: float) -> list[float]:
    """The first entry has its own chance; the others divide what is left of `reach`."""
    rest = share / max(float(share[1:MAX_CHOICES].sum()), 1e-9)
    return [right, *(min(right, (reach - right) * float(part)) for part in rest[1:])]


class Judge:
    """One fit over one index. Immutable: share it between threads, replace it with the FAQ."""

    def __init__(self, index: Index, model: Model) -> None:
        self.index = index
        self._model = model

    def match(
        self, asked: Asked, near: Floats | None, limit: int, context: Context | None = None
    ) -> Match:
        """`near` belongs to a fused model and to no other."""
        normalised, fit = asked.reading.normalised, self._model.fit
        if is_small_talk(asked.plain) or not self._knows(asked):
            return Match(Verdict.NONE, (), normalised, fit)
        features = ranking_features(self.index, asked, near)
        scores = np.asarray(features @ self._model.ranking)
        if context is not None:
            scores = scores + nudges(
                context, self.index.categories, self.index.devices, asked.plain
            )
        certainty = Certainty.of(self.index, asked)
        order = _best(scores, certainty, max(limit, MAX_CHOICES))
        share = shares(scores)[order]
        right, reach = self._estimates(
            confidence_features(self.index, asked, features, scores), certainty
        )
        if not certainty.entries and is_vague(asked, features, scores):
            confidence = self._undecided(share, reach)
        else:
            confidence = _led(share, right, reach)
        candidates = tuple(
            Candidate(
                self.index.codes[entry], round(float(sure), 4), round(float(scores[entry]), 4)
            )
            for entry, sure in zip(order[: max(limit, 1)], confidence, strict=False)
        )
        return Match(self._verdict(confidence, reach, certainty), candidates, normalised, fit)

    def _knows(self, asked: Asked) -> bool:
        """Whether anything of the question occurs in the FAQ at all."""
        return bool(asked.codes) or any(
            self.index.fields[name].bags.has(known).any()
            for name, known in self.index.known(asked.reading).items()
        )

    def _estimates(self, row: Floats, certainty: Certainty) -> tuple[float, float]:
        """The chance of the first entry, and the chance that the first four hold the right one."""
        if certainty.entries:
            return self._model.certain / len(certainty.entries), self._model.certain
        wide = np.append(row, 1.0)
        right = float(sigmoid(wide @ self._model.right))
        return right, max(right, float(sigmoid(wide @ self._model.reach)))

    def _undecided(self, share: Floats, reach: float) -> list[float]:
        """Below the threshold by definition: there is no telling which of them is meant."""
        ceiling = float(np.nextafter(self._model.answer_at, 0.0))
        return [min(reach * float(part), ceiling) for part in share]

    def _verdict(self, confidence: list[float], reach: float, certainty: Certainty) -> Verdict:
        model = self._model
        if certainty.settles:
            return Verdict.ANSWER
        if certainty.entries:
            return Verdict.CHOICES
        second = confidence[1] if len(confidence) > 1 else 0.0
        clear = confidence[0] >= model.answer_at and confidence[0] - second >= model.margin
        # An error code the FAQ does not know: similar words must not pass for its explanation.
        if clear and not certainty.foreign_code:
            return Verdict.ANSWER
        return Verdict.CHOICES if reach >= model.offer_at else Verdict.NONE


class LexicalMatcher:
    """By the characters alone: needs no model of a language, and no time."""

    def __init__(self, entries: Sequence[FaqText], models: Models | None = None) -> None:
        synonyms = entries.synonyms if isinstance(entries, Entries) else ()
        index = Index(entries, synonyms) if entries else None
        self._judge = Judge(index, (models or Models.load()).lexical) if index else None

    @classmethod
    def over(cls, index: Index, models: Models) -> "LexicalMatcher":
        matcher = cls((), models)
        matcher._judge = Judge(index, models.lexical)
        return matcher

    def prepare(self, text: str) -> None:
        """There is nothing to prepare."""

    def match(self, text: str, *, limit: int = 5, context: Context | None = None) -> Match:
        if self._judge is None:
            return Match(Verdict.NONE, (), normalise(text))
        return self._judge.match(Asked.of(text, self._judge.index), None, limit, context)
