"""The two best of several systems, and whether the questions suffice to tell them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evaluation.metrics.bootstrap import Comparison, compare, resampled_means
from models.arrays import Float64Array

FEWEST = 6
"""With fewer questions chance alone makes one of two equal systems better in all of them oftener than one time in
twenty: 2 / 2⁵ > 0.05 (the two-sided sign test)."""


@dataclass(frozen=True)
class Duel:
    """The two best systems by one metric, compared question by question."""

    best: str
    second: str
    comparison: Comparison

    @property
    def questions(self) -> int:
        """On how many questions they are compared."""
        return self.comparison.wins + self.comparison.ties + self.comparison.losses

    @property
    def by_chance(self) -> float:
        """How large a difference may be by chance alone: as much as the interval reaches below it."""
        return self.comparison.difference.mean - self.comparison.difference.low

    @property
    def is_decided(self) -> bool:
        """Whether there are enough questions, and the interval of the difference leaves out zero."""
        return self.questions >= FEWEST and self.comparison.difference.low > 0


def duel(values: Mapping[str, Float64Array]) -> Duel | None:
    """Return the two best by their means; None with fewer than two systems, or without a question that has a value.

    Args:
        values: system to its values on the same questions, [q]; NaN, in all of them, for a question without a value.
    """
    known = {name: own[~np.isnan(own)] for name, own in values.items()}
    if len(known) < 2 or not len(next(iter(known.values()))):  # noqa: PLR2004 - a duel is of two
        return None
    best, second = sorted(known, key=lambda name: -known[name].mean())[:2]
    means = [resampled_means(known[name][:, None])[:, 0] for name in (best, second)]
    return Duel(best, second, compare(known[best], known[second], *means))
