"""An encoder without a model: words and character n-grams, hashed. For tests, and as the floor for real encoders."""

from collections.abc import Callable, Sequence

import numpy as np

from models.arrays import Float32Array, unit_rows
from models.errors import InputRefused
from models.text import count_words, features

DEFAULT_DIMENSION = 512
_MINIMUM_DIMENSION = 64
# Counted in a space wide enough that features hardly ever share a count, and folded into `dimension` after the log.
_COUNTED_FEATURES = 2**20


class HashingEncoder:
    """Encodes a text as the signed, hashed, log-damped counts of its words and character 3- to 5-grams.

    The hash is MurmurHash3, so a text has the same vector on every machine. A text without a letter or digit gives a
    zero row. Vectors are a count sketch (Charikar, Chen and Farach-Colton 2002): inner products of the wide counts are
    kept in expectation, with a spread of about 1/√dimension. Two features that meet with opposite signs cancel, which
    once in a thousand leaves a text of two single letters a zero row as well.
    """

    def __init__(self, dimension: int = DEFAULT_DIMENSION) -> None:
        if dimension < _MINIMUM_DIMENSION:
            raise InputRefused(f"{dimension} is too small", "dimension", f"Use {_MINIMUM_DIMENSION} or more.")
        self.dimension = dimension

    @classmethod
    def from_model(cls, model: str) -> "HashingEncoder":
        """Return the encoder whose dimension `model` says in digits; "" means the default.

        Raises:
            InputRefused: it is not a number, or is below 64.
        """
        if not model:
            return cls()
        if not model.isdecimal():
            raise InputRefused(f"{model!r} is not a dimension", "model", "Leave it empty, or give a number.")
        return cls(int(model))

    @property
    def name(self) -> str:
        """The name in the registry."""
        return "hashing"

    @property
    def languages(self) -> tuple[str, ...]:
        """None in particular: letters are all it knows."""
        return ()

    @property
    def fingerprint(self) -> str:
        """The recipe and the dimension: nothing else decides the vectors."""
        return f"hashing/1:{self.dimension}"

    @property
    def is_costly(self) -> bool:
        """No: a text is hashed as fast as its vector would be read from a file."""
        return False

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
        """Return unit vectors [n, d] of `texts`; see `models.encoders.Encoder`."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        from sklearn.feature_extraction.text import HashingVectorizer

        vectorizer = HashingVectorizer(analyzer=features, norm=None, n_features=_COUNTED_FEATURES)
        word_counts, words = count_words(texts)
        counts = (word_counts @ vectorizer.transform(words)).tocoo() if words else word_counts.tocoo()
        logarithms = np.sign(counts.data) * np.log1p(np.abs(counts.data))
        vectors = np.zeros((len(texts), self.dimension))
        np.add.at(vectors, (counts.row, counts.col % self.dimension), logarithms)
        if progress is not None:
            progress(len(texts))
        return unit_rows(vectors)
