"""Learning by the quality of the lists themselves: coordinate ascent on a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.metrics.ranking import SHOWN, ndcg_of_hits
from matcher.features import BoolArray, IntArray
from models.arrays import Float32Array, Float64Array

ROUNDS = 4


@dataclass(frozen=True)
class Lists:
    """The candidates of q questions of one task, padded to the c of the longest.

    Attributes:
        values: [q, c, v] what is known of each candidate.
        present: [q, c], false for padding.
        relevant: [q, c], true for those that turned out right.
        counts: [q] number of right answers, those that are no candidates included.
    """

    values: Float32Array
    present: BoolArray
    relevant: BoolArray
    counts: IntArray

    @classmethod
    def of(cls, values: Sequence[Float32Array], relevant: Sequence[IntArray], counts: Sequence[int]) -> Lists:
        """Return lists.

        Args:
            values: for each question [candidates, v].
            relevant: for each question the positions of candidates that turned out right.
            counts: see above.
        """
        longest = max((len(rows) for rows in values), default=0)
        shape = (len(values), longest)
        padded = np.zeros((*shape, values[0].shape[1] if values else 0), dtype=np.float32)
        present, right = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
        for at, (rows, found) in enumerate(zip(values, relevant, strict=True)):
            padded[at, :len(rows)], present[at, :len(rows)], right[at, found] = rows, True, True
        return cls(padded, present, right, np.array(counts, dtype=np.int64))

    def ndcg(self, scores: Float64Array | Float32Array) -> float:
        """Return the mean NDCG@10 over the questions of scores [q, c]; 0 without questions."""
        if not len(scores):
            return 0.0
        shown = min(SHOWN, scores.shape[1])
        kept = np.where(self.present, scores, -np.inf)
        best = np.argpartition(-kept, shown - 1, axis=1)[:, :shown]
        order = np.argsort(-np.take_along_axis(kept, best, axis=1), axis=1, kind="stable")
        hits = np.take_along_axis(self.relevant, np.take_along_axis(best, order, axis=1), axis=1)
        padded = np.pad(hits, ((0, 0), (0, SHOWN - shown)))
        return float(ndcg_of_hits(padded, self.counts).mean())


def ascend(quality: Callable[[Float64Array], float], start: Float64Array,
           grids: Sequence[Sequence[float]]) -> Float64Array:
    """Return the values with the best quality that changing one at a time leads to (Metzler and Croft, 2007).

    Args:
        quality: of values [v]; higher is better.
        start: [v] where to begin.
        grids: for each value what is tried.
    """
    found, reached = start.astype(np.float64), quality(start)
    for _ in range(ROUNDS):
        before = found
        for at, grid in enumerate(grids):
            for value in grid:
                tried = np.where(np.arange(len(found)) == at, value, found)
                gained = quality(tried)
                if gained > reached:
                    found, reached = tried, gained
        if found is before:
            break
    return found
