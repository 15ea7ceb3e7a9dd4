"""Everything needed to answer, opened together: actors, vectors, indexes, weights, rules and their versions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from matcher.context import Context, blocked_pairs
from matcher.errors import SnapshotRefused
from matcher.features import UNKNOWN, BoolArray, FeatureBuilder, Features, IntArray
from matcher.feedback import Feedback
from matcher.past import KEPT_DAYS, Past
from matcher.people import PeopleServed
from matcher.profile_text import search_text
from matcher.rules.applying import RuleSet, RuleSides
from matcher.rules.model import RuleBook
from matcher.single_flight import single_flight
from matcher.spoken import SpokenThemes
from matcher.tally import Tally
from matcher.text_index import TextIndex, says_the_same
from models.arrays import Float64Array
from models.encoders import Encoder
from models.indexes import INDEXES, VectorIndex, open_index
from models.ranker import AdditiveRanker, Weights
from models.registry import choose
from models.rows import NEW, RowChange

# Of what an actor says its weightiest words and beginnings of words lead to others, as many as are usual in looking for
# more like a text (Lucene's MoreLikeThis takes 25): common ones cost most and tell least.
WEIGHTY_WORDS = 32


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

    def __post_init__(self) -> None:
        """Check the name of the index, which is opened late.

        Raises:
            UnknownChoice: there is no index of this name.
        """
        choose("index", self.index, INDEXES)


class Snapshot:
    """A network ready to answer; it never changes once opened.

    Rows are those of the actors in the order of the network as it was opened; who comes in while it is followed stands
    after them, so that nothing that is known of them moves. They are put in order anew when somebody goes.

    Args:
        network: the records.
        parts: what they are answered with.
        progress: called with the number of texts encoded so far.

    Attributes:
        hidden: ids of actors that stand in no list, as they are about to leave.
        places_by_id: [n] the place of each row in the order of the ids.

    Raises:
        SnapshotRefused: the records were made with another vocabulary.
    """

    def __init__(self, network: Network, parts: Parts, progress: Callable[[int], None] | None = None) -> None:
        _check_actors(network.actors, parts.vocabularies)
        _check_cooperations(network.cooperations, parts.vocabularies)
        actors, vocabularies = network.actors, parts.vocabularies
        self._parts = parts
        self.hidden: frozenset[str] = frozenset()
        self.vocabularies = vocabularies
        self.encoder = parts.encoder
        self._reader = single_flight(partial(open_reader, vocabularies))
        self.nearest = open_nearest(vocabularies, parts.encoder)
        self._builder = FeatureBuilder(vocabularies, _languages(actors))
        self.features = self._builder.build(actors, np.arange(len(actors)), self._memory, progress)
        self._rows = _rows(actors)
        self._row_of_each = np.arange(len(actors))
        self.places_by_id = _places_by_id(self._rows)
        self._tally = Tally.of(self.features)
        self._spoken = SpokenThemes(self._rows, actors, vocabularies.themes)
        self._people = PeopleServed(self._reader)
        self._past = Past(self._rows, network.cooperations, self.features, vocabularies)
        self._text_index = single_flight(partial(TextIndex.of, actors, vocabularies))
        self._open(network)
        self._rank_with(parts.rules, parts.weights, RuleSides(parts.rules.rules, actors, vocabularies))

    def follow(self, network: Network) -> Snapshot:
        """Return a snapshot of the network after a change; it answers as one that is opened anew.

        What is known of actors that stayed as they were is taken over, and what is counted over all of them is counted
        on (see `matcher.tally`). It holds nothing of actors that are gone. This one stays as it is, for whoever answers
        from it.

        Raises:
            SnapshotRefused: a record was made with another vocabulary.
        """
        row_of_each, actors, change = self._arrange(network.actors)
        new = [actors[row] for row in change.new.tolist()]
        _check_actors(new, self.vocabularies)
        told = RowChange.between(self.network.cooperations, network.cooperations, lambda _: NEW)
        new_cooperations = [network.cooperations[at] for at in told.new.tolist()]
        _check_cooperations(new_cooperations, self.vocabularies)
        other = copy(self)
        other._row_of_each = row_of_each
        if not change.is_none:
            other._follow_actors(actors, change, new)
        other._past = self._past.follow(other._rows, told, new_cooperations, other.features)
        other._open(network)
        other._rank_with(self.rules, self.weights, self._sides.follow(change, new))
        return other

    def _arrange(self, actors: tuple[Profile, ...]) -> tuple[IntArray, tuple[Profile, ...], RowChange]:
        """Return the row of each actor after a change, the actors row by row, and how these come from those before.

        Where nobody goes, whoever is stored keeps its row.
        """
        seen, count = RowChange.between(self.network.actors, actors, lambda _: NEW), len(self.actors)
        others = seen.new.tolist()
        stays = np.full(len(actors), NEW)  # the row before of each actor that is as it was
        stays[seen.source != NEW] = self._row_of_each[seen.source[seen.source != NEW]]
        rows = stays.copy()
        stays[others] = [self._row_of(actors[at]) for at in others]
        rows[others] = [self._rows.get(actors[at].id, NEW) for at in others]
        come = np.flatnonzero(rows == NEW)
        if len(actors) - len(come) < count:
            return np.arange(len(actors)), actors, RowChange(stays, count)
        rows[come] = np.arange(count, len(actors))
        placed = [*self.actors, *(actors[at] for at in come.tolist())]
        for at in others:
            placed[rows[at]] = actors[at]
        source = np.empty_like(stays)
        source[rows] = stays
        return rows, tuple(placed), RowChange(source, count)

    def _follow_actors(self, actors: tuple[Profile, ...], change: RowChange, new: Sequence[Profile]) -> None:
        """Take the place of the snapshot that this one is a copy of, for other actors, row by row."""
        before = self.actors
        gone = [before[row].id for row in change.gone.tolist()]
        says = self._change_of_words(actors, change)
        if change.adds_only:
            self._rows = {**self._rows, **_rows(new, len(before))}
            self.places_by_id = _places_with(self.places_by_id, actors)
        elif not change.keeps_places or [profile.id for profile in new] != gone:
            self._rows = _rows(actors)
            self.places_by_id = _places_by_id(self._rows)
        features, self.features = self.features, self._features_after(actors, change, new)
        self._tally = self._tally.follow(change, features, self.features)
        self._spoken = self._spoken.follow(self._rows, actors, gone)
        self._people = self._people.follow(gone)
        text_index = self.text_index.follow(tuple(self._rows), actors, says)
        if any(actor not in self._rows for actor in gone):
            text_index = text_index.without_gone()
        self._text_index = lambda: text_index

    def _change_of_words(self, actors: Sequence[Profile], change: RowChange) -> RowChange:
        """Return a change as the words see it, which do not differ by what else differs in an actor."""
        source = change.source.copy()
        for row in change.new.tolist():
            before = self._rows.get(actors[row].id, NEW)
            if before != NEW and says_the_same(self.actors[before], actors[row], self.vocabularies):
                source[row] = before
        return RowChange(source, change.before)

    def _features_after(self, actors: tuple[Profile, ...], change: RowChange, new: Sequence[Profile]) -> Features:
        """Return the features after a change; only languages that somebody works in have a column."""
        rows = np.full(len(new), UNKNOWN)
        features = self.features.follow(change, actors, self._builder.build(new, rows, self._memory))
        languages = self._builder.languages_of(features).union(_languages(new))
        if languages != self._builder.languages:
            self._builder = FeatureBuilder(self.vocabularies, languages)
            features = self._builder.with_own_languages(features)
        return features

    @property
    def actors(self) -> tuple[Profile, ...]:
        """The actors row by row."""
        return self.features.profiles

    @property
    def _memory(self) -> Encoder:
        """What encodes stored profiles."""
        return self._parts.memory or self._parts.encoder

    def _open(self, network: Network) -> None:
        """Make ready what is worked out when it is first asked for.

        None of it knows the snapshot itself: one that nobody asks any more is gone at once, and what is erased with it.
        """
        self.network = network
        self._index = single_flight(partial(_fill, self._parts.index, self.features, self.places_by_id))
        vocabularies, features, rows, past = self.vocabularies, self.features, self._rows, self._past
        blocks, tally, spoken = blocked_pairs(network.blocks), self._tally, self._spoken

        def open_context(as_of: date) -> Context:
            feedback = Feedback.on(network.opinions, network.outcomes, features, rows, as_of)
            return Context(as_of, vocabularies, rows, past.graph_on(as_of), blocks, feedback, tally, features.sector,
                           features.country, spoken, partial(past.projects_on, as_of))

        # A day's context knows nothing of rules and weights: snapshots of the same network share it.
        self._context_on = single_flight(open_context, KEPT_DAYS)

    def _rank_with(self, rules: RuleBook, weights: Weights, sides: RuleSides) -> None:
        self.rules = rules
        self._sides = sides
        self.weights = weights
        self.__dict__.pop("versions", None)  # those of the snapshot this one is a copy of
        self.ranker = AdditiveRanker(weights)
        context_on, features = self._context_on, self.features

        def on(as_of: date) -> DayView:
            context = replace(context_on(as_of), attention=weights.attention, complements=weights.complements)
            return DayView(context, RuleSet(rules.in_force(as_of), sides, features, context))

        self.on = lru_cache(maxsize=KEPT_DAYS)(on)

    @property
    def text_index(self) -> TextIndex:
        """The words of all profiles, made ready when they are first searched."""
        return self._text_index()

    @property
    def index(self) -> VectorIndex:
        """The vectors of all profiles, made ready when they are first searched."""
        return self._index()

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
        other._rank_with(rules, self.weights, RuleSides(rules.rules, self.actors, self.vocabularies))
        return other

    def with_weights(self, weights: Weights) -> Snapshot:
        """Return a snapshot of the same network with other weights; vectors, indexes and days are shared."""
        other = copy(self)
        other._rank_with(self.rules, weights, self._sides)
        return other

    def without_opinions(self) -> Snapshot:
        """Return a snapshot in which nothing counts that actors have said of others, for readers whom it is not told.

        Blocks count as before; vectors and indexes are shared.
        """
        other, context_on = copy(self), self._context_on
        other._context_on = single_flight(lambda day: replace(context_on(day), feedback=Feedback()), KEPT_DAYS)
        other._rank_with(self.rules, self.weights, self._sides)
        return other

    def hiding(self, actors: frozenset[str]) -> Snapshot:
        """Return a snapshot in whose lists some actors do not stand; everything else is shared."""
        other = copy(self)
        other.hidden = actors
        return other

    def mask(self, filters: Filters) -> BoolArray:
        """Return for each actor whether it may stand in a list; shape [n]."""
        mask = filters.mask(self.actors)
        mask[[self._rows[actor] for actor in self.hidden if actor in self._rows]] = False
        return mask

    def shown(self, filters: Filters | None = None) -> tuple[Profile, ...]:
        """Return the actors that may stand in a list, by id."""
        return tuple(compress(self.network.actors, self.mask(filters or Filters())[self._row_of_each]))

    def shown_cooperations(self) -> tuple[Cooperation, ...]:
        """Return the cooperations that may stand in a list, in their order: those of which no member is hidden."""
        return tuple(item for item in self.network.cooperations if self.hidden.isdisjoint(item.members))

    def has_actor(self, actor: str) -> bool:
        """Tell whether an actor is stored."""
        return actor in self._rows

    def actor(self, actor: str) -> Profile:
        """Return a stored actor.

        Raises:
            UnknownActor: there is none with this id.
        """
        if actor not in self._rows:
            raise _unknown_actor(actor)
        return self.actors[self._rows[actor]]

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
        return self._people.of(actor)

    def features_of(self, profile: Profile) -> Features:
        """Return the features of one profile, stored or not: one row."""
        row = self._row_of(profile)
        if row != UNKNOWN:
            return self.features.single(row)
        return self._builder.build([profile], np.array([self._rows.get(profile.id, UNKNOWN)]), self.encoder)

    def _row_of(self, profile: Profile) -> int:
        """Return the row of a profile; UNKNOWN if it is not stored as it is."""
        row = self._rows.get(profile.id, UNKNOWN)
        if row == UNKNOWN:
            return UNKNOWN
        actor = self.actors[row]
        return row if actor is profile or actor == profile else UNKNOWN

    def word_similarities(self, single: Features) -> Float64Array:
        """Return how near the words of every stored actor are to the weightiest ones of one, stored or not; [n]."""
        row, profile = int(single.row[0]), single.profiles[0]
        if row != UNKNOWN and self.actors[row] is profile:
            return self.text_index.lexical.similarities_of(row, WEIGHTY_WORDS)
        return self.text_index.similarities(search_text(profile, self.vocabularies), WEIGHTY_WORDS)

    def by_id(self, rows: IntArray) -> IntArray:
        """Return some rows in the order of the ids."""
        return np.asarray(rows[np.argsort(self.places_by_id[rows])])

    def rows_of(self, actors: Iterable[str]) -> IntArray:
        """Return the rows of stored actors, in the order given, each once."""
        return np.array(list(dict.fromkeys(self._rows[actor] for actor in actors)), dtype=np.int64)


def _unknown_actor(actor: str) -> UnknownActor:
    return UnknownActor(text("There is no actor “{actor}”.", actor=actor), "",
                        step(Action.SEARCH, "Look for it by a part of its name."))


def _languages(actors: Iterable[Profile]) -> frozenset[str]:
    return frozenset(code for profile in actors for code in profile.languages)


def _rows(actors: Sequence[Profile], first: int = 0) -> Mapping[str, int]:
    return {profile.id: row for row, profile in enumerate(actors, first)}


def _places_by_id(rows: Mapping[str, int]) -> IntArray:
    """Return the place of each actor in the order of the ids, which decides among equals; shape [n]."""
    ids = list(rows)
    in_order = sorted(ids)
    if in_order == ids:  # as they come from a store
        return np.arange(len(ids))
    places = np.empty(len(ids), dtype=np.int64)
    places[[rows[actor] for actor in in_order]] = np.arange(len(ids))
    return places


def _places_with(places: IntArray, actors: Sequence[Profile]) -> IntArray:
    """Return the places in the order of the ids of actors of which those that stand first have had these places."""
    rows, count = np.empty_like(places), len(places)
    rows[places] = np.arange(count)
    come = sorted(range(count, len(actors)), key=lambda row: actors[row].id)
    lower = np.array([bisect_left(rows, actors[row].id, key=lambda other: actors[other].id) for row in come])
    after = np.empty(len(actors), dtype=np.int64)
    after[:count] = places + np.searchsorted(lower, places, side="right")
    after[come] = lower + np.arange(len(come))
    return after


def _fill(index: str, features: Features, places: IntArray) -> VectorIndex:
    """Index the profiles that have a vector; one without any text is found by its words, place and rules only.

    Args:
        index: its name.
        features: of n profiles.
        places: the place of each among equally near ones, [n].
    """
    vectors, profiles = features.vectors, features.profiles
    filled = open_index(index, vectors.shape[1])
    order = np.argsort(places)
    rows = order[np.any(vectors, axis=1)[order]]
    is_as_it_stands = np.array_equal(rows, np.arange(len(vectors)))
    filled.add([profiles[row].id for row in rows], vectors if is_as_it_stands else vectors[rows])
    return filled


def _check_actors(actors: Iterable[Profile], vocabularies: Vocabularies) -> None:
    """Refuse actors whose codes the vocabularies do not have: no list could be right."""
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


def _check_cooperations(cooperations: Iterable[Cooperation], vocabularies: Vocabularies) -> None:
    """Refuse cooperations whose themes the vocabularies do not have."""
    for item in cooperations:
        _demand_known(item.themes, vocabularies.themes, vocabularies.name, item.title or ", ".join(item.members))


def _demand_known(codes: Iterable[str], vocabulary: Vocabulary, name: str, where: str) -> None:
    unknown = [code for code in codes if code and code not in vocabulary]
    if unknown:
        raise SnapshotRefused(
            text("The vocabulary “{name}” has no {noun} “{code}”.", name=name, noun=vocabulary.noun, code=unknown[0]),
            where, text("Import the records again, or use the vocabulary they were imported with."))
