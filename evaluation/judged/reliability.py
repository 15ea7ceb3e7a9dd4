"""Whether scores mean what they say: how many of the pairs with some chance turned out to be good partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.judged.metrics import GOOD
from models.arrays import Float64Array

# Where levels begin, as chances of a grade of 2 or more: possible, good, very good.
LEVEL_CHANCES = (0.15, 0.35, 0.6)
EDGES = (0.0, 0.02, 0.05, 0.1, *LEVEL_CHANCES, 0.8, 1.0)


@dataclass(frozen=True)
class Bin:
    """Pairs whose chance lies between two values.

    Attributes:
        low, high: of the chances; the upper end is not among them.
        pairs: how many there are.
        expected: mean of their chances; NaN without pairs.
        observed: share of them with a grade of 2 or more; NaN without pairs.
    """

    low: float
    high: float
    pairs: int
    expected: float
    observed: float


def reliability(scores: Float64Array, grades: Float64Array, edges: Sequence[float] = EDGES) -> tuple[Bin, ...]:
    """Return the bins of a reliability diagram (Murphy and Winkler, 1977).

    Args:
        scores: [pairs] log-odds of a grade of 2 or more.
        grades: [pairs].
        edges: of the bins, ascending, from 0 to 1.
    """
    chances = 1 / (1 + np.exp(-scores))
    places = np.clip(np.searchsorted(edges, chances, side="right") - 1, 0, len(edges) - 2)
    return tuple(_bin(edges[place], edges[place + 1], chances[places == place], grades[places == place] >= GOOD)
                 for place in range(len(edges) - 1))


def level_thresholds() -> tuple[float, ...]:
    """Return the log-odds where the levels begin, ascending."""
    return tuple(round(float(np.log(chance / (1 - chance))), 4) for chance in LEVEL_CHANCES)


def _bin(low: float, high: float, chances: Float64Array, good: Float64Array) -> Bin:
    if not len(chances):
        return Bin(low, high, 0, np.nan, np.nan)
    return Bin(low, high, len(chances), float(chances.mean()), float(good.mean()))
