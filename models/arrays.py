"""Array types, and the few operations on arrays that several modules share."""

import io

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]
"""Vectors, as encoders give and indexes keep them."""

Float64Array = npt.NDArray[np.float64]
"""Scores and points, where sums must come out exactly."""


def unit_rows(matrix: npt.NDArray[np.floating]) -> Float32Array:
    """Return `matrix` [n, d] with each row divided by its length, in 32 bits; a zero row stays zero."""
    return wide_unit_rows(matrix).astype(np.float32)


def wide_unit_rows(matrix: npt.NDArray[np.floating]) -> Float64Array:
    """Return `matrix` [n, d] with each row divided by its length, in 64 bits; a zero row stays zero."""
    wide = matrix.astype(np.float64)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    return np.asarray(np.divide(wide, lengths, out=np.zeros_like(wide), where=lengths > 0))


def entries_of_rows(starts: npt.NDArray[np.integer], rows: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64],
                                                                                      npt.NDArray[np.int64]]:
    """Return where the entries of some rows of a sparse matrix are, row after row, and how many each row has, [rows].

    Args:
        starts: where the entries of each row begin, and where the last one's end (`indptr` of a matrix in CSR form).
        rows: in any order.
    """
    first = starts[rows].astype(np.int64)
    counts = starts[rows + 1] - first
    shifts = first - np.cumsum(counts) + counts
    return np.arange(counts.sum()) + np.repeat(shifts, counts), counts


def array_to_bytes(array: npt.NDArray[np.generic]) -> bytes:
    """Return `array` in NumPy's .npy format, which never pickles."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def array_from_bytes(data: bytes) -> npt.NDArray[np.generic]:
    """Return the array written by `array_to_bytes`.

    Raises:
        ValueError: the bytes are not in .npy format, or would need unpickling.
    """
    array: npt.NDArray[np.generic] = np.load(io.BytesIO(data), allow_pickle=False)
    return array
