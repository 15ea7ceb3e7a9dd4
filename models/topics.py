"""Texts as weighted words and as latent topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.arrays import Float32Array, Float64Array, wide_unit_rows
from models.text import has_content

TOPICS = 200
BLOCK = 512
# A word that stands in more documents than this says nothing about any of them, in whatever language.
COMMONEST = 0.5
LEAST_STRENGTH = 1e-9


@dataclass(frozen=True)
class TopicSpace:
    """The texts of m documents.

    Attributes:
        words: sparse [m, words], TF-IDF with sublinear counts, unit rows; a word has to stand in two documents,
            and not in more than half of them.
        topics: [m, topics], latent semantic analysis of the words (Deerwester et al., 1990), unit or zero rows.
        vectorizer: text → words; None when no document has any.
        components: [words, topics].
    """

    words: Any
    topics: Float64Array
    vectorizer: Any
    components: Float64Array

    @classmethod
    def fit(cls, texts: Sequence[str]) -> TopicSpace:
        """Return the space of some texts; texts without words that two of them share lie at its origin."""
        from scipy.sparse import csr_array
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=COMMONEST)
        try:
            words = vectorizer.fit_transform(texts)
        except ValueError:  # scikit-learn's way of saying that no word is left
            empty = csr_array((len(texts), 0))
            return cls(empty, np.zeros((len(texts), 0)), None, np.zeros((0, 0)))
        components = _components(words)
        return cls(words, wide_unit_rows(words @ components), vectorizer, components)

    def words_of(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - SciPy has no types
        """Return other texts as rows of words, sparse [n, words]."""
        from scipy.sparse import csr_array

        texts_with_words = [text for text in texts if has_content(text)]
        if self.vectorizer is None or not texts_with_words:
            return csr_array((len(texts_with_words), self.words.shape[1]))
        return self.vectorizer.transform(texts_with_words)

    def kernel(self, rows: npt.NDArray[np.int64]) -> Float32Array:
        """Return the squared cosines of the words of some documents with each other, [len(rows), len(rows)]."""
        vectors, squares = self.words[rows], np.empty((len(rows), len(rows)), dtype=np.float32)
        for start in range(0, len(rows), BLOCK):
            block = (vectors[start:start + BLOCK] @ vectors[start:].T).toarray()
            squares[start:start + BLOCK, start:] = block
            squares[start:, start:start + BLOCK] = block.T
        return np.square(squares, out=squares)


def _components(words: Any) -> Float64Array:  # noqa: ANN401
    from sklearn.utils.extmath import randomized_svd

    count = min(TOPICS, *words.shape)
    _, strengths, rows = randomized_svd(words, n_components=count, n_iter=4, random_state=0)
    # A direction that no document has is rounding noise, and other texts must not be measured along it.
    return np.ascontiguousarray(rows[strengths > LEAST_STRENGTH * strengths[0]].T)
