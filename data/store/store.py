"""The store of one network: its records, read as a whole or as what has changed, and written in transactions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, Connection, bindparam, func, literal, select, union_all

from data.activity.planned_erasures import PlannedErasures
from data.database.connection import Database
from data.database.tables import NETWORKS
from data.errors import StoreRefused
from data.governance.audit_log import Signature, append
from data.governance.configuration_log import InUse, news_of
from data.governance.rule_sets import OF_THE_FILE, RuleSets, RuleText, rules_in_use
from data.records.digests import digest, digest_of, shorten, sum_digests
from data.records.documents import Record, parse_record
from data.records.network import Network
from data.store.kinds import KINDS
from data.store.known import KnownRecords
from data.store.sessions import Session
from data.store.transactions import Transaction, WriteResult
from data.tenancy.networks import unknown_network
from data.wording.texts import text

DEFAULT = "default"

Records: TypeAlias = "Mapping[str, KnownRecords]"

_KINDS: Mapping[str, type[Record]] = {table.name: kind for table, kind in KINDS.items()}
_HERE: BindParameter[str] = bindparam("network")
_SINCE: BindParameter[int] = bindparam("revision")
_HEAD = select(NETWORKS).where(NETWORKS.c.name == _HERE)
# The records of all tables that were written since a revision, and how many there are in each: one statement for all.
_CHANGES = union_all(*(
    select(literal(table.name).label("kind"), table.c.key, table.c.document, table.c.digest)
    .where(table.c.network == _HERE, table.c.revision > _SINCE) for table in KINDS))
_COUNTS = select(*(
    select(func.count()).select_from(table).where(table.c.network == _HERE).scalar_subquery().label(table.name)
    for table in KINDS))


@dataclass(frozen=True)
class StoredState:
    """What a network held when it was read.

    Attributes:
        network_id: tells the network from others that have had its name.
        revision: how many writes had changed it.
        total: the sum of the digests of all records.
        records: those of each table, by its name.
        rules: the stored rules in use; None for those of the file.
        leaving: ids of the actors that are to be erased, and of which lists say nothing.
    """

    network_id: str = ""
    revision: int = 0
    total: str = sum_digests(())
    records: Records = field(default_factory=lambda: {table.name: KnownRecords() for table in KINDS})
    rules: RuleText | None = None
    leaving: frozenset[str] = frozenset()

    @cached_property
    def network(self) -> Network:
        """The records: actors sorted by id, all others by their keys."""
        network = Network(*(known.in_order for known in self.records.values()))  # type: ignore[arg-type]
        network.__dict__["version"] = shorten(self.total)  # known already; working it out means reading every record
        return network


class Store:
    """The records of one network.

    Args:
        database: where they are kept.
        network: the name of the network.

    Raises:
        UnknownNetwork: by every method, if the database has no such network.
        StoreRefused: by every method, if the database cannot be used.
    """

    def __init__(self, database: Database, network: str = DEFAULT) -> None:
        self._database = database
        self.name = network

    @property
    def version(self) -> str:
        """The `Network.version` of what is stored, without reading it."""
        with self._database.reading() as connection:
            return shorten(str(self._head(connection).version))

    @property
    def revision(self) -> int:
        """How many writes have changed it."""
        with self._database.reading() as connection:
            return int(self._head(connection).revision)

    def read(self) -> Network:
        """Return all records: actors sorted by id, all others by their keys.

        Raises:
            StoreRefused: a record is damaged.
        """
        return self.read_after(StoredState()).network

    def read_after(self, last: StoredState) -> StoredState:
        """Return the state of the network now; of the records that are known, only those that changed are read.

        Raises:
            StoreRefused: a record is damaged.
        """
        with self._database.reading() as connection:
            return self._read_after(connection, last)

    def read_in(self, transaction: Transaction) -> Network:
        """Return all records as a transaction sees them; see `read`."""
        return self._read_after(transaction.connection, StoredState()).network

    def _read_after(self, connection: Connection, last: StoredState) -> StoredState:
        head = self._head(connection)
        # A database that was set back knows less than is known here.
        base = last if head.id == last.network_id and head.revision >= last.revision else StoredState()
        rules = self._rules_after(connection, base)
        leaving = frozenset(PlannedErasures(connection, self.name).all())
        if (head.id, head.revision) == (last.network_id, last.revision):
            is_same = rules is last.rules and leaving == last.leaving
            return last if is_same else replace(last, rules=rules, leaving=leaving)
        # Something can have happened besides the records: they are as they were, if all their digests are.
        stays = head.id == base.network_id and head.version == base.total
        records = base.records if stays else self._records_after(connection, head.version, base)
        return StoredState(head.id, head.revision, head.version, records, rules, leaving)

    def _rules_after(self, connection: Connection, last: StoredState) -> RuleText | None:
        """Return the rules in use; they are read only if they are others than those that are known."""
        number = last.rules.number if last.rules else OF_THE_FILE
        same = RuleSets(connection, self.name).active() == number
        return last.rules if same else rules_in_use(connection, self.name)

    def note_in_use(self, in_use: InUse, signature: Signature) -> None:
        """Log what the network is answered with, if the log says otherwise so far.

        Args:
            in_use: what was found in use.
            signature: who found it, and when.
        """
        with self._database.reading() as connection:
            if not news_of(connection, self.name, in_use):
                return
        with self._database.writing(self.name) as connection:
            self._head(connection)
            for event, details in news_of(connection, self.name, in_use).items():
                append(connection, self.name, event, details, signature)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of what is kept besides the records."""
        with self._database.reading() as connection:
            self._head(connection)
            yield Session(connection, self.name)

    @contextmanager
    def noting(self) -> Iterator[Session]:
        """Give a session to keep what no answer depends on; see `Database.noting`."""
        with self._database.noting() as connection:
            self._head(connection)
            yield Session(connection, self.name)

    def id_in(self, connection: Connection) -> str:
        """Return what tells the network from others that have had its name, as a transaction sees it."""
        return self.head_in(connection)[0]

    def head_in(self, connection: Connection) -> tuple[str, int]:
        """Return what tells the network from others that have had its name, and its revision, for a transaction.

        Raises:
            UnknownNetwork: it is not there.
        """
        head = self._head(connection)
        return str(head.id), int(head.revision)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Give a writer whose changes are kept together, or not at all if an error leaves the block."""
        with self._database.writing(self.name) as connection:
            yield Transaction(connection, self.name, self._head(connection).revision)

    @contextmanager
    def writing_unheard(self) -> Iterator[Session]:
        """Give a session that writes what no answer depends on; see `Database.writing_unheard`."""
        with self._database.writing_unheard(self.name) as connection:
            yield Session(connection, self.name)

    def upsert(self, network: Network) -> WriteResult:
        """Write the records of a network in a transaction of their own; see `Transaction.upsert`."""
        with self.writing() as transaction:
            return transaction.upsert(network)

    def replace(self, network: Network) -> WriteResult:
        """Write the records of a network in the place of all others; see `Transaction.replace`."""
        with self.writing() as transaction:
            return transaction.replace(network)

    def _head(self, connection: Connection) -> Any:  # noqa: ANN401 - a row
        row = connection.execute(_HEAD, {"network": self.name}).one_or_none()
        if row is None:
            raise unknown_network(self.name)
        return row

    def _records_after(self, connection: Connection, total: str, last: StoredState) -> Records:
        """Return the records of all tables: the known ones that are still there, and those that changed.

        Those of a table in which none has are the same object.

        Args:
            connection: of the transaction in which they are read.
            total: the sum of the digests of all that are stored.
            last: what is known.
        """
        known, changes = last.records, defaultdict[str, dict[str, Record]](dict)
        new, old = list[str](), list[str]()
        for row in connection.execute(_CHANGES, {"network": self.name, "revision": last.revision}):
            changes[row.kind][row.key] = self._make(row)
            new.append(row.digest)
            if row.key in known[row.kind].by_key:
                old.append(digest(known[row.kind].by_key[row.key]))
        records = {name: table.with_changes(changes.get(name, {})) for name, table in known.items()}
        # If none is missing in the sum, none was removed.
        return records if sum_digests(new, old, last.total) == total else self._without_gone(connection, records)

    def _without_gone(self, connection: Connection, records: Records) -> Records:
        """Return those of some records that are still there, where all that are there are among them."""
        counts = connection.execute(_COUNTS, {"network": self.name}).one()._mapping
        there = dict(records)
        for table in KINDS:
            by_key = records[table.name].by_key
            if counts[table.name] != len(by_key):
                keys = connection.execute(select(table.c.key).where(table.c.network == self.name)).scalars()
                there[table.name] = KnownRecords.of({key: by_key[key] for key in keys})
        return there

    def _make(self, row: Any) -> Record:  # noqa: ANN401 - a row
        kind = _KINDS[row.kind]
        try:
            record = parse_record(kind, row.document) if digest_of(kind, row.document) == row.digest else None
        except ValueError:
            record = None
        if record is None:
            raise StoreRefused(text("The record “{key}” of “{table}” is damaged.", key=row.key, table=row.kind),
                               self._database.where, text("Restore a copy of the store."))
        return record
