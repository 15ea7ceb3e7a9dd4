"""The database: SQLite or PostgreSQL, opened and checked, with transactions that read or write.

Others go on reading while one writes, and see the state before; a writer waits for another one. SQLite, with its
write-ahead log, and PostgreSQL do that alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from data.database.listening import ANY, AUTOCOMMIT, Listener, announce, open_listener
from data.database.migrations import HEAD, NOT_OURS, can_be_upgraded, migrate, revision_of
from data.database.pulse import Pulse
from data.database.tables import METADATA
from data.errors import StoreBusy, StoreRefused, StoreUnreachable
from data.wording.actions import Action
from data.wording.texts import step, text

BUSY_SECONDS = 30
# What writers to a PostgreSQL database wait for; any number that nobody else uses in it. Those to one network share it,
# and wait for each other at a second one, of the network.
WRITERS_LOCK = 7_514_232
# The drivers that are built on PostgreSQL's own library, and what it is told: seconds, and milliseconds.
LIBPQ = ("psycopg", "psycopg2")
PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
# Others wait while a table is written anew: it is given up if that cannot begin soon.
SCRUB_SECONDS = 2
SCRUB_PAUSE = 0.05
# Whether anybody may see rows as they were before a transaction: one that writes, in any database of the server; one
# that reads, in this one; another server that reads along, now or later.
_OLDER = """SELECT pg_snapshot_xmin(pg_current_snapshot()) < {begun}
    OR EXISTS (SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid()
               AND (datname = current_database() OR datname IS NULL) AND age(backend_xmin) > age({begun}::xid))
    OR EXISTS (SELECT FROM pg_replication_slots WHERE age(xmin) > age({begun}::xid))"""
# How the two databases say that another one is writing.
_BUSY = ("locked", "lock timeout")
# What passes when a server is back or a disk has room; other errors are faults of ours, or damage.
_UNREACHABLE = (OperationalError, InterfaceError, PoolTimeout)
_LOOK_AT_FILE = text("Check the path and its permissions; restore a copy if it is damaged.")
_LOOK_AT_SERVER = text("See that its server runs and has room, and that KUMPPANI_DATABASE names the right host, user, "
                       "password and database.")
# Where the package of a driver is not called as its module is.
_PACKAGES = {"psycopg": "'kumppani[postgresql]'"}


class Database:
    """A database that holds networks.

    Args:
        url: SQLAlchemy URL, such as `sqlite:///var/network.db` (see `address_of`), whose file and folder are created
            if missing, or `postgresql+psycopg://user@host/database`, where the database must be there.

    Raises:
        StoreRefused: the database cannot be opened, is damaged, or holds something else than tables of this version.
    """

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._pulse = Pulse(self._engine, _arguments(self._engine.url))
        self.where = str(self._engine.url)
        self._turn = Lock()
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close all connections."""
        self._pulse.close()
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state, whatever others write."""
        with self.translating(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, network: str = ANY) -> Iterator[Connection]:
        """Give a connection whose changes are kept together, or not at all if an error leaves the block.

        Those that listen are told. A writer waits for others to the same network; one to any network, for all.

        Args:
            network: the name of the one that is written to, or `ANY`.
        """
        with self._writing(writes=True, network=network) as connection:
            yield connection
            announce(connection, network)

    @contextmanager
    def writing_unheard(self, network: str) -> Iterator[Connection]:
        """Give a connection as `writing` does, for what no answer depends on: nobody is told.

        What is written is there for all from then on. If the machine itself fails, SQLite may have lost the last of it.
        """
        with self._writing(writes=True, network=network, hurries=True) as connection:
            yield connection

    @contextmanager
    def _writing(self, **options: bool | str) -> Iterator[Connection]:
        with (self.translating(), self._one_at_a_time(), self._engine.connect() as connection,
              connection.execution_options(**options).begin()):
            yield connection

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """Give a connection as `writing` does, for what no answer depends on: nobody is told.

        On a server no other writer is waited for: each statement has to be right whatever others write meanwhile.
        """
        with self._writing(notes=True) as connection:
            yield connection

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Let writers of this process to a file come one after the other: SQLite would let them look again and again.

        Raises:
            StoreBusy: one of them takes too long.
        """
        if self._engine.dialect.name != "sqlite":
            yield
            return
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise self._busy()
        try:
            yield
        finally:
            self._turn.release()

    def _busy(self) -> StoreBusy:
        return StoreBusy(text("Another program is writing to the store."), self.where, text("Try again in a moment."))

    def listen(self) -> Listener:
        """Return what hears of writes from now on; whoever has it closes it."""
        with self.translating():
            return open_listener(self._engine)

    def beat(self) -> None:
        """Ask a server whether it answers; if it does not, let all go that wait for it, until it does when asked again.

        Those that come meanwhile are refused at once, as if it could not be reached.
        """
        self._pulse.beat()

    def probe(self) -> None:
        """Read something.

        Raises:
            StoreRefused: that cannot be done.
        """
        with self.reading() as connection:
            revision_of(connection)

    def scrub(self, seconds: float = SCRUB_SECONDS) -> None:
        """Take what was deleted out of the files of the database as well.

        SQLite overwrites what is deleted; its write-ahead log still has it until then. PostgreSQL writes the tables
        anew; its own logs and their archives are kept for as long as whoever runs it has set.

        Args:
            seconds: how long to wait for those who read, and to let others wait.

        Raises:
            StoreBusy: others read for so long that it could not be done.
        """
        with self.translating(), self._engine.execution_options(isolation_level=AUTOCOMMIT).connect() as connection:
            scrub = _scrub_sqlite if self._engine.dialect.name == "sqlite" else _scrub_postgresql
            if not scrub(connection, seconds):
                raise StoreBusy(text("What was deleted is still in the files, as others are reading."), self.where,
                                text("Try again in a moment."))

    def _prepare(self) -> None:
        """Make the tables in an empty database, and refuse one that has others."""
        with self.reading() as connection:
            self._demand_unicode(connection)
            revision = revision_of(connection)
        if not revision:
            with self.writing() as connection:
                if not revision_of(connection):  # no other process was faster
                    migrate(connection)
        elif revision != HEAD:
            raise self._refusal(revision)

    def _demand_unicode(self, connection: Connection) -> None:
        """Refuse a server that would take whatever bytes come for text, or not take all letters."""
        if connection.dialect.name != "postgresql":
            return
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise StoreRefused(
                text("The database has the encoding {encoding}.", encoding=str(encoding)), self.where,
                text("Make it anew with the encoding UTF8: createdb --encoding UTF8 --template template0."))

    def _refusal(self, revision: str) -> StoreRefused:
        if revision == NOT_OURS:
            return StoreRefused(text("This is not a Kumppani database."), self.where,
                                text("Give the path of another file, or of a new one."))
        what = text("The store has the format {found}; this program reads {wanted}.", found=revision, wanted=HEAD)
        if can_be_upgraded(revision):
            cure = step(Action.UPGRADE_DATABASE, "Make a copy of it, then bring it up to date.")
            return StoreRefused(what, self.where, cure)
        return StoreRefused(what, self.where, text("Use the version of the program that wrote it, or a new store."))

    @contextmanager
    def translating(self) -> Iterator[None]:
        """Let errors of the database within the block be told as ours, of this database."""
        if self._pulse.is_silent:
            raise StoreUnreachable(text("The server of the store does not answer."), self.where, _LOOK_AT_SERVER)
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            if any(sign in _reason(error) for sign in _BUSY):
                raise self._busy() from error
            kind = StoreUnreachable if isinstance(error, _UNREACHABLE) else StoreRefused
            on_server = kind is StoreUnreachable and self._engine.dialect.name == "postgresql"
            raise kind(text("The store cannot be used: {reason}.", reason=_reason(error)), self.where,
                       _LOOK_AT_SERVER if on_server else _LOOK_AT_FILE) from error


