"""The store: the records of one network in a database, read and written as a whole.

Each record is a JSON document under its key. Others go on reading while one writes, and see the state before; a writer
waits for another one. SQLite, with its write-ahead log, and PostgreSQL do that alike.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data.errors import RecordsRefused, StoreRefused, UnknownActor
from data.export import (
    block_document,
    block_from_document,
    cooperation_document,
    cooperation_from_document,
    profile_document,
    profile_from_document,
)
from data.records import Cooperation, Network
from data.texts import text

SCHEMA_VERSION = "2"
BUSY_SECONDS = 30
# What writers to a PostgreSQL database wait for; any number that nobody else uses in it.
WRITERS_LOCK = 7_514_232
# How the two databases say that another one is writing.
_BUSY = ("locked", "lock timeout")
# Where the package of a driver is not called as its module is.
_PACKAGES = {"psycopg": "'kumppani[postgresql]'"}

METADATA = MetaData()


def _documents_table(name: str) -> Table:
    return Table(name, METADATA, Column("key", String, primary_key=True), Column("document", Text, nullable=False))


ACTORS = _documents_table("actors")
COOPERATIONS = _documents_table("cooperations")
BLOCKS = _documents_table("blocks")
META = Table("meta", METADATA, Column("name", String, primary_key=True), Column("value", Text, nullable=False))

Documents: TypeAlias = "dict[str, str]"
Contents: TypeAlias = "Mapping[Table, Documents]"
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Applied:
    """What a write did, in records of all kinds."""

    added: int
    changed: int
    unchanged: int
    removed: int = 0


class Store:
    """The records of one network.

    Args:
        url: SQLAlchemy URL, such as `sqlite:///var/network.db`, whose file and folder are created if missing, or
            `postgresql+psycopg://user@host/database`, where the database must be there.

    Raises:
        StoreRefused: the database cannot be opened, is damaged, or holds something else than a store of this version.
    """

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._where = str(self._engine.url)
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @property
    def version(self) -> str:
        """The `Network.version` of what is stored, without reading it."""
        with self._reading() as connection:
            return _meta(connection, "version")

    def read(self) -> Network:
        """Return all records: actors sorted by id, cooperations and blocks by their keys.

        Raises:
            StoreRefused: a record is damaged.
        """
        with self._reading() as connection:
            return self._network(_contents(connection))

    def upsert(self, network: Network) -> Applied:
        """Add the records of a network, or put them in the place of those with the same keys; keep all others.

        Raises:
            UnknownActor: a cooperation or block refers to an actor that is neither stored nor given.
            RecordsRefused: an id stands twice or is empty.
        """
        return self._apply(network, lambda before, given: {table: before[table] | given[table] for table in given})

    def replace(self, network: Network) -> Applied:
        """Put the records of a network in the place of all that are stored.

        Raises:
            UnknownActor: a cooperation or block refers to an actor that is not given.
            RecordsRefused: an id stands twice or is empty.
        """
        return self._apply(network, lambda _, given: given)

    def _apply(self, network: Network, merge: Callable[[Contents, Contents], Contents]) -> Applied:
        given = _given(network)
        with self._writing() as connection:
            before = _contents(connection)
            after = merge(before, given)
            _check_references(network, after[ACTORS])
            for table in after:
                _write_difference(connection, table, before[table], after[table])
            if before != after:
                connection.execute(update(META).where(META.c.name == "version").values(
                    value=self._network(after).version))
        return _applied(before, given, after)

    def _network(self, contents: Contents) -> Network:
        return Network(
            self._records(contents, ACTORS, profile_from_document),
            self._records(contents, COOPERATIONS, cooperation_from_document),
            self._records(contents, BLOCKS, block_from_document),
        )

    def _records(self, contents: Contents, table: Table, make: Callable[[Any], Record]) -> tuple[Record, ...]:
        records = []
        for key, document in sorted(contents[table].items()):
            try:
                records.append(make(json.loads(document)))
            except (ValueError, KeyError, TypeError) as error:
                raise StoreRefused(text("The record “{key}” of “{table}” is damaged.", key=key, table=table.name),
                                   self._where, text("Restore a copy of the store.")) from error
        return tuple(records)

    def _prepare(self) -> None:
        with self._reading() as connection:
            tables = inspect(connection).get_table_names()
        if not tables:
            with self._writing() as connection:
                _create(connection)
        elif "meta" not in tables:
            raise StoreRefused(text("This is not a Kumppani database."), self._where,
                               text("Give the path of another file, or of a new one."))
        with self._reading() as connection:
            found = _meta(connection, "schema")
        if found != SCHEMA_VERSION:
            raise StoreRefused(
                text("The store has the format {found}; this program reads {wanted}.", found=found,
                     wanted=SCHEMA_VERSION), self._where,
                text("Move it away, and import the records into a new store."))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._translated(), self._engine.execution_options(writes=True).begin() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            if any(sign in _reason(error) for sign in _BUSY):
                raise StoreRefused(text("Another program is writing to the store."), self._where,
                                   text("Try again in a moment.")) from error
            raise StoreRefused(text("The store cannot be used: {reason}.", reason=_reason(error)), self._where,
                               text("Check the path and its permissions; restore a copy if it is damaged.")) from error


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        _make_folder(parsed)
        engine = create_engine(parsed)
    except ModuleNotFoundError as error:
        driver = error.name or ""
        raise StoreRefused(text("The driver “{name}” of this database is not installed.", name=driver), "",
                           text("Install it: pip install {name}.", name=_PACKAGES.get(driver, driver))) from error
    except (ArgumentError, ValueError) as error:
        raise StoreRefused(text("This is not the address of a database."), "",
                           text("Write it as {example}.", example="sqlite:///var/network.db")) from error
    except OSError as error:
        raise StoreRefused(text("The folder of the store cannot be made: {reason}.", reason=error.strerror or ""),
                           str(error.filename), text("Check the path and its permissions.")) from error
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif parsed.get_backend_name() == "postgresql":
        event.listen(engine, "begin", _begin_postgresql)
    else:
        raise StoreRefused(text("Stores are kept in SQLite or PostgreSQL."), "",
                           text("Write the address as {example}.", example="postgresql+psycopg://user@host/database"))
    return engine


def _make_folder(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; a writer takes its lock at once, as one taken later could not wait for another writer."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Let a reader see one state throughout, and a writer wait for its turn before it looks at anything."""
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, BUSY_SECONDS * 1000)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _create(connection: Connection) -> None:
    if inspect(connection).has_table("meta"):
        return  # another process was faster
    METADATA.create_all(connection)
    connection.execute(insert(META), [{"name": "schema", "value": SCHEMA_VERSION},
                                      {"name": "version", "value": Network().version}])


