"""Vectors that have been computed once are kept in an SQLite file. Texts themselves are not."""

import hashlib
import sqlite3
import threading
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from models.arrays import Float32Array
from models.errors import ArtefactDamaged, ArtefactRefused, ModelError

if TYPE_CHECKING:
    from models.encoders import Encoder

# "KUMV" in SQLite's application id: another program's database is never written to.
_APPLICATION_ID = 0x4B554D56
# Each vector has a checksum: one that has been damaged is computed again and not answered with. The first version had
# none; what it kept is computed again, too.
_SCHEMA = """
DROP TABLE IF EXISTS vectors;
CREATE TABLE IF NOT EXISTS checked_vectors (
    fingerprint TEXT NOT NULL, digest BLOB NOT NULL, vector BLOB NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, digest)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS checked_vectors_by_digest ON checked_vectors (digest);
"""
_SELECT_VECTORS = "SELECT vector, checksum FROM checked_vectors WHERE fingerprint = ?"
_SELECT_VECTOR = "SELECT vector, checksum FROM checked_vectors WHERE fingerprint = ? AND digest = ?"
_INSERT_VECTOR = "INSERT OR REPLACE INTO checked_vectors VALUES (?, ?, ?, ?)"
_DELETE_VECTORS = "DELETE FROM checked_vectors WHERE digest = ?"
_SELECT_TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'checked_vectors'"

# Stored this often while a long list is encoded, so that an interruption loses little.
_TEXTS_PER_STORE = 1024
_WAIT_SECONDS = 60.0
_SWEEP_SECONDS = 2
_BYTES_PER_NUMBER = 4
_CURE = "Delete the file, or name another: the vectors are computed again when needed."


