"""The index in FAISS: flat while that is fast enough, a graph (HNSW) above."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from models.arrays import Float32Array
from models.hits import Hit, check_k
from models.indexes.metric import FAISS_METRIC, checked_vectors
from models.indexes.table import VectorTable

# A network fills its index anew after each change. A graph of 100,000 vectors takes two minutes of CPU to fill; a flat
# search among as many takes a hundredth of a second (`python -m evaluation.benchmarks.peers`).
FLAT_UP_TO = 500_000

# Malkov and Yashunin 2018: links per node, and the width of the search while building and while answering.
_LINKS = 32
_WIDTH_BUILDING = 200
_WIDTH_SEARCHING = 256

# FAISS sums in 32 bits: scores that differ by less than this may really be equal, or the other way round.
_SCORE_DOUBT = 1e-5
_SPARE_HITS = 16
_WIDEN_BY = 4

Kind = Literal["flat", "hnsw"]
Rows = npt.NDArray[np.int64]

# What FAISS calls that there is nobody.
_NONE = -1


class FaissIndex:
    """A `VectorIndex` in FAISS, which picks its kind by the number of vectors.

    Up to `flat_up_to` vectors the answers are exactly the oracle's. Above, they come from a graph: scores are exact, a
    few hits may be missed. How FAISS links a graph depends on the timing of its threads, so two builds may miss
    different hits.
    """

    def __init__(self, dimension: int, flat_up_to: int = FLAT_UP_TO) -> None:
        self.dimension = dimension
        self._flat_up_to = flat_up_to
        self._table = VectorTable(dimension)
        import faiss

        self._faiss = faiss
        self._kind = self._fitting_kind()
        self._index = self._empty_index()

    @property
    def kind(self) -> Kind:
        """What the index is at present."""
        return self._kind

    def __len__(self) -> int:
        """Return the number of vectors."""
        return len(self._table)

    def add(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Add new ids; see `models.indexes.VectorIndex`. Crossing the size limit builds the graph."""
        before = len(self)
        self._table.add(ids, vectors)
        if self._kind != self._fitting_kind():
            self._kind, before = self._fitting_kind(), 0
            self._index = self._empty_index()
        self._index.add(self._table.vectors[before:])

    def search(self, queries: Float32Array, k: int) -> list[list[Hit]]:
        """Return the `k` nearest of each query; see `models.indexes.VectorIndex`."""
        check_k(k)
        vectors = checked_vectors(queries, self.dimension)
        fetch = k + _SPARE_HITS
        if not len(vectors) or fetch >= len(self):
            return [self._table.nearest(query, k) for query in vectors]
        answers = zip(vectors, *self._index.search(vectors, fetch), strict=True)
        return [self._answer(query, scores, rows, k) for query, scores, rows in answers]

    def _fitting_kind(self) -> Kind:
        return "flat" if len(self) <= self._flat_up_to else "hnsw"

    def _empty_index(self) -> Any:  # noqa: ANN401 - the library is loaded late and has no type here
        metric = getattr(self._faiss, FAISS_METRIC)
        if self._kind == "flat":
            return self._faiss.IndexFlat(self.dimension, metric)
        graph = self._faiss.IndexHNSWFlat(self.dimension, _LINKS, metric)
        graph.hnsw.efConstruction = _WIDTH_BUILDING
        graph.hnsw.efSearch = _WIDTH_SEARCHING
        return graph

    def _answer(self, query: Float32Array, scores: Float32Array, rows: Rows, k: int) -> list[Hit]:
        """Return the hits for one query, searching wider until nothing outside can belong to them."""
        while not self._is_closed(scores, rows, k):
            fetch = len(rows) * _WIDEN_BY
            if fetch >= len(self):
                return self._table.nearest(query, k)
            wider_scores, wider_rows = self._index.search(query[np.newaxis], fetch)
            scores, rows = wider_scores[0], wider_rows[0]
        return self._table.nearest_among(rows, query, k)

    @staticmethod
    def _is_closed(scores: Float32Array, rows: Rows, k: int) -> bool:
        """Return whether all were found that were asked for and the last one is clearly worse than the k-th."""
        # FAISS fills up with nobody and a score of about -3.4e38, which must not pass for a worse hit.
        return rows[-1] != _NONE and bool(scores[-1] < scores[k - 1] - _SCORE_DOUBT)
