"""The index in FAISS: flat while that is fast enough, a graph (HNSW) above."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from models.arrays import Float32Array
from models.hits import Hit, check_k
from models.indexes.metric import FAISS_METRIC, checked_vectors
from models.indexes.table import VectorTable

# Measured with 384 numbers per vector on two cores: a flat search takes 3 ms at 50,000 vectors and 6 ms at 100,000.
# Below this size the exact answer costs a request nothing that anyone would notice.
FLAT_UP_TO = 50_000
REBUILD_ABOVE_DEAD_SHARE = 0.2

# Malkov and Yashunin 2018: links per node, and the width of the search while building and while answering.
_LINKS = 32
_WIDTH_BUILDING = 200
_WIDTH_SEARCHING = 256

# FAISS sums in 32 bits: scores that differ by less than this may really be equal, or the other way round.
_SCORE_DOUBT = 1e-5
_SPARE_HITS = 16
_WIDEN_BY = 4

Kind = Literal["flat", "hnsw"]
Labels = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]

# What FAISS calls that there is nobody.
_NONE = -1


class FaissIndex:
    """A `VectorIndex` in FAISS, which picks its kind by the number of vectors.

    Up to `flat_up_to` vectors the answers are exactly the oracle's. Above, they come from a graph: scores are exact, a
    few hits may be missed. FAISS cannot take vectors out of a graph, so removed ones stay in it as dead nodes until
    they are more than a fifth; then the index is built anew, and becomes flat again if it has shrunk that far. How
    FAISS links a graph depends on the timing of its threads, so two builds may miss different hits.
    """

    # The row of each label that was ever given, -1 where it is dead, and the label of each row.
    _row_of_label: Rows
    _label_of_row: Rows

    def __init__(self, dimension: int, flat_up_to: int = FLAT_UP_TO) -> None:
        self.dimension = dimension
        self._flat_up_to = flat_up_to
        import faiss

        self._faiss = faiss
        self._build(VectorTable(dimension))

    @property
    def kind(self) -> Kind:
        """What the index is at present."""
        return self._kind

    def __len__(self) -> int:
        """Return the number of vectors, dead nodes not counted."""
        return len(self._table)

    def add(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Add new ids; see `models.indexes.VectorIndex`. Crossing the size limit builds the graph."""
        before = len(self)
        self._table.add(ids, vectors)
        self._insert(np.arange(before, len(self)))
        self._settle()

    def update(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Replace the vectors of known ids; see `models.indexes.VectorIndex`."""
        self._table.update(ids, vectors)
        rows = np.array(self._table.rows_of(ids), dtype=np.int64)
        self._drop(rows)
        self._insert(rows)
        self._settle()

    def remove(self, ids: Sequence[str]) -> None:
        """Take out known ids; see `models.indexes.VectorIndex`."""
        rows = np.array(self._table.rows_of(ids), dtype=np.int64)
        self._table.remove(ids)
        self._drop(rows)
        self._label_of_row = np.delete(self._label_of_row, rows)
        self._row_of_label[self._label_of_row] = np.arange(len(self))
        self._settle()

    def search(self, queries: Float32Array, k: int) -> list[list[Hit]]:
        """Return the `k` nearest of each query; see `models.indexes.VectorIndex`."""
        check_k(k)
        vectors = checked_vectors(queries, self.dimension)
        fetch = k + _SPARE_HITS
        if not len(vectors) or fetch >= len(self):
            return [self._table.nearest(query, k) for query in vectors]
        answers = zip(vectors, *self._index.search(vectors, fetch), strict=True)
        return [self._answer(query, scores, labels, k) for query, scores, labels in answers]

    def _build(self, table: VectorTable) -> None:
        """Build the index of `table` from nothing, as the kind that fits its size."""
        self._table = table
        self._kind: Kind = "flat" if len(table) <= self._flat_up_to else "hnsw"
        self._index = self._empty_index()
        self._row_of_label = np.empty(0, dtype=np.int64)
        self._label_of_row = np.empty(0, dtype=np.int64)
        self._insert(np.arange(len(table)))

    def _empty_index(self) -> Any:  # noqa: ANN401 - the library is loaded late and has no type here
        metric = getattr(self._faiss, FAISS_METRIC)
        if self._kind == "flat":
            return self._faiss.IndexIDMap2(self._faiss.IndexFlat(self.dimension, metric))
        graph = self._faiss.IndexHNSWFlat(self.dimension, _LINKS, metric)
        graph.hnsw.efConstruction = _WIDTH_BUILDING
        graph.hnsw.efSearch = _WIDTH_SEARCHING
        return self._faiss.IndexIDMap2(graph)

    def _insert(self, rows: Rows) -> None:
        """Give rows of the table labels of their own; new rows stand behind those that have one."""
        labels = np.arange(len(self._row_of_label), len(self._row_of_label) + len(rows))
        self._index.add_with_ids(self._table.vectors[rows], labels)
        self._row_of_label = np.concatenate([self._row_of_label, rows])
        self._label_of_row = np.concatenate([self._label_of_row, rows[rows >= len(self._label_of_row)]])
        self._label_of_row[rows] = labels

    def _drop(self, rows: Rows) -> None:
        """Forget the labels of rows; in a graph, that is what makes a node dead."""
        labels = self._label_of_row[rows]
        self._row_of_label[labels] = _NONE
        if self._kind == "flat":
            self._index.remove_ids(labels)

    def _settle(self) -> None:
        """Build anew where the index has outgrown its kind or carries too many dead nodes."""
        outgrown = self._kind == "flat" and len(self) > self._flat_up_to
        dead = self._index.ntotal - len(self)
        if outgrown or dead > REBUILD_ABOVE_DEAD_SHARE * self._index.ntotal:
            self._build(self._table)

    def _answer(self, query: Float32Array, scores: Float32Array, labels: Labels, k: int) -> list[Hit]:
        """Return the hits for one query, searching wider until nothing outside can belong to them."""
        rows = self._rows(labels)
        while not self._is_closed(scores, rows, labels, k):
            fetch = len(labels) * _WIDEN_BY
            if fetch >= self._index.ntotal:
                return self._table.nearest(query, k)
            wider_scores, wider_labels = self._index.search(query[np.newaxis], fetch)
            scores, labels = wider_scores[0], wider_labels[0]
            rows = self._rows(labels)
        return self._table.nearest_among(rows[rows != _NONE], query, k)

    def _rows(self, labels: Labels) -> Rows:
        """Return the row of each label, -1 where it is dead or none."""
        return np.where(labels == _NONE, _NONE, self._row_of_label[labels])

    @staticmethod
    def _is_closed(scores: Float32Array, rows: Rows, labels: Labels, k: int) -> bool:
        """Return whether `k` living hits were found and the last one fetched is clearly worse than the k-th."""
        living = scores[rows != _NONE]
        # FAISS fills up with the label -1 and a score of about -3.4e38, which must not pass for a worse hit.
        return len(living) >= k and labels[-1] != _NONE and bool(scores[-1] < living[k - 1] - _SCORE_DOUBT)
