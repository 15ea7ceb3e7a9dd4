"""The one order of hits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InputRefused
from models.hits import Hit, best_hits, check_k

SCORES = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0]))


def test_ties_go_to_the_smaller_id() -> None:
    hits = best_hits(["b", "c", "a"], np.array([0.5, 0.9, 0.5]), 2)
    assert hits == [Hit("c", 0.9), Hit("a", 0.5)]


def test_a_difference_beyond_six_decimals_is_a_tie() -> None:
    assert [hit.id for hit in best_hits(["b", "a"], np.array([0.50000001, 0.5]), 2)] == ["a", "b"]
    assert [hit.id for hit in best_hits(["b", "a"], np.array([0.500001, 0.5]), 2)] == ["b", "a"]


def test_minus_zero_is_zero() -> None:
    assert str(best_hits(["a"], np.array([-0.0]), 1)[0].score) == "0.0"


@given(scores=SCORES, k=st.integers(1, 12))
def test_order_is_that_of_sorting_everything(scores: dict[str, float], k: int) -> None:
    right = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]
    assert best_hits(list(scores), np.array(list(scores.values()), dtype=np.float64), k) == right


@pytest.mark.parametrize("k", [0, -3])
def test_fewer_than_one_is_refused(k: int) -> None:
    with pytest.raises(InputRefused):
        check_k(k)
