"""Our own ranking, as the product ranks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from data.vocabularies.catalogue import FINLAND
from evaluation.baselines import PRODUCT, Scorer, System
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from evaluation.errors import LeakageFound, QuestionsRefused
from evaluation.learning import learn, open_snapshot, with_history
from evaluation.learning.windows import seeker_of, without_confirmations
from matcher import defaults
from matcher.engine import Matcher
from matcher.terms import TERMS
from models.arrays import Float64Array
from models.encoders import Encoder
from models.ranker import Weights, read_weights


def kumppani(history: History) -> Scorer:
    """The shipped weights, or, where they know the days that are judged, weights learned from the days before."""
    return ranking(history, weights_before(history))


@dataclass(frozen=True)
class FixedWeights:
    """Our ranking with weights of one's choice."""

    weights: Weights

    def __call__(self, history: History) -> Scorer:
        """Score as the ranking does.

        Raises:
            LeakageFound: the weights were learned from days that are judged.
        """
        self.check(history)
        return ranking(history, self.weights)

    def check(self, history: History) -> None:
        """Do nothing if the weights know nothing of the day of a history or later.

        Raises:
            LeakageFound: they do.
        """
        if not _know_nothing_of(history, self.weights):
            raise LeakageFound(f"These weights know what happened until {self.weights.card['until']}.",
                               self.weights.version, f"Leave them out, or judge on a later day than {history.day}.")


def system_with_weights(path_or_name: Path, vocabulary: Path = FINLAND) -> tuple[str, System]:
    """Return our ranking with weights of one's choice as a system, and its name.

    Args:
        path_or_name: name of a shipped file of weights, or a file.
        vocabulary: folder of the network's vocabulary, which decides what the default is.

    Raises:
        WeightsRefused: the file is missing, or is none of weights.
    """
    file = defaults.weights_file(path_or_name, vocabulary)
    weights = read_weights(file, tuple(TERMS))
    description = f"Our ranking with the weights “{weights.version}” ({weights.origin}, {weights.fingerprint})."
    return f"kumppani ({file.stem})", System(FixedWeights(weights), description, sources=PRODUCT)


def weights_before(history: History) -> Weights:
    """Return weights that know nothing of the day of a history or later.

    The shipped ones if they were learned from other data or from earlier days, else some learned now; a past too short
    to learn from is ranked with the weights set by hand.
    """
    weights = read_weights(defaults.LEARNED, tuple(TERMS))
    if _know_nothing_of(history, weights):
        return weights
    try:
        return learn(history.past, history.day, with_history())
    except QuestionsRefused:
        return read_weights(defaults.WEIGHTS, tuple(TERMS))


def _know_nothing_of(history: History, weights: Weights) -> bool:
    card = weights.card
    return card.get("dataset") != history.past.name or date.fromisoformat(card["until"]) <= history.day


def ranking(history: History, weights: Weights, encoder: Encoder | None = None) -> Scorer:
    """Return our ranking with weights that know nothing of the day of a history or later.

    Args:
        history: what is known.
        weights: of the terms.
        encoder: texts → vectors; the default one when left out.
    """
    bare = without_confirmations(history)
    matcher = Matcher(open_snapshot(bare, weights, encoder))
    count = len(bare.network.actors)

    def score(question: Question) -> Float64Array:
        rows, totals = matcher.rank(seeker_of(bare, question), bare.day)
        scores = np.full(count, -np.inf)
        scores[rows] = totals
        return scores

    return score
