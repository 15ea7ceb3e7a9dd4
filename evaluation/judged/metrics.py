"""How good one list is by grades, and what a number of lists say together. To add a metric: a line in `METRICS`.

A question without a positive grade has no right answer, so that no list can be good or bad: it has no value in any
metric and is left out of their means, and how many there are is said. Its traps count like all others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.judged.collection import Trap
from evaluation.metrics.bootstrap import LEVEL, RESAMPLES, Estimate, draws, estimate, resampled_means
from models.arrays import Float64Array

LIST_LENGTH = 10
HEAD = 5
GOOD = 2

Grades = Mapping[str, int]


@dataclass(frozen=True)
class Metric:
    """An entry of the table: what is computed from a list and the grades, and what it says."""

    function: Callable[[Sequence[str], Grades], float]
    description: str


def graded_ndcg_at_10(ranked: Sequence[str], grades: Grades) -> float:
    """Return the normalised discounted cumulative gain of the first ten, 0 to 1; NaN without a positive grade.

    The gain is 2^grade - 1, the discount 1/log2(rank + 1) (Burges et al. 2005); who was not judged gains nothing. The
    ideal has the best grades of the whole network at its head.
    """
    ideal = _discounted(sorted(grades.values(), reverse=True)[:LIST_LENGTH])
    return _discounted([grades.get(one, 0) for one in ranked[:LIST_LENGTH]]) / ideal if ideal else math.nan


def good_at_5(ranked: Sequence[str], grades: Grades) -> float:
    """Return the share of the first five places that are held by good partners, grade 2 or 3; empty places are not."""
    return sum(grades.get(one, 0) >= GOOD for one in ranked[:HEAD]) / HEAD


def unjudged_at_10(ranked: Sequence[str], grades: Grades) -> float:
    """Return the share of the first ten that nobody has judged; 0 for an empty list."""
    first = ranked[:LIST_LENGTH]
    return sum(one not in grades for one in first) / max(1, len(first))


METRICS: Mapping[str, Metric] = {
    "ndcg@10": Metric(graded_ndcg_at_10, "How near the first ten are to the best order possible, by grades."),
    "good@5": Metric(good_at_5, "Share of good partners (grade 2 or 3) among the first five."),
    "unjudged@10": Metric(unjudged_at_10, "Share of the first ten that nobody has judged: they count as grade 0."),
}
TRAPS = "traps"
TRAPS_DESCRIPTION = "Share of the checks that hold: who must stand near the top does, and who must not does not."


def measure(metric: Metric, ranked: Sequence[str], grades: Grades) -> float:
    """Return the value of a metric; NaN for a question without a positive grade."""
    return metric.function(ranked, grades) if any(grades.values()) else math.nan


def is_kept(trap: Trap, ranked: Sequence[str]) -> bool:
    """Return whether a list passes a check, in all that it demands."""
    first: Collection[str] = ranked[:trap.top]
    return all(one in first for one in trap.must) and not any(one in first for one in trap.must_not)


def mean_of(values: Float64Array) -> Estimate:
    """Return the mean of shares over the questions that have one, with its interval, within 0 and 1; else NaN."""
    known = values[~np.isnan(values)]
    if not len(known):
        return Estimate(math.nan, math.nan, math.nan)
    return estimate(known, resampled_means(known[:, None])[:, 0]).within(0, 1)


def share_of(kept: Float64Array, checks: Float64Array) -> Estimate:
    """Return the share of checks that hold, with its interval, within 0 and 1; NaN without a check.

    Checks of one list go together, so that whole lists are drawn; draws without a check are passed over.

    Args:
        kept: how many checks of each list hold, [q].
        checks: how many there are, [q].
    """
    if not checks.sum():
        return Estimate(math.nan, math.nan, math.nan)
    counts = np.concatenate([*draws(len(checks), RESAMPLES)]).astype(np.float64)
    sums = counts @ checks
    shares = (counts @ kept)[sums > 0] / sums[sums > 0]
    low, high = np.quantile(shares, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(kept.sum() / checks.sum()), float(low), float(high)).within(0, 1)


def _discounted(grades: Sequence[int]) -> float:
    return math.fsum((math.pow(2, grade) - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
