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
from data.database.sweeps import note_removal
from data.database.tables import (
    ANSWERS,
    AUDIT,
    ERASURES,
    KEYS,
    METADATA,
    NETWORKS,
    OF_THE_INSTALLATION,
    REHEARSALS,
    SIGN_IN_CODES,
    SIGN_INS,
    SWEEPS,
    VECTORS,
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
from data.governance.rule_sets import RuleSets
from data.records.digests import digest_of, sum_digests
from data.records.erased_names import ErasedNames
from data.store.erasures import Erasures
from data.store.kinds import KINDS
from data.store.manifests import OTHER_BACKUP, check_seal, seal
from data.store.transactions import Transaction
from data.tenancy.networks import Networks, demand_free, remove_unused
from data.wording.texts import text, texts

ROWS_AT_ONCE = 1_000
# The columns by which rows are known that may be there already.
IDENTITIES = {KEYS: "id", ERASURES: "actor"}
# What a restored network begins without: answers are remembered for a day only, and may tell of who was erased since;
# what was to be swept was so in other files; a copy must not send anything to whom the network itself sends; and a file
# lets nobody in.
TRANSIENT = (ANSWERS, SWEEPS, WEBHOOKS, SIGN_INS, SIGN_IN_CODES)
# What no backup has: what is worked out anew, and who is signed in.
NOT_KEPT = (VECTORS, REHEARSALS, SIGN_INS, SIGN_IN_CODES)
# Recognise those alone who were erased before there were keys.
NO_NAMES = ErasedNames()
KEY_CURE = text("Put the key back: into erasure.key of the home folder, as a line of its own, or into "
                "KUMPPANI_ERASURE_KEY. If it is lost for good, restore into a new database, where whoever has been "
                "erased since has to be erased once more.")
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


def write_backup(database: Database, network: str, path: Path) -> str:
    """Write a network to a file, which appears whole or not at all; return the digest of its manifest.

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
            _copy(partial(_rows, database, source, network), target, network, (WEBHOOKS, *NOT_KEPT))
            digest = seal(target)
        part.replace(path)
    except StoreRefused as error:
        if error.where not in (address, str(part)):
            raise
        raise StoreRefused(error.what, str(path),
                           text("Choose a folder that has room and that you may write to.")) from error
    finally:
        for leftover in [entry for entry in path.parent.iterdir() if entry.name.startswith(part.name)]:
            leftover.unlink()
    return digest


def demand_new(path: Path) -> None:
    """Refuse to write to a file that is there, or to a folder that is not.

    Raises:
        StoreRefused: it is so.
    """
    if not path.parent.is_dir():
        raise StoreRefused(text("There is no such folder."), str(path.parent), text("Make it, or name another file."))
    if path.exists():
        raise StoreRefused(text("There is a file of this name already."), str(path), text("Name another file."))


@dataclass(frozen=True, slots=True)
class Restoring:
    """How a network is to come back.

    Attributes:
        with_keys: whether its keys open it again; some may have been revoked since.
        without_log: whether its audit log stays away, which then need not hold.
        digest: of the manifest, as `write_backup` returned it; empty if it was not noted.
    """

    with_keys: bool = False
    without_log: bool = False
    digest: str = ""


AS_WRITTEN = Restoring()


def restore_backup(database: Database, path: Path, name: str | None = None, how: Restoring = AS_WRITTEN,
                   names: ErasedNames = NO_NAMES, clock: Clock = CLOCK) -> Restoration:
    """Add the network that a file holds, under a name of one's choice.

    A network of that name that has been made and not used gives way. Actors that were erased after the backup was
    written, as far as this database knows, do not come back, nor do remembered answers. Keys come back only if that is
    asked for: some may have been revoked since. The audit log comes back as it was and goes on, unless there is one of
    that name already: that one goes on then, and names the last hash of the other one. It says which keys came back.
    What did not come back is noted as to be swept.

    Args:
        database: where the network is to be.
        path: of the file.
        name: of the network; None for the one it had.
        how: it comes back.
        names: recognise who was erased.
        clock: tells the time for the log.

    Raises:
        LogBroken: the audit log in the file does not hold, or tells of other rules than are in it.
        StoreRefused: this is no such file, or something in it is not what was written (see `data.store.manifests`); or
            it is from before an erasure, and the key is missing by which to recognise who was erased.
        NetworkRefused: there is a network of that name already, or it is no name.
    """
    if not path.is_file():
        raise StoreRefused(text("There is no such file."), str(path), _OTHER_FILE)
    with _copy_of(path, how.digest) as copy:
        stored = list(Networks(copy).sizes())
        if len(stored) != 1:
            raise StoreRefused(text("The file does not hold one network."), str(path), _OTHER_FILE)
        new = name or stored[0]
        _demand_whole(copy, path)
        if not how.without_log:
            _demand_log(copy, stored[0], path)
        since = _erased_since(database, copy, stored[0], new, names)
        with copy.reading() as source, database.writing() as target:
            remove_unused(target, new)
            demand_free(target, new)
            keys = _keys_of(source, target, stored[0]) if how.with_keys else []
            log = {**_log_of(source, target, stored[0], new, how), "keys": keys}
            left_out = [AUDIT] if not log["taken_over"] else []
            _copy(partial(_rows, copy, source, stored[0]), target, new,
                  (*TRANSIENT, *left_out, *([] if how.with_keys else [KEYS])))
            append(target, new, AuditEvent.NETWORK_RESTORED, log, Signature(COMMAND_LINE, clock()))
            _erase_again(target, new, since, names)
    return Restoration(new, tuple(keys))


def _demand_whole(copy: Database, path: Path) -> None:
    """Compare every record of a backup with its digest, and all of them with the version of the network.

    Raises:
        StoreRefused: something is not what was written.
    """
    digests = []
    with copy.reading() as source:
        if source.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one() != "ok":
            raise StoreRefused(text("The file is damaged."), str(path), OTHER_BACKUP)
        for table, kind in KINDS.items():
            for row in source.execute(select(table.c.key, table.c.document, table.c.digest)):
                if digest_of(kind, row.document) != row.digest:
                    raise StoreRefused(text("The record “{key}” of “{table}” is damaged.", key=row.key,
                                            table=table.name), str(path), OTHER_BACKUP)
                digests.append(row.digest)
        if sum_digests(digests) != source.execute(select(NETWORKS.c.version)).scalar_one():
            raise StoreRefused(text("Records are missing in the file, or too many."), str(path), OTHER_BACKUP)


def _demand_log(copy: Database, network: str, path: Path) -> None:
    """Check the audit log of a backup, and the stored rules that it tells of.

    Raises:
        LogBroken: it does not hold; the file is named.
    """
    try:
        with copy.reading() as source:
            check_chain(source, network)
            RuleSets(source, network).check()
    except LogBroken as error:
        raise LogBroken(error.what, str(path), text(
            "Use another backup. To have the records without this log, add --without-log; the new log says so.")
        ) from error


@contextmanager
def _copy_of(path: Path, digest: str) -> Iterator[Database]:
    """Give a copy of a backup, compared with its manifest and brought up to date.

    The backup stays as it is, and is what errors name.
    """
    with TemporaryDirectory() as folder:
        try:
            url = address_of(Path(shutil.copy(path, Path(folder) / "copy.db")))
        except OSError as error:
            raise StoreRefused(text("The file cannot be read: {reason}.", reason=error.strerror or ""), str(path),
                               _OTHER_FILE) from error
        try:
            with closing(OutdatedDatabase(url)) as older:
                with older.reading() as source:
                    check_seal(source, str(path), digest)
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


def _log_of(source: Connection, target: Connection, network: str, name: str, how: Restoring) -> Details:
    """Return what is logged of the log in a file: how long it is, how it ends, whether it holds, and is taken over."""
    head = head_of(source, network)
    return {"entries": head.number, "head": head.hash, "holds": _holds(source, network),
            "taken_over": not how.without_log and not head_of(target, name).number}


def _holds(connection: Connection, network: str) -> bool:
    try:
        check_chain(connection, network)
    except LogBroken:
        return False
    return True


def _erased_since(database: Database, copy: Database, network: str, name: str, names: ErasedNames) -> frozenset[str]:
    """Return the names of actors that were erased after a backup had been written, which does not know the receipts.

    What is to be swept is noted before they are written anywhere: who is killed while restoring leaves a part of it.

    Raises:
        StoreRefused: some of them cannot be recognised.
    """
    with copy.reading() as source, database.reading() as target:
        known = Erasures(target, network).known() | Erasures(target, name).known()
        before = {erasure.receipt for erasure in Erasures(source, network).known()}
    since = [erasure for erasure in known if erasure.receipt not in before]
    unrecognised = sum(erasure.key_id not in names.key_ids for erasure in since)
    if unrecognised:
        raise StoreRefused(
            texts("{count} actor was erased after the backup was written, and the key is missing by which to recognise "
                  "it.", "{count} actors were erased after the backup was written, and the key is missing by which to "
                  "recognise them.", count=unrecognised), "", KEY_CURE)
    if since:
        with database.writing() as connection:
            note_removal(connection, name)
    return frozenset(erasure.name for erasure in since)


def _erase_again(target: Connection, network: str, erased: Collection[str], names: ErasedNames) -> None:
    """Remove what a backup would bring back."""
    revision = target.execute(select(NETWORKS.c.revision).where(NETWORKS.c.name == network)).scalar_one()
    Transaction(target, network, revision).erase_again(erased, names)


def _rows(database: Database, connection: Connection, network: str, table: Table) -> Iterator[Sequence[RowMapping]]:
    """Yield the rows of a network in parts; what goes wrong is told of this database, not of the one copied to."""
    column = table.c.name if table is NETWORKS else table.c.network
    with database.translating():
        yield from connection.execute(select(table).where(column == network)).mappings().partitions(ROWS_AT_ONCE)


def _copy(rows_of: Callable[[Table], Iterator[Sequence[RowMapping]]], target: Connection, name: str,
          without: Collection[Table] = ()) -> None:
    for table in METADATA.sorted_tables:
        if table in OF_THE_INSTALLATION:
            continue
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
    return {erasure.name for erasure in Erasures(target, name).known()} if table is ERASURES else set()


def _row_for(table: Table, row: dict[str, object], name: str) -> dict[str, object]:
    # Another time of the same network is another one: whoever follows it has to read it anew.
    return {**row, "name": name, "id": uuid4().hex} if table is NETWORKS else {**row, "network": name}
