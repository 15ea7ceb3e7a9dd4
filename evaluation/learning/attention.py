"""Learning how much more a forerunner counts by its traits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluation.datasets.tasks import Case
from evaluation.learning.ascent import CandidateLists, ascend
from matcher.context import Context
from matcher.features import Features
from matcher.past_projects import TRAITS
from matcher.terms.experience import SMOOTHING, interest_of_features
from models.arrays import Float32Array, Float64Array

# What is tried for the coefficients of the traits and for the smoothing.
COEFFICIENTS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
SMOOTHINGS = (0.1, 0.3, 1.0, 3.0)


def look_back(context: Context, seeker: Features, case: Case) -> Float32Array:
    """Return how past cooperations see the actors that can be ranked: [n, traits + 2].

    The sum of the forerunners that each took part in; of those that speak for the question, the sums of forerunner
    times trait; and the share of all participations.
    """
    past, interest = context.past_projects, interest_of_features(seeker, context)
    weights = past.forerunners(interest)
    columns = np.column_stack([weights, np.maximum(weights, 0.0)[:, None] * past.traits(interest)])
    sums = np.column_stack([past.by_actor @ columns, past.shares])
    return np.delete(sums, case.question.excluded, axis=0).astype(np.float32)


def expected(sums: Float32Array, values: Float64Array) -> Float32Array:
    """Return y of `PastProjects.expected` from what `look_back` gives, for coefficients and a smoothing."""
    coefficients = values.astype(np.float32)
    return np.asarray(np.maximum(sums[..., :-1] @ np.append(np.float32(1), coefficients[:-1]), 0)
                      + coefficients[-1] * sums[..., -1])


def learn_attention(tasks: Sequence[CandidateLists]) -> dict[str, float]:
    """Return the coefficients of the traits and the smoothing under which the lists of the past were best.

    Args:
        tasks: for each task its questions, with the values of `look_back`; NDCG@10 is the mean over tasks.
    """
    start = np.append(np.zeros(len(TRAITS)), SMOOTHINGS[0])
    grids = [COEFFICIENTS] * len(TRAITS) + [SMOOTHINGS]
    best = ascend(lambda values: float(np.mean([lists.ndcg(expected(lists.values, values)) for lists in tasks])),
                  start, grids)
    return dict(zip((*TRAITS, SMOOTHING), best.tolist(), strict=True))
