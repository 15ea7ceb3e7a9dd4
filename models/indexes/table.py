"""Ids and their vectors, side by side: what every index keeps, and what the exact answer is computed from."""

import json
from collections.abc import Sequence

import numpy as np

from models.arrays import Float32Array, array_from_bytes, array_to_bytes
from models.artefacts import Artefact, parse_json
from models.errors import ArtefactRefused, InputRefused
from models.hits import Hit, ranked
from models.indexes.metric import checked_vectors, similarities

FORMAT = "kumppani-index/1"
_IDS_FILE = "ids.json"
_VECTORS_FILE = "vectors.npy"


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
        rows = self._checked(ids, vectors)
        self._row_of |= {id_: len(self.ids) + offset for offset, id_ in enumerate(ids)}
        self.ids.extend(ids)
        self.vectors = np.concatenate([self.vectors, rows])

    def update(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Replace the vectors of known ids.

        Raises:
            InputRefused: an id is unknown or comes twice, or the vectors are not one valid row per id.
        """
        rows = self.rows_of(ids)
        self.vectors[rows] = self._checked(ids, vectors)

    def remove(self, ids: Sequence[str]) -> None:
        """Take out known ids.

        Raises:
            InputRefused: an id is unknown or comes twice.
        """
        keep = np.ones(len(self), dtype=bool)
        keep[self.rows_of(ids)] = False
        self.ids = [id_ for id_, kept in zip(self.ids, keep, strict=True) if kept]
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

    def vectors_of(self, ids: Sequence[str]) -> Float32Array:
        """Return the vectors [n, d] of known `ids`, in their order."""
        return self.vectors[self.rows_of(ids)]

    def nearest(self, query: Float32Array, k: int) -> list[Hit]:
        """Return the exact answer for one `query` [d], from every row."""
        return ranked(self.ids, similarities(self.vectors, query), k)

    def nearest_among(self, ids: Sequence[str], query: Float32Array, k: int) -> list[Hit]:
        """Return the exact answer for one `query` [d], from the rows of `ids` only."""
        return ranked(ids, similarities(self.vectors_of(ids), query), k)

    def files(self) -> dict[str, bytes]:
        """Return the table as files of an artefact."""
        return {_IDS_FILE: json.dumps(self.ids).encode(), _VECTORS_FILE: array_to_bytes(self.vectors)}

    @classmethod
    def from_artefact(cls, artefact: Artefact, dimension: int) -> "VectorTable":
        """Return the table in `artefact`.

        Raises:
            ArtefactRefused: the files do not fit each other or the dimension.
        """
        table = cls(dimension)
        try:
            vectors = array_from_bytes(artefact.read(_VECTORS_FILE)).astype(np.float32)
            table.add(parse_json(artefact.read(_IDS_FILE)), vectors)
        except (ValueError, TypeError, InputRefused) as error:
            raise ArtefactRefused(str(error), str(artefact.folder), "Build the index again and save it.") from error
        return table

    def _checked(self, ids: Sequence[str], vectors: Float32Array) -> Float32Array:
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
