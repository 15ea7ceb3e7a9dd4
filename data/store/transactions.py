"""Writing to a network within a transaction: only what differs is written, and what changes is counted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count, islice
from typing import Any, TypeAlias
from uuid import uuid4

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from data.activity.events import Event, EventKind
from data.database.letters import is_beyond_ascii
from data.database.sweeps import note_removal
from data.database.tables import (
    ACTORS,
    BLOCKS,
    CONTACTS,
    COOPERATIONS,
    IDEA_REQUESTS,
    INTRODUCTIONS,
    NETWORKS,
    OPINIONS,
    OUTCOMES,
    RECORDS,
    batches,
)
from data.errors import Problem, RecordChanged, RecordsRefused, UnknownActor, UnknownCooperation, UnknownOpinion
from data.governance.rehearsals import StoredRehearsals
from data.records.digests import canonical, sum_digests
from data.records.documents import Record, parse_record
from data.records.erased_names import ErasedNames
from data.records.keys import Statement, actors_in, cooperation_key, pair_key, short_key
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation, Opinion, Outcome, OutcomeKind
from data.store.differences import Difference, Digests, differ, events_of
from data.store.erasures import Receipt
from data.store.sessions import Session
from data.tenancy.api_keys import end_keys_of
from data.wording.actions import Action
from data.wording.look_alikes import look, look_alikes
from data.wording.texts import step, text

# What becomes of records that are given.
EFFECTS = ("added", "changed", "unchanged")
# So many ids that look like others are told at once.
MOST_ALIKE = 100
# What names actors.
RELATIONS = (COOPERATIONS, BLOCKS, OPINIONS, OUTCOMES)

RecordsByTable: TypeAlias = "Mapping[Table, Mapping[str, Record]]"


class _Statements:
    """The statements that read and write the records of a table: made once, as making them takes longer than doing."""

    def __init__(self, table: Table) -> None:
        network: BindParameter[str] = bindparam("at_network")
        key: BindParameter[str] = bindparam("at")
        keys: BindParameter[list[str]] = bindparam("keys", expanding=True)
        mine, here = table.c.network == network, table.c.key == key
        self.digests = select(table.c.key, table.c.digest).where(mine)
        self.digests_of = self.digests.where(table.c.key.in_(keys))
        self.document = select(table.c.document).where(mine, here)
        self.add = insert(table).values(network=network, key=key)
        self.change = update(table).where(mine, here)
        self.remove = delete(table).where(mine, here)


_STATEMENTS: Mapping[Table, _Statements] = {table: _Statements(table) for table in RECORDS}
_NETWORK: ColumnElement[bool] = NETWORKS.c.name == bindparam("at_network")
_TOTAL, _COUNT = select(NETWORKS.c.version).where(_NETWORK), update(NETWORKS).where(_NETWORK)
_STATEMENT_TABLES: Mapping[type[Record], Table] = {Block: BLOCKS, Opinion: OPINIONS, Outcome: OUTCOMES}


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What a write did, in records of all kinds.

    Attributes:
        added, changed, unchanged, removed: how many records.
        effects: key of each record that was given → which of `EFFECTS` the write had on it.
    """

    added: int
    changed: int
    unchanged: int
    removed: int = 0
    effects: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Expected:
    """The state that an actor must be in for a write to happen.

    Attributes:
        digests: of which that of the stored record must be one; the empty one is of an actor that is not stored.
        differs: whether it must be none of them instead.
    """

    digests: frozenset[str] = frozenset({""})
    differs: bool = False

    def is_met_by(self, digest: str) -> bool:
        """Tell whether a stored digest, empty where there is none, is the one expected."""
        return (digest in self.digests) != self.differs