class OutdatedDatabase(Database):
    """A database that may be of an older version: it can be upgraded, and nothing else."""

    def _prepare(self) -> None:
        with self.reading() as connection:
            revision = revision_of(connection)
        if not revision:
            raise StoreRefused(text("The database is empty: there is nothing to upgrade."), self.where,
                               text("Whatever uses it first, such as an import, makes its tables."))
        if revision != HEAD and not can_be_upgraded(revision):
            raise self._refusal(revision)

    def upgrade(self) -> tuple[str, str]:
        """Bring it to the newest version, all of it or nothing; return where it stood, and where it stands."""
        with self.writing() as connection:
            before = revision_of(connection)
            if before != HEAD:
                migrate(connection)
            return before, revision_of(connection)


def is_there(url: str) -> bool:
    """Tell whether a database may be at an address already; only files that are missing are known not to be."""
    try:
        file = _file(make_url(url))
    except (ArgumentError, ValueError):
        return True
    return file is None or file.exists()


def _reason(error: Exception) -> str:
    """Return what a database says, without the record that it says it of."""
    return str(getattr(error, "orig", None) or error).splitlines()[0].partition(" with text ")[0]


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
        if "@" in (address.host or ""):  # a part of the password, which would be shown
            raise StoreRefused(text("The address of the database has more than one “@”."), "",
                               text("Write signs of the password that mean something in an address as %XX: @ as %40."))
        if address.get_backend_name() == "sqlite" and "?" in url:
            raise StoreRefused(text("The address of the file has a “?” in it."), "",
                               text("Write signs of a path that mean something in an address as %XX: ? as %3F, % as "
                                    "%25."))
        _make_folder(address)
        # Statements hold records; connections may have been lost since they were used last.
        engine = create_engine(address, hide_parameters=True, pool_pre_ping=True, connect_args=_arguments(address))
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
    if address.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif address.get_backend_name() == "postgresql":
        event.listen(engine, "begin", _begin_postgresql)
    else:
        raise StoreRefused(text("Stores are kept in SQLite or PostgreSQL."), "",
                           text("Write the address as {example}.", example="postgresql+psycopg://user@host/database"))
    return engine


