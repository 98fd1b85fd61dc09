"""Two small models in numpy: which entry (conditional logit) and how sure (logistic)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ROUNDS = 30
_ENOUGH = 1e-3  # gain in log-likelihood below which another round changes no ranking


@dataclass(frozen=True)
class _Choices:
    """Questions, each with as many rows to choose from; the first of each is the right one."""

    rows: Floats
    importance: Floats

    def gain(self, weights: Floats, ridge: float) -> float:
        scores = self.rows @ weights
        top = scores.max(1)
        total = top + np.log(np.exp(scores - top[:, None]).sum(1))
        return float(self.importance @ (scores[:, 0] - total) - ridge / 2 * weights @ weights)

    def step(self, weights: Floats, ridge: float) -> Floats:
        """Newton's."""
        width = self.rows.shape[2]
        chance = _shares(self.rows @ weights)
        mean = np.einsum("qe,qew->qw", chance, self.rows)
        each = self.importance[:, None]
        slope = ((self.rows[:, 0] - mean) * each).sum(0) - ridge * weights
        spread = (self.rows * np.sqrt(chance * each)[:, :, None]).reshape(-1, width)
        curve = spread.T @ spread - (mean * each).T @ mean + ridge * np.eye(width)
        return np.asarray(np.linalg.solve(curve, slope))


def fit_ranker(rows: Floats, importance: Floats, ridge: float) -> Floats:
    """Weights under which the first row of each question scores highest; Newton with halving."""
    choices = _Choices(rows, importance)
    weights = np.zeros(rows.shape[2])
    gain = choices.gain(weights, ridge)
    for _ in range(_ROUNDS):
        step, before = choices.step(weights, ridge), gain
        gain = choices.gain(weights + step, ridge)
        while gain < before and np.abs(step).max() > 1e-6:
            step = step / 2
            gain = choices.gain(weights + step, ridge)
        weights = weights + step
        if gain - before < _ENOUGH:
            break
    return weights


def _shares(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(grown / grown.sum(1, keepdims=True))


def sigmoid(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -30, 30))))


def fit_logistic(rows: Floats, truth: Floats, importance: Floats, ridge: float) -> Floats:
    """Weights over the columns and, last, a constant that is not held back."""
    wide = np.hstack([rows, np.ones((len(rows), 1))])
    penalty = np.full(wide.shape[1], ridge)
    penalty[-1] = 1e-6
    weights = np.zeros(wide.shape[1])
    for _ in range(_ROUNDS):
        chance = sigmoid(wide @ weights)
        slope = wide.T @ (importance * (truth - chance)) - penalty * weights
        curve = (wide * (importance * chance * (1 - chance))[:, None]).T @ wide + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    return weights
