"""Learning which past projects are forerunners of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.tasks import Case
from matcher.past import TRAITS, PastWork
from matcher.terms.experience import SMOOTHING, interest_of_features
from matcher.features import Features
from models.arrays import Float64Array

PENALTY = 1e-3
FIRST_SMOOTHING = 0.02


@dataclass(frozen=True)
class Forerunners:
    """One question, seen from m past cooperations.

    Attributes:
        traits: [m, traits].
        relevant, rankable: [m] how many members of each turned out right, and how many could have.
        relevant_share, rankable_share: the same as shares of all participations.
    """

    traits: Float64Array
    relevant: Float64Array
    rankable: Float64Array
    relevant_share: float
    rankable_share: float


def look_back(past: PastWork, seeker: Features, case: Case) -> Forerunners:
    """Return a question with its answers as the past cooperations see them."""
    count = len(past.counts)
    relevant, rankable = np.zeros(count), np.ones(count)
    relevant[case.relevant] = 1.0
    rankable[case.question.excluded] = 0.0
    share = (past.counts + 1) / (past.counts + 1).sum()
    return Forerunners(past.traits(interest_of_features(seeker)), past.members @ relevant, past.members @ rankable,
                       float(share @ relevant), float(share @ rankable))


def learn_attention(questions: Sequence[Forerunners]) -> dict[str, float]:
    """Return the coefficients of the traits and the smoothing under which the right actors are likeliest.

    Minimises the mean of −ln of the share of the mixture that lies on the right actors (see `PastWork.expected`), with
    a quadratic penalty on standardised coefficients, by L-BFGS (Liu and Nocedal, 1989).
    """
    from scipy.optimize import minimize

    deviation = np.sqrt(np.mean([item.traits.var(axis=0) for item in questions], axis=0)) + 1e-9

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
    found = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return {**dict(zip(TRAITS, (found[:-1] / deviation).tolist(), strict=True)), SMOOTHING: float(np.exp(found[-1]))}


def _loss(item: Forerunners, values: Float64Array, deviation: Float64Array) -> tuple[float, Float64Array]:
    """Return −ln(mass on the right actors / mass on all that could be) and its gradient."""
    logits = item.traits @ (values[:-1] / deviation)
    weights = np.exp(logits - logits.max())
    attention, smoothing = weights / weights.sum(), np.exp(values[-1])
    right = attention @ item.relevant + smoothing * item.relevant_share
    could = attention @ item.rankable + smoothing * item.rankable_share
    slope = item.rankable / could - item.relevant / right
    to_logits = attention * (slope - attention @ slope)
    to_smoothing = smoothing * (item.rankable_share / could - item.relevant_share / right)
    return float(np.log(could / right)), np.append(item.traits.T @ to_logits / deviation, to_smoothing)
