"""Who is shown: metrics over all the lists of a system together. To add one: a line in `EXPOSURE`.

Each takes a matrix of counts [b, q]: how often the list of a question stands in each of b collections of lists. All
ones is what the system gave; a bootstrap draws others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.records.profiles import Profile
from data.vocabularies.vocabulary import Vocabulary
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Case
from evaluation.metrics.ranking import LIST_LENGTH, Metric
from matcher.features import UNKNOWN, BoolArray, IntArray
from models.arrays import Float64Array
from models.inequality import gini_of

NEWCOMER = 1
"""An actor with this many cooperations or fewer is small or new."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ActorTraits:
    """What exposure looks at in the n actors of a history.

    Attributes:
        sector: [n] index of the sector; UNKNOWN without one.
        country: [n] index of the country; UNKNOWN without a region.
        cooperations: [n] number of cooperations so far.
        total: number of all cooperations so far.
    """

    sector: IntArray
    country: IntArray
    cooperations: IntArray
    total: int


@dataclass(frozen=True)
class TopLists:
    """The first ten suggestions of q questions.

    Attributes:
        rows: [q, up to LIST_LENGTH] rows, padded with -1.
        seekers: [q] row of the actor that asked.
        rankable: number of actors that at least one of the questions could have been answered with.
        actors: what is known of them.
    """

    rows: IntArray
    seekers: IntArray
    rankable: int
    actors: ActorTraits


def describe_actors(history: History) -> ActorTraits:
    """Return what exposure looks at in the actors of a history."""
    actors = history.network.actors
    rows = {actor.id: row for row, actor in enumerate(actors)}
    cooperations = np.zeros(len(actors), dtype=np.int64)
    for item in history.network.cooperations:
        for member in set(item.members) & rows.keys():
            cooperations[rows[member]] += 1
    regions = history.vocabularies.places.regions
    countries = [country(actor, regions) for actor in actors]
    return ActorTraits(_indices([actor.sector for actor in actors]), _indices(countries), cooperations,
                       len(history.network.cooperations))


def country(actor: Profile, regions: Vocabulary) -> str:
    """Return the root of the tree that the actor's home region stands in; empty without a region."""
    if not actor.regions:
        return ""
    home = actor.regions[0]
    return (home, *regions.ancestors(home))[-1] if home in regions else home


def top_lists(rankings: IntArray, cases: Sequence[Case], actors: ActorTraits) -> TopLists:
    """Return the suggestions people would see.

    Args:
        rankings: [q, k] rows, best first, padded with -1.
        cases: the q questions.
        actors: what is known of the n actors.
    """
    excluded = np.concatenate([np.empty(0, np.int64), *(case.question.excluded for case in cases)])
    times = np.bincount(excluded, minlength=len(actors.sector))
    seekers = np.array([case.question.seeker for case in cases], dtype=np.int64)
    return TopLists(rankings[:, :LIST_LENGTH], seekers, int((times < len(cases)).sum()), actors)


def coverage(lists: TopLists, counts: Counts) -> Float64Array:
    """Return the share of the rankable actors that stand on any list, float64 [b] in 0..1."""
    if not lists.rankable:
        return np.full(len(counts), np.nan)
    return np.array([np.count_nonzero(row) for row in _exposures(lists, counts)]) / lists.rankable


def gini(lists: TopLists, counts: Counts) -> Float64Array:
    """Return how unevenly suggestions are spread over all n actors, float64 [b]: 0 evenly, near 1 on one actor."""
    return np.array([gini_of(row, len(lists.actors.sector)) for row in _exposures(lists, counts)])


def cross_sector(lists: TopLists, counts: Counts) -> Float64Array:
    """Return the share of suggestions of another sector than the seeker's, float64 [b] in 0..1."""
    return _share_unlike(lists, counts, lists.actors.sector)


