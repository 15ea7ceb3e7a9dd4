"""Texts as vectors, and actors as the sum of the texts that tell of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from evaluation.baselines.matrices import SparseMatrix, documents, question_text
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from models.arrays import Float64Array

TOPICS = 200
_ROWS_AT_ONCE = 2048

# Rows of texts: sparse for words, dense for topics and language models.
TextVectors = Any


@dataclass(frozen=True)
class Space:
    """Where texts and actors stand.

    Attributes:
        texts: vectors of the texts of a history [t, d], sparse or dense; of length 1, or 0 where nothing is known.
        ownership: sparse [actors, t], 1 where a text tells of an actor.
        place: gives the vector [d] of a new text.
    """

    texts: TextVectors
    ownership: SparseMatrix
    place: Callable[[str], Float64Array]

    @cached_property
    def lengths(self) -> Float64Array:
        """The length of the sum of each actor's texts, float64 [actors]."""
        rows = range(0, self.ownership.shape[0], _ROWS_AT_ONCE)
        sums = (self.ownership[start:start + _ROWS_AT_ONCE] @ self.texts for start in rows)
        return np.concatenate([np.zeros(0), *(_row_lengths(block) for block in sums)])

    def query(self, history: History, question: Question) -> Float64Array:
        """Return what is asked for, float64 [d]: the project's vector, or the sum of the seeker's texts."""
        if question.project is not None:
            return self.place(question_text(history, question))
        return _dense(self.ownership[[question.seeker]] @ self.texts)

    def likeness(self, vector: Float64Array) -> Float64Array:
        """Return the inner product of a vector [d] with every text, float64 [t]."""
        return np.asarray(self.texts @ vector, dtype=np.float64)

    def cosines(self, vector: Float64Array) -> Float64Array:
        """Return the cosine of a vector [d] with the sum of every actor's texts, float64 [actors]; 0 without texts."""
        # The product with a sum of rows is the sum of the products, so no actor's sum needs to be kept.
        products = np.asarray(self.ownership @ self.likeness(vector), dtype=np.float64)
        lengths = self.lengths * np.linalg.norm(vector)
        return np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 0)


def word_space(history: History) -> Space:
    """Return texts by TF-IDF, without English stop words.

    A word weighs (1 + ln its count) * (1 + ln((1 + t) / (1 + texts with it))), as in scikit-learn's `TfidfVectorizer`;
    Salton & Buckley, Term-weighting approaches in automatic text retrieval, 1988.
    """
    collection = documents(history)
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    analyse = vectorizer.build_analyzer()
    if not any(analyse(text) for text in collection.texts):
        return Space(sparse.csr_matrix((len(collection.texts), 1)), collection.ownership, lambda text: np.zeros(1))
    vectors = vectorizer.fit_transform(collection.texts)
    return Space(vectors, collection.ownership, lambda text: _dense(vectorizer.transform([text])))


def topic_space(history: History) -> Space:
    """Return texts by their latent topics: the first `TOPICS` singular vectors of `word_space`, scaled to length 1.

    Deerwester et al., Indexing by latent semantic analysis, 1990; with the SVD of scikit-learn's `TruncatedSVD`.
    """
    words = word_space(history)
    if words.texts.nnz == 0:
        return words
    count = min(TOPICS, *words.texts.shape)
    left, strengths, right = randomized_svd(words.texts, n_components=count, n_iter=5, random_state=0)
    topics: Float64Array = right.T
    return Space(unit(left * strengths), words.ownership, lambda text: unit((words.place(text) @ topics)[None])[0])


def unit(vectors: Float64Array) -> Float64Array:
    """Return dense rows [t, d] scaled to length 1; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Float64Array = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return rows


def _row_lengths(rows: TextVectors) -> Float64Array:
    squares = rows.multiply(rows).sum(axis=1) if sparse.issparse(rows) else np.square(rows).sum(axis=1)
    lengths: Float64Array = np.sqrt(np.asarray(squares, dtype=np.float64)).ravel()
    return lengths


def _dense(row: TextVectors) -> Float64Array:
    return np.asarray(row.toarray() if sparse.issparse(row) else row, dtype=np.float64).ravel()
