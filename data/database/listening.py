"""Who writes to a database is heard by those that listen: other processes follow, and nobody asks in vain.

PostgreSQL tells which network was written to, as the transaction ends (NOTIFY). A file of SQLite has a number that each
write counts up which others shall hear of; it is asked for again and again, which takes microseconds. Where neither is
to be had, all is looked at each time.
"""

from __future__ import annotations

import sqlite3
from multiprocessing.connection import wait as wait_for
from threading import Lock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Protocol, cast

from sqlalchemy import Connection, Engine

if TYPE_CHECKING:
    import psycopg

CHANNEL = "kumppani"
# Told where it is not known which network was written to, or where it may be any, as with keys.
ANY = ""
AUTOCOMMIT = "AUTOCOMMIT"
SECONDS_BETWEEN_QUESTIONS = 0.05
# Where nothing tells that somebody has written, all is looked at so often.
SECONDS_BETWEEN_LOOKS = 0.1
# The driver that tells of what is heard.
DRIVER = "psycopg"
# The number in the head of a file of SQLite has 31 bits (PRAGMA user_version); it begins anew.
WRITES = 2**31


class Listener(Protocol):
    """Hears of writes of other connections since it was made; one thread takes them, any may ask whether there are."""

    def wait(self, seconds: float) -> bool:
        """Tell whether there is something to be taken, as soon as there is; also if that cannot be told any more."""

    def take(self) -> frozenset[str]:
        """Return the names of the networks that were written to since it was taken last, or `ANY`.

        Raises:
            SQLAlchemyError, sqlite3.Error: the database cannot be heard any more.
        """

    def close(self) -> None:
        """Listen no longer."""


def open_listener(engine: Engine) -> Listener:
    """Return what hears of writes to a database.

    Raises:
        SQLAlchemyError, sqlite3.Error: it cannot be reached.
    """
    if engine.dialect.name == "sqlite":
        return FileListener(engine)
    return ServerListener(engine) if engine.driver == DRIVER else Looker()


def announce(connection: Connection, network: str) -> None:
    """Tell those that listen of a write, once its transaction ends well.

    Args:
        connection: of the transaction.
        network: name of the network that is written to, or `ANY`.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_notify('{CHANNEL}', %s)", (network,))
    else:
        number = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {(number + 1) % WRITES}")


class FileListener:
    """Asks a file of SQLite whether another connection has written what others shall hear of; see `Listener`."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect().execution_options(isolation_level=AUTOCOMMIT)
        self._driver = cast("sqlite3.Connection", self._connection.connection.driver_connection)
        self._turn = Lock()
        self._state, self._writes = self._ask("data_version"), self._ask("user_version")

    def _ask(self, name: str) -> int:
        """Return a number of the file, without the engine's detour: every request that reads asks."""
        return int(self._driver.execute(f"PRAGMA {name}").fetchone()[0])

    def _hears(self) -> bool:
        """Tell whether there is something to be taken; of most writes nobody has to hear, such as of lists shown."""
        with self._turn:
            state = self._ask("data_version")
            if state != self._state and self._ask("user_version") == self._writes:
                self._state = state
            return state != self._state

    def wait(self, seconds: float) -> bool:
        """See `Listener`."""
        ends = monotonic() + seconds
        try:
            while not self._hears():
                if monotonic() >= ends:
                    return False
                sleep(min(seconds, SECONDS_BETWEEN_QUESTIONS))
        except sqlite3.Error:
            return True
        return True

    def take(self) -> frozenset[str]:
        """See `Listener`."""
        with self._turn:
            self._state, self._writes = self._ask("data_version"), self._ask("user_version")
        return frozenset({ANY})

    def close(self) -> None:
        """See `Listener`."""
        with self._turn:
            self._connection.close()


class ServerListener:
    """Listens to a PostgreSQL server, on a connection of its own; see `Listener`."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect().execution_options(isolation_level=AUTOCOMMIT)
        driver = cast("psycopg.Connection", self._connection.connection.driver_connection)
        self._connection.detach()
        self._names = set[str]()
        driver.add_notify_handler(lambda message: self._names.add(message.payload))
        self._socket = driver.fileno()
        self._connection.exec_driver_sql(f"LISTEN {CHANNEL}")

    def wait(self, seconds: float) -> bool:
        """See `Listener`."""
        try:
            return bool(self._names or wait_for([self._socket], seconds))
        except (OSError, ValueError):  # it was closed
            return True

    def take(self) -> frozenset[str]:
        """See `Listener`."""
        self._connection.exec_driver_sql("SELECT 1")  # what has arrived is read with the answer
        names, self._names = frozenset(self._names), set[str]()
        return names

    def close(self) -> None:
        """See `Listener`."""
        self._connection.close()


class Looker:
    """Hears nothing, and says so often that anybody may have written; see `Listener`."""

    def wait(self, seconds: float) -> bool:
        """See `Listener`."""
        sleep(min(seconds, SECONDS_BETWEEN_LOOKS))
        return True

    def take(self) -> frozenset[str]:
        """See `Listener`."""
        return frozenset({ANY})

    def close(self) -> None:
        """See `Listener`."""
