"""Kernel ridge regression, against solving it anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.arrays import Float64Array
from models.smoothing import Smoother


def kernel_of(seed: int, count: int) -> Float64Array:
    points = np.random.default_rng(seed).normal(size=(count, 3))
    return np.asarray(np.exp(-np.square(points[:, None] - points[None]).sum(axis=2)))


def smoother_of(kernel: Float64Array, penalty: float) -> Smoother:
    return Smoother.fit(kernel.astype(np.float32), penalty)


@given(st.integers(0, 1000), st.integers(1, 30), st.floats(0.1, 3))
def test_weights_solve_the_equations(seed: int, count: int, penalty: float) -> None:
    kernel, likeness = kernel_of(seed, count), np.random.default_rng(seed + 1).random(count)
    expected = np.linalg.solve(kernel + penalty * np.eye(count), likeness)
    np.testing.assert_allclose(smoother_of(kernel, penalty).weights(likeness), expected, rtol=0, atol=1e-4)


@given(st.integers(0, 1000), st.integers(2, 30), st.floats(0.1, 3))
def test_leaving_out_is_as_if_it_had_never_been_known(seed: int, count: int, penalty: float) -> None:
    kernel, position = kernel_of(seed, count), seed % count
    others = np.delete(np.arange(count), position)
    solution = np.linalg.solve(kernel[np.ix_(others, others)] + penalty * np.eye(count - 1), kernel[others, position])
    weights = smoother_of(kernel, penalty).weights_left_out(position)
    np.testing.assert_allclose(weights[others], solution, rtol=0, atol=1e-3)
    assert weights[position] == 0


def test_predictions_are_those_of_scikit_learn() -> None:
    from sklearn.kernel_ridge import KernelRidge

    kernel, outcomes = kernel_of(5, 20), np.random.default_rng(6).random((20, 4))
    likeness = np.random.default_rng(7).random((3, 20))
    expected = KernelRidge(alpha=0.6, kernel="precomputed").fit(kernel, outcomes).predict(likeness)
    smoother = smoother_of(kernel, 0.6)
    np.testing.assert_allclose([smoother.weights(one) @ outcomes for one in likeness], expected, rtol=0, atol=1e-5)


def test_the_inverse_is_symmetric() -> None:
    inverse = smoother_of(kernel_of(3, 25), 0.5).inverse
    np.testing.assert_array_equal(inverse, inverse.T)


def test_nothing_known_says_nothing() -> None:
    assert Smoother.fit(np.zeros((0, 0), dtype=np.float32)).weights(np.zeros(0)).shape == (0,)


def test_what_is_no_kernel_is_refused() -> None:
    with pytest.raises(np.linalg.LinAlgError, match="negative eigenvalues"):
        smoother_of(np.array([[0.0, 5.0], [5.0, 0.0]]), 0.1)
