"""Ids and their vectors, side by side: what every index keeps, and what the exact answer is computed from."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.arrays import Float32Array
from models.errors import InputRefused
from models.hits import Hit, best_hits
from models.indexes.metric import checked_vectors, similarities


class VectorTable:
    """A list of distinct ids and a matrix [n, d] of their vectors. A change is made whole or, if refused, not at all.

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
        self._row_of: dict[str, int] = {}

    def __len__(self) -> int:
        """Return the number of ids."""
        return len(self.ids)

    def add(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Append new ids.

        Raises:
            InputRefused: an id is already there or comes twice, or the vectors are not one valid row per id.
        """
        _check_distinct(ids)
        self._refuse(ids, [id_ for id_ in ids if id_ in self._row_of], "already in the index", "Use update instead.")
        rows = self._valid_rows(ids, vectors)
        self._row_of |= {id_: len(self.ids) + offset for offset, id_ in enumerate(ids)}
        self.ids.extend(ids)
        self.vectors = np.concatenate([self.vectors, rows])

    def update(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Replace the vectors of known ids.

        Raises:
            InputRefused: an id is unknown or comes twice, or the vectors are not one valid row per id.
        """
        rows = self.rows_of(ids)
        self.vectors[rows] = self._valid_rows(ids, vectors)

    def remove(self, ids: Sequence[str]) -> None:
        """Take out known ids.

        Raises:
            InputRefused: an id is unknown or comes twice.
        """
        keep = np.ones(len(self), dtype=bool)
        keep[self.rows_of(ids)] = False
        self.ids = [id_ for id_, stays in zip(self.ids, keep, strict=True) if stays]
        self.vectors = self.vectors[keep]
        self._row_of = {id_: row for row, id_ in enumerate(self.ids)}

    def rows_of(self, ids: Sequence[str]) -> list[int]:
        """Return the rows of `ids`, in their order.

        Raises:
            InputRefused: an id is unknown or comes twice.
        """
        _check_distinct(ids)
        self._refuse(ids, [id_ for id_ in ids if id_ not in self._row_of], "not in the index", "Add them first.")
        return [self._row_of[id_] for id_ in ids]

    def nearest(self, query: Float32Array, k: int) -> list[Hit]:
        """Return the exact answer for one `query` [d], from every row."""
        return best_hits(self.ids, similarities(self.vectors, query), k)

    def nearest_among(self, rows: npt.NDArray[np.int64], query: Float32Array, k: int) -> list[Hit]:
        """Return the exact answer for one `query` [d], from some `rows` only."""
        return best_hits([self.ids[row] for row in rows.tolist()], similarities(self.vectors[rows], query), k)

    def _valid_rows(self, ids: Sequence[str], vectors: Float32Array) -> Float32Array:
        rows = checked_vectors(vectors, self.dimension)
        if len(rows) != len(ids):
            raise InputRefused(f"{len(rows)} vectors for {len(ids)} ids", "vectors", "Give one vector per id.")
        return rows

    @staticmethod
    def _refuse(ids: Sequence[str], wrong: list[str], what: str, cure: str) -> None:
        if wrong:
            raise InputRefused(f"{len(wrong)} of {len(ids)} are {what}, the first is {wrong[0]!r}", "ids", cure)


def _check_distinct(ids: Sequence[str]) -> None:
    if len(set(ids)) != len(ids):
        raise InputRefused("an id comes twice", "ids", "Give each id once.")
