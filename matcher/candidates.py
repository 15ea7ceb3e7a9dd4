"""Who is looked at: candidates from vectors, words, places, rules and the graph together, each with its origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.features import BoolArray, Features, IntArray
from matcher.profile_text import search_text
from matcher.snapshot import DayView, Snapshot
from matcher.terms.experience import expected
from models.arrays import Float64Array

PER_ORIGIN = 200
BY_PROJECTS = 400
# Up to this many actors that pass the filters, all are scored and none can be missed.
SCORE_ALL_UP_TO = 5000
# The terms that generators look for the highest values of.
LIKENESS, NEEDS, PROJECTS = "profile_similarity", "needs_met", "similar_projects"

Likeness: TypeAlias = Callable[[IntArray], Float64Array]
Generator: TypeAlias = Callable[[Features, BoolArray, Snapshot, DayView], IntArray]


@dataclass(frozen=True)
class Candidates:
    """Rows of the network to look at.

    Attributes:
        rows: ascending.
        origins: row → names of the generators that found it; empty where all actors are looked at.
        remainder: how many actors that pass the filters no generator found.
    """

    rows: IntArray
    origins: Mapping[int, tuple[str, ...]]
    remainder: int


def find_candidates(seeker: Features, mask: BoolArray, snapshot: Snapshot, view: DayView) -> Candidates:
    """Return the candidates of one seeker among the actors allowed.

    Args:
        seeker: features of one row.
        mask: [network], which actors pass the filters.
        snapshot: the network, its indexes and its ranking.
        view: the network on the day.
    """
    origins: dict[int, tuple[str, ...]] = {}
    for name, generate in GENERATORS.items():
        for row in generate(seeker, mask, snapshot, view).tolist():
            origins[row] = (*origins.get(row, ()), name)
    if mask.sum() <= SCORE_ALL_UP_TO:
        return Candidates(np.flatnonzero(mask), origins, 0)
    rows = np.array(sorted(origins), dtype=np.int64)
    return Candidates(rows, origins, int(mask.sum()) - len(rows))


def _by_vectors(seeker: Features, mask: BoolArray, snapshot: Snapshot, _view: DayView) -> IntArray:
    """The actors whose work, and whose work for what is needed, has the nearest vectors; where those are weighed."""
    vectors_of_terms = {LIKENESS: seeker.vectors, NEEDS: seeker.needs}
    weighty = [vectors for term, vectors in vectors_of_terms.items() if term in snapshot.ranker.terms]
    queries = np.concatenate([seeker.vectors[:0], *weighty])
    queries = queries[queries.any(axis=1)]
    if mask.all():
        lists = snapshot.index.search(queries, PER_ORIGIN)
        return snapshot.rows_of(hit.id for hits in lists for hit in hits)
    # The index knows no filters; a scan of the actors allowed is exact.
    nearest = [_best(snapshot.features.vectors @ query, mask) for query in queries]
    return np.unique(np.concatenate([*nearest, np.array([], dtype=np.int64)]))


def _by_words(seeker: Features, mask: BoolArray, snapshot: Snapshot, _view: DayView) -> IntArray:
    """The actors whose words are nearest; where it is weighed how alike profiles are."""
    if LIKENESS not in snapshot.ranker.terms:
        return np.array([], dtype=np.int64)
    return _best(snapshot.text_index.lexical.similarities(search_text(seeker.profiles[0], snapshot.vocabularies)), mask)


def _by_places(seeker: Features, mask: BoolArray, snapshot: Snapshot, _view: DayView) -> IntArray:
    """The actors of the same municipality, then of the same region."""
    network = snapshot.features
    # Only the seeker's own places are looked at: a network may know thousands.
    same_municipality = network.municipalities[:, seeker.municipalities[0]].any(axis=1)
    same_region = network.regions[:, seeker.regions[0]].any(axis=1)
    nearest = np.select([same_municipality, same_region], [2.0, 1.0], 0.0)
    return _best(nearest, mask, partial(_likeness, seeker, snapshot))


def _by_rules(seeker: Features, mask: BoolArray, snapshot: Snapshot, view: DayView) -> IntArray:
    """The actors to which rules give points."""
    effects = view.rules.apply(seeker, snapshot.features)
    points: Float64Array = np.zeros(len(snapshot.features))
    for rule in view.rules.rules:
        points[effects.holds[rule.name]] += rule.effect.points
    return _best(points, mask, partial(_likeness, seeker, snapshot))


def _by_graph(seeker: Features, mask: BoolArray, _snapshot: Snapshot, view: DayView) -> IntArray:
    """The partners, and those who share most partners."""
    graph, row = view.context.graph, int(seeker.row[0])
    partners = graph.partners(row)
    return np.union1d(partners[mask[partners]], _best(graph.adamic_adar(row), mask))


def _by_projects(seeker: Features, mask: BoolArray, snapshot: Snapshot, view: DayView) -> IntArray:
    """The actors that take part in the next project most likely, judged by similar ones; where that is weighed."""
    if PROJECTS not in snapshot.ranker.terms:
        return np.array([], dtype=np.int64)
    likely = expected(seeker, view.context)
    return _best(likely - likely.min(initial=0.0), mask, count=BY_PROJECTS)


GENERATORS: Mapping[str, Generator] = {
    "vectors": _by_vectors,
    "words": _by_words,
    "places": _by_places,
    "rules": _by_rules,
    "graph": _by_graph,
    "projects": _by_projects,
}


def _likeness(seeker: Features, snapshot: Snapshot, rows: IntArray) -> Float64Array:
    return np.asarray(snapshot.features.vectors[rows] @ seeker.vectors[0], dtype=np.float64)


def _best(values: npt.NDArray[np.floating], mask: BoolArray, likeness: Likeness | None = None,
          count: int = PER_ORIGIN) -> IntArray:
    """Return the allowed rows with the highest positive values, at most `count` of them.

    Among equal values the more alike come first, so that no part of the alphabet is preferred.
    """
    rows = np.flatnonzero(mask & (values > 0))
    if len(rows) > count:
        rows = rows[values[rows] >= np.partition(values[rows], -count)[-count]]
    second = np.zeros(len(rows)) if likeness is None else -likeness(rows)
    return np.asarray(rows[np.lexsort((rows, second, -values[rows]))[:count]])
