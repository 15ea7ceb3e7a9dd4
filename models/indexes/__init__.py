"""Vector indexes: nearest vectors by cosine. To add one: one file, one line in `INDEXES`, one contract test class."""

from collections.abc import Callable, Sequence
from typing import Protocol

from models.arrays import Float32Array
from models.hits import Hit
from models.indexes.exact import ExactIndex
from models.indexes.faiss_index import FaissIndex
from models.registry import choose

__all__ = ["INDEXES", "ExactIndex", "FaissIndex", "Hit", "VectorIndex", "open_index"]


class VectorIndex(Protocol):
    """Ids with unit vectors, searched by cosine. Not safe for an addition while another thread searches."""

    @property
    def dimension(self) -> int:
        """The length d of a vector."""

    def __len__(self) -> int:
        """Return the number of ids."""

    def add(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Add new `ids` with their `vectors` [n, d].

        Raises:
            InputRefused: an id is there already or comes twice, another shape than [n, d], a number that is not finite,
                a row whose length is neither 1 nor 0; then nothing is added.
        """

    def search(self, queries: Float32Array, k: int) -> list[list[Hit]]:
        """Return for each query of [m, d] its `k` hits, or all where there are fewer, in the order `(-score, id)`.

        A score is the cosine, rounded to six decimals. An empty index gives empty lists.

        Raises:
            InputRefused: `k` < 1, or the queries are not valid rows of length d.
        """

# Importing the classes loads no heavy library: FAISS loads when its index is opened.
INDEXES: dict[str, Callable[[int], VectorIndex]] = {"exact": ExactIndex, "faiss": FaissIndex}


def open_index(name: str, dimension: int) -> VectorIndex:
    """Return an empty index of the kind called `name`.

    Raises:
        UnknownChoice: there is no index of this name.
        MissingExtra: a package that it needs is not installed.
    """
    return choose("index", name, INDEXES)(dimension)
