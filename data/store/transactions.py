"""Writing to a network within a transaction: only what differs is written, and what changes is counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import TypeAlias
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, func, insert, select, update

from data.activity.events import Event, History
from data.activity.follows import Follows
from data.activity.idempotency import Answers
from data.activity.impressions import ShownLists
from data.database.tables import (
    ACTORS,
    BLOCKS,
    CONTACTS,
    COOPERATIONS,
    ERASURES,
    INTRODUCTIONS,
    NETWORKS,
    OPINIONS,
    OUTCOMES,
    RECORDS,
    batches,
    written,
)
from data.errors import RecordChanged, RecordsRefused, UnknownActor, UnknownCooperation, UnknownOpinion
from data.records.digests import canonical, sum_digests
from data.records.documents import Record, parse_record
from data.records.keys import Said, actors_in, cooperation_key, erased_name, pair_key, short_key
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation, Opinion, Outcome, OutcomeKind
from data.store.differences import Difference, Digests, differ, happened
from data.wording.actions import Action
from data.wording.texts import step, text

# What names actors.
RELATIONS = (COOPERATIONS, BLOCKS, OPINIONS, OUTCOMES)

Given: TypeAlias = "Mapping[Table, Mapping[str, Record]]"

_SAID: Mapping[type[Record], Table] = {Block: BLOCKS, Opinion: OPINIONS, Outcome: OUTCOMES}


@dataclass(frozen=True, slots=True)
class Applied:
    """What a write did, in records of all kinds."""

    added: int
    changed: int
    unchanged: int
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """The state that an actor must be in for a write to happen.

    Attributes:
        digest: of the stored record; “*” for any, empty for one that is not stored.
    """

    digest: str = ""

    def is_met_by(self, found: str) -> bool:
        """Tell whether a stored digest, empty where there is none, is the one expected."""
        return bool(found) if self.digest == "*" else found == self.digest


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was erased of an actor, without a word of it.

    Attributes:
        id: of the receipt.
        erased: when, UTC.
        records: how many records went: the profile, cooperations, blocks, opinions, outcomes, introductions and contact
            data.
        answers: how many remembered answers to writes went: all of the network.
    """

    id: str
    erased: datetime
    records: int
    answers: int


