"""Maximal marginal relevance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.diversity import mmr
from models.errors import InputRefused

# Two alike and good, one different and a little worse.
SCORES = np.array([0.9, 0.8, 0.7])
ALIKE = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


@pytest.mark.parametrize(
    ("trade_off", "right"), [(0.0, [0, 1, 2]), (0.05, [0, 1, 2]), (0.5, [0, 2, 1]), (1.0, [0, 2, 1])]
)
def test_the_twin_comes_later_the_more_variety_counts(trade_off: float, right: list[int]) -> None:
    assert mmr(SCORES, ALIKE, trade_off, 3) == right


def test_ties_go_to_the_earlier_position() -> None:
    assert mmr(np.array([0.5, 0.9, 0.9, 0.5]), np.zeros((4, 4)), 0.3, 4) == [1, 2, 0, 3]


def test_negative_similarity_is_a_reason_to_pick() -> None:
    similarity = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 1.0]])
    assert mmr(np.array([1.0, 0.5, 0.5]), similarity, 0.5, 2) == [0, 2]


def test_fewer_candidates_than_asked_gives_all() -> None:
    assert mmr(SCORES, ALIKE, 0.5, 10) == [0, 2, 1]
    assert mmr(np.zeros(0), np.zeros((0, 0)), 0.5, 3) == []


def by_definition(scores: list[float], similarity: list[list[float]], trade_off: float, k: int) -> list[int]:
    """The formula of the paper, a candidate at a time."""
    picks: list[int] = []
    while len(picks) < min(k, len(scores)):
        gains = {
            one: (1 - trade_off) * scores[one]
            - trade_off * max((similarity[one][other] for other in picks), default=0.0)
            for one in range(len(scores))
            if one not in picks
        }
        picks.append(max(gains, key=lambda one: (gains[one], -one)))
    return picks


@given(seed=st.integers(0, 1000), count=st.integers(0, 8), trade_off=st.floats(0, 1), k=st.integers(1, 9))
def test_picks_are_those_of_the_definition(seed: int, count: int, trade_off: float, k: int) -> None:
    rng = np.random.default_rng(seed)
    # Few distinct numbers, so that ties are common.
    scores, half = rng.integers(-3, 4, count) / 4, rng.integers(-2, 3, (count, count)) / 4
    similarity = np.maximum(half, half.T)
    picks = mmr(scores, similarity, trade_off, k)
    assert picks == by_definition(scores.tolist(), similarity.tolist(), trade_off, k)
    assert len(set(picks)) == len(picks) == min(k, count)


@given(scores=st.lists(st.integers(-5, 5), max_size=8))
def test_without_variety_it_is_the_order_of_the_scores(scores: list[int]) -> None:
    count = len(scores)
    right = sorted(range(count), key=lambda position: (-scores[position], position))
    assert mmr(np.array(scores, dtype=np.float64), np.ones((count, count)), 0.0, count + 1) == right


@pytest.mark.parametrize(
    ("count", "shape", "trade_off", "k"),
    [(3, (2, 2), 0.5, 1), (3, (3,), 0.5, 1), (3, (3, 3), -0.1, 1), (3, (3, 3), 1.1, 1), (3, (3, 3), 0.5, 0)],
)
def test_what_does_not_fit_is_refused(count: int, shape: tuple[int, ...], trade_off: float, k: int) -> None:
    with pytest.raises(InputRefused):
        mmr(np.zeros(count), np.zeros(shape), trade_off, k)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_numbers_that_are_not_finite_are_refused(wrong: float) -> None:
    with pytest.raises(InputRefused, match="finite"):
        mmr(np.array([wrong]), np.zeros((1, 1)), 0.5, 1)
    with pytest.raises(InputRefused, match="finite"):
        mmr(np.zeros(1), np.full((1, 1), wrong), 0.5, 1)
    with pytest.raises(InputRefused, match="between 0 and 1"):
        mmr(np.zeros(1), np.zeros((1, 1)), float("nan"), 1)
