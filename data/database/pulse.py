"""Whether a server answers: one that stands still, or whose machine is gone, closes no connection.

Whoever has asked it something would wait for it, for minutes or for ever. It is therefore asked again and again on a
connection of its own; when no answer comes, all that wait are let go, and nobody asks until it answers again. It is as
if the server had been stopped then.
"""

from __future__ import annotations

import logging
import os
from contextlib import closing, suppress
from socket import SHUT_RDWR, socket
from threading import Lock, Timer
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakSet

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from data.database.listening import AUTOCOMMIT, DRIVER

if TYPE_CHECKING:
    import psycopg

LOG = logging.getLogger("kumppani.database")

# So long an answer that takes no work may be waited for.
PATIENCE_SECONDS = 3.0
# A server that is there refuses sooner.
SECONDS_TO_REFUSE = 1.0


class Pulse:
    """Asks one server; only the driver `psycopg` can be let go.

    Args:
        engine: whose connections are let go.
        arguments: that the driver is given.

    Attributes:
        is_silent: whether no answer came when it was asked last.
    """

    def __init__(self, engine: Engine, arguments: dict[str, int | str]) -> None:
        self.is_silent = False
        self._turn = Lock()
        self._open: WeakSet[psycopg.Connection] = WeakSet()
        self._own: Connection | None = None
        self._engine: Engine | None = None
        if engine.driver == DRIVER:
            self._engine = create_engine(engine.url, poolclass=NullPool, hide_parameters=True, connect_args=arguments)
            for each in (engine, self._engine):
                event.listen(each, "connect", self._note)

    def beat(self) -> None:
        """Ask it, and note whether it answers; whoever asks waits for some seconds at most."""
        if self._engine is None:
            return
        begun, timer = monotonic(), Timer(PATIENCE_SECONDS, self._let_go)
        try:
            if self._own is None:
                self._own = self._engine.connect().execution_options(isolation_level=AUTOCOMMIT)
            timer.start()
            self._own.exec_driver_sql("SELECT 1")
        except SQLAlchemyError:
            self.close()
            if monotonic() - begun > SECONDS_TO_REFUSE:
                self._let_go()
        else:
            self.is_silent = False
        finally:
            timer.cancel()

    def close(self) -> None:
        """Ask no more, until it is to be asked again."""
        own, self._own = self._own, None
        if own is not None:
            own.invalidate()
            own.close()

    def _note(self, connection: psycopg.Connection, _record: object) -> None:
        with self._turn:
            self._open.add(connection)

    def _let_go(self) -> None:
        """End all connections, as the server would if it was stopped."""
        from psycopg import Error  # there is a connection of this driver
        if not self.is_silent:
            LOG.error("the server of the database does not answer: what waits for it is let go")
        self.is_silent = True
        with self._turn:
            connections = list(self._open)
        for connection in connections:
            # One that was closed meanwhile has no socket.
            with suppress(OSError, Error), closing(socket(fileno=os.dup(connection.pgconn.socket))) as twin:
                twin.shutdown(SHUT_RDWR)
