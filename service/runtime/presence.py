"""That this process serves, and how far it has come with each network, told to all who use the database."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping
from math import inf
from time import monotonic
from uuid import uuid4

from data.database.clock import time_at
from data.database.connection import Database
from data.errors import StoreRefused
from data.tenancy.processes import Process, forget_process, note_process, serving
from data.tenancy.rate_leases import forget_leases
from service.clock import now

LOG = logging.getLogger("kumppani.service")

SECONDS_BETWEEN_NOTES = 5.0


class Presence:
    """The row of this process; there is none before it follows what is written.

    Args:
        database: where it is noted.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._process = Process(uuid4().hex, socket.gethostname(), os.getpid(), now(), {})
        self._noted = -inf
        self._others = 0

    def is_alone(self) -> bool:
        """Tell whether no other process was seen to serve when it was last noted that this one does."""
        return not self._others

    def note(self, revisions: Mapping[str, int]) -> None:
        """Note how far it has come, if that is new or was noted some time ago.

        Args:
            revisions: names of the open networks → how many writes were seen.

        Raises:
            StoreRefused: the database cannot be used.
        """
        if revisions != self._process.revisions or monotonic() - self._noted > SECONDS_BETWEEN_NOTES:
            start, process = monotonic(), self._with(revisions)
            with self._database.noting() as connection:
                time = time_at(connection)
                note_process(connection, process, time)
                forget_leases(connection, time.timestamp())
                self._others = len(serving(connection, time)) - 1
            self._process, self._noted = process, start

    def note_again(self, revisions: Mapping[str, int]) -> None:
        """Note how far it has come, if it has been noted before."""
        if self._noted > -inf:
            self.note(revisions)

    def end(self) -> None:
        """Note that it ends; where that cannot be noted, it is known to be gone after a while."""
        if self._noted > -inf:
            try:
                with self._database.noting() as connection:
                    forget_process(connection, self._process.id)
            except StoreRefused as error:
                LOG.debug("the end of the service could not be noted: %s", error)

    def _with(self, revisions: Mapping[str, int]) -> Process:
        return Process(self._process.id, self._process.host, self._process.pid, self._process.started, dict(revisions))
