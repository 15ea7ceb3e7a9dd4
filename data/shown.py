"""Which suggestions were shown: kept with the chance of each place, so that other weights can be judged by them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, delete, func, insert, literal, select, update

from data.tables import LISTS, written


@dataclass(frozen=True, slots=True)
class Place:
    """A suggestion that was shown.

    Attributes:
        actor: id; empty if the actor has been removed since.
        score: log-odds.
        probability: the chance that just this actor stood in this place.
        points: row of the sum → its points, without those that are zero.
    """

    actor: str
    score: float
    probability: float
    points: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list that was shown to an actor.

    Attributes:
        id: 32 hexadecimal digits.
        shown: when, UTC.
        actor: id of who asked.
        asked: how it was asked for, such as the day, the filters and the offset, as JSON values.
        versions: what the list rests on.
        places: best first.
    """

    id: str
    shown: datetime
    actor: str
    asked: Mapping[str, Any]
    versions: Mapping[str, str]
    places: tuple[Place, ...]


class ShownLists:
    """The lists that were shown in one network, in the transaction of a connection."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = LISTS.c.network == network

    def keep(self, lists: Iterable[ShownList], known: Collection[str]) -> None:
        """Add lists; actors that are not among the known ones have been removed since, and are left out."""
        rows = [{"network": self._network, "id": shown.id, "shown": written(shown.shown), "actor": shown.actor,
                 "document": _document(shown, known)} for shown in lists if shown.actor in known]
        if rows:
            self._connection.execute(insert(LISTS), rows)

    def of_actor(self, actor: str, limit: int) -> list[ShownList]:
        """Return lists that were shown to an actor, the newest first."""
        found = select(LISTS).where(self._here, LISTS.c.actor == actor).order_by(LISTS.c.shown.desc(), LISTS.c.id)
        return list(map(_shown, self._connection.execute(found.limit(limit))))

    def all(self) -> Iterator[ShownList]:
        """Yield all lists, the oldest first."""
        rows = select(LISTS).where(self._here).order_by(LISTS.c.shown, LISTS.c.id)
        return map(_shown, self._connection.execute(rows))

    def forget_actor(self, actor: str) -> int:
        """Remove the lists of an actor, and its id from those of others; return how many lists were removed."""
        name = json.dumps(actor, ensure_ascii=False)
        naming = update(LISTS).where(self._here, LISTS.c.document.contains(name, autoescape=True))
        self._connection.execute(naming.values(
            document=func.replace(LISTS.c.document, literal(name, String), literal('""', String))))
        return self._connection.execute(delete(LISTS).where(self._here, LISTS.c.actor == actor)).rowcount

    def forget_before(self, time: datetime) -> int:
        """Remove the lists that were shown before a time; return how many there were."""
        return self._connection.execute(delete(LISTS).where(self._here, LISTS.c.shown < written(time))).rowcount


def _document(shown: ShownList, known: Collection[str]) -> str:
    places = [[place.actor if place.actor in known else "", place.score, place.probability, place.points]
              for place in shown.places]
    return json.dumps({"asked": shown.asked, "versions": shown.versions, "places": places}, ensure_ascii=False)


def _shown(row: Any) -> ShownList:  # noqa: ANN401 - a row
    document = json.loads(row.document)
    return ShownList(row.id, datetime.fromisoformat(row.shown), row.actor, document["asked"], document["versions"],
                     tuple(Place(*place) for place in document["places"]))
