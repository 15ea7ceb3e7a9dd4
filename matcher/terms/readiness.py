"""Terms on whether the other side is ready for a new partner."""

from __future__ import annotations

import numpy as np

from data.wording.texts import Text, text, texts
from matcher.context import Context, Pair
from matcher.features import Features, pair_count
from matcher.graph import DAYS_PER_YEAR
from models.arrays import Float64Array

FRESH_YEARS = 1.0
STALE_YEARS = 5.0


def freshness(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """Whether the other's profile has been confirmed lately.

    1 within a year, then falling evenly to −1 at five years; 0 when the day is unknown.
    """
    years = (context.as_of.toordinal() - candidate.updated) / DAYS_PER_YEAR
    staleness = np.clip((years - FRESH_YEARS) / (STALE_YEARS - FRESH_YEARS), 0.0, 1.0)
    return _for_pairs(np.where(np.isnan(staleness), 0.0, 1 - 2 * staleness), seeker, candidate)


def say_freshness(pair: Pair) -> Text:
    """Say it in one sentence; without a day there are no points to explain."""
    return text("The profile of {candidate} was last confirmed on {day}.",
                candidate=pair.candidate.label, day=pair.candidate.updated or pair.context.as_of)


def say_freshness_of_both(pair: Pair) -> Text:
    """Say it of both in one sentence."""
    own, other = (side.updated or pair.context.as_of for side in (pair.seeker, pair.candidate))
    if own == other:
        return text("Both profiles were last confirmed on {day}.", day=own)
    return text("The profiles were last confirmed on {day} ({candidate}) and on {own_day} ({seeker}).", day=other,
                candidate=pair.candidate.label, own_day=own, seeker=pair.seeker.label)


def capacity(seeker: Features, candidate: Features, _context: Context) -> Float64Array:
    """Whether the other has said that it can take on new partners.

    1 when it can, −1 when it cannot, 0 when it has not said.
    """
    can, cannot = candidate.capacity > 0, candidate.capacity == 0
    return _for_pairs(np.where(can, 1.0, np.where(cannot, -1.0, 0.0)), seeker, candidate)


def say_capacity(pair: Pair) -> Text:
    """Say it in one sentence."""
    places = pair.candidate.capacity
    if not places:
        return text("{candidate} cannot take on new partners now.", candidate=pair.candidate.label)
    return texts("{candidate} has room for one new partner.", "{candidate} has room for {count} new partners.",
                 count=places, candidate=pair.candidate.label)


def _for_pairs(values: Float64Array, seeker: Features, candidate: Features) -> Float64Array:
    return values if len(seeker) == 1 else np.full(pair_count(seeker, candidate), values[0])