def cross_country(lists: TopLists, counts: Counts) -> Float64Array:
    """Return the share of suggestions of another country than the seeker's, float64 [b] in 0..1."""
    return _share_unlike(lists, counts, lists.actors.country)


def small_or_new(lists: TopLists, counts: Counts) -> Float64Array:
    """Return the share of suggestions that are actors with one cooperation or none, float64 [b] in 0..1."""
    present = lists.rows >= 0
    return _ratio(counts, present & (lists.actors.cooperations[lists.rows] <= NEWCOMER), present)


def novelty(lists: TopLists, counts: Counts) -> Float64Array:
    """Return the mean of -log2 (cooperations of the actor + 1) / (all cooperations + 1) in bits, float64 [b].

    The self-information of Zhou and others (2010), with one added so that an actor without cooperations has a value.
    """
    present = lists.rows >= 0
    bits = -np.log2((lists.actors.cooperations + 1) / (lists.actors.total + 1))
    return _ratio(counts, np.where(present, bits[lists.rows], 0.0), present)


ExposureMetric = Metric[Callable[[TopLists, Counts], Float64Array]]

_NO_LISTS = "Not a number when nobody is suggested."
_NO_PAIRS = "Pairs with an unknown value are left out; not a number when none remains."

EXPOSURE: Mapping[str, ExposureMetric] = {
    "coverage": Metric(coverage, "Share of the actors that stand among the first ten of anybody.",
                       "higher", "Not a number when nobody can be suggested.", "per system"),
    "gini": Metric(gini, "How unevenly suggestions are spread over the actors: 0 evenly, 1 all on one.",
                   "lower", _NO_LISTS, "per system"),
    "cross_sector": Metric(cross_sector, "Share of suggestions of another sector than the seeker's.",
                           "higher", _NO_PAIRS, "per system"),
    "cross_country": Metric(cross_country, "Share of suggestions of another country than the seeker's; where the "
                             "vocabulary of places knows no countries, of another region.",
                            "higher", _NO_PAIRS, "per system"),
    "small_or_new": Metric(small_or_new, "Share of suggestions that are actors with one cooperation or none.",
                           "higher", _NO_LISTS, "per system"),
    "novelty": Metric(novelty, "How little known the suggested actors are, in bits.",
                      "higher", _NO_LISTS, "per system", highest=math.inf),
}


def _indices(codes: Sequence[str]) -> IntArray:
    numbers = {code: number for number, code in enumerate(sorted(set(codes) - {""}))}
    return np.array([numbers.get(code, UNKNOWN) for code in codes], dtype=np.int64)


def _exposures(lists: TopLists, counts: Counts) -> IntArray:
    """Return how often each actor that stands on any list is suggested, int64 [b, actors suggested]."""
    from scipy.sparse import csr_array

    present = lists.rows >= 0
    actors, columns = np.unique(lists.rows[present], return_inverse=True)
    rows = np.repeat(np.arange(len(present)), present.sum(axis=1))
    exposure = csr_array((np.ones(len(rows), np.int64), (rows, columns)), shape=(len(present), len(actors)))
    return np.asarray((exposure.T @ counts.T).T)


def _share_unlike(lists: TopLists, counts: Counts, values: IntArray) -> Float64Array:
    """Return the share of suggestions with another value than the seeker's, of those where both are known."""
    own, others = values[lists.seekers][:, None], values[lists.rows]
    comparable = (lists.rows >= 0) & (own != UNKNOWN) & (others != UNKNOWN)
    return _ratio(counts, comparable & (own != others), comparable)


def _ratio(counts: Counts, values: Float64Array | BoolArray, present: BoolArray) -> Float64Array:
    """Return the mean of `values` [q, k] over the suggestions `present` [q, k], for each row of `counts`."""
    sums, sizes = (counts @ part.sum(axis=1).astype(np.float64) for part in (values, present))
    means = np.full(len(counts), np.nan)
    np.divide(sums, sizes, out=means, where=sizes > 0)
    return means
