"""Intervals and comparisons, against textbook values."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.metrics.bootstrap import (
    CHUNK,
    Comparison,
    Estimate,
    compare,
    draws,
    estimate,
    estimate_of_lists,
    questions_needed,
    resampled_means,
    smallest_detectable,
)
from evaluation.metrics.duels import duel
from evaluation.metrics.exposure import Counts
from models.arrays import Float64Array
from tests.gears import examples


def means(values: Float64Array, resamples: int = 2000) -> Float64Array:
    column: Float64Array = resampled_means(values[:, None], resamples)[:, 0]
    return column


class TestDraws:
    def test_every_resample_has_as_many_questions(self) -> None:
        chunks = list(draws(7, CHUNK + 3))
        assert [chunk.shape for chunk in chunks] == [(CHUNK, 7), (3, 7)]
        assert all((chunk.sum(axis=1) == 7).all() for chunk in chunks)

    def test_each_question_is_drawn_once_on_average_with_the_spread_of_a_binomial(self) -> None:
        counts = np.concatenate(list(draws(50, 4000)))
        assert counts.mean(axis=0) == pytest.approx(np.ones(50), abs=0.07)
        assert counts.var() == pytest.approx(1 - 1 / 50, abs=0.02)

    def test_the_seed_decides(self) -> None:
        same, repetition, other = (np.concatenate(list(draws(9, 20, seed))) for seed in (1, 1, 2))
        assert (same == repetition).all()
        assert (same != other).any()


class TestIntervals:
    def test_against_resampling_by_index(self) -> None:
        values = np.random.default_rng(3).random((6, 2))
        expected = [[values[np.repeat(np.arange(6), row), column].mean() for column in (0, 1)]
                    for chunk in draws(6, 30) for row in chunk]
        assert resampled_means(values, 30) == pytest.approx(np.array(expected), abs=1e-12)

    def test_it_is_as_wide_as_theory_has_it(self) -> None:
        values = np.random.default_rng(5).normal(0.5, 0.2, 400)
        result = estimate(values, means(values, 10_000))
        assert result.mean == values.mean()
        assert result.high - result.low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.03)

    def test_equal_values_have_no_interval(self) -> None:
        values = np.full(8, 0.25)
        assert estimate(values, means(values)) == Estimate(0.25, 0.25, 0.25)

    @settings(max_examples=examples(20))
    @given(st.lists(st.floats(0, 1), min_size=2, max_size=12))
    def test_it_lies_within_the_values(self, numbers: list[float]) -> None:
        values = np.array(numbers)
        result = estimate(values, means(values, 200))
        assert values.min() - 1e-9 <= result.low <= result.high <= values.max() + 1e-9


class TestLists:
    def test_the_interval_lies_around_the_value_although_resamples_repeat_lists(self) -> None:
        def different(counts: Counts) -> Float64Array:
            return np.asarray((counts > 0).mean(axis=1))

        result = estimate_of_lists(different, 40)
        assert result.mean == 1
        assert 0.9 < result.low < 1 == result.high

    @given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12), st.integers(1, 9))
    def test_of_shares_no_end_is_outside_0_and_1_and_the_value_lies_within(
            self, pairs: list[tuple[int, int]], rankable: int) -> None:
        """A ratio of sums, and how much is covered: what is resampled of either is moved, each another way."""
        parts = np.array([(min(pair), max(pair)) for pair in pairs])
        shown = np.array([pair[0] % rankable for pair in pairs])

        def ratio(counts: Counts) -> Float64Array:
            part, whole = (counts @ parts).T.astype(float)
            return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0))

        def covered(counts: Counts) -> Float64Array:
            return np.array([len(set(shown[row > 0])) / rankable for row in counts])

        for function in (ratio, covered):
            result = estimate_of_lists(function, len(pairs), resamples=200)
            if not np.isnan(result.mean):
                assert 0 <= result.low <= result.mean <= result.high <= 1

    def test_where_there_is_no_bias_it_is_the_percentile_interval(self) -> None:
        def share(counts: Counts) -> Float64Array:
            return np.asarray(counts[:, :200].sum(axis=1) / counts.sum(axis=1))

        result = estimate_of_lists(share, 500)
        assert (result.low, result.high) == pytest.approx((0.357, 0.443), abs=0.007)  # 0.4 ± 1.96 · √(0.24 / 500)

    def test_what_has_no_highest_value_never_falls_below_0(self) -> None:
        def bits(counts: Counts) -> Float64Array:
            return np.asarray(9.0 * (counts > 0).mean(axis=1) ** 2)

        result = estimate_of_lists(bits, 30, math.inf)
        assert 0 < result.low < result.mean == 9 < result.high

    def test_what_never_varies_has_no_width(self) -> None:
        for value in (0.0, 0.3, 1.0):
            result = estimate_of_lists(partial(_always, value), 7)
            assert (result.low, result.high) == pytest.approx((value, value))

    def test_nothing_to_measure(self) -> None:
        result = estimate_of_lists(lambda counts: np.full(len(counts), np.nan), 5)
        assert np.isnan([result.mean, result.low, result.high]).all()

    def test_resamples_without_anything_to_measure_are_left_out(self) -> None:
        def first(counts: Counts) -> Float64Array:
            return np.where(counts[:, 0] > 0, 0.5, np.nan)

        assert estimate_of_lists(first, 5) == Estimate(0.5, 0.5, 0.5)


class TestComparison:
    ONE = np.array([0.9, 0.5, 0.3, 0.4])
    OTHER = np.array([0.1, 0.5, 0.6, 0.1 + 0.2])

    def test_wins_ties_and_losses(self) -> None:
        comparison = compare(self.ONE, self.OTHER, means(self.ONE), means(self.OTHER))
        assert (comparison.wins, comparison.ties, comparison.losses) == (2, 1, 1)
        assert comparison.difference.mean == pytest.approx((0.8 + 0 - 0.3 + 0.1) / 4)

    def test_a_difference_of_rounding_is_a_tie(self) -> None:
        one, other = np.array([0.1 + 0.2, 1.0]), np.array([0.3, 1.0])
        assert compare(one, other, means(one), means(other)).ties == 2

    def test_it_is_paired(self) -> None:
        noisy = np.random.default_rng(1).normal(0, 1, 50)
        better = noisy + 0.01
        comparison = compare(better, noisy, means(better), means(noisy))
        assert comparison.difference.low == pytest.approx(0.01) == comparison.difference.high

    def test_the_other_way_round_it_is_the_opposite(self) -> None:
        forth = compare(self.ONE, self.OTHER, means(self.ONE), means(self.OTHER))
        back = compare(self.OTHER, self.ONE, means(self.OTHER), means(self.ONE))
        assert (back.wins, back.losses) == (forth.losses, forth.wins)
        assert back.difference.low == pytest.approx(-forth.difference.high)


class TestDetectable:
    def test_the_formula(self) -> None:
        differences = np.array([0.0, 0.2])  # s = 0.2 / √2
        assert smallest_detectable(differences) == pytest.approx((1.959964 + 0.841621) * 0.1, abs=1e-6)

    def test_it_is_found_with_the_promised_power(self) -> None:
        random = np.random.default_rng(2)
        detectable = smallest_detectable(random.normal(0, 1, 10_000)) * 10  # the same for 100 questions
        samples = random.normal(detectable, 1, (4000, 100))
        significant = np.abs(samples.mean(axis=1) / (samples.std(axis=1, ddof=1) / 10)) > 1.984
        assert significant.mean() == pytest.approx(0.8, abs=0.03)

    def test_one_question_tells_nothing(self) -> None:
        assert np.isnan(smallest_detectable(np.array([0.3])))


class TestPlanning:
    @given(st.floats(0.01, 0.5), st.integers(2, 500))
    def test_questions_needed_is_the_smallest_detectable_difference_solved_for_their_number(
            self, deviation: float, count: int) -> None:
        differences = np.random.default_rng(count).normal(0, deviation, count)
        comparison = Comparison(Estimate(0, 0, 0), count, 0, 0, smallest_detectable(differences))
        needed = questions_needed(comparison, 0.03)
        assert needed is not None
        spread = 2.8015852 * differences.std(ddof=1)  # 1.959964 + 0.841621
        assert spread / math.sqrt(needed) <= 0.03 * (1 + 1e-6)
        assert needed == 1 or spread / math.sqrt(needed - 1) > 0.03 * (1 - 1e-6)

    def test_by_hand(self) -> None:
        """A deviation of 0.2 and a difference of 0.03: (2.8016 · 0.2 / 0.03)² = 348.8."""
        differences = np.array([0.2, -0.2] * 50) * math.sqrt(99 / 100)
        assert questions_needed(Comparison(Estimate(0, 0, 0), 50, 0, 50, smallest_detectable(differences)), 0.03) == 349

    def test_one_question_tells_nothing(self) -> None:
        assert questions_needed(Comparison(Estimate(0, 0, 0), 1, 0, 0, math.nan), 0.03) is None


class TestWithin:
    def test_ends_stay_within_and_what_is_no_number_stays_none(self) -> None:
        assert Estimate(0.9, -0.1, 1.2).within(0, 1) == Estimate(0.9, 0, 1)
        assert math.isnan(Estimate(math.nan, math.nan, math.nan).within(0, 1).high)


class TestDuel:
    def test_the_two_best_and_whether_they_can_be_told_apart(self) -> None:
        base = np.linspace(0, 0.5, 8)
        found = duel({"low": base - 1, "best": base + 0.2, "second": base + 0.1})
        assert found is not None
        assert (found.best, found.second, found.questions, found.is_decided) == ("best", "second", 8, True)
        assert found.by_chance == pytest.approx(0, abs=1e-12)

    def test_fewer_than_six_questions_decide_nothing(self) -> None:
        five = duel({"one": np.full(5, 0.9), "other": np.full(5, 0.1)})
        six = duel({"one": np.full(6, 0.9), "other": np.full(6, 0.1)})
        assert five is not None
        assert six is not None
        assert (five.is_decided, six.is_decided) == (False, True)

    def test_questions_without_a_value_do_not_count(self) -> None:
        found = duel({"one": np.array([1, math.nan, 0]), "other": np.array([0, math.nan, 0])})
        assert found is not None
        assert found.questions == 2
        assert duel({"one": np.array([math.nan]), "other": np.array([math.nan])}) is None
        assert duel({"one": np.ones(9)}) is None


def _always(value: float, counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return np.full(len(counts), value)
