"""The contract of `models.indexes.VectorIndex`. A subclass gives `make()`, an empty index."""

from itertools import accumulate

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.arrays import Float32Array, unit_rows
from models.errors import InputRefused
from models.indexes import ExactIndex, VectorIndex
from tests.gears import examples

EPSILON = 1e-5


def random_vectors(count: int, dimension: int, seed: int = 1) -> Float32Array:
    return unit_rows(np.random.default_rng(seed).standard_normal((count, dimension)))


def names(count: int, start: int = 0) -> list[str]:
    return [f"actor-{number:04d}" for number in range(start, start + count)]


def recall_by_score(index: VectorIndex, oracle: VectorIndex, queries: Float32Array, k: int) -> float:
    """Return the share of hits as good as the oracle's k-th, so that another choice among ties is no error."""
    hits_as_good = total = 0
    for hits, right in zip(index.search(queries, k), oracle.search(queries, k), strict=True):
        total += len(right)
        hits_as_good += sum(hit.score >= right[-1].score - EPSILON for hit in hits)
    return hits_as_good / total


class IndexContract:
    """Values against the exact oracle; every way in and out."""

    minimum_recall = 1.0

    def make(self, dimension: int) -> VectorIndex:
        raise NotImplementedError

    def index_and_oracle(self, count: int = 60, dimension: int = 16) -> tuple[VectorIndex, ExactIndex]:
        """Return the index and an oracle with the same content."""
        index, oracle = self.make(dimension), ExactIndex(dimension)
        for each in (index, oracle):
            each.add(names(count), random_vectors(count, dimension))
        return index, oracle

    def assert_answers_like(self, index: VectorIndex, oracle: VectorIndex, k: int = 10) -> None:
        """The ids are the oracle's where recall must be 1; scores and order are always."""
        queries = random_vectors(20, index.dimension, seed=2)
        assert len(index) == len(oracle)
        if not len(oracle):
            assert index.search(queries, k) == [[] for _ in queries]
            return
        assert recall_by_score(index, oracle, queries, k) >= self.minimum_recall
        full_lists = oracle.search(queries, len(oracle))
        for hits, right in zip(index.search(queries, k), full_lists, strict=True):
            assert set(hits) <= set(right)
            assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.id))
            if self.minimum_recall == 1.0:
                assert hits == right[:k]

    def test_answers_are_the_oracles(self) -> None:
        self.assert_answers_like(*self.index_and_oracle(count=300))

    def test_scores_are_cosines(self) -> None:
        index = self.make(2)
        index.add(["east", "north", "west"], np.array([[1, 0], [0, 1], [-1, 0]], dtype=np.float32))
        query = np.array([[0.6, 0.8]], dtype=np.float32)
        assert index.search(query, 3) == [[("north", 0.8), ("east", 0.6), ("west", -0.6)]]

    def test_more_hits_than_vectors_gives_all(self) -> None:
        index, oracle = self.index_and_oracle()
        queries = random_vectors(3, 16, seed=3)
        assert index.search(queries, 1000) == oracle.search(queries, 60)

    def test_empty_index_gives_empty_lists(self) -> None:
        index = self.make(16)
        assert len(index) == 0
        assert index.search(random_vectors(2, 16), 5) == [[], []]

    def test_no_queries_give_no_answers(self) -> None:
        index, _ = self.index_and_oracle()
        assert index.search(np.zeros((0, 16), dtype=np.float32), 5) == []

    @pytest.mark.parametrize("k", [0, -1])
    def test_fewer_hits_than_one_are_refused(self, k: int) -> None:
        with pytest.raises(InputRefused, match="at least one"):
            self.index_and_oracle()[0].search(random_vectors(1, 16), k)

    def test_equal_vectors_come_in_the_order_of_their_ids(self) -> None:
        index = self.make(16)
        same = np.repeat(random_vectors(1, 16), 200, axis=0)
        index.add(names(200)[::-1], same)
        assert [hit.id for hit in index.search(same[:1], 7)[0]] == names(7)

    def test_tie_at_the_last_place_goes_to_the_smaller_id(self) -> None:
        index, oracle = self.index_and_oracle()
        twins = np.repeat(random_vectors(1, 16, seed=5), 100, axis=0)
        for each in (index, oracle):
            each.add(names(100, start=1000)[::-1], twins)
        query = random_vectors(1, 16, seed=5)
        assert index.search(query, 50) == oracle.search(query, 50)

    def test_zero_vector_is_similar_to_nothing(self) -> None:
        index, _ = self.index_and_oracle()
        index.add(["blank"], np.zeros((1, 16), dtype=np.float32))
        scores = dict(index.search(random_vectors(1, 16, seed=4), 61)[0])
        assert scores["blank"] == 0.0

    def test_nothing_to_do_changes_nothing(self) -> None:
        index, oracle = self.index_and_oracle()
        no_vectors = np.zeros((0, 16), dtype=np.float32)
        index.add([], no_vectors)
        self.assert_answers_like(index, oracle)

    @pytest.mark.parametrize(
        ("ids", "match"),
        [(["actor-0001"], "already in"), (["new", "new"], "twice"), (["new", "other", "third"], "2 vectors for 3 ids")],
    )
    def test_ids_that_do_not_fit_are_refused_and_change_nothing(self, ids: list[str], match: str) -> None:
        index, oracle = self.index_and_oracle()
        with pytest.raises(InputRefused, match=match):
            index.add(ids, random_vectors(min(len(ids), 2), 16, seed=6))
        self.assert_answers_like(index, oracle)

    @pytest.mark.parametrize(
        ("vectors", "match"),
        [
            (np.ones((1, 15)) / 15**0.5, "shape"),
            (np.ones(16) / 4, "shape"),
            (np.full((1, 16), np.nan), "finite"),
            (np.full((1, 16), np.inf), "finite"),
            (np.ones((1, 16)), "length"),
        ],
    )
    def test_vectors_that_do_not_fit_are_refused_everywhere(
        self, vectors: npt.NDArray[np.floating], match: str
    ) -> None:
        index, oracle = self.index_and_oracle()
        narrow = vectors.astype(np.float32)
        with pytest.raises(InputRefused, match=match):
            index.add(["new"], narrow)
        with pytest.raises(InputRefused, match=match):
            index.search(narrow, 3)
        self.assert_answers_like(index, oracle)

    def test_caller_may_reuse_the_array(self) -> None:
        index, oracle = self.index_and_oracle()
        vectors = random_vectors(1, 16, seed=7)
        for each in (index, oracle):
            each.add(["new"], vectors)
        vectors[:] = 0
        self.assert_answers_like(index, oracle)

    def test_dimension_below_one_is_refused(self) -> None:
        with pytest.raises(InputRefused, match="dimension"):
            self.make(0)

    def test_any_sequence_of_additions_ends_like_one(self) -> None:
        # Hypothesis keeps one state per decorated function, so each subclass needs its own.
        @given(sizes=st.lists(st.integers(0, 40), max_size=6), seed=st.integers(0, 5))
        @settings(max_examples=examples(25))
        def check(sizes: list[int], seed: int) -> None:
            index, oracle = self.make(4), ExactIndex(4)
            vectors = random_vectors(sum(sizes), 4, seed=seed)
            oracle.add(names(len(vectors)), vectors)
            for start, size in zip(accumulate(sizes, initial=0), sizes, strict=False):
                index.add(names(size, start), vectors[start:start + size])
            self.assert_answers_like(index, oracle, k=3)

        check()
