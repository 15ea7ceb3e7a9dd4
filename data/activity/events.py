"""What has happened in a network: noted with each write, read as a feed, and kept to learn from."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, or_, select, tuple_

from data.database.tables import EVENTS, batches, time_text


class EventKind(StrEnum):
    """What can happen."""

    JOINED = "joined"
    CHANGED = "changed"
    COOPERATES = "cooperates"
    OPINION = "opinion"
    OPINION_TAKEN_BACK = "opinion_taken_back"
    OUTCOME = "outcome"
    OUTCOME_TAKEN_BACK = "outcome_taken_back"
    COOPERATION_CHANGED = "cooperation_changed"
    COOPERATION_REMOVED = "cooperation_removed"
    REMOVED = "removed"
    INTRODUCTION_ASKED = "introduction_asked"
    INTRODUCTION_ACCEPTED = "introduction_accepted"
    INTRODUCTION_WITHDRAWN = "introduction_withdrawn"
    INTRODUCTION_LAPSED = "introduction_lapsed"


# What everybody may see of an actor; the other kinds are nobody else's business.
PUBLIC = frozenset({EventKind.JOINED, EventKind.CHANGED, EventKind.COOPERATES})


_OF_COOPERATIONS = (EventKind.COOPERATES.value, EventKind.COOPERATION_CHANGED.value)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an actor did.

    Attributes:
        revision, place: the write that did it, counted in the network, and its place among what that write did.
        happened: when, UTC.
        kind: what.
        actor: id of who did it; empty where what it was done to is gone, of which no more is told.
        other: id of the actor it was done to, or of the cooperation; empty if there is none.
        document: what was said, or which introduction it was, as JSON values.
    """

    revision: int
    place: int
    happened: datetime
    kind: EventKind
    actor: str
    other: str = ""
    document: Mapping[str, Any] | None = None


class Events:
    """The events of one network, in the transaction of a connection."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network

    def note(self, events: Iterable[Event]) -> None:
        """Add events."""
        rows = [{"network": self._network, "revision": event.revision, "place": event.place,
                 "happened": time_text(event.happened), "kind": event.kind.value, "actor": event.actor,
                 "other": event.other, "document": json.dumps(event.document, ensure_ascii=False)} for event in events]
        if rows:
            self._connection.execute(EVENTS.insert(), rows)

    def newest(self, actors: Collection[str], kinds: Collection[EventKind], limit: int,
               before: tuple[int, int] | None = None) -> list[Event]:
        """Return events of some actors, the newest first.

        Args:
            actors: ids.
            kinds: which kinds of events.
            limit: how many at most.
            before: revision and place of an event that all of them are older than.
        """
        query = select(EVENTS).where(EVENTS.c.network == self._network, EVENTS.c.actor.in_(sorted(actors)),
                                     EVENTS.c.kind.in_(sorted(kinds)))
        if before is not None:
            query = query.where(tuple_(EVENTS.c.revision, EVENTS.c.place) < before)
        page = query.order_by(EVENTS.c.revision.desc(), EVENTS.c.place.desc()).limit(limit)
        return list(map(_event, self._connection.execute(page)))

    def after(self, position: tuple[int, int], limit: int) -> list[Event]:
        """Return what happened after an event, given by its revision and place, the oldest first.

        Whoever writes waits for the one before: what is told later always stands after what was told before.
        """
        rows = self._connection.execute(select(EVENTS).where(
            EVENTS.c.network == self._network, tuple_(EVENTS.c.revision, EVENTS.c.place) > position)
            .order_by(EVENTS.c.revision, EVENTS.c.place).limit(limit))
        return list(map(_event, rows))

    def all(self) -> Iterator[Event]:
        """Yield all events, the oldest first."""
        rows = self._connection.execute(select(EVENTS).where(EVENTS.c.network == self._network)
                                        .order_by(EVENTS.c.revision, EVENTS.c.place))
        return map(_event, rows)

    def forget_actors(self, actors: Collection[str]) -> None:
        """Remove what actors did and what was done to them."""
        for some in batches(actors):
            self._remove(or_(EVENTS.c.actor.in_(some), EVENTS.c.other.in_(some)))

    def forget_cooperations(self, cooperations: Collection[str]) -> None:
        """Remove the events that tell of cooperations, given by their ids."""
        for some in batches(cooperations):
            self._remove(EVENTS.c.kind.in_(_OF_COOPERATIONS), EVENTS.c.other.in_(some))

    def forget_before(self, time: datetime) -> int:
        """Remove what happened before a time; return how many events that were."""
        return self._remove(EVENTS.c.happened < time_text(time))

    def _remove(self, *which: Any) -> int:  # noqa: ANN401 - conditions of SQLAlchemy
        return self._connection.execute(delete(EVENTS).where(EVENTS.c.network == self._network, *which)).rowcount


def _event(row: Any) -> Event:  # noqa: ANN401 - a row
    return Event(row.revision, row.place, datetime.fromisoformat(row.happened), EventKind(row.kind), row.actor,
                 row.other, json.loads(row.document))
