"""The indexes against their contract, and what is particular to each."""

import numpy as np
import pytest

from models.arrays import unit_rows
from models.errors import UnknownChoice
from models.indexes import INDEXES, ExactIndex, FaissIndex, VectorIndex, open_index
from tests.contracts.index import IndexContract, names, random_vectors, recall_by_score

SMALL = 20


class TestExact(IndexContract):
    def make(self, dimension: int) -> VectorIndex:
        return open_index("exact", dimension)


class TestFaissFlat(IndexContract):
    def make(self, dimension: int) -> VectorIndex:
        return open_index("faiss", dimension)


class TestFaissHnsw(IndexContract):
    minimum_recall = 0.95

    def make(self, dimension: int) -> VectorIndex:
        return FaissIndex(dimension, flat_up_to=SMALL)


class TestFaissAlwaysHnsw(IndexContract):
    minimum_recall = 0.95

    def make(self, dimension: int) -> VectorIndex:
        return FaissIndex(dimension, flat_up_to=0)


def test_oracle_agrees_with_sums_done_by_hand() -> None:
    vectors, query = random_vectors(30, 5), random_vectors(1, 5, seed=2)
    index = ExactIndex(5)
    index.add(names(30), vectors)
    by_hand = [sum(float(a) * float(b) for a, b in zip(row, query[0], strict=True)) for row in vectors]
    right = sorted(zip([-score for score in by_hand], names(30), strict=True))
    hits = index.search(query, 30)[0]
    assert [hit.id for hit in hits] == [id_ for _, id_ in right]
    assert [hit.score for hit in hits] == pytest.approx([-negative for negative, _ in right], abs=1e-6)


def test_every_index_opens_and_an_unknown_name_lists_them() -> None:
    assert {name: len(open_index(name, 8)) for name in INDEXES} == {"exact": 0, "faiss": 0}
    with pytest.raises(UnknownChoice, match=r"'milvus'.*Choose one of: exact, faiss"):
        open_index("milvus", 8)


def test_kind_follows_the_number_of_vectors() -> None:
    index = FaissIndex(8, flat_up_to=SMALL)
    index.add(names(SMALL), random_vectors(SMALL, 8))
    kinds = [index.kind]
    index.add(["one more"], random_vectors(1, 8, seed=2))
    kinds.append(index.kind)
    index.remove(names(2))
    # Smaller than the limit again, yet not worth a new build.
    kinds.append(index.kind)
    index.remove(names(SMALL - 2, start=2))
    kinds.append(index.kind)
    assert kinds == ["flat", "hnsw", "hnsw", "flat"]
    assert len(index) == 1


def test_graph_is_built_anew_once_a_fifth_is_dead() -> None:
    index = FaissIndex(8, flat_up_to=10)
    index.add(names(100), random_vectors(100, 8))
    index.remove(names(20))
    assert index._index.ntotal == 100
    index.remove(["actor-0020"])
    assert index._index.ntotal == len(index) == 79


def test_updates_of_one_actor_do_not_pile_up() -> None:
    index = FaissIndex(8, flat_up_to=10)
    index.add(names(50), random_vectors(50, 8))
    for seed in range(60):
        index.update(["actor-0005"], random_vectors(1, 8, seed=seed))
    assert len(index) == 50
    assert index._index.ntotal <= 50 / 0.8


def test_dead_nodes_next_to_the_query_do_not_hide_the_living() -> None:
    index = FaissIndex(16, flat_up_to=10)
    rng = np.random.default_rng(0)
    near = np.eye(1, 16) + rng.standard_normal((60, 16)) * 0.01
    far = random_vectors(340, 16)
    index.add(names(60), unit_rows(near))
    index.add(names(340, start=100), far)
    index.remove(names(60))
    query = np.eye(1, 16, dtype=np.float32)
    assert index.kind == "hnsw"
    assert len(index.search(query, 30)[0]) == 30
    assert all(hit.id >= "actor-0100" for hit in index.search(query, 30)[0])


def test_graph_finds_95_percent_among_thousands() -> None:
    index, oracle = FaissIndex(48, flat_up_to=100), ExactIndex(48)
    vectors = random_vectors(3000, 48)
    for each in (index, oracle):
        each.add(names(3000), vectors)
    index.remove(names(500))
    oracle.remove(names(500))
    assert recall_by_score(index, oracle, random_vectors(50, 48, seed=2), 20) >= 0.95
