"""Our own ranking, as the product ranks."""

from __future__ import annotations

from datetime import date

import numpy as np

from evaluation.dataset import History
from evaluation.errors import QuestionsRefused
from evaluation.learning import learn, open_snapshot, with_history
from evaluation.learning.windows import seeker_of, unconfirmed
from evaluation.systems import Scorer
from evaluation.tasks import Question
from matcher import shipped
from matcher.engine import Matcher
from matcher.terms import TERMS
from models.arrays import Float64Array
from models.ranker import Weights, read_weights


def kumppani(history: History) -> Scorer:
    """The shipped weights, or, where they know the days that are judged, weights learned from the days before."""
    known = unconfirmed(history)
    matcher = Matcher(open_snapshot(known, weights_before(history)))
    count = len(known.network.actors)

    def score(question: Question) -> Float64Array:
        rows, found = matcher.rank(seeker_of(known, question), known.day)
        scores = np.full(count, -np.inf)
        scores[rows] = found
        return scores

    return score


def weights_before(history: History) -> Weights:
    """Return weights that know nothing of the day of a history or later.

    The shipped ones if they were learned from other data or from earlier days, else some learned now; a past too short
    to learn from is ranked with the weights set by hand.
    """
    weights = read_weights(shipped.LEARNED, tuple(TERMS))
    if weights.card["dataset"] != history.past.name or date.fromisoformat(weights.card["until"]) <= history.day:
        return weights
    try:
        return learn(history.past, history.day, with_history())
    except QuestionsRefused:
        return read_weights(shipped.WEIGHTS, tuple(TERMS))
