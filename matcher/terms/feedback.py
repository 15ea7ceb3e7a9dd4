"""The term on what the seeker has said of earlier suggestions."""

from __future__ import annotations

import numpy as np

from data.wording.texts import Text, text
from matcher.context import Context, Pair
from matcher.features import Features, pair_count
from matcher.terms.similarity import closeness
from models.arrays import Float32Array, Float64Array


def feedback(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How much the other is like those that the one who asks found useful, rather than those it found not relevant.

    From −1 to 1: the closeness of its profile (counted as in similar work) to the nearest one that was found useful,
    less that to the nearest one that was found not relevant. Nobody else's opinions count.
    """
    values = np.zeros(pair_count(seeker, candidate))
    for at, row in enumerate(seeker.row.tolist()):
        likes, dislikes = context.feedback.useful.get(row), context.feedback.unfit.get(row)
        if likes is not None or dislikes is not None:
            rows = slice(None) if len(seeker) == 1 else slice(at, at + 1)
            values[rows] = _nearest(likes, candidate, context) - _nearest(dislikes, candidate, context)
    return values


def say_feedback(pair: Pair) -> Text:
    """Say it in one sentence."""
    feedback = pair.context.feedback
    if pair.candidate.id in feedback.found_useful.get(pair.seeker.id, ()):
        return text("{seeker} has found {candidate} useful.", seeker=pair.seeker.label, candidate=pair.candidate.label)
    if pair.candidate.id in feedback.found_unfit.get(pair.seeker.id, ()):
        return text("{seeker} has found {candidate} not relevant.", seeker=pair.seeker.label,
                    candidate=pair.candidate.label)
    if pair.seeker_row not in feedback.unfit:
        return _useful(pair)
    if pair.seeker_row not in feedback.useful:
        return _unfit(pair)
    return text("Compared with actors that {seeker} has found useful or not relevant.", seeker=pair.seeker.label)


def _useful(pair: Pair) -> Text:
    return text("{candidate} does work like others that {seeker} has found useful.", seeker=pair.seeker.label,
                candidate=pair.candidate.label)


def _unfit(pair: Pair) -> Text:
    return text("{candidate} does work like others that {seeker} has found not relevant.", seeker=pair.seeker.label,
                candidate=pair.candidate.label)


def _nearest(vectors: Float32Array | None, candidate: Features, context: Context) -> Float64Array:
    """Return for each candidate the closeness to the nearest of some vectors; 0 without any."""
    if vectors is None:
        return np.zeros(len(candidate))
    shape = candidate.vectors.shape
    each = [closeness(np.broadcast_to(vector, shape), candidate.vectors, context) for vector in vectors]
    return np.asarray(np.max(each, axis=0))
