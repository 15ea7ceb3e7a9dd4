"""Vector indexes: nearest vectors by cosine. To add one: one file, one line in `INDEXES`, one contract test class."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from models.arrays import Float32Array
from models.artefacts import Artefact, read_manifest
from models.hits import Hit
from models.indexes.exact import ExactIndex
from models.indexes.faiss_index import FaissIndex
from models.indexes.table import FORMAT
from models.registry import choose

__all__ = ["INDEXES", "ExactIndex", "FaissIndex", "Hit", "VectorIndex", "load_index", "open_index"]


class VectorIndex(Protocol):
    """Ids with unit vectors, searched by cosine. Not safe for a change while another thread searches.

    `add`, `update` and `remove` raise `InputRefused` and change nothing where the ids or vectors do not fit: an id
    twice, known where it must be new or unknown where it must be known, another shape than [n, d], a number that is
    not finite, a row whose length is neither 1 nor 0.
    """

    @property
    def dimension(self) -> int:
        """The length d of a vector."""

    def __len__(self) -> int:
        """Return the number of ids."""

    def add(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Add new `ids` with their `vectors` [n, d]."""

    def update(self, ids: Sequence[str], vectors: Float32Array) -> None:
        """Replace the vectors of known `ids`."""

    def remove(self, ids: Sequence[str]) -> None:
        """Take out known `ids`; they are never found again."""

    def search(self, queries: Float32Array, k: int) -> list[list[Hit]]:
        """Return for each query of [m, d] its `k` hits, or all where there are fewer, in the order `(-score, id)`.

        A score is the cosine, rounded to six decimals. An empty index gives empty lists.

        Raises:
            InputRefused: `k` < 1, or the queries are not valid rows of length d.
        """

    def save(self, folder: Path) -> None:
        """Write the index to `folder`, whole or not at all, for `load_index`."""


class IndexClass(Protocol):
    """What an index's class offers besides its instances."""

    def __call__(self, dimension: int) -> VectorIndex:
        """Return an empty index for vectors of this length."""

    def load(self, artefact: Artefact) -> VectorIndex:
        """Return the index that was saved as this artefact."""


# Importing the classes loads no heavy library: FAISS loads when its index is opened.
INDEXES: dict[str, IndexClass] = {"exact": ExactIndex, "faiss": FaissIndex}


def open_index(name: str, dimension: int) -> VectorIndex:
    """Return an empty index of the kind called `name`.

    Raises:
        UnknownChoice: there is no index of this name.
        MissingExtra: a package that it needs is not installed.
    """
    return choose("index", name, INDEXES)(dimension)


def load_index(folder: Path) -> VectorIndex:
    """Return the index saved in `folder`, of the kind that its manifest names.

    Raises:
        ArtefactRefused: the folder holds no index, is damaged, or was written in another format.
        UnknownChoice: the index is of a kind that is not known here.
        MissingExtra: a package that it needs is not installed.
    """
    artefact = read_manifest(folder, FORMAT)
    return choose("index", artefact.text("index"), INDEXES).load(artefact)
