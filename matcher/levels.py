"""How well two actors fit, in words: the levels that a score in log-odds stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import inf

from data.wording.texts import Text, text
from models.ranker import Weights

# Log-odds of the chances 0.12, 0.27 and 0.5: where levels begin as long as the weights do not say where.
DEFAULT_THRESHOLDS = (-1.992430, -0.994623, 0.0)


class FitLevel(StrEnum):
    """How well two actors fit; the best first."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    POSSIBLE = "possible"
    WEAK = "weak"


LEVEL_LABELS: Mapping[FitLevel, Text] = {
    FitLevel.VERY_GOOD: text("Very good fit"),
    FitLevel.GOOD: text("Good fit"),
    FitLevel.POSSIBLE: text("Possible fit"),
    FitLevel.WEAK: text("Weak fit"),
}
_ASCENDING = tuple(reversed(FitLevel))


def level(score: float, thresholds: Sequence[float]) -> FitLevel:
    """Return the level of a score; one that lies on a threshold has the higher level.

    Args:
        score: log-odds.
        thresholds: log-odds where "possible", "good" and "very good" begin, ascending.
    """
    return _ASCENDING[bisect_right(thresholds, score)]


def level_begins(of: FitLevel, thresholds: Sequence[float]) -> float:
    """Return the lowest score of a level, log-odds; see `level`."""
    return -inf if of is FitLevel.WEAK else thresholds[_ASCENDING.index(of) - 1]


def thresholds_of(weights: Weights) -> tuple[float, ...]:
    """Return where levels begin under some weights; see `level`."""
    return weights.levels or DEFAULT_THRESHOLDS
