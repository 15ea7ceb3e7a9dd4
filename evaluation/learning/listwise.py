"""Learning from grades: weights under which the better partners stand first, and log-odds that mean what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.judged.metrics import GOOD, LIST_LENGTH
from evaluation.learning.graded import GradedList
from models.arrays import Float64Array

# Learning and calibration take turns until the scale stays: points that are kept have to count in its units.
TURNS, STEADY = 6, 0.02
TOLERANCE = 1e-7


@dataclass(frozen=True)
class Fit:
    """What was learned: the score is base + values @ weights + fixed, in log-odds of a grade of 2 or more."""

    base: float
    weights: Float64Array

    def scores(self, graded: GradedList) -> Float64Array:
        """Return the scores of a list, [candidates]."""
        return np.asarray(self.base + graded.values @ self.weights + graded.fixed)


@dataclass(frozen=True)
class Prior:
    """Where weights are drawn to.

    Attributes:
        weights: [columns].
        scale: [columns] how much a unit of each column moves a score; see `scale_of`.
        ridge: how strongly.
    """

    weights: Float64Array
    scale: Float64Array
    ridge: float


def scale_of(lists: Sequence[GradedList]) -> Float64Array:
    """Return the standard deviation of each column over all candidates, [columns]; 1 where it does not vary."""
    deviations = np.concatenate([graded.values for graded in lists]).std(axis=0)
    return np.where(deviations > 0, deviations, 1.0)


def learn(lists: Sequence[GradedList], prior: Prior) -> Fit:
    """Return the fit of some lists.

    The weights minimise the mean over the lists of −Σ p ln softmax(score), where p are the gains 2^grade − 1 divided by
    their sum (ListNet's top-one loss: Cao et al., 2007), plus ridge × Σ (scale × (weight − prior))². Base and scale are
    then calibrated (Platt, 1999) so that the score is the log-odds of a grade of 2 or more. What is fixed is neither
    learned nor scaled: both steps take turns until the scale is nearly the one that fixed points were counted with.
    """
    temperature, weights = 1.0, prior.weights
    base = 0.0
    for _ in range(TURNS):
        weights = listwise(lists, prior, temperature, weights)
        base, slope = calibrate(lists, weights * temperature)
        temperature *= slope
        if abs(slope - 1) < STEADY:
            break
    return Fit(base, weights * temperature)


def listwise(lists: Sequence[GradedList], prior: Prior, temperature: float, start: Float64Array) -> Float64Array:
    """Return the weights [columns] of the listwise loss; fixed points count divided by the temperature."""
    from scipy.optimize import minimize

    targets = [_gains(graded.grades) / _gains(graded.grades).sum() for graded in lists]
    # In units of the scale all columns move scores alike, and the search takes a tenth of the steps.
    values, centre = [graded.values / prior.scale for graded in lists], prior.weights * prior.scale

    def loss(weights: Float64Array) -> tuple[float, Float64Array]:
        total, slope = 0.0, np.zeros_like(weights)
        for graded, columns, target in zip(lists, values, targets, strict=True):
            scores = columns @ weights + graded.fixed / temperature
            likely = np.exp(scores - scores.max())
            total += np.log(likely.sum()) - target @ (scores - scores.max())
            slope += (likely / likely.sum() - target) @ columns
        drawn = weights - centre
        return float(total / len(lists) + prior.ridge * drawn @ drawn), slope / len(lists) + 2 * prior.ridge * drawn

    best = minimize(loss, start * prior.scale, jac=True, method="L-BFGS-B", options={"ftol": TOLERANCE})
    return np.asarray(best.x / prior.scale)


def calibrate(lists: Sequence[GradedList], weights: Float64Array) -> tuple[float, float]:
    """Return base and slope of the logistic regression of a grade of 2 or more on the learned sums, fixed points added.

    Every list counts the same.
    """
    from scipy.optimize import minimize

    sums = np.concatenate([graded.values @ weights for graded in lists])
    fixed = np.concatenate([graded.fixed for graded in lists])
    good = np.concatenate([graded.grades >= GOOD for graded in lists])
    shares = np.concatenate([np.full(len(graded.grades), 1 / len(graded.grades) / len(lists)) for graded in lists])

    def loss(parameters: Float64Array) -> tuple[float, Float64Array]:
        scores = parameters[0] + parameters[1] * sums + fixed
        excess = shares * (1 / (1 + np.exp(-scores)) - good)
        return float(shares @ (np.logaddexp(0.0, scores) - good * scores)), np.array([excess.sum(), excess @ sums])

    base, slope = minimize(loss, np.array([-4.0, 1.0]), jac=True, method="L-BFGS-B").x.tolist()
    return base, slope


def ndcg_at_10(graded: GradedList, scores: Float64Array) -> float:
    """Return the graded NDCG@10 of a list in the order of its scores, as `evaluation.judged.metrics` defines it."""
    discounts = 1 / np.log2(np.arange(2, LIST_LENGTH + 2))[:len(scores)]
    gains = _gains(graded.grades)
    best = gains[np.argsort(-scores, kind="stable")[:LIST_LENGTH]]
    return float(best @ discounts / (np.sort(gains)[::-1][:LIST_LENGTH] @ discounts))


def _gains(grades: Float64Array) -> Float64Array:
    return np.asarray(2.0 ** grades - 1)