class CachedEncoder:
    """An encoder that asks another one only for texts it has not seen.

    Keyed by the other's fingerprint and the SHA-256 of the text, so several encoders can share one file, and so can
    threads and processes. Where all texts are known, the other encoder's model is never loaded.

    Raises:
        ArtefactRefused: the file is damaged or is no vector cache.
        ModelError: the file cannot be opened or written, or stayed locked for a minute.
    """

    def __init__(self, encoder: "Encoder", path: Path) -> None:
        self._encoder = encoder
        self._path = path
        # One thread at a time encodes, so that two that miss the same text do not both compute it.
        self._encoding = threading.Lock()
        if not path.exists():
            self._create()
        self._check()

    @property
    def name(self) -> str:
        """The other encoder's name."""
        return self._encoder.name

    @cached_property
    def dimension(self) -> int:
        """The length of a vector, from the file where it holds one, else from the other encoder."""
        with self._connection() as connection:
            rows = connection.execute(_SELECT_VECTORS, (self.fingerprint,))
            sample = next((vector for vector, checksum in rows if crc32(vector) == checksum), None)
        return self._encoder.dimension if sample is None else len(sample) // _BYTES_PER_NUMBER

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages the other encoder knows."""
        return self._encoder.languages

    @property
    def fingerprint(self) -> str:
        """The other encoder's fingerprint: the vectors are the same."""
        return self._encoder.fingerprint

    @property
    def is_costly(self) -> bool:
        """Whether the other encoder is: a text that was not seen before takes as long."""
        return self._encoder.is_costly

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
        """Return unit vectors [n, d] of `texts`; see `models.encoders.Encoder`."""
        digests = [_digest(text) for text in texts]
        vectors = self._look_up(set(digests))
        missing = dict.fromkeys(digest for digest in digests if digest not in vectors)
        text_of = dict(zip(digests, texts, strict=True))
        if missing:
            progress_of_rest = _after_first(len(texts) - len(missing), progress)
            vectors |= self._fill({digest: text_of[digest] for digest in missing}, progress_of_rest)
        if texts and progress is not None:
            progress(len(texts))
        return self._stack([vectors[digest] for digest in digests])

    def keep_only(self, texts: Collection[str]) -> int:
        """Erase all vectors but those of `texts`, whichever encoder they came from, and return how many went.

        The bytes are overwritten in the file, not only marked as free.

        Raises:
            ModelError: someone else read the file for so long that the bytes could not be overwritten yet.
        """
        digests = {_digest(text) for text in texts}
        with self._connection() as connection:
            rows = connection.execute("SELECT DISTINCT digest FROM checked_vectors").fetchall()
        return self._erase([digest for digest, in rows if digest not in digests])

    def _erase(self, digests: Sequence[bytes]) -> int:
        with self._connection() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            count = _write(connection, _DELETE_VECTORS, [(digest,) for digest in digests])
            # The write-ahead log still holds the pages as they were. Others wait as long as this waits for readers.
            connection.execute(f"PRAGMA busy_timeout = {_SWEEP_SECONDS * 1000}")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            what = "the vectors are gone, but a reader kept their bytes in the write-ahead log"
            raise ModelError(what, str(self._path), "Erase them again when no other program reads the file.")
        return count

    def _look_up(self, digests: set[bytes]) -> dict[bytes, bytes]:
        vectors = {}
        with self._connection() as connection:
            for digest in digests:
                row = connection.execute(_SELECT_VECTOR, (self.fingerprint, digest)).fetchone()
                if row is not None and crc32(row[0]) == row[1]:
                    vectors[digest] = row[0]
        return vectors

    def _fill(self, text_of: dict[bytes, str], progress: Callable[[int], None] | None) -> dict[bytes, bytes]:
        """Encode and store the texts that nobody stored while we waited for our turn."""
        with self._encoding:
            blobs = self._look_up(set(text_of))
            missing = [digest for digest in text_of if digest not in blobs]
            for start in range(0, len(missing), _TEXTS_PER_STORE):
                chunk = missing[start : start + _TEXTS_PER_STORE]
                vectors = self._encoder.encode([text_of[digest] for digest in chunk], _after_first(start, progress))
                blobs |= self._store(chunk, vectors)
        return blobs

    def _store(self, digests: list[bytes], vectors: Float32Array) -> dict[bytes, bytes]:
        blobs = {digest: _to_bytes(row) for digest, row in zip(digests, vectors, strict=True)}
        with self._connection() as connection:
            _write(connection, _INSERT_VECTOR, [(self.fingerprint, digest, vector, crc32(vector))
                                                for digest, vector in blobs.items()])
        return blobs

    def _stack(self, vectors: list[bytes]) -> Float32Array:
        expected = self.dimension * _BYTES_PER_NUMBER
        if any(len(vector) != expected for vector in vectors):
            raise self._damage("a vector has the wrong length")
        return np.frombuffer(b"".join(vectors), dtype="<f4").astype(np.float32).reshape(len(vectors), self.dimension)

    def _create(self) -> None:
        """Put an empty cache at the path, unless another process is faster.

        It is built aside and linked into place: opened while half made, it would look like another program's.
        """
        temporary = self._path.with_name(f".{self._path.name}.{uuid.uuid4().hex}")
        try:
            with self._connection(temporary) as connection:
                temporary.chmod(0o600)  # vectors tell something of the texts
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_SCHEMA)
                connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            with suppress(FileExistsError):
                self._path.hardlink_to(temporary)
        finally:
            temporary.unlink(missing_ok=True)

    def _check(self) -> None:
        with self._connection() as connection:
            application_id = connection.execute("PRAGMA application_id").fetchone()[0]
            if application_id != _APPLICATION_ID:
                raise ArtefactRefused("not a usable vector cache (this is another program's database)", str(self._path),
                                      _CURE)
            state = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if state != "ok":
                raise self._damage(state)
            if connection.execute(_SELECT_TABLE).fetchone() is None:
                connection.executescript(_SCHEMA)

    @contextmanager
    def _connection(self, path: Path | None = None) -> Iterator[sqlite3.Connection]:
        """Open the file for one operation: connections must not cross threads, and opening costs little."""
        try:
            with closing(
                sqlite3.connect(path or self._path, timeout=_WAIT_SECONDS, isolation_level=None)
            ) as connection:
                yield connection
        except sqlite3.OperationalError as error:
            cure = "Check that the folder exists and is writable, and that no other program holds the file."
            raise ModelError(f"the vector cache cannot be used ({error})", str(self._path), cure) from error
        except sqlite3.DatabaseError as error:
            raise self._damage(str(error)) from error

    def _damage(self, what: str) -> ArtefactDamaged:
        return ArtefactDamaged(f"not a usable vector cache ({what})", str(self._path), _CURE)


def _write(connection: sqlite3.Connection, statement: str, rows: list[tuple[object, ...]]) -> int:
    """Run `statement` for each row in one transaction and return how many rows of the table it changed."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        return connection.executemany(statement, rows).rowcount


def _digest(text: str) -> bytes:
    # Half of a surrogate pair can come in by JSON, and must not stop the others.
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()


def _to_bytes(vector: Float32Array) -> bytes:
    return vector.astype("<f4").tobytes()


def _after_first(start: int, progress: Callable[[int], None] | None) -> Callable[[int], None] | None:
    """Return a `progress` that counts from `start` on."""
    if progress is None:
        return None
    return lambda count: progress(start + count)
