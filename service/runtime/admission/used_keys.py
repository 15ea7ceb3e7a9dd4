"""On which day keys were last used: noted once a day for each, and not on the way of an answer."""

from __future__ import annotations

import logging
from datetime import date
from threading import Lock

from data.errors import StoreRefused
from data.tenancy.api_keys import Keys
from service.clock import now

LOG = logging.getLogger("kumppani.service")


class UsedKeys:
    """The keys that were used today, and those of them of which it is not stored yet.

    Args:
        keys: where it will be.
    """

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._days: dict[str, date] = {}
        self._pending: dict[str, date] = {}
        self._turn = Lock()

    def note(self, key: str) -> None:
        """Note that a key is used now.

        Args:
            key: its id.
        """
        today = now().date()
        if self._days.get(key) == today:
            return
        with self._turn:
            self._days = {name: day for name, day in self._days.items() if day == today} | {key: today}
            self._pending[key] = today

    def store(self) -> None:
        """Store what is not stored yet; what cannot be stored now is kept for the next time."""
        with self._turn:
            pending, self._pending = self._pending, {}
        if not pending:
            return
        try:
            self._keys.note_used(pending)
        except StoreRefused as error:
            LOG.warning("when keys were used cannot be stored now: %s", error)
            with self._turn:
                self._pending = pending | self._pending
