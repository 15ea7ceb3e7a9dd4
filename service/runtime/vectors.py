"""A memory of vectors that nothing depends on: where its file cannot be used, vectors are computed each time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

from models.arrays import Float32Array
from models.encoders import CachedEncoder, Encoder
from models.errors import ArtefactDamaged, ArtefactRefused, ModelError

LOG = logging.getLogger("kumppani.service")

Answer = TypeVar("Answer")


class VectorMemory:
    """An encoder that remembers the vectors of stored texts, as long as it can; what keeps it from that is logged.

    A damaged or empty file is made anew; one of another program is left alone.

    Args:
        encoder: the encoder.
        path: of the file.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self._encoder = encoder
        self._path = path
        self._opened: CachedEncoder | None = None
        self.fault = ""
        self._try(lambda memory: None)

    @property
    def name(self) -> str:
        """The encoder's name."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        known = self._try(lambda memory: memory.dimension)
        return self._encoder.dimension if known is None else known

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
        vectors = self._try(lambda memory: memory.encode(texts, progress))
        return self._encoder.encode(texts, progress) if vectors is None else vectors

    def keep_only(self, texts: Collection[str]) -> int:
        """Erase all vectors but those of `texts`, and return how many went.

        Raises:
            ModelError: there is a file of ours, and they could not be erased from it.
        """
        try:
            return self._open().keep_only(texts)
        except ArtefactDamaged:
            raise
        except ModelError as error:
            self._opened = None
            if isinstance(error, ArtefactRefused) or not self._path.exists():  # no vector of ours stands there
                return 0
            raise

    def _try(self, use: Callable[[CachedEncoder], Answer]) -> Answer | None:
        """Return what the memory gives; None where it cannot be used, which is said once."""
        try:
            answer = use(self._open())
        except ModelError as error:
            self._opened = None
            if str(error) != self.fault:
                LOG.warning("%s Vectors are computed each time until then.", error)
            self.fault = str(error)
            return None
        self.fault = ""
        return answer

    def _open(self) -> CachedEncoder:
        if self._opened is None:
            self._opened = _open(self._encoder, self._path)
        return self._opened


def _open(encoder: Encoder, path: Path) -> CachedEncoder:
    """Open a memory; a damaged one, or a file that was never written to, is made anew.

    Raises:
        ModelError: it cannot be used.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.stat().st_size:
            remove_memory(path)
        try:
            return CachedEncoder(encoder, path)
        except ArtefactDamaged as error:
            LOG.warning("%s It is made anew, and the vectors are computed again.", error)
            remove_memory(path)
            return CachedEncoder(encoder, path)
    except OSError as error:
        raise ModelError(f"the memory of vectors cannot be used ({error.strerror or error})", str(path),
                         "Check the folder and its permissions, and that there is room.") from error


def remove_memory(path: Path) -> None:
    """Remove the file of vectors, with the log beside it: both tell of texts.

    Raises:
        OSError: it cannot be removed.
    """
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        file.unlink(missing_ok=True)
