"""Peers that compare texts: TF-IDF, a language model, latent topics, and the nearest past projects.

What an actor did is the sum of the texts of its cooperations. A call is asked with the project's text, a search for
partners with the seeker's own texts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from evaluation.baselines import Scorer
from evaluation.baselines.matrices import SparseMatrix, documents, popularity
from evaluation.baselines.settings import PerTask
from evaluation.baselines.spaces import Space, topic_space, word_space
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from matcher.single_flight import single_flight
from models.arrays import Float64Array
from models.encoders import Encoder, open_encoder

READ_CHARACTERS = 600
"""About the 128 word pieces that the language model was trained on; more would only cost time."""

POPULARITY_POWER = PerTask(partner=0.25, call=0.1)
NEAREST = PerTask(partner=400, call=100)
_ROWS_AT_ONCE = 512


def tfidf(history: History) -> Scorer:
    """Score by the cosine of TF-IDF vectors."""
    space = word_space(history)
    return lambda question: space.cosines(space.query(history, question))


def minilm(history: History) -> Scorer:
    """Score by the cosine of all-MiniLM-L6-v2 vectors; an actor's is the mean of those of its texts.

    Raises:
        MissingExtra: sentence-transformers is not installed.
    """
    return by_encoder(history, open_encoder("sentence-transformers"))


def by_encoder(history: History, encoder: Encoder) -> Scorer:
    """Score by the cosine of an encoder's vectors; each text of the history is encoded once."""
    space = _encoded_space(history, encoder)
    return lambda question: space.cosines(space.query(history, question))


def lsa_popular(history: History, power: PerTask[float] = POPULARITY_POWER) -> Scorer:
    """Score by the cosine of latent topics, negative ones as 0, times the number of cooperations to a power."""
    space, counts = topic_space(history), popularity(history)
    weights = PerTask(counts ** power.partner, counts ** power.call)

    def score(question: Question) -> Float64Array:
        cosines = space.cosines(space.query(history, question))
        scores: Float64Array = np.maximum(cosines, 0) * weights.of(question)
        return scores

    return score


def nearest_projects(history: History, nearest: PerTask[int] = NEAREST) -> Scorer:
    """Score by the sum of squared TF-IDF cosines of an actor's projects among the nearest to the project asked about.

    For a partner: the nearest to each of the seeker's own projects, summed.
    """
    return nearest_in(word_space(history), history, nearest)


def nearest_in(space: Space, history: History, nearest: PerTask[int]) -> Scorer:
    """Score as `nearest_projects` does, by the cosines of a space."""
    neighbours = single_flight(lambda: _nearest_texts(space, nearest.partner))

    def score(question: Question) -> Float64Array:
        if question.project is None:
            weights = neighbours().T @ space.ownership[[question.seeker]].toarray().ravel()
        else:
            weights = _squares_of_largest(space.likeness(space.query(history, question))[None], nearest.call)[0]
        return np.asarray(space.ownership @ weights, dtype=np.float64)

    return score


def _encoded_space(history: History, encoder: Encoder) -> Space:
    collection = documents(history)

    def encode(texts: Sequence[str]) -> Float64Array:
        return encoder.encode([text[:READ_CHARACTERS] for text in texts]).astype(np.float64)

    return Space(encode(collection.texts), collection.ownership, lambda text: encode([text])[0])


def _nearest_texts(space: Space, count: int) -> SparseMatrix:
    """Return sparse [t, t]: in each text's row the squared cosines of the `count` nearest to it, itself among them."""
    texts = space.texts
    blocks = [sparse.csr_matrix(_squares_of_largest((texts[start:start + _ROWS_AT_ONCE] @ texts.T).toarray(), count))
              for start in range(0, texts.shape[0], _ROWS_AT_ONCE)]
    return sparse.vstack(blocks, format="csr") if blocks else sparse.csr_matrix((0, 0))


def _squares_of_largest(rows: Float64Array, count: int) -> Float64Array:
    """Return [r, t] with the squares of the `count` largest of each row; among equals the first, 0 for the others."""
    if rows.shape[1] <= count:
        return np.square(rows)
    largest = np.argpartition(-rows, count - 1, axis=1)[:, :count]
    squares = np.zeros_like(rows)
    np.put_along_axis(squares, largest, np.square(np.take_along_axis(rows, largest, axis=1)), axis=1)
    return squares
