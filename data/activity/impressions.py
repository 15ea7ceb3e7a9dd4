"""Which suggestions were shown: kept with the chance of each place, so that other weights can be judged by them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import uuid4

from pydantic_core import to_json
from sqlalchemy import Connection, Insert, bindparam, delete, or_, select, update

from data.database.insertion import insertion
from data.database.tables import LISTS, NETWORKS, batches, time_text

# Lists that name one of so few actors are looked for by the database; of more, every list is looked at.
FEW = 20
# With so many digits the ids of all showings of a list begin.
CONTENT_DIGITS = 16


@cache
def _keeping(dialect: str) -> Insert:
    """Return what adds a list, or its showings to those of the same list, if its network is in a certain state."""
    columns = [column for column in LISTS.c if column.name != "network"]
    values = select(NETWORKS.c.name, *(bindparam(f"its_{column.name}", type_=column.type) for column in columns)).where(
        NETWORKS.c.name == bindparam("here"), NETWORKS.c.id == bindparam("network_id"),
        NETWORKS.c.revision == bindparam("revision"))
    row = insertion(LISTS, dialect)
    return row.from_select(["network", *(column.name for column in columns)], values).on_conflict_do_update(
        index_elements=[LISTS.c.network, LISTS.c.content],
        set_={"showings": LISTS.c.showings + row.excluded.showings, "last_shown": row.excluded.last_shown},
    ).execution_options(preserve_rowcount=True)


@dataclass(frozen=True, slots=True)
class Place:
    """A suggestion that was shown.

    Attributes:
        actor: id; empty if the actor has been removed since.
        score: log-odds.
        probability: the chance that just this actor stood in this place.
        points: row of the sum → its points, without those that are zero; empty in lists that were kept before points
            were.
    """

    actor: str
    score: float
    probability: float
    points: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Impression:
    """A list that was shown to an actor, perhaps more than once.

    Attributes:
        id: of the first showing, 32 hexadecimal digits; those of the others begin with the same `CONTENT_DIGITS`.
        shown: when, UTC; the first time.
        actor: id of who asked.
        asked: how it was asked for, such as the day, the filters and the offset, as JSON values.
        versions: what the list rests on.
        places: best first.
        content: what it is known by when it is shown again, the first digits of its id; empty if each showing was kept
            for itself.
        showings: how often it was shown.
        last_shown: when it was shown for the last time; None if that is the first.
    """

    id: str
    shown: datetime
    actor: str
    asked: Mapping[str, Any]
    versions: Mapping[str, str]
    places: tuple[Place, ...]
    content: str = ""
    showings: int = 1
    last_shown: datetime | None = None

    @property
    def members(self) -> frozenset[str]:
        """Ids of all actors that it tells of."""
        return frozenset({self.actor, *(place.actor for place in self.places)})

    def without(self, actors: Collection[str]) -> Impression:
        """Return it with the places of actors that have been removed, but not with those."""
        places = tuple(replace(place, actor="") if place.actor in actors else place for place in self.places)
        return replace(self, places=places)


def impression_of(network_id: str, shown: datetime, actor: str, asked: Mapping[str, Any], versions: Mapping[str, str],
                  places: tuple[Place, ...]) -> Impression:
    """Return a list that is shown for the first time, as far as is known; see `Impression`.

    Args:
        network_id: of the network, which tells it from another one that has had its name.
        shown, actor, asked, versions, places: of the list.
    """
    words = _dump([network_id, actor, asked, versions, list(map(_row, places))])
    content = sha256(words.encode()).hexdigest()[:CONTENT_DIGITS]
    return Impression(content + uuid4().hex[CONTENT_DIGITS:], shown, actor, asked, versions, places, content)


class Impressions:
    """The lists that were shown in one network, in the transaction of a connection."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = LISTS.c.network == network

    def keep(self, impressions: Sequence[Impression], network_id: str, revision: int) -> bool:
        """Add lists, or their showings to those of the same lists, if the network is in a certain state; say if it is.

        Looking and adding are one statement: every list that is shown first waits for it.

        Args:
            impressions: at least one, each of another content, of actors that are there in that state.
            network_id: tells the network from others that have had its name.
            revision: how many writes had changed it.
        """
        rows = [{**_columns(impression), "here": self._network, "network_id": network_id, "revision": revision}
                for impression in impressions]
        return self._connection.execute(_keeping(self._connection.dialect.name), rows).rowcount > 0

    def find(self, showing: str) -> Impression | None:
        """Return the list that was shown under an id; None if it is not kept."""
        found = select(LISTS).where(self._here, or_(
            LISTS.c.id == showing, LISTS.c.content == showing[:CONTENT_DIGITS]))
        row = self._connection.execute(found).first()
        return None if row is None else _impression(row)

    def of_actor(self, actor: str, limit: int) -> list[Impression]:
        """Return lists that were shown to an actor, the newest first."""
        query = select(LISTS).where(self._here, LISTS.c.actor == actor).order_by(LISTS.c.shown.desc(), LISTS.c.id)
        return list(map(_impression, self._connection.execute(query.limit(limit))))

    def newest(self, limit: int) -> list[Impression]:
        """Return the lists that were shown last, the newest first."""
        query = select(LISTS).where(self._here).order_by(LISTS.c.last_shown.desc(), LISTS.c.id)
        return list(map(_impression, self._connection.execute(query.limit(limit))))

    def all(self) -> Iterator[Impression]:
        """Yield all lists, the oldest first."""
        rows = select(LISTS).where(self._here).order_by(LISTS.c.shown, LISTS.c.id)
        return map(_impression, self._connection.execute(rows))

    def forget_actors(self, actors: Collection[str]) -> None:
        """Remove the lists of actors, and their ids from those of others."""
        ids = frozenset(actors)
        for some in batches(ids):
            self._connection.execute(delete(LISTS).where(self._here, LISTS.c.actor.in_(some)))
        naming = select(LISTS.c.id, LISTS.c.document).where(self._here)
        if len(ids) <= FEW:
            naming = naming.where(or_(*(LISTS.c.document.contains(_dump(actor), autoescape=True) for actor in ids)))
        rows = [{"at": row.id, "document": _without(row.document, ids)} for row in self._connection.execute(naming)
                if not ids.isdisjoint(place[0] for place in json.loads(row.document)["places"])]
        if rows:
            self._connection.execute(update(LISTS).where(self._here, LISTS.c.id == bindparam("at")), rows)

    def forget_before(self, time: datetime) -> int:
        """Remove the lists that were shown before a time, and not since; return how many there were."""
        old = delete(LISTS).where(self._here, LISTS.c.last_shown < time_text(time))
        return self._connection.execute(old).rowcount


def _without(document: str, ids: Collection[str]) -> str:
    content = json.loads(document)
    places = [["" if place[0] in ids else place[0], *place[1:]] for place in content["places"]]
    return _dump({**content, "places": places})


def _dump(value: object) -> str:
    return to_json(value).decode()


def _columns(impression: Impression) -> dict[str, object]:
    document = {"asked": impression.asked, "versions": impression.versions,
                "places": list(map(_row, impression.places))}
    return {"its_id": impression.id, "its_shown": time_text(impression.shown), "its_actor": impression.actor,
            "its_document": _dump(document), "its_content": impression.content or None,
            "its_showings": impression.showings,
            "its_last_shown": time_text(impression.last_shown or impression.shown)}


def _row(place: Place) -> list[Any]:
    return [place.actor, place.score, place.probability, place.points]


def _impression(row: Any) -> Impression:  # noqa: ANN401 - a row
    document = json.loads(row.document)
    return Impression(row.id, datetime.fromisoformat(row.shown), row.actor, document["asked"], document["versions"],
                     tuple(Place(*place) for place in document["places"]), row.content or "", row.showings,
                     None if row.last_shown == row.shown else datetime.fromisoformat(row.last_shown))
