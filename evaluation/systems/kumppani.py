"""Our own ranking, as the product ranks."""

from __future__ import annotations

from datetime import date

import numpy as np

from evaluation.dataset import History
from evaluation.learning import learn, open_snapshot, with_history
from evaluation.learning.windows import seeker_of
from evaluation.systems import Scorer
from evaluation.tasks import Question
from matcher import shipped
from matcher.engine import Matcher
from matcher.terms import TERMS
from models.arrays import Float64Array
from models.ranker import Weights, read_weights


def kumppani(history: History) -> Scorer:
    """The shipped weights, or, where they know the days that are judged, weights learned from the days before."""
    matcher = Matcher(open_snapshot(history, _weights_before(history)))
    count = len(history.network.actors)

    def score(question: Question) -> Float64Array:
        rows, found = matcher.rank(seeker_of(history, question), history.day)
        scores = np.full(count, -np.inf)
        scores[rows] = found
        return scores

    return score


def _weights_before(history: History) -> Weights:
    weights = read_weights(shipped.LEARNED, tuple(TERMS))
    if weights.card["dataset"] == history.past.name and date.fromisoformat(weights.card["until"]) <= history.day:
        return weights
    return learn(history.past, history.day, with_history())
