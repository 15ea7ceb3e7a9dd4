"""A network in a file: everything in it goes there, and comes back under its name or another one.

The file is a database of its own, so that it can be looked into, and an older one can be upgraded like any other.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Table, insert, select

from data.database import Database, OutdatedDatabase
from data.errors import NetworkRefused, StoreRefused
from data.networks import Networks
from data.tables import ERASURES, KEYS, METADATA, NETWORKS
from data.texts import text
from data.transactions import Transaction

ROWS_AT_ONCE = 1_000
# The columns by which rows are known that may be there already.
KEPT = {KEYS: "id", ERASURES: "actor"}


def write_backup(database: Database, network: str, path: Path) -> None:
    """Write a network to a file, which appears whole or not at all.

    Raises:
        StoreRefused: there is a file already, or it cannot be written.
        UnknownNetwork: there is no such network.
    """
    Networks(database).settings(network)
    if path.exists():
        raise StoreRefused(text("There is a file of this name already."), str(path), text("Name another file."))
    part = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with closing(Database(f"sqlite:///{part}")) as copy, database.reading() as source, copy.writing() as target:
            target.execute(NETWORKS.delete())
            _copy(source, target, network, network)
        part.replace(path)
    finally:
        for leftover in path.parent.glob(f"{part.name}*"):
            leftover.unlink()


def restore_backup(database: Database, path: Path, name: str | None = None) -> str:
    """Add the network that a file holds, under a name of one's choice, and return its name.

    Its keys open it again, but for those that are in the database already. Actors that were erased after the backup was
    written do not come back.

    Raises:
        StoreRefused: this is no such file.
        NetworkRefused: there is a network of that name already.
    """
    if not path.is_file():
        raise StoreRefused(text("There is no such file."), str(path),
                           text("Name a file that “kumppani network backup” wrote."))
    url = f"sqlite:///{path}"
    with closing(OutdatedDatabase(url)) as outdated:
        outdated.upgrade()
    with closing(Database(url)) as copy:
        found = list(Networks(copy).sizes())
        if len(found) != 1:
            raise StoreRefused(text("The file does not hold one network."), str(path),
                               text("Name a file that “kumppani network backup” wrote."))
        new = name or found[0]
        if new in Networks(database).sizes():
            raise NetworkRefused(text("There is a network “{name}” already.", name=new), "",
                                 text("Choose another name."))
        with copy.reading() as source, database.writing() as target:
            _copy(source, target, found[0], new)
            _erase_again(source, target, found[0], new)
    database.scrub()
    return new


def _erase_again(source: Connection, target: Connection, network: str, name: str) -> None:
    """Remove what was erased after the backup had been written."""
    since = _erased(target, network) | _erased(target, name)
    revision = target.execute(select(NETWORKS.c.revision).where(NETWORKS.c.name == name)).scalar_one()
    Transaction(target, name, revision).erase_again(since - _erased(source, network))


def _erased(connection: Connection, network: str) -> set[str]:
    return set(connection.execute(select(ERASURES.c.actor).where(ERASURES.c.network == network)).scalars())


def _copy(source: Connection, target: Connection, network: str, name: str) -> None:
    for table in METADATA.sorted_tables:
        column = table.c.name if table is NETWORKS else table.c.network
        known = _known(target, table, name)
        for rows in source.execute(select(table).where(column == network)).mappings().partitions(ROWS_AT_ONCE):
            new = [_renamed(table, dict(row), name) for row in rows if row.get(KEPT.get(table, "")) not in known]
            if new:
                target.execute(insert(table), new)


def _known(target: Connection, table: Table, name: str) -> set[str]:
    """Return what the target has already of rows that are not the network's alone."""
    if table is KEYS:
        return set(target.execute(select(KEYS.c.id)).scalars())
    return _erased(target, name) if table is ERASURES else set()


def _renamed(table: Table, row: dict[str, object], name: str) -> dict[str, object]:
    # Another time of the same network is another one: whoever follows it has to read it anew.
    return {**row, "name": name, "id": uuid4().hex} if table is NETWORKS else {**row, "network": name}
