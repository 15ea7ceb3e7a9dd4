"""Metrics of one list, against values worked out by hand and against scikit-learn."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from evaluation.errors import QuestionsRefused
from evaluation.metrics.ranking import KEPT, METRICS, UNKNOWN_RANK, Judged, judge
from matcher.features import IntArray
from tests.holdouts import rows


def padded(ranked: list[int]) -> IntArray:
    return rows((ranked + [-1] * KEPT)[:KEPT])[None, :]


def value(metric: str, ranked: list[int], relevant: list[int]) -> float:
    first = next((rank for rank, row in enumerate(ranked, 1) if row in relevant), UNKNOWN_RANK)
    return float(METRICS[metric].function(judge(padded(ranked), [rows(relevant)], rows([first])))[0])


class TestByHand:
    RANKED = (7, 3, 9, 1, 4)

    @pytest.mark.parametrize(("metric", "relevant", "expected"), [
        ("ndcg@10", [3, 4], (1 / log2(3) + 1 / log2(6)) / (1 + 1 / log2(3))),
        ("ndcg@10", [7], 1.0),
        ("ndcg@10", [8], 0.0),
        ("precision@10", [3, 4], 1.0),
        ("precision@10", [3, 4, 8], 2 / 3),
        ("recall@100", [3, 8, 11, 12], 1 / 4),
        ("mrr", [3, 4], 1 / 2),
        ("mrr", [4], 1 / 5),
    ])
    def test_value(self, metric: str, relevant: list[int], expected: float) -> None:
        assert value(metric, list(self.RANKED), relevant) == pytest.approx(expected, abs=1e-12)

    def test_only_ten_are_looked_at(self) -> None:
        ranked = list(range(30))
        assert value("ndcg@10", ranked, [10]) == value("precision@10", ranked, [10]) == 0
        assert value("ndcg@10", ranked, [9]) == pytest.approx(1 / log2(11))
        assert value("recall@100", ranked, [10]) == 1

    def test_more_right_answers_than_places(self) -> None:
        ranked = list(range(30))
        assert value("ndcg@10", ranked, list(range(20))) == pytest.approx(1)
        assert value("precision@10", ranked, list(range(5, 25))) == 0.5

    def test_padding_hits_nothing(self) -> None:
        judged = judge(padded([]), [rows([0, KEPT - 1])], rows([1]))
        assert not judged.hits.any()

    def test_several_questions_keep_their_order(self) -> None:
        judged = judge(np.concatenate([padded([1, 2]), padded([2, 1])]), [rows([1]), rows([1])], rows([1, 2]))
        assert METRICS["mrr"].function(judged).tolist() == [1, 0.5]


class TestOracle:
    @given(st.permutations(range(15)), st.sets(st.integers(0, 14), min_size=1))
    def test_ndcg_is_that_of_scikit_learn(self, ranked: list[int], relevant: set[int]) -> None:
        gains = np.isin(np.arange(15), sorted(relevant)).astype(float)
        scores = np.zeros(15)
        scores[ranked] = -np.arange(15)
        assert value("ndcg@10", ranked, sorted(relevant)) == pytest.approx(ndcg_score([gains], [scores], k=10))

    @given(st.permutations(range(15)), st.sets(st.integers(0, 14), min_size=1))
    def test_all_lie_between_none_and_all(self, ranked: list[int], relevant: set[int]) -> None:
        assert all(0 <= value(metric, ranked, sorted(relevant)) <= 1 + 1e-12 for metric in METRICS)
        best = sorted(relevant) + [row for row in ranked if row not in relevant]
        assert all(value(metric, best, sorted(relevant)) == pytest.approx(1) for metric in METRICS)


class TestEmpty:
    def test_a_question_without_right_answers_is_refused(self) -> None:
        with pytest.raises(QuestionsRefused, match="question 1"):
            judge(np.concatenate([padded([1]), padded([1])]), [rows([1]), rows([])], rows([1, 1]))

    def test_mrr_needs_the_rank(self) -> None:
        judged = Judged(np.zeros((1, KEPT), dtype=np.bool_), rows([1]), rows([UNKNOWN_RANK]))
        with pytest.raises(ValueError, match="not counted"):
            METRICS["mrr"].function(judged)

    def test_the_table_says_everything(self) -> None:
        assert set(METRICS) == {"ndcg@10", "precision@10", "recall@100", "mrr"}
        assert all(entry.description and entry.empty and entry.kind == "per question" for entry in METRICS.values())
