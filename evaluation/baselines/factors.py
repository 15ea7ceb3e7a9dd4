"""Peers that factorise the 0/1 graph of past partners with the package implicit.

For a call the project's lead is taken for the seeker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.baselines import Scorer
from evaluation.baselines.matrices import partner_graph
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from models.arrays import Float64Array
from models.registry import load_package

FACTORS = 64
SEED = 0


@dataclass(frozen=True, slots=True)
class AlsSettings:
    """How `als` learns: the weight of a known pair, the penalty on the size of factors, and how often it goes round."""

    alpha: float = 1.0
    regularization: float = 30.0
    iterations: int = 15


@dataclass(frozen=True, slots=True)
class BprSettings:
    """How `bpr` learns: the length of a step, the penalty on the size of factors, and how often it goes round."""

    learning_rate: float = 0.02
    regularization: float = 0.001
    iterations: int = 50


def als(history: History, settings: AlsSettings = AlsSettings()) -> Scorer:
    """Score by the inner product of factors learnt by alternating least squares.

    Hu, Koren & Volinsky, Collaborative filtering for implicit feedback datasets, ICDM 2008.

    Raises:
        MissingExtra: implicit is not installed.
    """
    return _fit(history, lambda: load_package("implicit.cpu.als", "evaluation").AlternatingLeastSquares(
        factors=FACTORS, alpha=settings.alpha, regularization=settings.regularization,
        iterations=settings.iterations, random_state=SEED,
    ))


def bpr(history: History, settings: BprSettings = BprSettings()) -> Scorer:
    """Score by the inner product of factors learnt by Bayesian personalised ranking.

    Rendle et al., BPR: Bayesian personalized ranking from implicit feedback, UAI 2009.

    Raises:
        MissingExtra: implicit is not installed.
    """
    return _fit(history, lambda: load_package("implicit.cpu.bpr", "evaluation").BayesianPersonalizedRanking(
        factors=FACTORS, learning_rate=settings.learning_rate, regularization=settings.regularization,
        iterations=settings.iterations, random_state=SEED,
        num_threads=1,  # several threads would write the same factors in an order that changes from run to run
    ))


def _fit(history: History, make: Callable[[], Any]) -> Scorer:
    """Return the scorer of a model of implicit once it has learnt the graph; all alike where nobody has met."""
    graph = partner_graph(history).astype(np.float32)
    if graph.nnz == 0:
        return lambda question: np.zeros(graph.shape[0])
    # The library looks at the threads when a model is made, and has its own.
    with load_package("threadpoolctl", "evaluation").threadpool_limits(1, "blas"):
        model = make()
        model.fit(graph, show_progress=False)

    def score(question: Question) -> Float64Array:
        return np.asarray(model.item_factors @ model.user_factors[question.seeker], dtype=np.float64)

    return score
