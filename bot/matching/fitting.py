"""Two small models in numpy: which entry (conditional logit) and how sure (logistic)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROUNDS = 30
_ENOUGH = 1e-3  # gain in log-likelihood below which another round changes no ranking


def fit_ranker(questions: Sequence[Floats], right: Ints, ridge: float) -> Floats:
    """Weights under which the right row of each question scores highest; Newton with halving."""
    rows = np.stack(questions)
    count, _, width = rows.shape
    picked = rows[np.arange(count), right]
    weights = np.zeros(width)
    gain = _log_likelihood(rows, picked, weights, ridge)
    for _ in range(_ROUNDS):
        chance = _shares(rows @ weights)
        mean = np.einsum("qe,qew->qw", chance, rows)
        slope = (picked - mean).sum(0) - ridge * weights
        spread = (rows * np.sqrt(chance)[:, :, None]).reshape(-1, width)
        curve = spread.T @ spread - mean.T @ mean + ridge * np.eye(width)
        step, before = np.linalg.solve(curve, slope), gain
        gain = _log_likelihood(rows, picked, weights + step, ridge)
        while gain < before and np.abs(step).max() > 1e-6:
            step = step / 2
            gain = _log_likelihood(rows, picked, weights + step, ridge)
        weights = weights + step
        if gain - before < _ENOUGH:
            break
    return weights


def _shares(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(grown / grown.sum(1, keepdims=True))


def _log_likelihood(rows: Floats, picked: Floats, weights: Floats, ridge: float) -> float:
    scores = rows @ weights
    top = scores.max(1)
    total = top + np.log(np.exp(scores - top[:, None]).sum(1))
    return float((picked @ weights - total).sum() - ridge / 2 * weights @ weights)


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
