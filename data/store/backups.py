"""A network in a file: everything in it goes there, and comes back under its name or another one.

The file is a database of its own, so that it can be looked into, and an older one can be upgraded like any other.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, Table, insert, select

from data.database.addresses import address_of
from data.database.connection import Database, OutdatedDatabase
from data.database.tables import (
    ANSWERS,
    AUDIT,
    ERASURES,
    KEYS,
    METADATA,
    NETWORKS,
    WEBHOOKS,
)
from data.errors import LogBroken, StoreRefused
from data.governance.audit_log import (
    CLOCK,
    COMMAND_LINE,
    AuditEvent,
    Clock,
    Details,
    Signature,
    append,
    check_chain,
    head_of,
)
from data.records.digests import digest_of, sum_digests
from data.store.kinds import KINDS
from data.store.transactions import Transaction
from data.tenancy.networks import Networks, demand_free, remove_unused
from data.wording.texts import text

ROWS_AT_ONCE = 1_000
# The columns by which rows are known that may be there already.
IDENTITIES = {KEYS: "id", ERASURES: "actor"}
# What a restored network begins without: answers are remembered for a day only, and may tell of who was erased since;
# a copy must not send anything to whom the network itself sends.
TRANSIENT = (ANSWERS, WEBHOOKS)
_OTHER_BACKUP = text("Use another backup.")
_OTHER_FILE = text("Name a file that a backup was written to.")


@dataclass(frozen=True, slots=True)
class Restoration:
    """A network that came back.

    Attributes:
        name: of the network.
        keys: ids of the keys that came back with it.
    """

    name: str
    keys: tuple[str, ...]


def write_backup(database: Database, network: str, path: Path) -> None:
    """Write a network to a file, which appears whole or not at all.

    Raises:
        StoreRefused: there is a file already, or it cannot be written.
        UnknownNetwork: there is no such network.
    """
    Networks(database).settings(network)
    demand_new(path)
    part = path.with_name(f".{path.name}.{uuid4().hex}")
    address = address_of(part)
    try:
        with closing(Database(address)) as copy, database.reading() as source, copy.writing() as target:
            target.execute(NETWORKS.delete())
            _copy(partial(_rows, database, source, network), target, network, (WEBHOOKS,))
        part.replace(path)
    except StoreRefused as error:
        if error.where not in (address, str(part)):
            raise
        raise StoreRefused(error.what, str(path),
                           text("Choose a folder that has room and that you may write to.")) from error
    finally:
        for leftover in [entry for entry in path.parent.iterdir() if entry.name.startswith(part.name)]:
            leftover.unlink()


def demand_new(path: Path) -> None:
    """Refuse to write to a file that is there, or to a folder that is not.

    Raises:
        StoreRefused: it is so.
    """
    if not path.parent.is_dir():
        raise StoreRefused(text("There is no such folder."), str(path.parent), text("Make it, or name another file."))
    if path.exists():
        raise StoreRefused(text("There is a file of this name already."), str(path), text("Name another file."))


def restore_backup(database: Database, path: Path, name: str | None = None, *, with_keys: bool = False,
                   clock: Clock = CLOCK) -> Restoration:
    """Add the network that a file holds, under a name of one's choice.

    A network of that name that has been made and not used gives way. Actors that were erased after the backup was
    written, as far as this database knows, do not come back, nor do remembered answers. Keys come back only if that is
    asked for: some may have been revoked since. The audit log comes back as it was and goes on, unless it does not hold
    or there is one of that name already: that one goes on then, and names the last hash of the other one. It says
    which keys came back. What did not come back is out of the database's files after `Database.scrub`.

    Raises:
        StoreRefused: this is no such file, or it is damaged.
        NetworkRefused: there is a network of that name already, or it is no name.
    """
    if not path.is_file():
        raise StoreRefused(text("There is no such file."), str(path), _OTHER_FILE)
    with _copy_of(path) as copy:
        names = list(Networks(copy).sizes())
        if len(names) != 1:
            raise StoreRefused(text("The file does not hold one network."), str(path), _OTHER_FILE)
        new = name or names[0]
        _demand_whole(copy, path)
        with copy.reading() as source, database.writing() as target:
            remove_unused(target, new)
            demand_free(target, new)
            keys = _keys_of(source, target, names[0]) if with_keys else []
            log = {**_log_of(source, target, names[0], new), "keys": keys}
            left_out = [AUDIT] if not log["taken_over"] else []
            _copy(partial(_rows, copy, source, names[0]), target, new,
                  (*TRANSIENT, *left_out, *([] if with_keys else [KEYS])))
            append(target, new, AuditEvent.NETWORK_RESTORED, log, Signature(COMMAND_LINE, clock()))
            _erase_again(source, target, names[0], new)
    return Restoration(new, tuple(keys))


def _demand_whole(copy: Database, path: Path) -> None:
    """Compare every record of a backup with its digest, and all of them with the version of the network.

    Raises:
        StoreRefused: something is not what was written.
    """
    digests = []
    with copy.reading() as source:
        if source.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one() != "ok":
            raise StoreRefused(text("The file is damaged."), str(path), _OTHER_BACKUP)
        for table, kind in KINDS.items():
            for row in source.execute(select(table.c.key, table.c.document, table.c.digest)):
                if digest_of(kind, row.document) != row.digest:
                    raise StoreRefused(text("The record “{key}” of “{table}” is damaged.", key=row.key,
                                            table=table.name), str(path), _OTHER_BACKUP)
                digests.append(row.digest)
        if sum_digests(digests) != source.execute(select(NETWORKS.c.version)).scalar_one():
            raise StoreRefused(text("Records are missing in the file, or too many."), str(path), _OTHER_BACKUP)


@contextmanager
def _copy_of(path: Path) -> Iterator[Database]:
    """Give a copy of a backup, brought up to date; the backup stays as it is, and is what errors name."""
    with TemporaryDirectory() as folder:
        try:
            url = address_of(Path(shutil.copy(path, Path(folder) / "copy.db")))
        except OSError as error:
            raise StoreRefused(text("The file cannot be read: {reason}.", reason=error.strerror or ""), str(path),
                               _OTHER_FILE) from error
        try:
            with closing(OutdatedDatabase(url)) as older:
                older.upgrade()
            with closing(Database(url)) as database:
                yield database
        except StoreRefused as error:
            if error.where != url:
                raise
            raise StoreRefused(error.what, str(path), error.cure) from error


def _keys_of(source: Connection, target: Connection, network: str) -> list[str]:
    """Return the ids of the keys in a file that the database does not have."""
    existing = _existing(target, KEYS, network)
    ids = source.execute(select(KEYS.c.id).where(KEYS.c.network == network).order_by(KEYS.c.id)).scalars()
    return [key for key in ids if key not in existing]


def _log_of(source: Connection, target: Connection, network: str, name: str) -> Details:
    """Return what is logged of the log in a file: how long it is, how it ends, whether it holds, and is taken over."""
    head = head_of(source, network)
    try:
        check_chain(source, network)
        holds = True
    except LogBroken:
        holds = False
    return {"entries": head.number, "head": head.hash, "holds": holds,
            "taken_over": holds and not head_of(target, name).number}


def _erase_again(source: Connection, target: Connection, network: str, name: str) -> None:
    """Remove what was erased after the backup had been written, which did not know the receipts of that."""
    since = (_erasures(target, network) | _erasures(target, name)) - _erasures(source, network)
    revision = target.execute(select(NETWORKS.c.revision).where(NETWORKS.c.name == name)).scalar_one()
    Transaction(target, name, revision).erase_again({actor for actor, _ in since})


def _erasures(connection: Connection, network: str) -> set[tuple[str, str]]:
    rows = connection.execute(select(ERASURES.c.actor, ERASURES.c.receipt).where(ERASURES.c.network == network))
    return {(row.actor, row.receipt) for row in rows}


def _rows(database: Database, connection: Connection, network: str, table: Table) -> Iterator[Sequence[RowMapping]]:
    """Yield the rows of a network in parts; what goes wrong is told of this database, not of the one copied to."""
    column = table.c.name if table is NETWORKS else table.c.network
    with database.translating():
        yield from connection.execute(select(table).where(column == network)).mappings().partitions(ROWS_AT_ONCE)


def _copy(rows_of: Callable[[Table], Iterator[Sequence[RowMapping]]], target: Connection, name: str,
          without: Collection[Table] = ()) -> None:
    for table in METADATA.sorted_tables:
        existing = _existing(target, table, name)
        for rows in rows_of(table):
            new = [_row_for(table, dict(row), name) for row in rows
                   if table not in without and row.get(IDENTITIES.get(table, "")) not in existing]
            if new:
                target.execute(insert(table), new)


def _existing(target: Connection, table: Table, name: str) -> set[str]:
    """Return what the target has already of rows that are not the network's alone."""
    if table is KEYS:
        return set(target.execute(select(KEYS.c.id)).scalars())
    return {actor for actor, _ in _erasures(target, name)} if table is ERASURES else set()


def _row_for(table: Table, row: dict[str, object], name: str) -> dict[str, object]:
    # Another time of the same network is another one: whoever follows it has to read it anew.
    return {**row, "name": name, "id": uuid4().hex} if table is NETWORKS else {**row, "network": name}
