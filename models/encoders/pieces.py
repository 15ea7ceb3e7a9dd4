"""Reads what Model2Vec has written, without the library: that one loads what downloads models, too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from models.arrays import Float32Array

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN_OF_UNIGRAM = re.compile(r'"unk_id"\s*:\s*(\d+)')


@dataclass(frozen=True)
class PieceTable:
    """A table of vectors of word pieces, and what cuts texts into them.

    Attributes:
        tokenizer: cuts texts.
        unknown: the piece that stands for all that is not known, and says nothing.
        vectors: [rows, d], of any kind of number.
        weights: [pieces], what the vector of each piece is multiplied with; None for 1.
        mapping: [pieces], the row of each piece; None where every piece has its own.
    """

    tokenizer: Tokenizer
    unknown: int | None
    vectors: npt.NDArray[np.number]
    weights: npt.NDArray[np.floating] | None
    mapping: npt.NDArray[np.integer] | None

    @classmethod
    def open(cls, folder: Path) -> PieceTable:
        """Return the table of a folder.

        Raises:
            Exception: it cannot be read; the library of the tokenizer raises nothing narrower.
        """
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        written = (folder / "tokenizer.json").read_text(encoding="utf-8")
        tokenizer, arrays = Tokenizer.from_str(written), load_file(folder / "model.safetensors")
        tokenizer.no_padding()
        tokenizer.no_truncation()
        vectors, mapping = arrays["embeddings"], arrays.get("mapping")
        if mapping is None and len(vectors) != tokenizer.get_vocab_size():
            raise ValueError(f"{len(vectors)} vectors for {tokenizer.get_vocab_size()} pieces")
        return cls(tokenizer, _unknown_piece(tokenizer, written), vectors, arrays.get("weights"), mapping)

    def means(self, texts: Sequence[str]) -> Float32Array:
        """Return for each text the mean of the vectors of its pieces, [n, d]; zeros where none is known."""
        means = np.zeros((len(texts), self.vectors.shape[1]), dtype=np.float32)
        for row, text in enumerate(self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)):
            pieces = np.array([piece for piece in text.ids if piece != self.unknown], dtype=np.int64)
            if len(pieces):
                means[row] = self._vectors_of(pieces).mean(axis=0)
        return means

    def _vectors_of(self, pieces: npt.NDArray[np.int64]) -> npt.NDArray[np.number]:
        vectors = self.vectors[pieces if self.mapping is None else self.mapping[pieces]]
        return vectors if self.weights is None else vectors * self.weights[pieces, None]


def _unknown_piece(tokenizer: Tokenizer, written: str) -> int | None:
    """Return the piece that stands for all that is not known; None if there is none."""
    if hasattr(tokenizer.model, "unk_token"):
        token = tokenizer.model.unk_token
        return None if token is None else tokenizer.token_to_id(token)
    # Only the file says it of a Unigram model, and to parse all of it would take as long as the tokenizer takes.
    number = UNKNOWN_OF_UNIGRAM.search(written)
    return None if number is None else int(number[1])
