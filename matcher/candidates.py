"""Who is looked at: candidates from vectors, words, places, rules and the graph together, each with its origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from matcher.features import BoolArray, Features, IntArray
from matcher.snapshot import Snapshot, View
from matcher.wording import search_text
from models.arrays import Float64Array

PER_ORIGIN = 200
# Up to this many actors that pass the filters, all are scored and none can be missed.
SCORE_ALL_UP_TO = 1000

Generator: TypeAlias = Callable[[Features, Snapshot, View], IntArray]


@dataclass(frozen=True)
class Candidates:
    """Rows of the network to look at.

    Attributes:
        rows: ascending.
        origins: row → names of the generators that found it; empty where all actors are looked at.
        unseen: how many actors that pass the filters no generator found.
    """

    rows: IntArray
    origins: Mapping[int, tuple[str, ...]]
    unseen: int


def find_candidates(seeker: Features, allowed: BoolArray, snapshot: Snapshot, view: View) -> Candidates:
    """Return the candidates of one seeker among the actors allowed.

    Args:
        seeker: features of one row.
        allowed: [network], which actors pass the filters.
        snapshot: the network, its indexes and its ranking.
        view: the network on the day.
    """
    origins: dict[int, tuple[str, ...]] = {}
    for name, generate in GENERATORS.items():
        for row in generate(seeker, snapshot, view).tolist():
            origins[row] = (*origins.get(row, ()), name)
    if allowed.sum() <= SCORE_ALL_UP_TO:
        return Candidates(np.flatnonzero(allowed), origins, 0)
    rows = np.array(sorted(row for row in origins if allowed[row]), dtype=np.int64)
    return Candidates(rows, origins, int(allowed.sum()) - len(rows))


def _by_vectors(seeker: Features, snapshot: Snapshot, _view: View) -> IntArray:
    """The actors whose work, and whose work for what is needed, has the nearest vectors."""
    queries = np.concatenate([seeker.vectors, seeker.needs])
    hits = snapshot.index.search(queries[queries.any(axis=1)], PER_ORIGIN)
    return snapshot.rows_of(hit.id for found in hits for hit in found)


def _by_words(seeker: Features, snapshot: Snapshot, _view: View) -> IntArray:
    """The actors whose words are nearest."""
    words = search_text(seeker.profiles[0], snapshot.vocabularies)
    return snapshot.rows_of(hit.id for hit in snapshot.lexical.search(words, PER_ORIGIN))


def _by_places(seeker: Features, snapshot: Snapshot, _view: View) -> IntArray:
    """The actors of the same municipality, then of the same region."""
    network = snapshot.features
    same_municipality = (network.municipalities & seeker.municipalities).any(axis=1)
    same_region = (network.regions & seeker.regions).any(axis=1)
    return _best(np.select([same_municipality, same_region], [2.0, 1.0], 0.0))


def _by_rules(seeker: Features, snapshot: Snapshot, view: View) -> IntArray:
    """The actors to which rules give points."""
    applied = view.rules.apply(seeker, snapshot.features)
    points: Float64Array = np.zeros(len(snapshot.features))
    for rule in view.rules.rules:
        points[applied.holds[rule.name]] += rule.effect.points
    return _best(points)


def _by_graph(seeker: Features, _snapshot: Snapshot, view: View) -> IntArray:
    """The partners, and the partners of partners."""
    row = int(seeker.row[0])
    return np.union1d(view.world.graph.partners(row), view.world.graph.partners_of_partners(row))


GENERATORS: Mapping[str, Generator] = {
    "vectors": _by_vectors,
    "words": _by_words,
    "places": _by_places,
    "rules": _by_rules,
    "graph": _by_graph,
}


def _best(values: Float64Array) -> IntArray:
    """Return the rows with the highest positive values, at most `PER_ORIGIN` of them; ties by row."""
    order: IntArray = np.argsort(-values, kind="stable")[:PER_ORIGIN]
    return order[values[order] > 0]
