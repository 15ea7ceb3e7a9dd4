"""Pairs of actors that look like one and are two, as people have said: nobody is asked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from data.database.tables import DISTINCT_PAIRS, time_text
from data.intake.questions import Answers, Sameness, Topic, about_pair, key_of


class DistinctPairs:
    """The pairs of one network that are known to be two, in the transaction of a connection; with an actor they go."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = DISTINCT_PAIRS.c.network == network

    def all(self) -> dict[tuple[str, str], datetime]:
        """Return the pairs, each with its ids in their order, and since when they are known to be two, UTC."""
        rows = self._connection.execute(select(DISTINCT_PAIRS).where(self._here).order_by(
            DISTINCT_PAIRS.c.actor, DISTINCT_PAIRS.c.other))
        return {(row.actor, row.other): datetime.fromisoformat(row.since) for row in rows}

    def of(self, actor: str) -> tuple[str, ...]:
        """Return the ids of the actors that one is known to be different from, sorted."""
        return tuple(sorted(other for pair in self.all() if actor in pair for other in pair if other != actor))

    def answers(self) -> Answers:
        """Return them as answers to the question whether they are one."""
        return Answers({key_of(Topic.PAIR, pair): Sameness.DIFFERENT.value for pair in self.all()})

    def add(self, pairs: Iterable[tuple[str, str]], now: datetime) -> int:
        """Note that pairs of actors, which are there, are two; return how many were not known to be."""
        known = self.all()
        new = {about_pair(*pair) for pair in pairs} - known.keys()
        rows = [{"network": self._network, "actor": one, "other": other, "since": time_text(now)}
                for one, other in sorted(new) if one != other]
        if rows:
            self._connection.execute(insert(DISTINCT_PAIRS), rows)
        return len(rows)

    def move(self, gone: str, kept: str) -> None:
        """Let what is said of an actor be said of another one; that the two are not one is forgotten."""
        for (one, other), since in self.all().items():
            if gone in (one, other):
                third = other if one == gone else one
                if third != kept:
                    self.add([(third, kept)], since)
        self._connection.execute(delete(DISTINCT_PAIRS).where(
            self._here, or_(DISTINCT_PAIRS.c.actor == gone, DISTINCT_PAIRS.c.other == gone)))
