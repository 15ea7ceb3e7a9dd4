"""The vectors of stored profiles, remembered in the database of their network where they are costly to work out.

Nothing depends on them: where the database cannot be used for it, vectors are computed each time.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

import numpy as np

from data.activity.vectors import StoredVectors
from data.errors import StoreRefused
from data.store.store import Store
from models.arrays import Float32Array
from models.encoders import Encoder

LOG = logging.getLogger("kumppani.service")

# Stored this often while a long list is encoded, so that an interruption loses little.
TEXTS_PER_STORE = 1024
BYTES_PER_NUMBER = 4


class VectorMemory:
    """An encoder that asks another one only for texts of a network that it has not seen.

    Args:
        encoder: the other encoder.
        store: of the network.
    """

    def __init__(self, encoder: Encoder, store: Store) -> None:
        self._encoder = encoder
        self._store = store

    @property
    def name(self) -> str:
        """The encoder's name."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._encoder.dimension

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages the encoder knows."""
        return self._encoder.languages

    @property
    def fingerprint(self) -> str:
        """The encoder's fingerprint."""
        return self._encoder.fingerprint

    @property
    def is_costly(self) -> bool:
        """Whether the encoder is."""
        return self._encoder.is_costly

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
        """Return unit vectors [n, d] of `texts`; see `models.encoders.Encoder`."""
        text_of = dict(zip(digests_of(texts), texts, strict=True))
        known = self._find(text_of)
        missing = [digest for digest in text_of if digest not in known]
        for start in range(0, len(missing), TEXTS_PER_STORE):
            chunk = missing[start:start + TEXTS_PER_STORE]
            done = len(text_of) - len(missing) + start
            vectors = self._encoder.encode([text_of[digest] for digest in chunk], _after(done, progress))
            new = {digest: row.astype("<f4").tobytes() for digest, row in zip(chunk, vectors, strict=True)}
            self._keep(new)
            known |= new
        if texts and progress is not None:
            progress(len(texts))
        if not texts:
            return self._encoder.encode([])
        rows = np.frombuffer(b"".join(known[digest] for digest in digests_of(texts)), dtype="<f4")
        return rows.astype(np.float32).reshape(len(texts), -1)

    def _find(self, digests: Collection[bytes]) -> dict[bytes, bytes]:
        try:
            with self._store.reading() as session:
                return StoredVectors(session.connection, session.network).find(self.fingerprint, digests)
        except StoreRefused as error:
            LOG.warning("%s Vectors are computed again.", error)
            return {}

    def _keep(self, vectors: dict[bytes, bytes]) -> None:
        try:
            with self._store.noting() as session:
                StoredVectors(session.connection, session.network).add(self.fingerprint, vectors)
        except StoreRefused as error:
            LOG.warning("%s Vectors are not kept.", error)


def digests_of(texts: Iterable[str]) -> list[bytes]:
    """Return what the vectors of texts are known by: the texts themselves are not kept with them."""
    # Half of a surrogate pair can come in by JSON, and must not stop the others.
    return [hashlib.sha256(text.encode(errors="surrogatepass")).digest() for text in texts]


def _after(start: int, progress: Callable[[int], None] | None) -> Callable[[int], None] | None:
    """Return a `progress` that counts from `start` on."""
    return None if progress is None else lambda count: progress(start + count)


def remove_memory(home: Path) -> None:
    """Remove the file in which earlier versions remembered vectors, with the log beside it: both tell of texts."""
    for name in ("vectors.db", "vectors.db-wal", "vectors.db-shm"):
        try:
            (home / name).unlink(missing_ok=True)
        except OSError as error:
            LOG.warning("%s: the memory of vectors that is not needed any more cannot be removed (%s).", home / name,
                        error.strerror)