class Transaction(Session):
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
        super().__init__(connection, network)
        self.revision = revision + 1
        self._began = datetime.now(UTC)
        self._places = count()

    def upsert(self, network: Network) -> WriteResult:
        """Add the records of a network, or put them in the place of those with the same keys; keep all others.

        Raises:
            UnknownActor: a cooperation or block refers to an actor that is neither stored nor given.
            RecordsRefused: an id stands twice or is empty.
        """
        by_table = _by_table(network)
        before = {table: self._digests(table, records) for table, records in by_table.items()}
        return self._apply(by_table, before, {})

    def replace(self, network: Network) -> WriteResult:
        """Put the records of a network in the place of all that are stored.

        Raises:
            UnknownActor: a cooperation or block refers to an actor that is not given.
            RecordsRefused: an id stands twice or is empty.
        """
        by_table = _by_table(network)
        before = {table: self._digests(table) for table in by_table}
        removals = {table: before[table].keys() - by_table[table].keys() for table in by_table}
        if removals[ACTORS]:
            note_removal(self.connection, self.network)
        return self._apply(by_table, before, removals)

    def exchange(self, network: Network, removals: Mapping[Table, Collection[str]]) -> WriteResult:
        """Add or change the records of a network, and remove others, given by their keys.

        Raises:
            UnknownActor: a cooperation or block refers to an actor that is neither stored nor given.
        """
        by_table = _by_table(network)
        before = {table: self._digests(table, [*records, *removals.get(table, ())])
                  for table, records in by_table.items()}
        if removals.get(ACTORS):
            note_removal(self.connection, self.network)
        return self._apply(by_table, before, removals)

    def put(self, actor: Profile, expected: Expected | None = None) -> WriteResult:
        """Add an actor, or change the stored one of its id.

        Raises:
            RecordChanged: it is not in the state that is expected.
            RecordsRefused: the id is empty.
        """
        self.demand(actor.id, expected)
        return self.upsert(Network((actor,)))

    def remove(self, actor: str, expected: Expected | None = None) -> WriteResult:
        """Remove an actor, with everything that names it; its units stay and are part of nothing.

        Raises:
            UnknownActor: there is none with this id.
            RecordChanged: it is not in the state that is expected.
        """
        if not self._digests(ACTORS, [actor]):
            raise unknown_actors([actor])
        self.demand(actor, expected)
        before = {table: self._digests(table) for table in RELATIONS}
        removals = {table: [key for key in digests if actor in actors_in(key)] for table, digests in before.items()}
        units = {unit.id: replace(unit, part_of="") for unit in self.units(actor)}
        before[ACTORS] = self._digests(ACTORS, [actor, *units])
        return self._apply({ACTORS: units}, before, {**removals, ACTORS: [actor]})

    def units(self, actor: str) -> Iterator[Profile]:
        """Yield the stored actors that are part of another one."""
        # Within a text of a document the quotation marks would be escaped.
        words = json.dumps({"part_of": actor}, ensure_ascii=False)[1:-1]
        for document in self.connection.execute(select(ACTORS.c.document).where(
                ACTORS.c.network == self.network, ACTORS.c.document.contains(words, autoescape=True))).scalars():
            yield parse_record(Profile, document)

    def erase(self, actor: str, names: ErasedNames, now: datetime, expected: Expected | None = None) -> Receipt:
        """Remove an actor and everything that tells of it, and note that it was erased, and has to be swept.

        One that was erased before gets the receipt of then: an answer can be lost on the way.

        Args:
            actor: its id.
            names: made with a key.
            now: UTC.
            expected: the state it must be in.

        Raises:
            UnknownActor: there is none with this id.
            RecordChanged: it is not in the state that is expected.
        """
        is_stored, earlier = bool(self._digests(ACTORS, [actor])), self.aliases.of(actor)
        # Imports may know one that another import has removed.
        count = (self._bound(actor) + self.remove(actor, expected).removed if is_stored
                 else self.imports.forget_actors([actor]))
        if not count:
            return self._receipt(actor, names)
        # All of them: whom an answer tells of cannot be seen from it, and none is kept for long.
        answers = self.replies.forget_all()
        receipt = Receipt(uuid4().hex, now, count, answers)
        # A backup from before it was merged has it under its earlier ids.
        self.erasures.note((actor, *earlier), names, receipt)
        return receipt

    def _bound(self, actor: str) -> int:
        """Return how many introductions, requests and contact data go with an actor."""
        conditions = ((CONTACTS, CONTACTS.c.actor == actor), (IDEA_REQUESTS, IDEA_REQUESTS.c.actor == actor),
                      (INTRODUCTIONS, (INTRODUCTIONS.c.actor == actor) | (INTRODUCTIONS.c.other == actor)))
        return sum(self.connection.execute(select(func.count()).select_from(table).where(
            table.c.network == self.network, condition)).scalar_one() for table, condition in conditions)

    def erase_again(self, erased: Collection[str], names: ErasedNames) -> int:
        """Remove the actors that were erased once, given by the names in `ERASURES`; return how many there were."""
        known, stored = frozenset(erased), self.actor_ids()
        ids = [actor for actor in stored | self.imports.actors() if known & names.all_of(actor)] if known else []
        for actor in stored.intersection(ids):
            self.remove(actor)
        self.imports.forget_actors(ids)
        if ids:
            note_removal(self.connection, self.network)
        return len(ids)

    def _receipt(self, actor: str, names: ErasedNames) -> Receipt:
        """Return the receipt of an actor that was erased before."""
        receipt = self.erasures.of_actor(actor, names)
        if receipt is None:
            raise unknown_actors([actor])
        return receipt

    def note(self, kind: EventKind, actor: str, other: str, document: Mapping[str, Any]) -> None:
        """Note something that happens besides the records; the write counts as one, so that all have an order.

        Args:
            kind: what it is.
            actor, other: ids of who does it, and to whom.
            document: JSON values without words.
        """
        self.connection.execute(update(NETWORKS).where(NETWORKS.c.name == self.network).values(revision=self.revision))
        self.events.note([Event(self.revision, next(self._places), self._began, kind, actor, other, document)])

    def put_cooperation(self, cooperation: Cooperation) -> WriteResult:
        """Add a cooperation, or change the stored one of the same members, title and first day.

        Raises:
            UnknownActor: a member is not stored.
        """
        return self.upsert(Network((), (cooperation,)))

    def remove_cooperation(self, cooperation: str) -> WriteResult:
        """Remove a cooperation.

        Args:
            cooperation: its `cooperation_id`.

        Raises:
            UnknownCooperation: there is none.
        """
        before = self._digests(COOPERATIONS)
        keys = [key for key in before if short_key(key) == cooperation]
        if not keys:
            raise UnknownCooperation(text("There is no cooperation “{cooperation}”.", cooperation=cooperation), "",
                                     step(Action.LIST_COOPERATIONS, "Look at the list of cooperations."))
        return self._apply({}, {COOPERATIONS: before}, {COOPERATIONS: keys})

    def say(self, record: Block | Opinion) -> WriteResult:
        """Add what an actor says of another one, or put it in the place of what it said before.

        Raises:
            UnknownActor: one of the two is not stored.
        """
        return self.upsert(Network(blocks=(record,)) if isinstance(record, Block) else Network(opinions=(record,)))

    def take_back(self, record: Statement) -> WriteResult:
        """Remove what an actor has said of another one; of the record only the two actors matter.

        Raises:
            UnknownOpinion: it has said nothing of the kind.
        """
        table, key = _STATEMENT_TABLES[type(record)], pair_key(record)
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
        document = self._document(ACTORS, key)
        if document is None:
            raise unknown_actors([key])
        return parse_record(Profile, document)

    def cooperation_like(self, cooperation: Cooperation) -> Cooperation | None:
        """Return the stored cooperation of the same members, title and first day; None if there is none."""
        document = self._document(COOPERATIONS, cooperation_key(cooperation))
        return None if document is None else parse_record(Cooperation, document)

    def outcome(self, actor: str, other: str) -> Outcome | None:
        """Return what an actor has told of its contact with another one; None for nothing."""
        document = self._document(OUTCOMES, pair_key(Outcome(actor, other, OutcomeKind.MET)))
        return None if document is None else parse_record(Outcome, document)

    def _document(self, table: Table, key: str) -> str | None:
        document: str | None = self.connection.execute(_STATEMENTS[table].document, self._place(key)).scalar()
        return document

    def demand(self, actor: str, expected: Expected | None) -> None:
        """Refuse to go on if an actor is not in the state that is expected, whatever state if none is.

        Raises:
            RecordChanged: it is not.
        """
        if expected is None:
            return
        digest = self._digests(ACTORS, [actor]).get(actor, "")
        if not expected.is_met_by(digest):
            what = (text("There is an actor “{actor}” already.", actor=actor) if expected == Expected()
                    else text("The actor “{actor}” has changed in the meantime, or is gone.", actor=actor))
            raise RecordChanged(what, "", text("Read it again, and decide what shall become of it."))

    def _apply(self, by_table: RecordsByTable, before: Mapping[Table, Digests],
               removals: Mapping[Table, Collection[str]]) -> WriteResult:
        """Write what differs from the digests `before` of the records concerned, and note what happens."""
        differences = self._store(by_table, before, removals)
        if any(difference.added or difference.changed or difference.removed for difference in differences):
            self._note(differences)
        return _result(differences)

    def rewrite(self, network: Network, removals: Mapping[Table, Collection[str]]) -> WriteResult:
        """Exchange records as `exchange` does, where nothing happens that is to be noted: they say it in other words.

        Raises:
            UnknownActor: a record refers to an actor that is neither stored nor given.
        """
        by_table = _by_table(network)
        before = {table: self._digests(table, [*records, *removals.get(table, ())])
                  for table, records in by_table.items()}
        return _result(self._store(by_table, before, removals))

    def _store(self, by_table: RecordsByTable, before: Mapping[Table, Digests],
               removals: Mapping[Table, Collection[str]]) -> Sequence[Difference]:
        self._check_references(by_table, removals.get(ACTORS, ()))
        differences = [differ(table, by_table.get(table, {}), before.get(table, {}), removals.get(table, ()))
                       for table in RECORDS]
        self._demand_distinct(differences)
        for difference in differences:
            self._write(difference)
        if any(difference.added or difference.changed or difference.removed for difference in differences):
            self._count(differences)
        return differences

    def _write(self, difference: Difference) -> None:
        statements = _STATEMENTS[difference.table]
        for statement, keys in ((statements.add, difference.added), (statements.change, difference.changed)):
            rows = [{**self._place(key), **self._values(difference, key)} for key in keys]
            if rows:
                self.connection.execute(statement, rows)
        gone = [self._place(key) for key in difference.removed]
        if gone:
            self.connection.execute(statements.remove, gone)

    def _place(self, key: str) -> dict[str, object]:
        return {"at_network": self.network, "at": key}

    def _values(self, difference: Difference, key: str) -> dict[str, object]:
        return {"document": canonical(difference.records[key]), "digest": difference.after[key],
                "revision": self.revision}

    def _count(self, differences: Sequence[Difference]) -> None:
        new = [difference.after[key] for difference in differences
               for key in (*difference.added, *difference.changed)]
        old = [difference.before[key] for difference in differences
               for key in (*difference.changed, *difference.removed)]
        here = {"at_network": self.network}
        total = self.connection.execute(_TOTAL, here).scalar_one()
        self.connection.execute(_COUNT, {**here, "version": sum_digests(new, old, total), "revision": self.revision})

    def _note(self, differences: Sequence[Difference]) -> None:
        """Note what happens, and forget what tells of actors and cooperations that are gone."""
        removals = {difference.table: difference.removed for difference in differences}
        actors = frozenset(removals[ACTORS])
        if actors:
            for activity in (self.events, self.follows, self.impressions, self.imports):
                activity.forget_actors(actors)
            StoredRehearsals(self.connection, self.network).forget_all()
            end_keys_of(self.connection, self.network, actors, self._began)
        self.events.forget_cooperations([short_key(key) for key in removals[COOPERATIONS]])
        self.events.note(Event(self.revision, next(self._places), self._began, *event) for difference in differences
                     for event in events_of(difference) if actors.isdisjoint(event[1:3]))

    def _demand_distinct(self, differences: Sequence[Difference]) -> None:
        """Refuse new actors whose ids people cannot tell from those of others; ids that are stored stay."""
        actors = next(difference for difference in differences if difference.table is ACTORS)
        if not actors.added:
            return
        removed = frozenset(actors.removed)
        aliases = {alias for alias, actor in self.aliases.all().items() if actor not in removed}
        repeated = sorted(aliases.intersection(actors.added))
        if repeated:
            raise _earlier(self.aliases.among(repeated))
        alike = look_alikes(actors.added, (self._ids_like(actors.added) - removed) | aliases)
        if alike:
            problems = tuple(Problem("", 0, "id", text("The id “{id}” looks like “{other}”.", id=new, other=others[0]),
                                     text("Use the id that is there, or one that people can tell from it."))
                             for new, others in islice(alike.items(), MOST_ALIKE))
            raise RecordsRefused(problems, text("Ids of actors cannot be told apart: nothing was stored."), "",
                                 text("Correct what is listed."))

    def _ids_like(self, ids: Iterable[str]) -> frozenset[str]:
        """Return the ids of stored actors of which one may look like one of some: all that do are among them.

        Ids in ASCII look alike where they differ in case only, which the database can tell; of others it tells nothing.
        """
        key, looks = ACTORS.c.key, sorted({look(word) for word in ids})
        others = is_beyond_ascii(key, self.connection.dialect.name)
        here = select(key).where(ACTORS.c.network == self.network)
        return frozenset(word for some in batches(looks) for word in self.connection.execute(
            here.where(or_(func.lower(key).in_(some), others))).scalars())

    def _check_references(self, by_table: RecordsByTable, removals: Collection[str]) -> None:
        actors = {actor for table in RELATIONS for key in by_table.get(table, ())
                  for actor in actors_in(key)}
        actors |= {record.part_of for record in by_table.get(ACTORS, {}).values()
                   if isinstance(record, Profile) and record.part_of}
        missing = actors - by_table.get(ACTORS, {}).keys()
        missing -= self._digests(ACTORS, sorted(missing)).keys() - set(removals)
        if missing:
            raise unknown_actors(sorted(missing))

    def _digests(self, table: Table, keys: Iterable[str] | None = None) -> dict[str, str]:
        """Return the digests of stored records, all or those with some keys."""
        statements, here = _STATEMENTS[table], {"at_network": self.network}
        if keys is None:
            return {row.key: row.digest for row in self.connection.execute(statements.digests, here)}
        return {row.key: row.digest for some in batches(keys)
                for row in self.connection.execute(statements.digests_of, {**here, "keys": some})}


