"""How sure a figure is: bootstrap over questions, systems compared question by question, and what could be detected."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from evaluation.metrics.exposure import Counts
from models.arrays import Float64Array

RESAMPLES = 10_000
EXPOSURE_RESAMPLES = 1_000
"""Fewer, since every resample is counted over all actors; the ends of an interval come from 25 of them."""

SEED = 20261123
LEVEL = 0.95
ALPHA = 0.05
POWER = 0.8
CHUNK = 100
SAME = 1e-12
"""Values nearer than this are a tie: they are the same up to the order of an addition."""


@dataclass(frozen=True)
class Estimate:
    """A mean (or, for exposure, a value) and its 95 % interval; NaN where there is nothing to measure."""

    mean: float
    low: float
    high: float

    def within(self, least: float, highest: float) -> Estimate:
        """Return the estimate with no end of its interval outside the values that there can be."""
        low, high = (min(max(end, least), highest) for end in (self.low, self.high))  # in this order NaN stays NaN
        return Estimate(self.mean, low, high)


@dataclass(frozen=True)
class Comparison:
    """Two systems on the same questions.

    Attributes:
        difference: mean of system minus other.
        wins, ties, losses: on how many questions the system is better, the same, worse; their sum is n.
        detectable: the smallest difference that this data could have shown; NaN for less than two questions.
    """

    difference: Estimate
    wins: int
    ties: int
    losses: int
    detectable: float


def draws(questions: int, resamples: int, seed: int = SEED) -> Iterator[Counts]:
    """Yield how often each question stands in each resample, int64 [up to CHUNK, questions]; every row adds up to q.

    The same arguments give the same counts, so that all systems are resampled alike.
    """
    random = np.random.default_rng(seed)
    for start in range(0, resamples, CHUNK):
        size = min(CHUNK, resamples - start)
        draw = random.integers(0, questions, (size, questions)) + questions * np.arange(size)[:, None]
        yield np.bincount(draw.ravel(), minlength=size * questions).reshape(size, questions)


def resampled_means(values: Float64Array, resamples: int = RESAMPLES, seed: int = SEED) -> Float64Array:
    """Return the mean of each column of `values` [q, m] in each resample of the questions, float64 [resamples, m].

    NaN without a question.
    """
    if not len(values):
        return np.full((resamples, values.shape[1]), np.nan)
    counts = draws(len(values), resamples, seed)
    return np.concatenate([chunk.astype(np.float64) @ values for chunk in counts]) / len(values)


def estimate(values: Float64Array, means: Float64Array) -> Estimate:
    """Return the mean of `values` [q] with the percentile interval (Efron 1979) of its resampled `means` [b].

    NaN without a value.
    """
    if not len(values):
        return Estimate(math.nan, math.nan, math.nan)
    low, high = np.quantile(means, _ends())
    return Estimate(float(values.mean()), float(low), float(high))


def estimate_of_lists(function: Callable[[Counts], Float64Array], questions: int, highest: float = 1.0,
                      resamples: int = EXPOSURE_RESAMPLES, seed: int = SEED) -> Estimate:
    """Return a value of all lists together, with an interval from resampling the lists.

    A resample repeats lists and so shows fewer different actors: the percentile interval is moved by the bootstrap's
    estimate of that bias (Efron and Tibshirani 1993, chapter 10), so that it lies around the value. A share that is
    moved as it is may end above 1: it is moved on the scale of log-odds, which has no end (what has no highest value on
    that of logarithms). For the bias half a list is added on both sides, so that 0 and 1 stand on the scale, too
    (Haldane 1956). The interval holds the value: where that is 0 it begins there, where it is 1 it ends there.

    Args:
        function: counts of the lists [b, q] to values [b] from 0 on, NaN where there is nothing to measure.
        questions: number of lists q.
        highest: the highest value that there can be: 1, or infinity.
        resamples: how many collections of lists are drawn.
        seed: of the drawing.
    """
    value = float(function(np.ones((1, questions), dtype=np.int64))[0])
    values = np.concatenate([function(chunk) for chunk in draws(questions, resamples, seed)])
    values = values[~np.isnan(values)]
    if np.isnan(value) or not len(values):
        return Estimate(value, value, value)
    center, own = (_finite_scale(part, highest, 0.5 / questions) for part in (values, np.array(value)))
    factor = float(np.exp(own - center.mean()))
    ends = np.quantile(values, _ends())
    low, high = ends * factor if math.isinf(highest) else ends * factor / (1 - ends + ends * factor)
    return Estimate(value, min(float(low), value), max(float(high), value))


def _finite_scale(values: Float64Array, highest: float, half: float) -> Float64Array:
    """Return log-odds of shares, or logarithms of what has no highest value, with `half` added to both sides."""
    rest = 1.0 if math.isinf(highest) else 1 - values + half
    return np.asarray(np.log(values + half) - np.log(rest))


def compare(one: Float64Array, other: Float64Array, means: Float64Array, other_means: Float64Array) -> Comparison:
    """Compare two systems by the paired bootstrap.

    Args:
        one, other: the values of both on the same questions, [q].
        means, other_means: their means in the same resamples, [b].
    """
    differences = one - other
    wins, losses = (int((sign * differences > SAME).sum()) for sign in (1, -1))
    return Comparison(estimate(differences, means - other_means), wins, len(one) - wins - losses, losses,
                      smallest_detectable(differences))


def smallest_detectable(differences: Float64Array) -> float:
    """Return the smallest true mean difference that a paired test of this many questions finds with power 0.8.

    (z(1 - α/2) + z(power)) · s / √n with two-sided α = 0.05 and s the sample standard deviation of the differences
    (Cohen 1988, Statistical Power Analysis, chapter 2, in the normal approximation). NaN for n < 2.
    """
    if len(differences) < 2:  # noqa: PLR2004 - a deviation needs two values
        return float("nan")
    return float(_factor() * differences.std(ddof=1) / np.sqrt(len(differences)))


def questions_needed(comparison: Comparison, difference: float) -> int | None:
    """Return how many questions of the same kind show a true mean difference with power 0.8.

    n = ((z(1 - α/2) + z(power)) · s / difference)² with two-sided α = 0.05 and s the sample standard deviation of the
    paired differences, rounded up (Cohen 1988, Statistical Power Analysis, chapter 2, in the normal approximation): the
    equation of `smallest_detectable`, solved for n. None where s is not known.
    """
    if math.isnan(comparison.detectable):
        return None
    questions = comparison.wins + comparison.ties + comparison.losses
    return math.ceil(questions * (comparison.detectable / difference) ** 2)


def _factor() -> float:
    normal = NormalDist()
    return normal.inv_cdf(1 - ALPHA / 2) + normal.inv_cdf(POWER)


def _ends() -> tuple[float, float]:
    return (1 - LEVEL) / 2, (1 + LEVEL) / 2