def _arguments(url: URL) -> dict[str, int | str]:
    """Return what a driver that can be told is told: how long to wait for a server, and in which encoding to speak.

    A database that was made under the locale C does not say which encoding its text has; the driver would give bytes.
    """
    arguments: dict[str, int | str] = {**PATIENCE, "client_encoding": "utf8"}
    if url.get_driver_name() not in LIBPQ:
        return {}
    return {name: value for name, value in arguments.items() if name not in url.query}


def _file(url: URL) -> Path | None:
    """Return the file of an SQLite database; None for other databases."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _make_folder(url: URL) -> None:
    file = _file(url)
    if file and str(file) != ":memory:":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # others on the machine have nothing to read in it


def _scrub_sqlite(connection: Connection, seconds: float) -> bool:
    deadline = monotonic() + seconds
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
    try:
        while connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
            if monotonic() > deadline:  # for one who does the same at this moment it does not wait by itself
                return False
            sleep(SCRUB_PAUSE)
        return True
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")  # the connection is used again


def _scrub_postgresql(connection: Connection, seconds: float) -> bool:
    """Write the tables anew, unless somebody may still see what was deleted: it would be kept for them."""
    own = connection.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar()
    older = _OLDER.format(begun=f"'{own}'::xid8")
    deadline = monotonic() + seconds
    while connection.exec_driver_sql(older).scalar():  # whoever began later sees nothing of it
        if monotonic() > deadline:
            return False
        sleep(SCRUB_PAUSE)
    connection.exec_driver_sql(f"SET lock_timeout = {max(1, round(seconds * 1000))}")
    try:
        for table in METADATA.sorted_tables:
            connection.exec_driver_sql(f"VACUUM FULL {table.name}")
    finally:
        if not connection.invalidated:
            connection.exec_driver_sql("RESET lock_timeout")  # the connection is used again
    return True


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is erased is to be gone from the file as well


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; a writer takes its lock at once, as one taken later could not wait for another writer."""
    options = connection.get_execution_options()
    if options.get("isolation_level") != AUTOCOMMIT:
        is_writing = options.get("writes") or options.get("notes")
        if is_writing:
            _wait_for_disk(connection, is_needed=not options.get("hurries"))
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _wait_for_disk(connection: Connection, *, is_needed: bool) -> None:
    """Let the end of the next transaction wait until it is on the disk, or not; a connection stays as it was set."""
    if connection.info.get("waits") is not is_needed:
        connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if is_needed else 'NORMAL'}")
        connection.info["waits"] = is_needed


def _begin_postgresql(connection: Connection) -> None:
    """Let a reader see one state throughout, and a writer wait for its turn before it looks at anything."""
    options = connection.get_execution_options()
    if options.get("writes"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, BUSY_SECONDS * 1000)}")
        _wait_for_writers(connection, options["network"])
    elif options.get("notes"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, BUSY_SECONDS * 1000)}")
    elif options.get("isolation_level") != AUTOCOMMIT:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _wait_for_writers(connection: Connection, network: str) -> None:
    """Wait for those who write to the same network, or for all."""
    if network == ANY:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
        return
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({WRITERS_LOCK})")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK}, hashtext(%s))", (network,))
