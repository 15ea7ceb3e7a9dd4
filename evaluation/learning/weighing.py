"""Learning how much each term weighs, from the engine's own candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Float64Array

PENALTY = 1e-3


@dataclass(frozen=True)
class Choice:
    """The candidates of one question.

    Attributes:
        values: [candidates, terms], the mean of both sides.
        relevant: [candidates], true for those that turned out right; at least one.
    """

    values: Float64Array
    relevant: Float64Array


def learn_weights(choices: Sequence[Choice]) -> Float64Array:
    """Return the weights [terms], none negative, under which the right candidates are likeliest.

    The conditional logit (McFadden, 1974): candidates compete within their question only, so that what all candidates
    of a question have in common cannot be learned from. Minimises the mean of −ln of the probability that lies on the
    right candidates, with a quadratic penalty on standardised weights.
    """
    from scipy.optimize import minimize

    deviation = np.sqrt(np.mean([item.values.var(axis=0) for item in choices], axis=0))
    scale = np.divide(1.0, deviation, out=np.zeros_like(deviation), where=deviation > 0)

    def loss(weights: Float64Array) -> tuple[float, Float64Array]:
        total, gradient = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for item in choices:
            one, slope = _loss(item, weights * scale)
            total, gradient = total + one / len(choices), gradient + slope * scale / len(choices)
        return total, gradient

    start = np.full(len(deviation), 0.1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(start))
    return np.asarray(found.x * scale)


def learn_base(choices: Sequence[Choice], weights: Float64Array) -> float:
    """Return the base under which the mean chance of the candidates is the share of those that turned out right."""
    from scipy.optimize import brentq
    from scipy.special import expit

    points = np.concatenate([item.values @ weights for item in choices])
    share = np.concatenate([item.relevant for item in choices]).mean()
    furthest = float(np.abs(points).max()) + 50.0
    return float(brentq(lambda base: expit(points + base).mean() - share, -furthest, furthest))


def _loss(item: Choice, weights: Float64Array) -> tuple[float, Float64Array]:
    points = item.values @ weights
    likely = np.exp(points - points.max())
    right = likely * item.relevant
    could, found = likely / likely.sum(), right / right.sum()
    return -float(np.log(right.sum() / likely.sum())), (could - found) @ item.values
