"""A hit of a search, and the one order that hits come in."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.arrays import Float64Array
from models.errors import InputRefused

# float32 unit vectors carry about seven digits: beyond six, a difference is noise and the scores are equal.
SCORE_DECIMALS = 6


class Hit(NamedTuple):
    """One answer of a search: its id and its score, higher is better."""

    id: str
    score: float


def check_k(k: int) -> None:
    """Refuse a number of hits below one.

    Raises:
        InputRefused: `k` < 1.
    """
    if k < 1:
        raise InputRefused(f"{k} hits were asked for", "k", "Ask for at least one.")


def best_hits(ids: Sequence[str], scores: Float64Array, k: int) -> list[Hit]:
    """Return the best `k` of `scores` [n] (all, where n <= k) in the total order `(-score, id)`.

    Scores are rounded to six decimals first, so that equal vectors tie whatever order the sums were made in.
    """
    # Adding zero turns -0.0 into 0.0.
    values = np.round(scores, SCORE_DECIMALS) + 0.0
    contenders = _contenders(values, k)
    ordered = sorted(zip((-values[contenders]).tolist(), [ids[row] for row in contenders.tolist()], strict=True))
    return [Hit(id_, 0.0 - value) for value, id_ in ordered[:k]]


def _contenders(scores: Float64Array, k: int) -> npt.NDArray[np.int64]:
    """Return the positions that tie with or beat the k-th score, so that only few have to be sorted."""
    if k >= len(scores):
        return np.arange(len(scores))
    kth = np.partition(scores, -k)[-k]
    return np.flatnonzero(scores >= kth)
