"""Peers of the package LensKit on the 0/1 graph of past partners: users are actors, and so are items.

For a call the project's lead is taken for the seeker.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from evaluation.baselines import Scorer
from evaluation.baselines.matrices import SparseMatrix, partner_graph
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from models.arrays import Float64Array
from models.registry import load_package

SEED = 0
FACTORS = 64

_EXTRA = "evaluation"


@dataclass(frozen=True, slots=True)
class KnnSettings:
    """How `lenskit_knn` scores: most neighbours that count for a candidate, and most that are kept of each actor."""

    neighbours: int = 500
    saved: int = 500


@dataclass(frozen=True, slots=True)
class LenskitAlsSettings:
    """How `lenskit_als` learns: the weight of a known pair, the penalty on factors, and how often it goes round."""

    weight: float = 1.0
    regularization: float = 30.0
    epochs: int = 10


def lenskit_knn(history: History, settings: KnnSettings = KnnSettings()) -> Scorer:
    """Score by the summed cosine between an actor's partners and those of the seeker's most similar past partners.

    Item-based nearest neighbours of Deshpande & Karypis, Item-based top-N recommendation algorithms, 2004.

    Raises:
        MissingExtra: LensKit is not installed.
    """
    model = load_package("lenskit.knn", _EXTRA).ItemKNNScorer(
        max_nbrs=settings.neighbours, save_nbrs=settings.saved, feedback="implicit",
    )
    return _train(history, model)


def lenskit_als(history: History, settings: LenskitAlsSettings = LenskitAlsSettings()) -> Scorer:
    """Score by the inner product of factors learnt by alternating least squares, solved exactly in every step.

    Raises:
        MissingExtra: LensKit is not installed.
    """
    model = load_package("lenskit.als", _EXTRA).ImplicitMFScorer(
        embedding_size=FACTORS, weight=settings.weight, regularization=settings.regularization,
        epochs=settings.epochs, user_embeddings="prefer",
    )
    return _train(history, model)


def _train(history: History, model: Any) -> Scorer:  # noqa: ANN401 - a scorer of LensKit, which loads late
    """Return the scorer of a model once it has learnt the graph; actors that it does not know get -inf."""
    graph = partner_graph(history)
    if graph.nnz == 0:
        return lambda question: np.zeros(graph.shape[0])
    data = load_package("lenskit.data", _EXTRA)
    with _own_threads():
        options = load_package("lenskit.training", _EXTRA).TrainingOptions(rng=SEED)
        model.train(_interactions(graph), options)
    actors = data.ItemList(item_ids=np.arange(graph.shape[0]))

    def score(question: Question) -> Float64Array:
        partners = data.ItemList(item_ids=graph[[question.seeker]].indices)
        query = data.RecQuery(user_id=question.seeker, history_items=partners)
        scores: Float64Array = np.asarray(model(query, actors).scores("numpy"), dtype=np.float64)
        return np.where(np.isnan(scores), -np.inf, scores)

    return score


def _interactions(graph: SparseMatrix) -> Any:  # noqa: ANN401 - a data set of LensKit, which loads late
    pairs = graph.tocoo()
    table = pd.DataFrame({"user_id": pairs.row.astype(np.int64), "item_id": pairs.col.astype(np.int64)})
    return load_package("lenskit.data", _EXTRA).from_interactions_df(table)


@contextmanager
def _own_threads() -> Iterator[None]:
    """Let LensKit set threads for itself, and give the other libraries theirs back.

    It sets those of PyTorch and BLAS for the whole process when first used, and warns where PyTorch is at work already.
    """
    torch = load_package("torch", _EXTRA)
    threads = torch.get_num_threads()
    with load_package("threadpoolctl", _EXTRA).threadpool_limits(1, "blas"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "failed to set inter", RuntimeWarning)
        load_package("lenskit.parallel.config", _EXTRA).ensure_parallel_init()
        torch.set_num_threads(threads)
        yield
