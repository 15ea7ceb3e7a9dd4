"""What terms and rules may look at besides the two profiles: the day, the vocabularies and the rest of the network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from data.records.profiles import Profile
from data.records.relations import Block
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.regions import AreaTable
from matcher.features import Features, IntArray
from matcher.feedback import ActorPairs, Feedback
from matcher.graph import CooperationGraph
from matcher.past_projects import PastProjects
from matcher.spoken import SpokenThemes
from matcher.tally import Kind, Tally
from models.arrays import Float64Array

# So many ties have to be seen before they say much.
PRIOR_TIES = 5.0


@dataclass(frozen=True)
class Context:
    """The network as known on a day.

    Attributes:
        as_of: the day.
        vocabularies: codes, labels and the region model.
        rows: id of each actor → its row.
        graph: who has worked with whom until the day.
        blocks: id → ids of those it must not meet.
        feedback: what actors have said of each other.
        tally: what is counted over all actors.
        sectors, countries: [n] index of each actor's sector and country, -1 when unknown.
        spoken: knows which themes texts speak of.
        look_back: works out what past cooperations say, the first time that a ranking weighs it.
        attention: how much each trait of a past cooperation counts (see `Weights.attention`).
        complements: how well kinds of actors complete each other (see `Weights.complements`).
    """

    as_of: date
    vocabularies: Vocabularies
    rows: Mapping[str, int]
    graph: CooperationGraph
    blocks: ActorPairs
    feedback: Feedback
    tally: Tally
    sectors: IntArray
    countries: IntArray
    spoken: SpokenThemes
    look_back: Callable[[], PastProjects]
    attention: Mapping[str, float] = field(default_factory=dict)
    complements: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def usual_similarity(self) -> float:
        """The mean cosine between two actors' profile vectors, at least 0 and below 1."""
        return self.tally.usual_similarity

    @property
    def theme_rarity(self) -> Float64Array:
        """How rare each theme is, [themes]: 1 for one that nobody names, 0 for one that everybody names."""
        return self.tally.theme_rarity

    @property
    def past_projects(self) -> PastProjects:
        """What past cooperations say."""
        return self.look_back()

    @cached_property
    def sector_ties(self) -> Float64Array:
        """How much oftener actors of two sectors work together than by chance, [sectors + 1, sectors + 1]."""
        return log_lift(self.graph.strength, self.sectors, len(self.vocabularies.sectors))

    @cached_property
    def country_ties(self) -> Float64Array:
        """How much oftener actors of two countries work together than by chance, [regions + 1, regions + 1]."""
        return log_lift(self.graph.strength, self.countries, len(self.vocabularies.places.regions))

    @cached_property
    def complement_table(self) -> Float64Array:
        """What `complements` says, [sectors + 1, sectors + 1]; the last row and column stand for unknown sectors."""
        codes = [*(term.code for term in self.vocabularies.sectors), ""]
        return np.array([[self.complements.get(one, {}).get(other, 0.0) for other in codes] for one in codes])

    def rarity_of(self, kind: Kind, features: Features) -> Float64Array:
        """Return the sum of the rarities of the themes of each profile, [n].

        Args:
            kind: of the themes.
            features: one profile, stored or not, or several stored ones.
        """
        # A single actor may be a draft of a stored one, so that it is looked at as it is.
        if len(features) == 1:
            return np.asarray(getattr(features, kind) @ self.theme_rarity)
        return self.tally.rarity_sums[kind][features.row]

    @cached_property
    def area_tables(self) -> Mapping[str, AreaTable]:
        """Kind of areas → the division in force on the day; kinds without one are left out."""
        places = self.vocabularies.places
        tables = {kind: places.table(kind, self.as_of) for kind in places.kinds}
        return {kind: table for kind, table in tables.items() if table is not None}

    @cached_property
    def authorities(self) -> Sequence[tuple[AreaTable, int]]:
        """The divisions in force on the day, each with the sector of its authorities, as an index."""
        sectors = [term.code for term in self.vocabularies.sectors]
        return [(table, sectors.index(table.authority_sector)) for table in self.area_tables.values()]

    def authority_table(self, kind: str) -> AreaTable | None:
        """Return the division of a kind in force on the day."""
        return self.vocabularies.places.table(kind, self.as_of)


def blocked_pairs(blocks: Iterable[Block]) -> ActorPairs:
    """Return for each actor those that it must not meet."""
    pairs: defaultdict[str, set[str]] = defaultdict(set)
    for block in blocks:
        pairs[block.actor].add(block.other)
        pairs[block.other].add(block.actor)
    return {actor: frozenset(others) for actor, others in pairs.items()}


def log_lift(strength: Any, groups: IntArray, count: int) -> Float64Array:  # noqa: ANN401 - SciPy has no types
    """Return ln((ties + 5) / (ties expected by chance + 5)) between groups of actors.

    Chance keeps how tied each group is as a whole, as in modularity (Newman, 2006). The last row and column stand for
    unknown groups and are zero, so that an index of -1 finds them.

    Args:
        strength: sparse [n, n] strength of ties.
        groups: [n] from 0 to count - 1, or -1 for unknown.
        count: number of groups.
    """
    from scipy.sparse import csr_array

    rows = np.flatnonzero(groups >= 0)
    membership = csr_array((np.ones(len(rows)), (rows, groups[rows])), shape=(len(groups), count))
    ties = np.asarray((membership.T @ strength @ membership).toarray())
    totals, lift = ties.sum(axis=1), np.zeros((count + 1, count + 1))
    by_chance = np.outer(totals, totals) / max(totals.sum(), 1.0)
    lift[:count, :count] = np.log((ties + PRIOR_TIES) / (by_chance + PRIOR_TIES))
    return lift


@dataclass(frozen=True, slots=True)
class Pair:
    """One seeker and one candidate, for the sentences of a ledger."""

    seeker: Profile
    candidate: Profile
    seeker_row: int
    candidate_row: int
    context: Context
    profiles: tuple[Profile, ...]
