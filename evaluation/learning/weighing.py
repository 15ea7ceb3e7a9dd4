"""Learning how much each term weighs, from the engine's own candidates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluation.learning.ascent import CandidateLists, ascend
from models.arrays import Float32Array, Float64Array

PENALTY = 1e-3
# What is tried for the weight of the leading term, in multiples of what the logit gives it.
MULTIPLES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
FAR = 50.0


def learn_weights(tasks: Sequence[CandidateLists], leading: int | None = None) -> Float64Array:
    """Return the weights [terms], none negative.

    First those under which the right candidates are likeliest, by the conditional logit. It looks at all places of a
    list alike, but a list is read from its head: there the leading term has to weigh more, as the NDCG@10 decides.

    Args:
        tasks: the lists of each task; both steps count every task the same.
        leading: column of the leading term; None when there is none.
    """
    weights = conditional_logit(tasks)
    if leading is None:
        return weights
    grids: list[Sequence[float]] = [() for _ in weights]
    grids[leading] = [multiple * weights[leading] for multiple in MULTIPLES]
    return ascend(lambda trial: float(np.mean([lists.ndcg(points(lists, trial)) for lists in tasks])), weights, grids)


def conditional_logit(tasks: Sequence[CandidateLists]) -> Float64Array:
    """Return the weights [terms], none negative, under which the right candidates are likeliest.

    The conditional logit (McFadden, 1974): candidates compete within their question only, so that what all candidates
    of a question have in common cannot be learned from. Minimises the mean of −ln of the probability that lies on the
    right candidates, with a quadratic penalty on standardised weights.
    """
    from scipy.optimize import minimize

    deviations = np.sqrt(np.mean([_candidates(lists).var(axis=0, dtype=np.float64) for lists in tasks], axis=0))
    scale = np.divide(1.0, deviations, out=np.zeros_like(deviations), where=deviations > 0)

    def loss(weights: Float64Array) -> tuple[float, Float64Array]:
        losses = [_loss(lists, weights * scale) for lists in tasks]
        value = np.mean([one for one, _ in losses]) + PENALTY * weights @ weights
        return float(value), np.mean([slope for _, slope in losses], axis=0) * scale + 2 * PENALTY * weights

    start = np.full(len(scale), 0.1)
    minimum = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(start))
    return np.asarray(minimum.x * scale)


def points(lists: CandidateLists, weights: Float64Array) -> Float64Array:
    """Return the sums of values times weights, [q, c]."""
    return np.asarray(lists.values @ weights.astype(np.float32), dtype=np.float64)


def learn_base(tasks: Sequence[CandidateLists], weights: Float64Array) -> float:
    """Return the base under which the mean chance of the candidates is the share of those that turned out right."""
    from scipy.optimize import brentq
    from scipy.special import expit

    sums = np.concatenate([_candidates(lists) @ weights.astype(np.float32) for lists in tasks])
    share = sum(int(lists.relevant.sum()) for lists in tasks) / len(sums)

    def excess(base: float) -> float:
        return float(expit(sums + base).mean(dtype=np.float64)) - share

    return float(brentq(excess, -sums.max() - FAR, -sums.min() + FAR))


def _loss(lists: CandidateLists, weights: Float64Array) -> tuple[float, Float64Array]:
    """Return the mean of −ln of the probability that lies on the right candidates, and its gradient."""
    sums = np.where(lists.present, points(lists, weights), -np.inf)
    likely = np.exp(sums - sums.max(axis=1, keepdims=True))
    right = likely * lists.relevant
    total, hits = likely.sum(axis=1, keepdims=True), right.sum(axis=1, keepdims=True)
    excess = (likely / total - right / hits).astype(np.float32)
    slope = np.tensordot(excess, lists.values, axes=2).astype(np.float64) / len(sums)
    return float(np.log(total / hits).mean()), slope


def _candidates(lists: CandidateLists) -> Float32Array:
    return lists.values[lists.present]
