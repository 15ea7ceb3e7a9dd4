"""Peers that need no more than counting: by chance, by popularity, by recent popularity, by region."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np

from data.vocabularies.vocabulary import Vocabulary
from evaluation.baselines import Scorer
from evaluation.baselines.matrices import SparseMatrix, incidence, membership, popularity
from evaluation.baselines.settings import PerTask
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from models.arrays import Float64Array

HALF_LIFE_DAYS = PerTask(partner=365.0, call=365.0)


def by_chance(history: History) -> Scorer:
    """Score uniformly at random in [0, 1); the seed is the question's id, so that a rerun gives the same."""
    count = len(history.network.actors)

    def score(question: Question) -> Float64Array:
        seed = int.from_bytes(hashlib.sha256(question.id.encode()).digest()[:8])
        return np.random.default_rng(seed).random(count)

    return score


def popular(history: History) -> Scorer:
    """Score by the number of cooperations so far."""
    counts = popularity(history)
    return lambda question: counts.copy()


def recent(history: History, half_life: PerTask[float] = HALF_LIFE_DAYS) -> Scorer:
    """Score by the sum over cooperations of 2^(-age / half-life), ages in days.

    Undated cooperations count as if they were as old as the oldest dated one.
    """
    members, ages = membership(history), _ages(history)

    def decay(days: float) -> Float64Array:
        return np.asarray(members @ np.exp2(-ages / days), dtype=np.float64)

    scores = PerTask(decay(half_life.partner), decay(half_life.call))
    return lambda question: scores.of(question).copy()


def regional(history: History) -> Scorer:
    """Score by popularity within three tiers: actors of a region of the seeker, then of its country, then all others.

    A region's country is its broadest term in the vocabulary. A seeker without a region has the last tier only.
    """
    counts, regions = popularity(history), history.vocabularies.places.regions
    codes = [set(actor.regions) for actor in history.network.actors]
    places, countries = _belonging(codes), _belonging([_countries(regions, own) for own in codes])
    step = counts.max(initial=0.0) + 1

    def score(question: Question) -> Float64Array:
        # Who shares a region shares its country too, so the two add up to the tier.
        scores: Float64Array = counts + step * (_shares(places, question.seeker) + _shares(countries, question.seeker))
        return scores

    return score


def _ages(history: History) -> Float64Array:
    """Return the age in days of each cooperation on the day of the history."""
    days = [item.since for item in history.network.cooperations if item.since is not None]
    oldest = min(days, default=history.day)
    ages = [(history.day - (item.since or oldest)).days for item in history.network.cooperations]
    return np.array(ages, dtype=np.float64)


def _countries(regions: Vocabulary, codes: Iterable[str]) -> set[str]:
    return {(code, *regions.ancestors(code))[-1] if code in regions else code for code in codes}


def _belonging(codes: Sequence[set[str]]) -> SparseMatrix:
    """Return sparse [actors, codes], 1 where the actor has the code."""
    columns = {code: column for column, code in enumerate(sorted(set().union(*codes)))}
    pairs = [(row, columns[code]) for row, own in enumerate(codes) for code in own]
    return incidence(pairs, (len(codes), len(columns)))


def _shares(belonging: SparseMatrix, row: int) -> Float64Array:
    """Return [actors], 1 where an actor has a code of the actor in `row`."""
    common: Float64Array = belonging @ belonging[[row]].toarray().ravel()
    return (common > 0).astype(np.float64)