def _result(differences: Sequence[Difference]) -> WriteResult:
    effects = {key: effect for difference in differences for effect in EFFECTS for key in getattr(difference, effect)}
    # A block and an opinion of the same two have the same key: each counts.
    added, changed, unchanged, removed = (sum(len(getattr(difference, effect)) for difference in differences)
                                          for effect in (*EFFECTS, "removed"))
    return WriteResult(added, changed, unchanged, removed, effects)


def _by_table(network: Network) -> RecordsByTable:
    actors = {actor.id: actor for actor in network.actors}
    if len(actors) < len(network.actors) or "" in actors:
        raise RecordsRefused((), text("An actor has no id, or the id of another one."), "",
                             text("Give each actor an id of its own."))
    return {ACTORS: actors, COOPERATIONS: {cooperation_key(item): item for item in network.cooperations},
            BLOCKS: {pair_key(block): block for block in network.blocks},
            OPINIONS: {pair_key(opinion): opinion for opinion in network.opinions},
            OUTCOMES: {pair_key(outcome): outcome for outcome in network.outcomes}}


def _earlier(aliases: Mapping[str, str]) -> RecordsRefused:
    problems = tuple(Problem("", 0, "id", text("The id “{id}” leads to the actor “{actor}”, with which it was merged.",
                                               id=alias, actor=actor), text("Write {id}.", id=actor))
                     for alias, actor in islice(aliases.items(), MOST_ALIKE))
    return RecordsRefused(problems, text("Earlier ids of actors cannot be given to others: nothing was stored."), "",
                          text("Correct what is listed."))


def unknown_actors(ids: Sequence[str]) -> UnknownActor:
    """Return the error that says that there are no actors of some ids."""
    return UnknownActor(text("There are no such actors: {ids}.", ids=tuple(ids[:10])), "",
                        text("Import the actors first, or correct the ids."))
