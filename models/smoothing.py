"""Which known examples speak for a new one: the weights of kernel ridge regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.arrays import Float32Array, Float64Array

# Between what calls asked for on the validation period of the benchmark (0.3) and what searches for partners did (1).
PENALTY = 0.6


@dataclass(frozen=True)
class Smoother:
    """The weights by which the outcomes of m known examples predict that of another one.

    Kernel ridge regression (Saunders, Gammerman and Vovk, 1998) predicts with k (K + λI)⁻¹ Y, where K holds how alike
    the examples are, k how alike the new one is to each and Y what came of them. Of many examples that say the same,
    each therefore counts less, and one that only looks alike because it resembles a nearer one counts against.

    Attributes:
        inverse: (K + λI)⁻¹, [m, m], in single precision.
    """

    inverse: Float32Array

    @classmethod
    def fit(cls, kernel: Float32Array, penalty: float = PENALTY) -> Smoother:
        """Return the smoother of a kernel.

        Args:
            kernel: [m, m], symmetric, without negative eigenvalues; it is written over.
            penalty: λ, above zero.
        """
        from scipy.linalg.lapack import spotrf, spotri

        if not len(kernel):
            return cls(kernel)
        kernel[np.diag_indices_from(kernel)] += penalty
        # The transpose of a symmetric matrix is itself, and is laid out as LAPACK wants it, so that nothing is copied.
        triangle, trouble = spotrf(kernel.T, lower=True, overwrite_a=True)
        inverse, worse = spotri(triangle, lower=True, overwrite_c=True) if not trouble else (triangle, 0)
        if trouble or worse:
            raise np.linalg.LinAlgError("The kernel has negative eigenvalues.")
        return cls(_mirror(inverse))

    def weights(self, likeness: Float64Array) -> Float64Array:
        """Return the weights [m] for an example that is alike to the known ones as given, [m]."""
        from scipy.linalg.blas import ssymv

        # Reads half of the symmetric matrix; its transpose is laid out as BLAS wants it.
        if not len(likeness):
            return likeness
        return np.asarray(ssymv(1.0, self.inverse.T, likeness.astype(np.float32)), dtype=np.float64)

    def weights_left_out(self, position: int) -> Float64Array:
        """Return the weights [m] for a known example as if it were not known; its own is 0.

        By the block inverse, without solving again: −A[p] / A[p, p] with A the inverse.
        """
        row = np.asarray(self.inverse[position], dtype=np.float64)
        weights: Float64Array = -row / row[position]
        weights[position] = 0.0
        return weights


def _mirror(lower: Float32Array) -> Float32Array:
    """Return a matrix, row by row, of which only the lower triangle is filled, made symmetric."""
    rows = np.ascontiguousarray(lower.T)  # its upper triangle is filled now
    for at in range(1, len(rows)):
        rows[at, :at] = rows[:at, at]
    return rows
