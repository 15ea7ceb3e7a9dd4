"""The one place that says what similarity is: the inner product, which is the cosine of unit vectors."""

import numpy as np
import numpy.typing as npt

from models.arrays import Float32Array, Float64Array
from models.errors import InputRefused

# The name of the constant in the faiss package, for the indexes that are built there.
FAISS_METRIC = "METRIC_INNER_PRODUCT"

# How far from 1 the length of a float32 unit vector may be before it is no unit vector.
_LENGTH_TOLERANCE = 1e-3


def similarities(vectors: Float32Array, query: Float32Array) -> Float64Array:
    """Return the inner products [n] of `vectors` [n, d] with `query` [d], summed in 64 bits."""
    products: Float64Array = vectors.astype(np.float64) @ query.astype(np.float64)
    return products


def checked_vectors(vectors: npt.ArrayLike, dimension: int) -> Float32Array:
    """Return `vectors` as float32 [n, `dimension`].

    Raises:
        InputRefused: another shape, a number that is not finite, or a row whose length is neither 1 nor 0.
    """
    array = np.ascontiguousarray(vectors, dtype=np.float32)
    if array.ndim != 2 or array.shape[1] != dimension:  # noqa: PLR2004 - a matrix has two axes
        raise InputRefused(f"the shape is {array.shape}, not (n, {dimension})", "vectors", "Give one row per vector.")
    if not np.isfinite(array).all():
        raise InputRefused("a number is not finite", "vectors", "Look for a division by zero in what made them.")
    lengths = np.linalg.norm(array, axis=1)
    if np.any((np.abs(lengths - 1) > _LENGTH_TOLERANCE) & (lengths > 0)):
        raise InputRefused("a row is neither of length 1 nor zero", "vectors", "Divide each row by its length.")
    return array
