"""Erasures that are still to come: an actor goes on a day of the network's calendar, and can stay until then."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select

from data.database.revisions import count_change
from data.database.tables import PLANNED_ERASURES
from data.errors import UnknownErasure
from data.wording.texts import text

_ALL = (select(PLANNED_ERASURES).where(PLANNED_ERASURES.c.network == bindparam("network"))
        .order_by(PLANNED_ERASURES.c.actor))


class PlannedErasures:
    """Which actors of one network are to be erased, in the transaction of a connection."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._here = PLANNED_ERASURES.c.network == network
        self._network = network

    def all(self) -> dict[str, date]:
        """Return the ids of the actors that are to be erased, sorted, and on which day each."""
        rows = self._connection.execute(_ALL, {"network": self._network})
        return {row.actor: date.fromisoformat(row.day) for row in rows}

    def due(self, today: date) -> list[str]:
        """Return the ids of the actors whose day has come."""
        return [actor for actor, day in self.all().items() if day <= today]

    def day_of(self, actor: str) -> date:
        """Return the day on which an actor will be erased.

        Raises:
            UnknownErasure: it is to stay.
        """
        day = self.all().get(actor)
        if day is None:
            raise UnknownErasure(text("“{actor}” is not about to be erased.", actor=actor), "",
                                 text("There is nothing to take back."))
        return day

    def plan(self, actor: str, day: date) -> date:
        """Let an actor that is there be erased on a day, or on an earlier one that is planned; return which it is."""
        planned = self.all().get(actor)
        if planned is not None and planned <= day:
            return planned
        self._connection.execute(delete(PLANNED_ERASURES).where(self._here, PLANNED_ERASURES.c.actor == actor))
        self._connection.execute(insert(PLANNED_ERASURES).values(
            network=self._network, actor=actor, day=day.isoformat()))
        count_change(self._connection, self._network)
        return day

    def take_back(self, actor: str) -> None:
        """Let an actor stay.

        Raises:
            UnknownErasure: it is to stay already.
        """
        self.day_of(actor)
        self._connection.execute(delete(PLANNED_ERASURES).where(self._here, PLANNED_ERASURES.c.actor == actor))
        count_change(self._connection, self._network)
