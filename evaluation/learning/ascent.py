"""Learning by the quality of the lists themselves: coordinate ascent on a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.metrics.ranking import LIST_LENGTH, ndcg_of_hits
from matcher.features import BoolArray, IntArray
from models.arrays import Float32Array, Float64Array

ROUNDS = 4


@dataclass(frozen=True)
class CandidateLists:
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
    def of(cls, values: Sequence[Float32Array], relevant: Sequence[IntArray], counts: Sequence[int]) -> CandidateLists:
        """Return lists.

        Args:
            values: for each question [candidates, v].
            relevant: for each question the positions of candidates that turned out right.
            counts: see above.
        """
        longest = max((len(rows) for rows in values), default=0)
        shape = (len(values), longest)
        padded_values = np.zeros((*shape, values[0].shape[1] if values else 0), dtype=np.float32)
        present, right = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
        for at, (rows, positions) in enumerate(zip(values, relevant, strict=True)):
            padded_values[at, :len(rows)], present[at, :len(rows)], right[at, positions] = rows, True, True
        return cls(padded_values, present, right, np.array(counts, dtype=np.int64))

    def ndcg(self, scores: Float64Array | Float32Array) -> float:
        """Return the mean NDCG@10 over the questions of scores [q, c]; 0 without questions."""
        if not len(scores):
            return 0.0
        length = min(LIST_LENGTH, scores.shape[1])
        candidate_scores = np.where(self.present, scores, -np.inf)
        best = np.argpartition(-candidate_scores, length - 1, axis=1)[:, :length]
        order = np.argsort(-np.take_along_axis(candidate_scores, best, axis=1), axis=1, kind="stable")
        hits = np.take_along_axis(self.relevant, np.take_along_axis(best, order, axis=1), axis=1)
        padded_hits = np.pad(hits, ((0, 0), (0, LIST_LENGTH - length)))
        return float(ndcg_of_hits(padded_hits, self.counts).mean())


def ascend(quality: Callable[[Float64Array], float], start: Float64Array,
           grids: Sequence[Sequence[float]]) -> Float64Array:
    """Return the values with the best quality that changing one at a time leads to (Metzler and Croft, 2007).

    Args:
        quality: of values [v]; higher is better.
        start: [v] where to begin.
        grids: for each value what is tried.
    """
    best, best_quality = start.astype(np.float64), quality(start)
    for _ in range(ROUNDS):
        former = best
        for at, grid in enumerate(grids):
            for value in grid:
                trial = np.where(np.arange(len(best)) == at, value, best)
                trial_quality = quality(trial)
                if trial_quality > best_quality:
                    best, best_quality = trial, trial_quality
        if best is former:
            break
    return best
