"""Who is looked at: candidates from vectors, words, places, rules and the graph together, each with its origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.features import BoolArray, Features, IntArray, share
from matcher.rules.applying import RuleEffects
from matcher.snapshot import DayView, Snapshot
from matcher.terms.experience import expected
from models.arrays import Float32Array, Float64Array

PER_ORIGIN = 200
BY_PROJECTS = 400
# Up to this many actors that pass the filters, all are scored and none can be missed.
SCORE_ALL_UP_TO = 100_000
# The terms that generators look for the highest values of.
LIKENESS, NEEDS, PROJECTS = "profile_similarity", "needs_met", "similar_projects"



@dataclass(frozen=True)
class Search:
    """Who asks, and whom it may be given.

    Attributes:
        seeker: features of one row.
        mask: [network], which actors pass the filters.
        snapshot: the network, its indexes and its ranking.
        view: the network on the day.
    """

    seeker: Features
    mask: BoolArray
    snapshot: Snapshot
    view: DayView

    @cached_property
    def likeness(self) -> Float32Array:
        """The cosine of each actor's work with that of the seeker, [network]."""
        return self.seeker.cosines_with(self.snapshot.features)

    @cached_property
    def found(self) -> Mapping[str, BoolArray]:
        """Name of a generator → which actors it finds, [network]; worked out when they are first asked for."""
        return {name: self._are(generate(self)) for name, generate in GENERATORS.items()}

    def _are(self, rows: IntArray) -> BoolArray:
        are = np.zeros(len(self.mask), dtype=np.bool_)
        are[rows] = True
        return are

    @cached_property
    def effects(self) -> RuleEffects:
        """What the rules do to each actor of the network, as the seeker sees it."""
        return self.view.rules.apply(self.seeker, self.snapshot.features)


Generator: TypeAlias = Callable[[Search], IntArray]


@dataclass(frozen=True)
class Candidates:
    """Rows of the network to look at.

    Attributes:
        rows: ascending.
        remainder: how many actors that pass the filters no generator found.
        search: that they are candidates of.
    """

    rows: IntArray
    remainder: int
    search: Search

    def origins(self, row: int) -> tuple[str, ...]:
        """Return the names of the generators that find a row."""
        return tuple(name for name, are_found in self.search.found.items() if are_found[row])


def find_candidates(search: Search, most: int | None = None) -> Candidates:
    """Return the candidates of one seeker among the actors allowed.

    Args:
        search: who asks, and whom it may be given.
        most: up to how many actors that pass the filters all are candidates; `SCORE_ALL_UP_TO` unless told otherwise.
    """
    count = int(np.count_nonzero(search.mask))
    if count <= (SCORE_ALL_UP_TO if most is None else most):
        return Candidates(np.flatnonzero(search.mask), 0, search)
    rows = np.flatnonzero(np.logical_or.reduce([*search.found.values()]))
    return Candidates(rows, count - len(rows), search)


def _by_vectors(search: Search) -> IntArray:
    """The actors whose work, and whose work for what is needed, has the nearest vectors; where those are weighed."""
    snapshot, seeker = search.snapshot, search.seeker
    weighty = [vectors for term, vectors in ((LIKENESS, seeker.vectors), (NEEDS, seeker.needs))
               if term in snapshot.ranker.terms and vectors.any()]
    # The index answers for the whole network, in which it may miss a few; a scan of the actors allowed is exact.
    if len(search.mask) > SCORE_ALL_UP_TO and search.mask.all():
        lists = snapshot.index.search(np.concatenate([seeker.vectors[:0], *weighty]), PER_ORIGIN)
        return snapshot.rows_of(hit.id for hits in lists for hit in hits)
    nearest = [_best(search.likeness if vectors is seeker.vectors else np.vecdot(snapshot.features.vectors, vectors),
                     search) for vectors in weighty]
    return np.concatenate([*nearest, np.array([], dtype=np.int64)])


def _by_words(search: Search) -> IntArray:
    """The actors whose words are nearest; where it is weighed how alike profiles are."""
    if LIKENESS not in search.snapshot.ranker.terms:
        return np.array([], dtype=np.int64)
    return _best(search.snapshot.word_similarities(search.seeker), search)


def _by_places(search: Search) -> IntArray:
    """The actors of the same municipality, then of the same region."""
    seeker, network = search.seeker, search.snapshot.features
    same_municipality = share("municipalities", seeker, network)
    same_region = share("regions", seeker, network)
    return _best(np.where(same_municipality, 2.0, same_region), search, search.likeness)


def _by_rules(search: Search) -> IntArray:
    """The actors to which rules give points."""
    points: Float64Array = np.zeros(len(search.mask))
    for rule in search.view.rules.scoring:
        if rule.name in search.effects.holds:
            points += search.effects.holds[rule.name] * rule.effect.points
    return _best(points, search, search.likeness)


def _by_graph(search: Search) -> IntArray:
    """The partners, and those who share most partners."""
    graph, row = search.view.context.graph, int(search.seeker.row[0])
    partners = graph.partners(row)
    return np.union1d(partners[search.mask[partners]], _best(graph.adamic_adar(row), search))


def _by_projects(search: Search) -> IntArray:
    """The actors that take part in the next project most likely, judged by similar ones; where that is weighed."""
    if PROJECTS not in search.snapshot.ranker.terms:
        return np.array([], dtype=np.int64)
    likely = expected(search.seeker, search.view.context)
    return _best(likely - likely.min(initial=0.0), search, count=BY_PROJECTS)


GENERATORS: Mapping[str, Generator] = {
    "vectors": _by_vectors,
    "words": _by_words,
    "places": _by_places,
    "rules": _by_rules,
    "graph": _by_graph,
    "projects": _by_projects,
}


def _best(values: npt.NDArray[np.floating], search: Search, likeness: npt.NDArray[np.floating] | None = None,
          count: int = PER_ORIGIN) -> IntArray:
    """Return the allowed rows with the highest positive values, at most `count` of them, in any order.

    Among equal values the more alike come first if it is told who is, so that no part of the alphabet is preferred.
    """
    rows = np.flatnonzero(search.mask & (values > 0))
    if len(rows) <= count:
        return rows
    rows = rows[values[rows] >= np.partition(values[rows], -count)[-count]]
    second = np.zeros(len(rows)) if likeness is None else -likeness[rows]
    return np.asarray(rows[np.lexsort((search.snapshot.places_by_id[rows], second, -values[rows]))[:count]])
