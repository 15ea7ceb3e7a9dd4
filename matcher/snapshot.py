"""Everything needed to answer, opened together: actors, vectors, indexes, weights, rules and their versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property, lru_cache, partial
from importlib.metadata import version
from itertools import compress

import numpy as np

from data.errors import UnknownActor
from data.reading.reader import Reader, open_reader
from data.records.digests import keyed
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.actions import Action
from data.wording.texts import step, text
from matcher.asking.nearest import open_nearest
from matcher.asking.query import Filters
from matcher.context import Context, open_context
from matcher.errors import SnapshotRefused
from matcher.features import UNKNOWN, BoolArray, FeatureBuilder, Features, IntArray
from matcher.feedback import Feedback
from matcher.people import PeopleServed
from matcher.profile_text import search_text
from matcher.rules.applying import RuleSet
from matcher.rules.model import RuleBook
from matcher.single_flight import single_flight
from matcher.spoken import SpokenThemes
from matcher.text_index import TextIndex
from models.arrays import Float64Array
from models.encoders import Encoder
from models.indexes import VectorIndex, open_index
from models.ranker import AdditiveRanker, Weights

# Each day keeps a graph of its own, which is large in a large network.
KEPT_DAYS = 8


@dataclass(frozen=True, slots=True)
class Versions:
    """What an answer rests on; each text changes if and only if that part does."""

    software: str
    data: str
    vocabulary: str
    weights: str
    rules: str
    encoder: str

    def as_dict(self) -> dict[str, str]:
        """Return the versions by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class DayView:
    """A snapshot on a day: the context of the terms, and the rules in force."""

    context: Context
    rules: RuleSet


@dataclass(frozen=True, slots=True)
class Parts:
    """What a snapshot is made with, besides the network.

    Attributes:
        vocabularies: the codes that the records use.
        encoder: texts → vectors.
        rules: the rule book.
        weights: what the ranking weighs, and how much.
        index: name of the vector index.
        memory: the same encoder with a cache; for stored profiles only, so that nothing of a question is kept.
        secret: what the version of the data is keyed with where it is shown to others: a sum of digests lets them guess
            a record by it. Empty where nobody else sees it.
    """

    vocabularies: Vocabularies
    encoder: Encoder
    rules: RuleBook
    weights: Weights
    index: str = "faiss"
    memory: Encoder | None = None
    secret: str = ""


