"""An import as one write that can be taken back: all of it, as long as nobody has built on it since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Table, select

from data.activity.imports import Import, RecordChange
from data.database.tables import ACTORS, INTRODUCTIONS, RECORDS, batches
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


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        number: by which it can be undone; None if nothing changed.
        result: counts of all kinds of records.
    """

    number: int | None
    result: WriteResult


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
    changed = [change.key for change in changes if digests[change.kind].get(change.key) != change.after]
    if changed:
        raise ImportRefused(text("Records have changed since: {names}.", names=tuple(changed[:MOST_NAMED])), "",
                            text("Change what is wrong one by one: undoing the import would undo that, too."))


def _demand_unused(transaction: Transaction, added: Mapping[Table, Collection[str]]) -> None:
    """Refuse to remove actors that records name which the import did not bring."""
    gone = set(added[ACTORS])
    others = {actor for table, records in _documents(transaction).items() if table is not ACTORS
              for key in records if key not in added[table] for actor in gone.intersection(actors_in(key))}
    others |= _introduced(transaction, gone) | _wholes(transaction, gone)
    if others:
        raise ImportRefused(
            text("Others have to do with these actors since: {names}.", names=tuple(sorted(others)[:MOST_NAMED])), "",
            text("Remove single actors instead: undoing the import would remove what others say, too."))


def _wholes(transaction: Transaction, actors: Collection[str]) -> set[str]:
    """Return those of some actors that others which stay are part of."""
    units = (parse_record(Profile, document) for key, (document, _) in _documents(transaction)[ACTORS].items()
             if key not in actors)
    return {unit.part_of for unit in units}.intersection(actors)


def _introduced(transaction: Transaction, actors: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in batches(actors):
        for row in transaction.connection.execute(select(INTRODUCTIONS.c.actor, INTRODUCTIONS.c.other).where(
                INTRODUCTIONS.c.network == transaction.network,
                INTRODUCTIONS.c.actor.in_(some) | INTRODUCTIONS.c.other.in_(some))):
            found |= {row.actor, row.other}.intersection(actors)
    return found


def _network(changes: Collection[RecordChange]) -> Network:
    """Return the records that were there before."""
    def records(table: Table) -> Iterator[Record]:
        return (parse_record(KINDS[table], change.before) for change in changes
                if change.kind == table.name and change.before is not None)

    return Network(*(tuple(records(table)) for table in RECORDS))  # type: ignore[arg-type]
