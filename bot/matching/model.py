"""The fitted numbers, kept as a file so that a deployment can fit its own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import CONFIDENCE, FUSED_CONFIDENCE, FUSED_RANKING, RANKING

Floats = NDArray[np.float64]

SHIPPED = Path(__file__).with_name("model.json")
_DIGITS = 5  # keeps the file readable and equal on machines that round differently


Fit = Literal["lexical", "fused"]
_COLUMNS = {
    "lexical": (RANKING, (*CONFIDENCE, "constant")),
    "fused": (FUSED_RANKING, (*FUSED_CONFIDENCE, "constant")),
}


class ModelError(ValueError):
    """The file is not a model for this version of the matcher."""


@dataclass(frozen=True)
class Model:
    """`right`: is the first entry right; `reach`: is one of the first four."""

    ranking: Floats
    right: Floats
    reach: Floats
    answer_at: float
    offer_at: float
    margin: float
    certain: float
    fit: Fit = "lexical"

    def as_json(self) -> dict[str, Any]:
        ranking, confidence = _COLUMNS[self.fit]
        return {
            "ranking": _named(ranking, self.ranking),
            "right": _named(confidence, self.right),
            "reach": _named(confidence, self.reach),
            "thresholds": {
                "answer_at": round(self.answer_at, _DIGITS),
                "offer_at": round(self.offer_at, _DIGITS),
                "margin": round(self.margin, _DIGITS),
                "certain": round(self.certain, _DIGITS),
            },
        }

    @classmethod
    def from_json(cls, raw: dict[str, Any], fit: Fit = "lexical") -> "Model":
        ranking, confidence = _COLUMNS[fit]
        try:
            thresholds = {name: float(value) for name, value in raw["thresholds"].items()}
            return cls(
                ranking=_ordered(ranking, raw["ranking"]),
                right=_ordered(confidence, raw["right"]),
                reach=_ordered(confidence, raw["reach"]),
                fit=fit,
                **thresholds,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(
                f"not a model of this matcher ({error}); make one with python -m bot.matching.train"
            ) from error


@dataclass(frozen=True)
class Models:
    """Both fits: without vectors the numbers differ, and so must the confidence."""

    lexical: Model
    fused: Model | None = None

    @classmethod
    def load(cls, path: Path = SHIPPED) -> "Models":
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ModelError(f"{path.name} is not JSON: {error}") from error
        if not isinstance(raw, dict) or not isinstance(raw.get("lexical"), dict):
            raise ModelError(f"{path.name} holds no lexical fit")
        fused = Model.from_json(raw["fused"], "fused") if raw.get("fused") else None
        return cls(Model.from_json(raw["lexical"]), fused)

    def as_json(self) -> dict[str, Any]:
        fused = {} if self.fused is None else {"fused": self.fused.as_json()}
        return {"lexical": self.lexical.as_json(), **fused}

    def save(self, path: Path) -> None:
        text = json.dumps(self.as_json(), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")


def _named(names: tuple[str, ...], values: Floats) -> dict[str, float]:
    return {n: round(float(v), _DIGITS) for n, v in zip(names, values, strict=True)}


def _ordered(names: tuple[str, ...], values: dict[str, float]) -> Floats:
    if set(values) != set(names):
        raise ValueError(f"other features: {sorted(set(values) ^ set(names))[:3]}")
    return np.array([float(values[name]) for name in names])
