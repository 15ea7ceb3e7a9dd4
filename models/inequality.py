"""How unevenly something is spread."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def gini_of(exposures: npt.NDArray[np.int64], size: int) -> float:
    """Return the Gini coefficient of non-negative numbers, filled up with zeros to `size`; NaN when all are zero.

    G = Σ (2i - n - 1) x_i / (n Σ x) over the numbers x in ascending order, i from 1 (Sen 1973, On Economic
    Inequality, in the form of Dixon and others 1987).
    """
    total = int(exposures.sum())
    if not total:
        return float("nan")
    ascending = np.sort(exposures[exposures > 0])
    weights = 2 * np.arange(size - len(ascending) + 1, size + 1) - size - 1
    return float((weights * ascending).sum() / (size * total))