def _meta(connection: Connection, name: str) -> str:
    return connection.execute(select(META.c.value).where(META.c.name == name)).scalar() or ""


def _contents(connection: Connection) -> Contents:
    return {
        table: {row.key: row.document for row in connection.execute(select(table.c.key, table.c.document))}
        for table in (ACTORS, COOPERATIONS, BLOCKS)
    }


def _given(network: Network) -> Contents:
    actors = {actor.id: _dump(profile_document(actor)) for actor in network.actors}
    if len(actors) < len(network.actors) or "" in actors:
        raise RecordsRefused((), text("An actor has no id, or the id of another one."), "",
                             text("Give each actor an id of its own."))
    return {
        ACTORS: actors,
        COOPERATIONS: {_cooperation_key(item): _dump(cooperation_document(item)) for item in network.cooperations},
        BLOCKS: {_dump([block.actor, block.other]): _dump(block_document(block)) for block in network.blocks},
    }


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _cooperation_key(cooperation: Cooperation) -> str:
    """Return what a cooperation is known by: its end is often learned later, so that it is no part of it."""
    document = cooperation_document(cooperation)
    return _dump([document[name] for name in ("members", "title", "since")])


def _check_references(network: Network, actors: Mapping[str, str]) -> None:
    members = {member for cooperation in network.cooperations for member in cooperation.members}
    blocked = {actor for block in network.blocks for actor in (block.actor, block.other)}
    missing = tuple(sorted((members | blocked) - set(actors)))
    if missing:
        raise UnknownActor(text("There are no such actors: {ids}.", ids=missing[:10]), "",
                           text("Import the actors first, or correct the ids."))


def _write_difference(connection: Connection, table: Table, before: Documents, after: Documents) -> None:
    here = table.c.key == bindparam("b_key")
    removed = [{"b_key": key} for key in before.keys() - after.keys()]
    added = [{"key": key, "document": after[key]} for key in after.keys() - before.keys()]
    changed = [{"b_key": key, "document": after[key]} for key in after.keys() & before.keys()
               if after[key] != before[key]]
    for statement, values in ((delete(table).where(here), removed), (insert(table), added),
                              (update(table).where(here), changed)):
        if values:
            connection.execute(statement, values)


def _applied(before: Contents, given: Contents, after: Contents) -> Applied:
    pairs = [(before[table].get(key), document) for table in given for key, document in given[table].items()]
    return Applied(
        added=sum(old is None for old, _ in pairs),
        changed=sum(old is not None and old != new for old, new in pairs),
        unchanged=sum(old == new for old, new in pairs),
        removed=sum(len(before[table].keys() - after[table].keys()) for table in after),
    )
