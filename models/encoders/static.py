"""A table of vectors of word pieces in the format of Model2Vec: thousands of texts a second, and no torch."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from models.arrays import Float32Array, unit_rows
from models.artefacts import parse_json, sha256_of
from models.encoders.pieces import PieceTable
from models.errors import ArtefactRefused
from models.text import has_content

BUNDLED_FOLDER = Path(__file__).parent.parent / "trilingual"
BATCH_SIZE = 1024

CHECKSUMS = "checksums.json"
DECIDING = ("config.json", "model.safetensors", "tokenizer.json")
"""The files that decide the vectors."""


class StaticEncoder:
    """Encodes a text as the mean of the vectors of its word pieces; the order of words does not count.

    `model` is a folder that Model2Vec can read; "" is the encoder for Finnish, Swedish and English that comes with this
    package. Nothing is downloaded. The table loads at the first text that needs it. A text of which no piece is known
    gives a zero row, too.

    Raises:
        ArtefactRefused: the folder is not there or lacks a file.
    """

    def __init__(self, model: str = "") -> None:
        self._folder = Path(model) if model else BUNDLED_FOLDER
        for name in DECIDING:
            if not (self._folder / name).is_file():
                raise _refusal(self._folder / name, "the file is missing")
        # Two threads that come first shall not both load the table.
        self._loading = threading.Lock()

    @property
    def name(self) -> str:
        """The name in the registry."""
        return "static"

    @property
    def dimension(self) -> int:
        """The length of a vector, as the folder says."""
        return int(self._config["hidden_dim"])

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the folder says it was trained for, best first."""
        return tuple(self._config.get("language") or ())

    @cached_property
    def fingerprint(self) -> str:
        """The checksums of the files that decide the vectors."""
        checksums = "\n".join(self._checksums[name] for name in DECIDING)
        return f"static/1:{hashlib.sha256(checksums.encode()).hexdigest()[:16]}"

    @property
    def is_costly(self) -> bool:
        """No: rows of a table are added up."""
        return False

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
        """Return unit vectors [n, d] of `texts`; see `models.encoders.Encoder`."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        rows_with_text = [row for row, text in enumerate(texts) if has_content(text)]
        for start in range(0, len(rows_with_text), BATCH_SIZE):
            rows = rows_with_text[start:start + BATCH_SIZE]
            vectors[rows] = unit_rows(self._means([texts[row] for row in rows]))
            if progress is not None:
                progress(rows[-1] + 1)
        if texts and progress is not None:
            progress(len(texts))
        return vectors

    @cached_property
    def _checksums(self) -> dict[str, str]:
        return {name: sha256_of(self._folder / name) for name in DECIDING}

    @cached_property
    def _config(self) -> dict[str, Any]:
        try:
            config = parse_json((self._folder / "config.json").read_bytes())
            return {**config, "hidden_dim": int(config["hidden_dim"])}
        except (ValueError, KeyError, TypeError) as error:
            raise _refusal(self._folder / "config.json", f"it does not say hidden_dim ({error})") from error

    def _means(self, texts: Sequence[str]) -> Float32Array:
        with self._loading:
            table = self._table
        return table.means(texts)

    @cached_property
    def _table(self) -> PieceTable:
        self._verify()
        try:
            return PieceTable.open(self._folder)
        except Exception as error:  # the library of the tokenizer raises nothing narrower
            raise _refusal(self._folder, f"it is not in the format of Model2Vec ({error})") from error

    def _verify(self) -> None:
        """Compare the files with the checksums that were written with them; a folder from elsewhere may have none."""
        path = self._folder / CHECKSUMS
        if not path.is_file():
            return
        try:
            checksums = dict(parse_json(path.read_bytes()))
        except (ValueError, TypeError) as error:
            raise _refusal(path, f"it is not a list of checksums ({error})") from error
        for name, checksum in self._checksums.items():
            if checksums.get(name) != checksum:
                raise _refusal(self._folder / name, f"the SHA-256 is {checksum}, expected {checksums.get(name)}")


def _refusal(path: Path, what: str) -> ArtefactRefused:
    cure = "Restore the file from a copy or install again, or name the folder of another encoder."
    return ArtefactRefused(what, str(path), cure)
