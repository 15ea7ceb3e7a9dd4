"""What this process may let pass of what all together may: taken from the database in parts, each for a short while.

What is taken counts from then on, and may be used up to a twentieth of the rate's time later: that is how much more can
pass in any such time than the rate says. What is not used by then has counted in vain; parts are small where little is
asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from data.database.clock import time_at
from data.database.connection import Database
from data.errors import StoreRefused
from data.tenancy.rate_leases import take_lease

LOG = logging.getLogger("kumppani.service")

# A part is at most so much of a rate, and lives for so much of its time.
LARGEST_PART = 1 / 50
LIFE = 1 / 20
CAPACITY = 10_000


@dataclass(slots=True)
class _Part:
    """What is left of the part that was taken last, how much that was, and until when it lives."""

    left: int
    size: int
    ends: float


class Leases:
    """The parts that this process has taken.

    Args:
        database: what they are taken from.
        is_alone: tells whether no other process serves; nothing is taken then.
    """

    def __init__(self, database: Database, is_alone: Callable[[], bool]) -> None:
        self._database = database
        self._is_alone = is_alone
        self._parts: dict[str, _Part] = {}
        self._turn = Lock()

    def spend_at_once(self, holder: str) -> bool:
        """Count that somebody asks once more, if that is known to be allowed without asking the database."""
        if self._is_alone():
            return True
        with self._turn:
            part = self._parts.get(holder)
            if part is None or part.left <= 0 or monotonic() >= part.ends:
                return False
            part.left -= 1
            return True

    def spend(self, holder: str, most: int, seconds: float) -> bool:
        """Tell whether somebody may ask once more, and count that.

        While the database cannot be reached, each process counts for itself, as it does anyway.

        Args:
            holder: who asks.
            most, seconds: how often within how long.
        """
        if self.spend_at_once(holder):
            return True
        with self._turn:
            part = self._parts.get(holder, _Part(0, 0, 0.0))
            is_used_up = monotonic() < part.ends
            wanted = max(1, min(2 * part.size, int(most * LARGEST_PART))) if is_used_up else 1
        return self._take(holder, most, seconds, wanted)

    def _take(self, holder: str, most: int, seconds: float, wanted: int) -> bool:
        begun = monotonic()
        try:
            with self._database.noting() as connection:
                now = time_at(connection).timestamp()
                granted = take_lease(connection, holder, (most, seconds), wanted, now)
        except StoreRefused as error:
            LOG.debug("requests are counted by this process alone: %s", error)
            return True
        with self._turn:
            if granted:
                self._parts.pop(holder, None)
                self._parts[holder] = _Part(granted - 1, granted, begun + seconds * LIFE)
            while len(self._parts) > CAPACITY:
                del self._parts[next(iter(self._parts))]
        return granted > 0