class Snapshot:
    """A network ready to answer; it never changes once opened.

    Args:
        network: the records; row i everywhere is actor i.
        parts: what they are answered with.
        progress: called with the number of texts encoded so far.

    Attributes:
        hidden: ids of actors that stand in no list, as they are about to leave.

    Raises:
        SnapshotRefused: the records were made with another vocabulary.
    """

    def __init__(self, network: Network, parts: Parts, progress: Callable[[int], None] | None = None) -> None:
        _check_codes(network.actors, network.cooperations, parts.vocabularies)
        builder = FeatureBuilder(parts.vocabularies, _languages(network))
        rows = np.arange(len(network.actors))
        features = builder.build(network.actors, rows, parts.memory or parts.encoder, progress)
        self._parts = parts
        self.hidden: frozenset[str] = frozenset()
        self.vocabularies = parts.vocabularies
        self.encoder = parts.encoder
        self._reader = single_flight(partial(open_reader, parts.vocabularies))
        self.nearest = open_nearest(parts.vocabularies, parts.encoder)
        self._spoken = SpokenThemes({profile.id: profile for profile in network.actors}, parts.vocabularies.themes)
        self._open(network, builder, features, single_flight(partial(TextIndex.of, network.actors, parts.vocabularies)))
        self._rank_with(parts.rules, parts.weights)

    def follow(self, network: Network) -> Snapshot:
        """Return a snapshot of the network after a change; it answers as one that is opened anew.

        What is known of profiles that stayed as they were is taken over: that is most of the work.

        Raises:
            SnapshotRefused: a record was made with another vocabulary.
        """
        rows = np.array([self._row_of(profile) for profile in network.actors], dtype=np.int64)
        new = [profile for profile, row in zip(network.actors, rows.tolist(), strict=True) if row == UNKNOWN]
        _check_codes(new, network.cooperations, self.vocabularies)
        other = copy(self)
        other._spoken = self._spoken.follow({profile.id: profile for profile in network.actors})
        text_index = self.text_index.follow(network.actors, rows, self.vocabularies)
        other._open(network, *self._features_after(network, rows, new), lambda: text_index)
        other._rank_with(self.rules, self.weights)
        return other

    def _features_after(self, network: Network, rows: IntArray, new: Sequence[Profile]) -> tuple[
            FeatureBuilder, Features]:
        """Return the features of a network in which some profiles are new, and stored ones stand in other rows."""
        builder, encoder = self._builder, self._parts.memory or self._parts.encoder
        all_rows = np.arange(len(rows))
        if not builder.knows(_languages(network)):
            builder = FeatureBuilder(self.vocabularies, _languages(network))
            return builder, builder.build(network.actors, all_rows, encoder)
        new_features = builder.build(new, np.full(len(new), UNKNOWN), encoder)
        order = np.where(rows == UNKNOWN, len(self.features) + np.cumsum(rows == UNKNOWN) - 1, rows)
        return builder, self.features.take_with(new_features, order).at(all_rows)

    def _open(self, network: Network, builder: FeatureBuilder, features: Features,
              text_index: Callable[[], TextIndex]) -> None:
        self.network = network
        self.features = features
        self.index = self._fill(open_index(self._parts.index, self.encoder.dimension))
        self._builder = builder
        self._people = PeopleServed(network.actors, self._reader)
        self._rows = {profile.id: row for row, profile in enumerate(network.actors)}
        # The place of each actor in the order of the ids, which decides among equals; shape [n].
        self.places_by_id = np.argsort(np.array(sorted(self._rows.values(), key=lambda row: network.actors[row].id),
                                                dtype=np.int64))
        self._text_index = text_index
        # A day's context knows nothing of rules and weights: snapshots of the same network share it.
        self._context_on = single_flight(partial(open_context, features, network, self.vocabularies, self._spoken),
                                         KEPT_DAYS)

    def _rank_with(self, rules: RuleBook, weights: Weights) -> None:
        self.rules = rules
        self.weights = weights
        self.__dict__.pop("versions", None)  # those of the snapshot this one is a copy of
        self.ranker = AdditiveRanker(weights)
        self.on = lru_cache(maxsize=KEPT_DAYS)(self._on)

    @property
    def text_index(self) -> TextIndex:
        """The words of all profiles, made ready when they are first searched."""
        return self._text_index()

    @property
    def reader(self) -> Reader:
        """What reads ideas in plain words, made ready when the first one is read."""
        return self._reader()

    @cached_property
    def versions(self) -> Versions:
        """What an answer rests on."""
        return Versions(version("kumppani"), keyed(self.network.version, self._parts.secret), self.vocabularies.version,
                        self.weights.fingerprint, self.rules.version, self.encoder.fingerprint)

    def with_rules(self, rules: RuleBook) -> Snapshot:
        """Return a snapshot of the same network with other rules; vectors, indexes and days are shared."""
        other = copy(self)
        other._rank_with(rules, self.weights)
        return other

    def with_weights(self, weights: Weights) -> Snapshot:
        """Return a snapshot of the same network with other weights; vectors, indexes and days are shared."""
        other = copy(self)
        other._rank_with(self.rules, weights)
        return other

    def without_opinions(self) -> Snapshot:
        """Return a snapshot in which nothing counts that actors have said of others, for readers whom it is not told.

        Blocks count as before; vectors and indexes are shared.
        """
        other, context_on = copy(self), self._context_on
        other._context_on = single_flight(lambda day: replace(context_on(day), feedback=Feedback()), KEPT_DAYS)
        other._rank_with(self.rules, self.weights)
        return other

    def hiding(self, actors: frozenset[str]) -> Snapshot:
        """Return a snapshot in whose lists some actors do not stand; everything else is shared."""
        other = copy(self)
        other.hidden = actors
        return other

    def mask(self, filters: Filters) -> BoolArray:
        """Return for each actor whether it may stand in a list; shape [n]."""
        mask = filters.mask(self.network.actors)
        mask[[self._rows[actor] for actor in self.hidden if actor in self._rows]] = False
        return mask

    def shown(self, filters: Filters | None = None) -> tuple[Profile, ...]:
        """Return the actors that may stand in a list, by id."""
        return tuple(compress(self.network.actors, self.mask(filters or Filters())))

    def shown_cooperations(self) -> tuple[Cooperation, ...]:
        """Return the cooperations that may stand in a list, in their order: those of which no member is hidden."""
        return tuple(item for item in self.network.cooperations if self.hidden.isdisjoint(item.members))

    def _fill(self, index: VectorIndex) -> VectorIndex:
        """Index the profiles that have a vector; one without any text is found by its words, place and rules only."""
        vectors, profiles = self.features.vectors, self.features.profiles
        rows = np.flatnonzero(vectors.any(axis=1))
        index.add([profiles[row].id for row in rows], vectors if len(rows) == len(vectors) else vectors[rows])
        return index

    def _on(self, as_of: date) -> DayView:
        context = replace(self._context_on(as_of), attention=self.weights.attention,
                          complements=self.weights.complements)
        return DayView(context, RuleSet(self.rules.in_force(as_of), self.features, context))

    def actor(self, actor: str) -> Profile:
        """Return a stored actor.

        Raises:
            UnknownActor: there is none with this id.
        """
        if actor not in self._rows:
            raise _unknown_actor(actor)
        return self.network.actors[self._rows[actor]]

    def shown_actor(self, actor: str) -> Profile:
        """Return a stored actor that may stand in a list.

        Raises:
            UnknownActor: there is none with this id.
        """
        if actor in self.hidden:
            raise _unknown_actor(actor)
        return self.actor(actor)

    def people_of(self, actor: Profile) -> frozenset[str]:
        """Return whom a stored actor serves: codes of people, or `speakers:` and a language."""
        return self._people.of_row(self._rows[actor.id])

    def features_of(self, profile: Profile) -> Features:
        """Return the features of one profile, stored or not: one row."""
        row = self._row_of(profile)
        if row != UNKNOWN:
            return self.features.take(np.array([row]))
        return self._builder.build([profile], np.array([self._rows.get(profile.id, UNKNOWN)]), self.encoder)

    def _row_of(self, profile: Profile) -> int:
        """Return the row of a profile; UNKNOWN if it is not stored as it is."""
        row = self._rows.get(profile.id, UNKNOWN)
        if row == UNKNOWN:
            return UNKNOWN
        actor = self.network.actors[row]
        return row if actor is profile or actor == profile else UNKNOWN

    def word_similarities(self, single: Features) -> Float64Array:
        """Return the cosines of the words of one actor, stored or not, with those of every stored one, [n]."""
        row, profile = int(single.row[0]), single.profiles[0]
        if row != UNKNOWN and self.network.actors[row] is profile:
            return self.text_index.lexical.similarities_of(row)
        return self.text_index.similarities(search_text(profile, self.vocabularies))

    def rows_of(self, actors: Iterable[str]) -> IntArray:
        """Return the rows of stored actors, in the order given, each once."""
        return np.array(list(dict.fromkeys(self._rows[actor] for actor in actors)), dtype=np.int64)


