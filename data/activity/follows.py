"""Who follows whom in a network; it counts in nobody's suggestions, and is told to nobody else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from data.database.tables import FOLLOWS, batches, time_text
from data.errors import UnknownOpinion
from data.wording.texts import text


class Follows:
    """Whom the actors of one network follow, in the transaction of a connection."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._here = FOLLOWS.c.network == network
        self._network = network

    def of_actor(self, actor: str) -> dict[str, datetime]:
        """Return the ids of those that an actor follows, sorted, and since when, UTC."""
        rows = self._connection.execute(select(FOLLOWS.c.other, FOLLOWS.c.since).where(
            self._here, FOLLOWS.c.actor == actor).order_by(FOLLOWS.c.other))
        return {row.other: datetime.fromisoformat(row.since) for row in rows}

    def add(self, actor: str, other: str, now: datetime) -> bool:
        """Let an actor follow another one, both of which are there; tell whether it did not do so before."""
        if other in self.of_actor(actor):
            return False
        self._connection.execute(insert(FOLLOWS).values(
            network=self._network, actor=actor, other=other, since=time_text(now)))
        return True

    def remove(self, actor: str, other: str) -> None:
        """Let an actor follow another one no longer.

        Raises:
            UnknownOpinion: it does not follow it.
        """
        if not self._connection.execute(delete(FOLLOWS).where(
                self._here, FOLLOWS.c.actor == actor, FOLLOWS.c.other == other)).rowcount:
            raise UnknownOpinion(text("“{actor}” does not follow “{other}”.", actor=actor, other=other), "",
                                 text("There is nothing to take back."))

    def forget_actors(self, actors: Collection[str]) -> None:
        """Remove whom actors follow and who follows them."""
        for some in batches(actors):
            self._connection.execute(delete(FOLLOWS).where(
                self._here, or_(FOLLOWS.c.actor.in_(some), FOLLOWS.c.other.in_(some))))
