"""BM25, as the package bm25s computes it, on the words of all texts that tell of an actor."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from evaluation.baselines import Scorer
from evaluation.baselines.matrices import Documents, SparseMatrix, documents, question_text
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from models.arrays import Float64Array
from models.registry import load_package

SATURATION = 4.0
LENGTH_SHARE = 0.1


def bm25(history: History, k1: float = SATURATION, b: float = LENGTH_SHARE) -> Scorer:
    """Score by the sum over the distinct words asked for of their BM25 weight, without English stop words.

    In Lucene's form of Robertson & Zaragoza, The probabilistic relevance framework: BM25 and beyond, 2009.

    Raises:
        MissingExtra: bm25s is not installed.
    """
    collection, numbers = documents(history), dict[str, int]()
    analyse = CountVectorizer(stop_words="english").build_analyzer()
    texts = [[numbers.setdefault(word, len(numbers)) for word in analyse(text)] for text in collection.texts]
    actors = _by_actor(collection, texts)
    weights = _weights(actors, numbers, k1, b)

    def score(question: Question) -> Float64Array:
        words = {numbers[word] for word in analyse(question_text(history, question)) if word in numbers}
        query = np.zeros(weights.shape[1], dtype=np.float32)
        query[list(words if question.project else actors[question.seeker])] = 1
        return np.asarray(weights @ query, dtype=np.float64)

    return score


def _by_actor(collection: Documents, texts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the words of all texts of each actor, one after the other."""
    texts_of_actors = np.split(collection.ownership.indices, collection.ownership.indptr[1:-1])
    return [list(chain.from_iterable(texts[text] for text in own)) for own in texts_of_actors]


def _weights(actors: list[list[int]], numbers: dict[str, int], k1: float, b: float) -> SparseMatrix:
    """Return the weight of each word for each actor, sparse float32 [actors, words]."""
    if not numbers:
        return sparse.csr_matrix((len(actors), 0), dtype=np.float32)
    index = load_package("bm25s", "evaluation").BM25(k1=k1, b=b, method="lucene")
    index.index((actors, numbers), create_empty_token=False, show_progress=False)
    scores = index.scores
    shape = (len(actors), len(numbers))
    return sparse.csc_matrix((scores["data"], scores["indices"], scores["indptr"]), shape=shape).tocsr()
