"""What lists as they are shown bring and cost, and which actors count as the same: `python -m evaluation.judged.shown`.

For the ideas of the shipped collection: the quality of the first places by score and as shown, and which share of the
needs the first ten meet, both of those that the program reads and of those that a careful reader takes from the text.
Then the pairs of actors of one kind, place and set of themes, with the cosine of their profiles.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from evaluation.judged.collection import Collection, open_collection
from evaluation.judged.metrics import METRICS, measure
from evaluation.judged.systems import told_brief
from matcher import defaults
from matcher.arrangement.coverage import FIRST, NeedCheck, open_needs
from matcher.arrangement.grouping import are_peers
from matcher.asking.needs import Need
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from matcher.suggestions import Suggestion
from matcher.terms import TERMS
from models.ranker import read_weights

DIGITS = 3


@dataclass(frozen=True)
class Shares:
    """Means over ideas.

    Attributes:
        quality: metric of `METRICS` to its mean.
        read, told: share of the needs that the first ten meet: of those that were read, and that a reader names.
    """

    quality: dict[str, float]
    read: float
    told: float


@dataclass(frozen=True, slots=True)
class Peers:
    """Two actors of one kind, place and set of themes, and the cosine of their profiles."""

    cosine: float
    one: str
    other: str


def shares(collection: Collection, *, as_shown: bool) -> Shares:
    """Return how good the lists of the ideas are, and how many needs they meet.

    Args:
        collection: the questions; stored actors are passed over.
        as_shown: whether lists are as people see them; else they are by score.
    """
    snapshot = collection.ground.snapshot.with_weights(read_weights(defaults.JUDGED, tuple(TERMS)))
    matcher, day = Matcher(snapshot), collection.ground.as_of
    quality: dict[str, list[float]] = {name: [] for name in METRICS}
    read, told = [], []
    for question in collection.questions:
        if question.idea:
            query = question.brief.ask(Query(day, limit=FIRST, known_partners=True, is_arranged=as_shown))
            best = matcher.suggest(question.profile, query).suggestions
            for name, metric in METRICS.items():
                quality[name].append(measure(metric, [item.profile.id for item in best], question.grades))
            read += _share(question.brief.needs, best, snapshot)
            told += _share(told_brief(question.idea.understood).needs, best, snapshot)
    return Shares({name: float(np.nanmean(values)) for name, values in quality.items()},
                  float(np.mean(read)), float(np.mean(told)))


def _share(needs: tuple[Need, ...], best: Sequence[Suggestion], snapshot: Snapshot) -> list[float]:
    """Return the share of needs that are met; nothing where there are none."""
    check = NeedCheck(needs, snapshot)
    return [1 - len(open_needs(needs, [check.met_by(item.profile) for item in best])) / len(needs)] if needs else []


def pairs_of_peers(snapshot: Snapshot) -> list[Peers]:
    """Return the pairs of actors that could count as the same, those with the highest cosine first."""
    actors, vectors = snapshot.features.profiles, snapshot.features.vectors
    found = [Peers(float(vectors[one] @ vectors[other]), actors[one].id, actors[other].id)
             for one, other in combinations(range(len(actors)), 2) if are_peers(actors[one], actors[other])]
    return sorted(found, key=lambda pair: (-round(pair.cosine, DIGITS), pair.one, pair.other))


def main() -> None:
    """Print both tables."""
    collection = open_collection(None)
    for name, as_shown in (("by score", False), ("as shown", True)):
        found = shares(collection, as_shown=as_shown)
        quality = ", ".join(f"{metric} {value:.3f}" for metric, value in found.quality.items())
        sys.stdout.write(f"{name}: {quality}; needs met: read {found.read:.3f}, told {found.told:.3f}\n")
    for pair in pairs_of_peers(collection.ground.snapshot):
        sys.stdout.write(f"{pair.cosine:.{DIGITS}f} {pair.one} {pair.other}\n")


if __name__ == "__main__":
    main()