def _unknown_actor(actor: str) -> UnknownActor:
    return UnknownActor(text("There is no actor “{actor}”.", actor=actor), "",
                        step(Action.SEARCH, "Look for it by a part of its name."))


def _languages(network: Network) -> frozenset[str]:
    return frozenset(code for profile in network.actors for code in profile.languages)


def _check_codes(actors: Iterable[Profile], cooperations: Iterable[Cooperation], vocabularies: Vocabularies) -> None:
    """Refuse records whose codes the vocabularies do not have: no list could be right."""
    places = vocabularies.places
    for profile in actors:
        wishes = (*profile.needs.themes, *profile.offers.themes)
        for vocabulary, codes in (
            (vocabularies.sectors, (profile.sector, *profile.wanted_sectors)),
            (vocabularies.themes, (*profile.themes, *wishes)),
            (places.regions, profile.regions),
            (places.municipalities, profile.municipalities),
        ):
            _demand_known(codes, vocabulary, vocabularies.name, profile.id)
    for item in cooperations:
        _demand_known(item.themes, vocabularies.themes, vocabularies.name, item.title or ", ".join(item.members))


def _demand_known(codes: Iterable[str], vocabulary: Vocabulary, name: str, where: str) -> None:
    unknown = [code for code in codes if code and code not in vocabulary]
    if unknown:
        raise SnapshotRefused(
            text("The vocabulary “{name}” has no {noun} “{code}”.", name=name, noun=vocabulary.noun, code=unknown[0]),
            where, text("Import the records again, or use the vocabulary they were imported with."))
