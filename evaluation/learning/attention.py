"""Learning which past projects are forerunners of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.tasks import Case
from matcher.features import Features
from matcher.past import TRAITS, PastWork
from matcher.terms.experience import SMOOTHING, interest_of_features
from models.arrays import Float32Array, Float64Array

PENALTY = 0.05
FIRST_SMOOTHING = 0.02
LEAST_SMOOTHING = 0.01
ROUNDS = 60


@dataclass(frozen=True)
class Forerunners:
    """One question with r right answers, seen from m past cooperations.

    Attributes:
        traits: [m, traits].
        relevant: sparse [r, m], 1 where an actor that turned out right took part.
        relevant_shares: [r] their shares of all participations.
        rankable: [m] how many members of each could have turned out right.
        rankable_share: the share of all participations of those that could have.
    """

    traits: Float32Array
    relevant: Any
    relevant_shares: Float64Array
    rankable: Float64Array
    rankable_share: float


def look_back(past: PastWork, seeker: Features, case: Case) -> Forerunners:
    """Return a question with its answers as the past cooperations see them."""
    rankable = np.ones(len(past.counts))
    rankable[case.question.excluded] = 0.0
    shares = past.shares
    traits = past.traits(interest_of_features(seeker)).astype(np.float32)
    return Forerunners(traits, past.by_actor[case.relevant], shares[case.relevant], past.members @ rankable,
                       float(shares @ rankable))


def learn_attention(questions: Sequence[Forerunners]) -> dict[str, float]:
    """Return the coefficients of the traits and the smoothing under which the right actors are likeliest.

    Minimises the mean of −ln p(c) over the right actors c, where p is the mixture of `PastWork.expected` among all that
    could be, with a quadratic penalty on standardised coefficients, by L-BFGS (Liu and Nocedal, 1989).
    """
    from scipy.optimize import minimize

    deviation = np.sqrt(np.mean([item.traits.var(axis=0, dtype=np.float64) for item in questions], axis=0)) + 1e-9

    def loss(values: Float64Array) -> tuple[float, Float64Array]:
        total, gradient = 0.0, np.zeros_like(values)
        for item in questions:
            one, slope = _loss(item, values, deviation)
            total, gradient = total + one, gradient + slope
        penalty = np.append(values[:-1], 0.0)
        return (total / len(questions) + PENALTY * float(penalty @ penalty),
                gradient / len(questions) + 2 * PENALTY * penalty)

    start = np.append(np.zeros(len(TRAITS)), np.log(FIRST_SMOOTHING))
    start[0] = 1.0
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS},
                     bounds=[(None, None)] * len(TRAITS) + [(np.log(LEAST_SMOOTHING), None)]).x
    return {**dict(zip(TRAITS, (found[:-1] / deviation).tolist(), strict=True)), SMOOTHING: float(np.exp(found[-1]))}


def _loss(item: Forerunners, values: Float64Array, deviation: Float64Array) -> tuple[float, Float64Array]:
    """Return the mean of −ln p over the right actors, and its gradient."""
    logits = item.traits @ (values[:-1] / deviation)
    weights = np.exp(logits - logits.max())
    attention, smoothing = weights / weights.sum(), np.exp(values[-1])
    right = item.relevant @ attention + smoothing * item.relevant_shares
    could = attention @ item.rankable + smoothing * item.rankable_share
    slope = item.rankable / could - item.relevant.T @ (1 / right) / len(right)
    to_logits = attention * (slope - attention @ slope)
    to_smoothing = smoothing * (item.rankable_share / could - float(np.mean(item.relevant_shares / right)))
    return float(np.log(could) - np.log(right).mean()), np.append(item.traits.T @ to_logits / deviation, to_smoothing)