class Transaction:
    """Changes the records of a network in the transaction of a connection.

    Args:
        connection: of a transaction that writes.
        network: the name of a network that is there.
        revision: the network's revision before the transaction.

    Attributes:
        network: the name of the network.
        revision: the network's revision after the transaction, if it changes anything.
    """

    def __init__(self, connection: Connection, network: str, revision: int) -> None:
        self.connection = connection
        self.network = network
        self.revision = revision + 1
        self._began = datetime.now(UTC)
        self._places = count()

    def upsert(self, network: Network) -> Applied:
        """Add the records of a network, or put them in the place of those with the same keys; keep all others.

        Raises:
            UnknownActor: a cooperation or block refers to an actor that is neither stored nor given.
            RecordsRefused: an id stands twice or is empty.
        """
        given = _given(network)
        before = {table: self._digests(table, records) for table, records in given.items()}
        return self._apply(given, before, {})

    def replace(self, network: Network) -> Applied:
        """Put the records of a network in the place of all that are stored.

        Raises:
            UnknownActor: a cooperation or block refers to an actor that is not given.
            RecordsRefused: an id stands twice or is empty.
        """
        given = _given(network)
        before = {table: self._digests(table) for table in given}
        return self._apply(given, before, {table: before[table].keys() - given[table].keys() for table in given})

    def put(self, actor: Profile, expected: Expected | None = None) -> Applied:
        """Add an actor, or change the stored one of its id.

        Raises:
            RecordChanged: it is not in the state that is expected.
            RecordsRefused: the id is empty.
        """
        self._demand(actor.id, expected)
        return self.upsert(Network((actor,)))

    def remove(self, actor: str, expected: Expected | None = None) -> Applied:
        """Remove an actor, with everything that names it.

        Raises:
            UnknownActor: there is none with this id.
            RecordChanged: it is not in the state that is expected.
        """
        if not self._digests(ACTORS, [actor]):
            raise _unknown([actor])
        self._demand(actor, expected)
        before = {table: self._digests(table) for table in RELATIONS}
        removed = {table: [key for key in found if actor in actors_in(key)] for table, found in before.items()}
        before[ACTORS] = self._digests(ACTORS, [actor])
        return self._apply({}, before, {**removed, ACTORS: [actor]})

    def erase(self, actor: str, now: datetime, expected: Expected | None = None) -> Receipt:
        """Remove an actor and everything that tells of it, and note that it was erased.

        One that was erased before gets the receipt of then: an answer can be lost on the way.

        Raises:
            UnknownActor: there is none with this id.
            RecordChanged: it is not in the state that is expected.
        """
        if not self._digests(ACTORS, [actor]):
            return self._receipt(actor)
        removed = self._bound(actor) + self.remove(actor, expected).removed
        # All of them: whom an answer tells of cannot be seen from it, and none is kept for long.
        forgotten = Answers(self.connection, self.network).forget_all()
        receipt = Receipt(uuid4().hex, now, removed, forgotten)
        self.connection.execute(delete(ERASURES).where(*self._erasure(actor)))
        self.connection.execute(insert(ERASURES).values(
            network=self.network, actor=erased_name(actor), receipt=receipt.id, erased=written(now)))
        return receipt

    def _bound(self, actor: str) -> int:
        """Return how many introductions and contact data go with an actor."""
        named = ((CONTACTS, CONTACTS.c.actor == actor),
                 (INTRODUCTIONS, (INTRODUCTIONS.c.actor == actor) | (INTRODUCTIONS.c.other == actor)))
        return sum(self.connection.execute(select(func.count()).select_from(table).where(
            table.c.network == self.network, condition)).scalar_one() for table, condition in named)

    def erase_again(self, erased: Collection[str]) -> int:
        """Remove the actors that were erased once, given as in `ERASURES`; return how many there were."""
        found = [actor for actor in self.actor_ids() if erased_name(actor) in erased]
        for actor in found:
            self.remove(actor)
        return len(found)

    def _receipt(self, actor: str) -> Receipt:
        """Return the receipt of an actor that was erased before."""
        found = self.connection.execute(select(ERASURES).where(*self._erasure(actor))).one_or_none()
        if found is None:
            raise _unknown([actor])
        return Receipt(found.receipt, datetime.fromisoformat(found.erased), 0, 0)

    def _erasure(self, actor: str) -> tuple[ColumnElement[bool], ...]:
        return ERASURES.c.network == self.network, ERASURES.c.actor == erased_name(actor)

    def put_cooperation(self, cooperation: Cooperation) -> Applied:
        """Add a cooperation, or change the stored one of the same members, title and first day.

        Raises:
            UnknownActor: a member is not stored.
        """
        return self.upsert(Network((), (cooperation,)))

    def remove_cooperation(self, wanted: str) -> Applied:
        """Remove a cooperation.

        Args:
            wanted: its `cooperation_id`.

        Raises:
            UnknownCooperation: there is none.
        """
        before = self._digests(COOPERATIONS)
        found = [key for key in before if short_key(key) == wanted]
        if not found:
            raise UnknownCooperation(text("There is no cooperation “{cooperation}”.", cooperation=wanted), "",
                                     step(Action.LIST_COOPERATIONS, "Look at the list of cooperations."))
        return self._apply({}, {COOPERATIONS: before}, {COOPERATIONS: found})

    def say(self, record: Block | Opinion) -> Applied:
        """Add what an actor says of another one, or put it in the place of what it said before.

        Raises:
            UnknownActor: one of the two is not stored.
        """
        return self.upsert(Network(blocks=(record,)) if isinstance(record, Block) else Network(opinions=(record,)))

    def take_back(self, record: Said) -> Applied:
        """Remove what an actor has said of another one; of the record only the two actors matter.

        Raises:
            UnknownOpinion: it has said nothing of the kind.
        """
        table, key = _SAID[type(record)], pair_key(record)
        before = self._digests(table, [key])
        if not before:
            raise UnknownOpinion(text("“{actor}” has said nothing of the kind of “{other}”.", actor=record.actor,
                                      other=record.other), "", text("There is nothing to take back."))
        return self._apply({}, {table: before}, {table: [key]})

    def actor(self, key: str) -> Profile:
        """Return a stored actor.

        Raises:
            UnknownActor: there is none with this id.
        """
        found = self._document(ACTORS, key)
        if found is None:
            raise _unknown([key])
        return parse_record(Profile, found)

    def cooperation_like(self, wanted: Cooperation) -> Cooperation | None:
        """Return the stored cooperation of the same members, title and first day; None if there is none."""
        found = self._document(COOPERATIONS, cooperation_key(wanted))
        return None if found is None else parse_record(Cooperation, found)

    def outcome(self, actor: str, other: str) -> Outcome | None:
        """Return what an actor has told of its contact with another one; None for nothing."""
        found = self._document(OUTCOMES, pair_key(Outcome(actor, other, OutcomeKind.MET)))
        return None if found is None else parse_record(Outcome, found)

    def _document(self, table: Table, key: str) -> str | None:
        found: str | None = self.connection.execute(select(table.c.document).where(
            table.c.network == self.network, table.c.key == key)).scalar()
        return found

    def actor_ids(self) -> frozenset[str]:
        """Return the ids of the stored actors."""
        return frozenset(self._digests(ACTORS))

    def revisions(self, ids: Iterable[str]) -> dict[str, int]:
        """Return for those of some ids that stored actors have which revision wrote them last."""
        here = select(ACTORS.c.key, ACTORS.c.revision).where(ACTORS.c.network == self.network)
        return {row.key: row.revision for some in batches(sorted(ids))
                for row in self.connection.execute(here.where(ACTORS.c.key.in_(some)))}

    def effects(self, network: Network) -> dict[str, str]:
        """Return what `upsert` would do to each record, by its key: “added”, “changed” or “unchanged”."""
        differences = [differ(table, records, self._digests(table, records), ())
                       for table, records in _given(network).items()]
        return {key: effect for found in differences for effect in ("added", "changed", "unchanged")
                for key in getattr(found, effect)}

    def _demand(self, actor: str, expected: Expected | None) -> None:
        if expected is None:
            return
        found = self._digests(ACTORS, [actor]).get(actor, "")
        if not expected.is_met_by(found):
            what = (text("There is an actor “{actor}” already.", actor=actor) if not expected.digest
                    else text("The actor “{actor}” has changed in the meantime, or is gone.", actor=actor))
            raise RecordChanged(what, "", text("Read it again, and decide what shall become of it."))

    def _apply(self, given: Given, before: Mapping[Table, Digests],
               removed: Mapping[Table, Collection[str]]) -> Applied:
        """Write what differs from the digests `before` of the records concerned."""
        self._check_references(given, removed.get(ACTORS, ()))
        differences = [differ(table, given.get(table, {}), before.get(table, {}), removed.get(table, ()))
                       for table in RECORDS]
        for found in differences:
            self._write(found)
        if any(found.added or found.changed or found.removed for found in differences):
            self._count(differences)
            self._note(differences)
        return Applied(*(sum(map(len, kind)) for kind in zip(*(
            (found.added, found.changed, found.unchanged, found.removed) for found in differences), strict=True)))

    def _write(self, found: Difference) -> None:
        table, named = found.table, {"network": self.network}
        here = (table.c.network == self.network, table.c.key == bindparam("at"))
        for statement, rows in (
            (insert(table), [{**named, "key": key, **self._values(found, key)} for key in found.added]),
            (update(table).where(*here), [{"at": key, **self._values(found, key)} for key in found.changed]),
            (delete(table).where(*here), [{"at": key} for key in found.removed]),
        ):
            if rows:
                self.connection.execute(statement, rows)

    def _values(self, found: Difference, key: str) -> dict[str, object]:
        return {"document": canonical(found.records[key]), "digest": found.after[key], "revision": self.revision}

    def _count(self, differences: Sequence[Difference]) -> None:
        here = NETWORKS.c.name == self.network
        new = [found.after[key] for found in differences for key in (*found.added, *found.changed)]
        old = [found.before[key] for found in differences for key in (*found.changed, *found.removed)]
        total = self.connection.execute(select(NETWORKS.c.version).where(here)).scalar_one()
        self.connection.execute(update(NETWORKS).where(here).values(
            version=sum_digests(new, old, total), revision=self.revision))

    def _note(self, differences: Sequence[Difference]) -> None:
        """Note what happens, and forget what tells of actors and cooperations that are gone."""
        removed = {found.table: found.removed for found in differences}
        gone, history = frozenset(removed[ACTORS]), History(self.connection, self.network)
        for kept in (history, Follows(self.connection, self.network), ShownLists(self.connection, self.network)):
            if gone:
                kept.forget_actors(gone)
        history.forget_cooperations([short_key(key) for key in removed[COOPERATIONS]])
        history.note(Event(self.revision, next(self._places), self._began, *event) for found in differences
                     for event in happened(found) if gone.isdisjoint(event[1:3]))

    def _check_references(self, given: Given, removed: Collection[str]) -> None:
        named = {actor for table in RELATIONS for key in given.get(table, ())
                 for actor in actors_in(key)}
        missing = named - given.get(ACTORS, {}).keys()
        missing -= self._digests(ACTORS, sorted(missing)).keys() - set(removed)
        if missing:
            raise _unknown(sorted(missing))

    def _digests(self, table: Table, keys: Iterable[str] | None = None) -> dict[str, str]:
        """Return the digests of stored records, all or those with some keys."""
        mine = select(table.c.key, table.c.digest).where(table.c.network == self.network)
        if keys is None:
            return {row.key: row.digest for row in self.connection.execute(mine)}
        return {row.key: row.digest for some in batches(keys)
                for row in self.connection.execute(mine.where(table.c.key.in_(some)))}


def _given(network: Network) -> Given:
    actors = {actor.id: actor for actor in network.actors}
    if len(actors) < len(network.actors) or "" in actors:
        raise RecordsRefused((), text("An actor has no id, or the id of another one."), "",
                             text("Give each actor an id of its own."))
    return {ACTORS: actors, COOPERATIONS: {cooperation_key(item): item for item in network.cooperations},
            BLOCKS: {pair_key(block): block for block in network.blocks},
            OPINIONS: {pair_key(opinion): opinion for opinion in network.opinions},
            OUTCOMES: {pair_key(outcome): outcome for outcome in network.outcomes}}


def _unknown(ids: Sequence[str]) -> UnknownActor:
    return UnknownActor(text("There are no such actors: {ids}.", ids=tuple(ids[:10])), "",
                        text("Import the actors first, or correct the ids."))
