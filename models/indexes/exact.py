"""The index that compares a query with every vector, in NumPy: slow, and right by definition."""

from collections.abc import Sequence

from models.arrays import Float32Array
from models.hits import Hit, check_k
from models.indexes.metric import checked_vectors
from models.indexes.table import VectorTable


class ExactIndex:
    """The oracle that the other indexes are tested against; enough on its own for a few thousand vectors."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._table = VectorTable(dimension)

    def __len__(self) -> int:
        """Return the number of vectors."""
        return len(self._table)

    def add(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Add new ids; see `models.indexes.VectorIndex`."""
        self._table.add(ids, vectors)

    def search(self, queries: Float32Array, k: int) -> list[list[Hit]]:
        """Return the `k` nearest of each query; see `models.indexes.VectorIndex`."""
        check_k(k)
        return [self._table.nearest(query, k) for query in checked_vectors(queries, self.dimension)]
