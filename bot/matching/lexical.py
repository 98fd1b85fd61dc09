"""The matcher: rank all entries, say how sure, then answer, offer a few, or admit defeat."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.features import (
    Asked,
    confidence_features,
    is_vague,
    ranking_features,
    shares,
)
from bot.matching.fitting import sigmoid
from bot.matching.index import Floats, Index, code_shape
from bot.matching.model import Model
from bot.matching.normalise import is_small_talk
from bot.matching.port import MAX_CHOICES, Candidate, FaqText, Match, Verdict


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


class LexicalMatcher:
    """Immutable after building: share it between threads, replace it when the FAQ changes."""

    def __init__(self, entries: Sequence[FaqText], model: Model | None = None) -> None:
        self._index = Index(entries) if entries else None
        self._model = model or Model.load()

    def with_model(self, model: Model) -> "LexicalMatcher":
        """The same FAQ under other numbers; the index is shared, not built again."""
        other = LexicalMatcher((), model)
        other._index = self._index
        return other

    def match(self, text: str, *, limit: int = 5) -> Match:
        asked = Asked.of(text)
        normalised = asked.reading.normalised
        if self._index is None or is_small_talk(asked.plain) or not self._knows(self._index, asked):
            return Match(Verdict.NONE, (), normalised)
        features = ranking_features(self._index, asked)
        scores = np.asarray(features @ self._model.ranking)
        certainty = Certainty.of(self._index, asked)
        order, confidence, reach = self._confidences(
            self._index, asked, features, scores, certainty
        )
        candidates = tuple(
            Candidate(
                self._index.codes[entry], round(float(sure), 4), round(float(scores[entry]), 4)
            )
            for entry, sure in zip(order[: max(limit, 1)], confidence, strict=False)
        )
        return Match(self._verdict(confidence, reach, certainty), candidates, normalised)

    @staticmethod
    def _knows(index: Index, asked: Asked) -> bool:
        """Whether anything of the question occurs in the FAQ at all."""
        return bool(asked.codes) or any(
            gram in index.fields[name].weights
            for name, grams in asked.reading.grams.items()
            for gram in grams
        )

    def _confidences(
        self, index: Index, asked: Asked, features: Floats, scores: Floats, certainty: Certainty
    ) -> tuple[list[int], list[float], float]:
        """Entries best first, the chance of each, and the chance that the first four hold it."""
        sure = self._model.certain
        row = np.append(confidence_features(index, asked, features, scores), 1.0)
        right = float(sigmoid(row @ self._model.right))
        reach = max(right, float(sigmoid(row @ self._model.reach)))
        order = [int(entry) for entry in np.argsort(-scores, kind="stable")]
        if certainty.entries:
            # A code outranks any wording; among several owners the wording decides.
            order.sort(key=lambda entry: entry not in certainty.entries)
            right, reach = sure / len(certainty.entries), sure
        share = shares(scores)[order]
        if not certainty.entries and is_vague(asked, features, scores):
            # Below the threshold by definition: there is no telling which of them is meant.
            ceiling = np.nextafter(self._model.answer_at, 0.0)
            spread = [min(reach * float(part), float(ceiling)) for part in share]
            return order, spread, reach
        rest = share / max(float(share[1:MAX_CHOICES].sum()), 1e-9)
        others = [min(right, (reach - right) * float(part)) for part in rest[1:]]
        return order, [right, *others], reach

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
