"""What terms and rules may look at besides the two profiles: the day, the vocabularies and the rest of the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.records import Block, Cooperation, Profile
from data.regions import AreaTable
from data.vocabularies import Vocabularies
from matcher.features import BoolArray, Features
from matcher.graph import CooperationGraph
from models.arrays import Float32Array, Float64Array

# Keeps the scale of closeness finite in a network of copies.
HIGHEST_USUAL = 0.99


@dataclass(frozen=True)
class World:
    """The network as known on a day.

    Attributes:
        as_of: the day.
        vocabularies: codes, labels and the region model.
        graph: who has worked with whom until the day.
        blocks: pairs of ids, both orders, that must not meet.
        usual_similarity: mean cosine between two actors' profile vectors, at least 0 and below 1.
        theme_rarity: [themes], 1 for a theme nobody names, 0 for one that everybody names (see `theme_rarity`).
    """

    as_of: date
    vocabularies: Vocabularies
    graph: CooperationGraph
    blocks: frozenset[tuple[str, str]]
    usual_similarity: float
    theme_rarity: Float64Array

    def authority_table(self, kind: str) -> AreaTable | None:
        """Return the division of a kind in force on the day."""
        return self.vocabularies.places.table(kind, self.as_of)


def open_world(features: Features, cooperations: Sequence[Cooperation], blocks: Sequence[Block],
               vocabularies: Vocabularies, as_of: date) -> World:
    """Return the world of a network on a day.

    Args:
        features: all actors of the network; row i of the graph is profile i.
        cooperations: all known; those that begin after the day are left out.
        blocks: all known.
        vocabularies: as the features were built with.
        as_of: the day.
    """
    ids = [profile.id for profile in features.profiles]
    both = [(block.actor, block.other) for block in blocks] + [(block.other, block.actor) for block in blocks]
    return World(as_of, vocabularies, CooperationGraph.build(ids, cooperations, as_of), frozenset(both),
                 usual_similarity(features.vectors), theme_rarity(features.theme_tree))


def usual_similarity(vectors: Float32Array) -> float:
    """Return the mean cosine between two different rows that are not zero; 0 when there are fewer than two.

    Args:
        vectors: unit or zero rows, [n, d].
    """
    filled = vectors[vectors.any(axis=1)].astype(np.float64)
    count = len(filled)
    if count < 2:  # noqa: PLR2004 - a pair
        return 0.0
    total = filled.sum(axis=0)
    return float(np.clip((total @ total - count) / (count * (count - 1)), 0.0, HIGHEST_USUAL))


def theme_rarity(theme_tree: BoolArray) -> Float64Array:
    """Return how rare each theme is among n profiles: ln((n + 1) / (n with the theme + 1)) / ln(n + 1).

    The inverse document frequency (Spärck Jones, 1972), smoothed and scaled to run from 0 to 1.

    Args:
        theme_tree: [n, themes], true for a profile's themes and all broader ones.
    """
    count = len(theme_tree)
    if count == 0:
        return np.zeros(theme_tree.shape[1])
    return np.asarray(np.log((count + 1) / (theme_tree.sum(axis=0) + 1)) / np.log(count + 1))


@dataclass(frozen=True, slots=True)
class Pair:
    """One seeker and one candidate, for the sentences of a ledger."""

    seeker: Profile
    candidate: Profile
    seeker_row: int
    candidate_row: int
    world: World
    profiles: tuple[Profile, ...]
