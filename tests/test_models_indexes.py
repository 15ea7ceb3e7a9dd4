"""The indexes against their contract, and what is particular to each."""

import pytest

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
    assert kinds == ["flat", "hnsw"]
    assert len(index) == SMALL + 1


def test_graph_finds_95_percent_among_thousands() -> None:
    index, oracle = FaissIndex(48, flat_up_to=100), ExactIndex(48)
    vectors = random_vectors(3000, 48)
    for each in (index, oracle):
        each.add(names(3000), vectors)
    assert recall_by_score(index, oracle, random_vectors(50, 48, seed=2), 20) >= 0.95
