"""Metrics of one list, against values worked out by hand and against scikit-learn."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from evaluation.errors import QuestionsRefused
from evaluation.metrics.ranking import METRICS, RANKING_LENGTH, UNKNOWN_RANK, Judgements, judge
from matcher.features import IntArray
from tests.holdouts import rows


def ranking_of(ranking: list[int]) -> IntArray:
    return rows((ranking + [-1] * RANKING_LENGTH)[:RANKING_LENGTH])[None, :]


def value(metric: str, ranking: list[int], relevant: list[int]) -> float:
    first = next((rank for rank, row in enumerate(ranking, 1) if row in relevant), UNKNOWN_RANK)
    return float(METRICS[metric].function(judge(ranking_of(ranking), [rows(relevant)], rows([first])))[0])


class TestByHand:
    RANKING = (7, 3, 9, 1, 4)

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
        assert value(metric, list(self.RANKING), relevant) == pytest.approx(expected, abs=1e-12)

    def test_only_ten_are_looked_at(self) -> None:
        ranking = list(range(30))
        assert value("ndcg@10", ranking, [10]) == value("precision@10", ranking, [10]) == 0
        assert value("ndcg@10", ranking, [9]) == pytest.approx(1 / log2(11))
        assert value("recall@100", ranking, [10]) == 1

    def test_more_right_answers_than_places(self) -> None:
        ranking = list(range(30))
        assert value("ndcg@10", ranking, list(range(20))) == pytest.approx(1)
        assert value("precision@10", ranking, list(range(5, 25))) == 0.5

    def test_padding_hits_nothing(self) -> None:
        judgements = judge(ranking_of([]), [rows([0, RANKING_LENGTH - 1])], rows([1]))
        assert not judgements.hits.any()

    def test_several_questions_keep_their_order(self) -> None:
        rankings = np.concatenate([ranking_of([1, 2]), ranking_of([2, 1])])
        judgements = judge(rankings, [rows([1]), rows([1])], rows([1, 2]))
        assert METRICS["mrr"].function(judgements).tolist() == [1, 0.5]


class TestOracle:
    @given(st.permutations(range(15)), st.sets(st.integers(0, 14), min_size=1))
    def test_ndcg_is_that_of_scikit_learn(self, ranking: list[int], relevant: set[int]) -> None:
        gains = np.isin(np.arange(15), sorted(relevant)).astype(float)
        scores = np.zeros(15)
        scores[ranking] = -np.arange(15)
        assert value("ndcg@10", ranking, sorted(relevant)) == pytest.approx(ndcg_score([gains], [scores], k=10))

    @given(st.permutations(range(15)), st.sets(st.integers(0, 14), min_size=1))
    def test_all_lie_between_none_and_all(self, ranking: list[int], relevant: set[int]) -> None:
        assert all(0 <= value(metric, ranking, sorted(relevant)) <= 1 + 1e-12 for metric in METRICS)
        best = sorted(relevant) + [row for row in ranking if row not in relevant]
        assert all(value(metric, best, sorted(relevant)) == pytest.approx(1) for metric in METRICS)


class TestEmpty:
    def test_a_question_without_right_answers_is_refused(self) -> None:
        with pytest.raises(QuestionsRefused, match="question 1"):
            judge(np.concatenate([ranking_of([1]), ranking_of([1])]), [rows([1]), rows([])], rows([1, 1]))

    def test_mrr_needs_the_rank(self) -> None:
        judgements = Judgements(np.zeros((1, RANKING_LENGTH), dtype=np.bool_), rows([1]), rows([UNKNOWN_RANK]))
        with pytest.raises(ValueError, match="not counted"):
            METRICS["mrr"].function(judgements)

    def test_who_is_among_the_first_k_says_nothing_where_everybody_is(self) -> None:
        assert [METRICS["recall@100"].tells(candidates) for candidates in (60, 499, 500)] == [False, False, True]
        assert [METRICS["precision@10"].tells(candidates) for candidates in (49, 50)] == [False, True]
        assert METRICS["ndcg@10"].tells(3)
        assert METRICS["mrr"].tells(3)

    def test_the_table_says_everything(self) -> None:
        assert set(METRICS) == {"ndcg@10", "precision@10", "recall@100", "mrr"}
        assert all(entry.description and entry.empty and entry.kind == "per question" for entry in METRICS.values())
