"""Peers that look at the 0/1 graph of past partners: common partners, weighted by how many partners those have.

For a call the project's lead is taken for the seeker.
"""

from __future__ import annotations

import numpy as np

from evaluation.baselines import Scorer
from evaluation.baselines.matrices import SparseMatrix, partner_graph, row_sums
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from models.arrays import Float64Array


def adamic_adar(history: History) -> Scorer:
    """Score by the sum over common partners of 1 / ln(number of its partners).

    Adamic & Adar, Friends and neighbors on the Web, Social Networks 25 (2003); for links, Liben-Nowell & Kleinberg,
    The link-prediction problem for social networks, CIKM 2003.
    """
    graph = partner_graph(history)
    # A partner that two actors have in common has at least two partners; the bound only keeps ln 1 out.
    return _common_partners(graph, 1 / np.log(np.maximum(row_sums(graph), 2)))


def resource_allocation(history: History) -> Scorer:
    """Score by the sum over common partners of 1 / number of its partners.

    Zhou, Lü & Zhang, Predicting missing links via local information, European Physical Journal B 71 (2009).
    """
    graph = partner_graph(history)
    return _common_partners(graph, 1 / np.maximum(row_sums(graph), 1))


def _common_partners(graph: SparseMatrix, weight: Float64Array) -> Scorer:
    """Return the scorer that sums the `weight` [n] of the partners in common in a sparse `graph` [n, n]."""
    def score(question: Question) -> Float64Array:
        partners = graph[[question.seeker]].toarray().ravel()
        return np.asarray(graph @ (partners * weight), dtype=np.float64)

    return score
