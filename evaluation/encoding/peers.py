"""Encoders that are here for comparison only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from data.encoder import encoder_folder
from evaluation.encoding.corpus import LANGUAGES, read_corpus
from evaluation.encoding.lessons import draw_sample
from models.arrays import Float32Array, unit_rows
from models.artefacts import sha256_of
from models.encoders import ENCODERS, Encoder
from models.registry import choose
from models.text import features

TEXTS_PER_LANGUAGE = 20_000
MOST_FEATURES = 16_384


class TfidfEncoder:
    """Words and character 3- to 5-grams, weighed by TF-IDF as texts of the three languages teach it.

    The texts are those our own encoder may learn from; learning takes place at the first use. A text of none but rare
    grams gives a zero row.

    Args:
        folder: of the texts.
    """

    name = "tfidf"
    dimension = MOST_FEATURES
    languages: tuple[str, ...] = ()
    is_costly = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the texts."""
        texts = "".join(sha256_of(file) for file in sorted(self._folder.glob("*.parquet")))
        digest = hashlib.sha256(texts.encode()).hexdigest()
        return f"tfidf/1:{TEXTS_PER_LANGUAGE}:{MOST_FEATURES}:{digest[:16]}"

    @cached_property
    def _vectorizer(self) -> Any:  # noqa: ANN401 - scikit-learn has no types
        from sklearn.feature_extraction.text import TfidfVectorizer

        corpus, _ = read_corpus(self._folder)
        texts = [text for language in LANGUAGES for text in draw_sample(corpus.texts(language), TEXTS_PER_LANGUAGE)]
        return TfidfVectorizer(analyzer=features, sublinear_tf=True, max_features=MOST_FEATURES).fit(texts)

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
        """Return unit vectors [n, d] of `texts`; see `models.encoders.Encoder`."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = unit_rows(self._vectorizer.transform(texts).toarray())
        if progress is not None:
            progress(len(texts))
        return vectors


ENCODERS_TO_COMPARE: Mapping[str, Callable[[str], Encoder]] = {
    **ENCODERS, "tfidf": lambda folder: TfidfEncoder(Path(folder) if folder else encoder_folder())}


def open_any_encoder(name: str, model: str = "") -> Encoder:
    """Return an encoder of the product, or one for comparison; see `models.encoders.open_encoder`."""
    return choose("encoder", name, ENCODERS_TO_COMPARE)(model)
