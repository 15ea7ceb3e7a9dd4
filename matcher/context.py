"""What terms and rules may look at besides the two profiles: the day, the vocabularies and the rest of the network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any, Literal, TypeAlias

import numpy as np

from data.records.network import Network
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.regions import AreaTable
from matcher.features import BoolArray, Features, IntArray
from matcher.feedback import ActorPairs, Feedback
from matcher.graph import CooperationGraph
from matcher.past_projects import PastProjects
from matcher.single_flight import single_flight
from matcher.spoken import SpokenThemes
from models.arrays import Float32Array, Float64Array

Kind: TypeAlias = Literal["themes", "need_themes"]

# Keeps the scale of closeness finite in a network of copies.
HIGHEST_USUAL = 0.99
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
        usual_similarity: mean cosine between two actors' profile vectors, at least 0 and below 1.
        theme_rarity: [themes], 1 for a theme nobody names, 0 for one that everybody names (see `theme_rarity`).
        rarity_sums: kind of themes → [n], the sum of the rarities of those of each actor.
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
    usual_similarity: float
    theme_rarity: Float64Array
    rarity_sums: Mapping[Kind, Float64Array]
    sectors: IntArray
    countries: IntArray
    spoken: SpokenThemes
    look_back: Callable[[], PastProjects]
    attention: Mapping[str, float] = field(default_factory=dict)
    complements: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

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
    def theme_columns(self) -> Mapping[str, int]:
        """The code of each theme → its column in the features."""
        return {term.code: column for column, term in enumerate(self.vocabularies.themes)}

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
        return self.rarity_sums[kind][features.row]

    def authority_table(self, kind: str) -> AreaTable | None:
        """Return the division of a kind in force on the day."""
        return self.vocabularies.places.table(kind, self.as_of)


def open_context(features: Features, network: Network, vocabularies: Vocabularies, spoken: SpokenThemes,
                 as_of: date) -> Context:
    """Return the context of a network on a day, in which no trait of past cooperations counts yet.

    Args:
        features: all actors of the network; row i of the graph is profile i.
        network: its actors, in the order of the features; cooperations that begin after the day are left out.
        vocabularies: as the features were built with.
        spoken: what the texts of the actors speak of.
        as_of: the day.
    """
    ids = [profile.id for profile in features.profiles]
    pairs: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for block in network.blocks:
        pairs[block.actor] |= {block.other}
        pairs[block.other] |= {block.actor}
    graph = CooperationGraph.build(ids, network.cooperations, as_of)
    rarity = theme_rarity(features.theme_tree)
    rarity_sums: dict[Kind, Float64Array] = {"themes": features.themes @ rarity,
                                             "need_themes": features.need_themes @ rarity}
    look_back = single_flight(partial(PastProjects, graph, features.sector, features.country, vocabularies, as_of))
    feedback = Feedback.on(network.opinions, network.outcomes, features, as_of)
    rows = {actor: row for row, actor in enumerate(ids)}
    return Context(as_of, vocabularies, rows, graph, dict(pairs), feedback, usual_similarity(features.vectors),
                   rarity, rarity_sums, features.sector, features.country, spoken, look_back)


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


def usual_similarity(vectors: Float32Array) -> float:
    """Return the mean cosine between two different rows that are not zero; 0 when there are fewer than two.

    Args:
        vectors: unit or zero rows, [n, d].
    """
    count = int(vectors.any(axis=1).sum())
    if count < 2:  # noqa: PLR2004 - a pair
        return 0.0
    total = vectors.sum(axis=0, dtype=np.float64)
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
    context: Context
    profiles: tuple[Profile, ...]
