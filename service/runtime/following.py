"""A service follows what others write to its database: it hears of it, or looks again at the latest after a while."""

from __future__ import annotations

import logging
from threading import Event
from time import monotonic

from data.database.connection import Database
from data.database.listening import ANY, Listener
from data.errors import DataError

LOG = logging.getLogger("kumppani.service")

# How long answers go on from memory while the database cannot be reached; then an actor that was erased meanwhile is
# out of it, and a key that was revoked opens nothing.
LONGEST_BLINDNESS = 30.0
_SECONDS_TO_STOP = 0.25


class Follower:
    """Hears who writes to a database; where that fails, all is looked at again and again.

    Args:
        database: what is listened to, from the first waiting on.

    Attributes:
        is_blind: whether the database could not be reached when it was last tried: reading need not try again.
        stopping: set when nobody shall wait any longer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listener: Listener | None = None
        self._has_looked = False
        self.is_blind = False
        self.stopping = Event()

    def is_up_to_date(self) -> bool:
        """Tell whether all has been looked at that others have written and that has been heard of."""
        listener = self._listener
        return listener is not None and self._has_looked and not listener.wait(0)

    def wait(self, seconds: float) -> frozenset[str]:
        """Return what is to be looked at: names of networks, or `ANY` for all; all at the latest after some time."""
        ends = monotonic() + seconds
        try:
            listener = self._listener
            if listener is None:
                self._has_looked, self._listener = False, self._database.listen()
                return frozenset({ANY})  # somebody may have written before
            while not self.stopping.is_set():
                left = ends - monotonic()
                if listener.wait(max(0.0, min(left, _SECONDS_TO_STOP))):
                    self._has_looked = False
                    with self._database.translating():
                        return listener.take() or frozenset({ANY})
                if left <= 0:
                    break
        except DataError as error:
            LOG.debug("the database cannot be listened to: %s", error)
            self.close()
            self.is_blind = True
            self.stopping.wait(seconds)
        return frozenset({ANY})

    def note_look(self) -> None:
        """Note that what `wait` has returned was looked at."""
        self._has_looked, self.is_blind = True, False

    def close(self) -> None:
        """Listen no longer, until somebody waits again."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()
