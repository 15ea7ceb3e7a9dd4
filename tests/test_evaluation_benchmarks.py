"""What commands that measure work out from what they have measured."""

from __future__ import annotations

import math

import numpy as np
import pytest

from evaluation.benchmarks.growth import exponent
from evaluation.benchmarks.overload import Outcome, outcome_of
from evaluation.benchmarks.peer_indexes import PEERS
from evaluation.benchmarks.peers import AS_NEAR, NEAREST, Row, measure, recall_at, table
from models.arrays import Float32Array


class TestExponent:
    @pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
    def test_a_power_is_found(self, power: float) -> None:
        assert exponent({size: 3 * size**power for size in (1000, 10_000, 50_000)}) == pytest.approx(power)

    def test_what_is_nothing_has_no_logarithm(self) -> None:
        assert math.isnan(exponent({1000: 0.0, 10_000: 1.0}))


class TestRecall:
    scores: Float32Array = np.array([0.9, 0.8, 0.7, 0.7 - AS_NEAR / 10, 0.1], dtype=np.float32)

    @pytest.mark.parametrize(("answer", "recall"), [
        ([0, 1, 2], 1), ([0, 1, 3], 1), ([0, 1, 4], 2 / 3), ([0, 0, 1], 2 / 3), ([0, -1, -1], 1 / 3), ([], 0),
        ([0, 1, 2, 3], 1)])
    def test_who_is_as_near_counts_and_nobody_counts_twice(self, answer: list[int], recall: float) -> None:
        assert recall_at(3, self.scores, np.array(answer, dtype=np.int64)) == pytest.approx(recall)


@pytest.mark.parametrize("name", [name for name in PEERS if name.startswith(("FAISS", "Kumppani"))])
def test_what_is_installed_anyway_is_measured(name: str) -> None:
    vectors = np.random.default_rng(7).normal(size=(420, 256)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = measure(name, vectors[20:], vectors[:20])
    assert all(row.recall > 0.9 and row.question > 0 for row in rows)
    assert all(row.recall == 1 for row in rows if name.endswith("flat"))


def test_the_table_compares_with_all_that_are_compared() -> None:
    lines = table([Row("FAISS, flat", 0, 1, 0.004, 1), Row("other", NEAREST, 0.5, 0.002, 30)]).splitlines()
    assert lines[-1].split() == ["other", "100", "0.500", "2.00", "0.50", "30"]


@pytest.mark.parametrize(("head", "outcome"), [
    (b"http/1.1 201 created\r\n\r\n", Outcome.ANSWERED),
    (b"http/1.1 503 service unavailable\r\nretry-after: 1\r\n\r\n", Outcome.TURNED_AWAY),
    (b"http/1.1 503 service unavailable\r\n\r\n", Outcome.FAILED),
    (b"http/1.1 500 internal server error\r\nretry-after: 1\r\n\r\n", Outcome.FAILED), (b"", Outcome.FAILED)])
def test_who_is_turned_away_without_being_told_when_to_come_again_was_failed(head: bytes, outcome: Outcome) -> None:
    assert outcome_of(head) is outcome
