"""An import as one write that can be taken back: all of it, as long as nobody has built on it since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Table, select, true

from data.activity.imports import Import, RecordChange
from data.database.tables import (
    ACTORS,
    CONTACTS,
    COOPERATIONS,
    FOLLOWS,
    IDEA_REQUESTS,
    INTRODUCTIONS,
    KEYS,
    RECORDS,
    batches,
)
from data.errors import ImportRefused
from data.governance.audit_log import Signature
from data.records.documents import Record, parse_record
from data.records.keys import actors_in
from data.records.network import Network
from data.records.profiles import Profile
from data.store.kinds import KINDS
from data.store.transactions import Transaction, WriteResult
from data.wording.texts import text

Documents: TypeAlias = "Mapping[Table, Mapping[str, tuple[str, str]]]"
MOST_NAMED = 10
# Kinds of records that everybody may see, so that a refusal may name them.
_PUBLIC = frozenset({ACTORS.name, COOPERATIONS.name})


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        number: by which it can be undone; None if nothing changed.
        result: counts of all kinds of records.
        contacts: how many actors got contact data by it.
        returned: ids of actors that were erased before and come back by it → when they were erased.
    """

    number: int | None
    result: WriteResult
    contacts: int = 0
    returned: Mapping[str, datetime] = field(default_factory=dict)


def import_records(transaction: Transaction, file: str, signature: Signature,
                   write: Callable[[Transaction], WriteResult]) -> Imported:
    """Write records in the transaction, and note what each was before.

    Args:
        transaction: that writes.
        file: name of the list.
        signature: who imports it, and when.
        write: writes the records.
    """
    before = _documents(transaction)
    result = write(transaction)
    changes = list(_changes(before, _documents(transaction)))
    if not changes:
        return Imported(None, result)
    number = transaction.imports.next_number()
    transaction.imports.add(Import(number, signature.at, signature.author, file, result.added, result.changed,
                                   result.removed), changes)
    return Imported(number, result)


def undo_import(transaction: Transaction, number: int, signature: Signature) -> WriteResult:
    """Put back what an import has changed, added or removed.

    Raises:
        UnknownImport: there is none of this number.
        ImportRefused: it was undone before, or records have changed since, or others name what it added.
    """
    entry = transaction.imports.of(number)
    if entry.undone:
        raise ImportRefused(text("The import {number} was undone on {day}.", number=number, day=entry.undone.date()),
                            "", text("There is nothing to take back."))
    changes = transaction.imports.changes(number)
    _demand_unchanged(changes, _documents(transaction))
    added = {table: {change.key for change in changes if change.kind == table.name and change.before is None}
             for table in RECORDS}
    _demand_unused(transaction, added)
    result = transaction.exchange(_network([change for change in changes if change.before is not None]), added)
    transaction.imports.note_undone(number, signature.at)
    return result


def _documents(transaction: Transaction) -> Documents:
    """Return the documents of all records with their digests."""
    return {table: {row.key: (row.document, row.digest) for row in transaction.connection.execute(
        select(table.c.key, table.c.document, table.c.digest).where(table.c.network == transaction.network))}
        for table in RECORDS}


def _changes(before: Documents, after: Documents) -> Iterator[RecordChange]:
    nothing = (None, None)
    for table in RECORDS:
        old, new = before[table], after[table]
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                yield RecordChange(table.name, key, old.get(key, nothing)[0], new.get(key, nothing)[1])


def _demand_unchanged(changes: Collection[RecordChange], now: Documents) -> None:
    digests = {table.name: {key: digest for key, (_, digest) in records.items()} for table, records in now.items()}
    changed = [change for change in changes if digests[change.kind].get(change.key) != change.after]
    if changed:
        names = tuple(change.key for change in changed if change.kind in _PUBLIC)[:MOST_NAMED]
        what = (text("Records have changed since: {names}.", names=names) if names else
                text("What actors say of others has changed since."))
        raise ImportRefused(what, "", text("Change what is wrong one by one: undoing the import would undo that, too."))


def _demand_unused(transaction: Transaction, added: Mapping[Table, Collection[str]]) -> None:
    """Refuse to remove actors that records name which the import did not bring.

    Named are those alone of which everybody may see it: not whom others block, have an opinion of or ask.
    """
    gone, documents = set(added[ACTORS]), _documents(transaction)
    used = {table: {actor for key in documents[table] if key not in added[table]
                    for actor in gone.intersection(actors_in(key))} for table in RECORDS if table is not ACTORS}
    shown = used[COOPERATIONS] | _wholes(transaction, gone)
    if not shown and not any(used.values()) and not _are_engaged(transaction, gone):
        return
    what = (text("Others have to do with these actors since: {names}.", names=tuple(sorted(shown)[:MOST_NAMED]))
            if shown else text("Actors of this import have been used since, by others or by themselves."))
    raise ImportRefused(what, "", text("Remove single actors instead: undoing the import would remove what others say, "
                                       "too."))


def _wholes(transaction: Transaction, actors: Collection[str]) -> set[str]:
    """Return those of some actors that others which stay are part of."""
    units = (parse_record(Profile, document) for key, (document, _) in _documents(transaction)[ACTORS].items()
             if key not in actors)
    return {unit.part_of for unit in units}.intersection(actors)


def _are_engaged(transaction: Transaction, actors: Collection[str]) -> bool:
    """Tell whether some actors have introductions, requests made of ideas, follows, keys, or contacts of their own."""
    uses = (*((table, column, true()) for table in (INTRODUCTIONS, FOLLOWS)
              for column in (table.c.actor, table.c.other)),
            (IDEA_REQUESTS, IDEA_REQUESTS.c.actor, true()), (KEYS, KEYS.c.actor, KEYS.c.revoked.is_(None)),
            (CONTACTS, CONTACTS.c.actor, CONTACTS.c.source == ""))
    return any(transaction.connection.execute(select(column).where(
        table.c.network == transaction.network, column.in_(some), condition).limit(1)).first()
        for some in batches(actors) for table, column, condition in uses)


def _network(changes: Collection[RecordChange]) -> Network:
    """Return the records that were there before."""
    def records(table: Table) -> Iterator[Record]:
        return (parse_record(KINDS[table], change.before) for change in changes
                if change.kind == table.name and change.before is not None)

    return Network(*(tuple(records(table)) for table in RECORDS))  # type: ignore[arg-type]
