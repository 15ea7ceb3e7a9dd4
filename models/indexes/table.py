"""Ids and their vectors, side by side: what every index keeps, and what the exact answer is computed from."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.arrays import Float32Array
from models.errors import InputRefused
from models.hits import Hit, best_hits
from models.indexes.metric import checked_vectors, similarities


class VectorTable:
    """A list of distinct ids and a matrix [n, d] of their vectors, which grows by whole additions or not at all.

    Attributes:
        dimension: d.
        ids: the ids, in the order of the rows.
        vectors: float32 [n, d].
    """

    def __init__(self, dimension: int) -> None:
        if dimension < 1:
            raise InputRefused(f"{dimension} is not a length", "dimension", "Give the encoder's dimension.")
        self.dimension = dimension
        self.ids: list[str] = []
        self.vectors: Float32Array = np.zeros((0, dimension), dtype=np.float32)
        self._known: set[str] = set()

    def __len__(self) -> int:
        """Return the number of ids."""
        return len(self.ids)

    def add(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Append new ids.

        Raises:
            InputRefused: an id is already there or comes twice, or the vectors are not one valid row per id.
        """
        if len(set(ids)) != len(ids):
            raise InputRefused("an id comes twice", "ids", "Give each id once.")
        known = [id_ for id_ in ids if id_ in self._known]
        if known:
            what = f"{len(known)} of {len(ids)} are already in the index, the first is {known[0]!r}"
            raise InputRefused(what, "ids", "Give those alone that are new.")
        rows = checked_vectors(vectors, self.dimension)
        if len(rows) != len(ids):
            raise InputRefused(f"{len(rows)} vectors for {len(ids)} ids", "vectors", "Give one vector per id.")
        self._known.update(ids)
        self.ids.extend(ids)
        self.vectors = np.concatenate([self.vectors, rows])

    def nearest(self, query: Float32Array, k: int) -> list[Hit]:
        """Return the exact answer for one `query` [d], from every row."""
        return best_hits(self.ids, similarities(self.vectors, query), k)

    def nearest_among(self, rows: npt.NDArray[np.int64], query: Float32Array, k: int) -> list[Hit]:
        """Return the exact answer for one `query` [d], from some `rows` only."""
        return best_hits([self.ids[row] for row in rows.tolist()], similarities(self.vectors[rows], query), k)
