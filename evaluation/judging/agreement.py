"""How far judges agree, where they do not, and what they say together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

import numpy as np

from evaluation.judged.collection import HIGHEST_GRADE
from evaluation.judging.answers import Answer, PairKey
from matcher.features import BoolArray

Answers = Mapping[str, Mapping[PairKey, Answer]]
"""Judge to pair to answer; all judges have graded the same pairs."""

APART = 2
"""Grades that lie so far apart, or farther, are worth a talk."""


@dataclass(frozen=True)
class Agreement:
    """How far two judges agree.

    Attributes:
        judges: their names.
        pairs: how many pairs both graded.
        quadratic, linear: weighted kappa; NaN where both gave one and the same grade to everything.
        same: share of the pairs with the same grade.
        near: share of those whose grades differ by one at most.
    """

    judges: tuple[str, str]
    pairs: int
    quadratic: float
    linear: float
    same: float
    near: float


def agreements(answers: Answers) -> Iterator[Agreement]:
    """Yield how far each two judges agree."""
    for one, other in combinations(answers, 2):
        pairs = list(answers[one])
        first, second = ([answers[judge][pair].grade for pair in pairs] for judge in (one, other))
        apart = np.abs(np.subtract(first, second))
        yield Agreement((one, other), len(pairs), weighted_kappa(first, second, 2), weighted_kappa(first, second, 1),
                        _share(apart == 0), _share(apart < APART))


def _share(holds: BoolArray) -> float:
    """Return the share of pairs of which something holds; NaN without a pair."""
    return float(holds.mean()) if len(holds) else math.nan


def weighted_kappa(one: Sequence[int], other: Sequence[int], power: int) -> float:
    """Return Cohen's weighted kappa of two judges' grades, at most 1; 0 is what chance gives (Cohen 1968).

    1 − Σ w·observed / Σ w·expected with w = |i − j|^power, where the expected shares are those of judges who give their
    own grades in an order of chance. NaN where both gave one and the same grade to everything, or nothing.

    Args:
        one, other: the grades of both on the same pairs, 0 to 3.
        power: 1 for linear weights, 2 for quadratic ones.
    """
    if not one:
        return math.nan
    grades = np.arange(HIGHEST_GRADE + 1)
    weights = np.abs(grades[:, None] - grades[None, :]) ** power
    shares = [np.bincount(own, minlength=len(grades)) / len(own) for own in (one, other)]
    expected = float((weights * np.outer(*shares)).sum())
    observed = float((np.abs(np.subtract(one, other)) ** power).mean())
    return 1 - observed / expected if expected else math.nan


def disagreements(answers: Answers) -> tuple[PairKey, ...]:
    """Return the pairs whose highest and lowest grade lie at least `APART`, those farthest apart first."""
    spread = {pair: max(grades) - min(grades) for pair, grades in _by_pair(answers).items()}
    return tuple(sorted((pair for pair, size in spread.items() if size >= APART), key=lambda pair: -spread[pair]))


def merged(answers: Answers) -> dict[PairKey, int]:
    """Return one grade for each pair: the median of the judges' grades, a half rounded down.

    Of three judges one cannot pull the others along, as in a mean; of two who differ by one the more cautious counts.
    """
    return {pair: math.floor(median(grades)) for pair, grades in _by_pair(answers).items()}


def _by_pair(answers: Answers) -> dict[PairKey, list[int]]:
    first = next(iter(answers.values()))
    return {pair: [own[pair].grade for own in answers.values()] for pair in first}
