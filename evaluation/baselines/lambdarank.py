"""Boosted trees on our own terms: what a ranking could reach that nobody can read."""

from __future__ import annotations

import numpy as np

from evaluation.baselines import Scorer
from evaluation.baselines.kumppani import kumppani, weights_before
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from evaluation.learning import candidate_values, choices_of, open_lessons, open_snapshot, with_history
from evaluation.learning.windows import without_confirmations
from models.arrays import Float64Array
from models.registry import load_package

ROUNDS = 200
SETTINGS = {"objective": "lambdarank", "learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 200,
            "lambdarank_truncation_level": 20, "num_threads": 2, "deterministic": True, "seed": 0, "verbose": -1}


def lambdarank(history: History) -> Scorer:
    """LambdaMART (Burges, 2010) of LightGBM: learns from the same lists as our ranking, and ranks the same candidates.

    A past too short to learn from is ranked as our ranking ranks it.
    """
    lightgbm = load_package("lightgbm", "evaluation")
    terms, weights = with_history(), weights_before(history)
    tasks = [*choices_of(open_lessons(history.past, history.day, terms), weights.attention, terms).values()]
    if not tasks:
        return kumppani(history)
    data = lightgbm.Dataset(np.concatenate([lists.values[lists.present] for lists in tasks]),
                            np.concatenate([lists.relevant[lists.present] for lists in tasks]).astype(np.int64),
                            group=np.concatenate([lists.present.sum(axis=1) for lists in tasks]))
    trees = lightgbm.train(SETTINGS, data, ROUNDS)
    bare = without_confirmations(history)
    snapshot, count = open_snapshot(bare, weights), len(bare.network.actors)

    def score(question: Question) -> Float64Array:
        rows, values = candidate_values(snapshot, bare, question, terms)
        scores = np.full(count, -np.inf)
        scores[rows] = trees.predict(values, num_threads=1)
        return scores

    return score
