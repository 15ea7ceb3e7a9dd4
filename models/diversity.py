"""A list that is good and varied: maximal marginal relevance."""

import numpy as np

from models.arrays import Float64Array
from models.errors import InputRefused
from models.hits import check_k


def mmr(scores: Float64Array, similarity: Float64Array, trade_off: float, k: int) -> list[int]:
    """Return the positions of `k` candidates (all, where there are fewer), in the order they were picked.

    Maximal marginal relevance (Carbonell and Goldstein 1998), greedily: each pick maximises (1 - `trade_off`) · score
    - `trade_off` · its largest similarity to a pick before it. Ties go to the earlier position. `trade_off` 0 is the
    order of `scores` alone; 1 looks only at variety, so the first pick is position 0.

    Args:
        scores: [n], on a scale comparable with the similarities; log-odds are best turned into probabilities first.
        similarity: [n, n], higher is more alike, as a cosine or as 1 for the same group and 0 for another.
        trade_off: 0 to 1.
        k: how many to pick, at least one.

    Raises:
        InputRefused: a shape or range does not fit, or a number is not finite.
    """
    _check(scores, similarity, trade_off, k)
    relevance = (1.0 - trade_off) * scores
    redundancy = np.zeros(len(scores))
    picks: list[int] = []
    while len(picks) < min(k, len(scores)):
        gain = relevance - trade_off * redundancy
        gain[picks] = -np.inf
        best = int(np.argmax(gain))
        redundancy = np.maximum(redundancy, similarity[best]) if picks else similarity[best].astype(np.float64)
        picks.append(best)
    return picks


def _check(scores: Float64Array, similarity: Float64Array, trade_off: float, k: int) -> None:
    check_k(k)
    if scores.ndim != 1 or similarity.shape != (len(scores), len(scores)):
        what = f"the shapes are {scores.shape} and {similarity.shape}, not (n,) and (n, n)"
        raise InputRefused(what, "scores, similarity", "Give one row and one column per score.")
    if not (np.isfinite(scores).all() and np.isfinite(similarity).all()):
        raise InputRefused("a number is not finite", "scores, similarity", "Leave out what has no score.")
    if not 0.0 <= trade_off <= 1.0:
        raise InputRefused(f"{trade_off} is not between 0 and 1", "trade_off", "Give a number from 0 to 1.")
