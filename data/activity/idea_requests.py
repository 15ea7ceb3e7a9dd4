"""Ideas that actors have made requests: kept until they are withdrawn, and seen by those alone they are shared with."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from data.database.tables import BLOCKS, IDEA_REQUESTS, IDEA_SHARES, batches, time_text
from data.errors import UnknownIdeaRequest
from data.records.keys import pair_key
from data.records.relations import Block
from data.wording.texts import text


@dataclass(frozen=True, slots=True)
class IdeaRequest:
    """An idea that looks for partners.

    Attributes:
        id: 32 hexadecimal digits.
        actor: id of whose it is.
        idea: its text.
        understood: what it asks for, as JSON values: lists of codes by their names.
        made: when, UTC.
        closed: when it was over; None as long as it is open.
        shared_with: ids of the others that see it, sorted.
    """

    id: str
    actor: str
    idea: str
    understood: Mapping[str, Any]
    made: datetime
    closed: datetime | None = None
    shared_with: tuple[str, ...] = ()


class IdeaRequests:
    """The requests that were made of ideas in one network, in the transaction of a connection."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = IDEA_REQUESTS.c.network == network
        self._shares_here = IDEA_SHARES.c.network == network

    def add(self, request: IdeaRequest) -> None:
        """Store a new request of an actor; it and those that it is shared with are there."""
        self._connection.execute(insert(IDEA_REQUESTS).values(
            network=self._network, id=request.id, actor=request.actor, idea=request.idea,
            understood=json.dumps(dict(request.understood), ensure_ascii=False), made=time_text(request.made),
            closed=None if request.closed is None else time_text(request.closed)))
        shares = [{"network": self._network, "request": request.id, "other": other} for other in request.shared_with]
        if shares:
            self._connection.execute(insert(IDEA_SHARES), shares)

    def of_actor(self, actor: str) -> list[IdeaRequest]:
        """Return the requests of an actor, the newest first."""
        return self._select(IDEA_REQUESTS.c.actor == actor)

    def count_open(self, actor: str) -> int:
        """Return how many requests of an actor are open."""
        return self._connection.execute(select(func.count()).where(
            self._here, IDEA_REQUESTS.c.actor == actor, IDEA_REQUESTS.c.closed.is_(None))).scalar_one()

    def shared_with(self, actor: str) -> list[IdeaRequest]:
        """Return the requests of others that an actor sees, the newest first; with whom else they are shared is not.

        Nothing is seen between two of whom one has blocked the other.
        """
        shared = select(IDEA_SHARES.c.request).where(self._shares_here, IDEA_SHARES.c.other == actor)
        requests = self._select(IDEA_REQUESTS.c.id.in_(shared), with_shares=False)
        blocked = self._blocked(actor, {item.actor for item in requests})
        return [item for item in requests if item.actor not in blocked]

    def find(self, actor: str, request: str) -> IdeaRequest:
        """Return a request that an actor has made, or that it sees.

        Raises:
            UnknownIdeaRequest: there is none.
        """
        own = self._select(IDEA_REQUESTS.c.actor == actor, IDEA_REQUESTS.c.id == request)
        found = own or [item for item in self.shared_with(actor) if item.id == request]
        if not found:
            raise _unknown(actor, request)
        return found[0]

    def close(self, actor: str, request: str, now: datetime) -> IdeaRequest:
        """Note that a request of an actor is over, and return it; one that was over before stays as it was.

        Raises:
            UnknownIdeaRequest: it has made none of this id.
        """
        mine = (self._here, IDEA_REQUESTS.c.actor == actor, IDEA_REQUESTS.c.id == request)
        self._connection.execute(update(IDEA_REQUESTS).where(*mine, IDEA_REQUESTS.c.closed.is_(None)).values(
            closed=time_text(now)))
        found = self._select(*mine[1:])
        if not found:
            raise _unknown(actor, request)
        return found[0]

    def share(self, actor: str, request: str, others: Collection[str]) -> IdeaRequest:
        """Let those see a request of an actor that are named, who are there, and nobody else; return it.

        Raises:
            UnknownIdeaRequest: it has made none of this id.
        """
        found = self._select(IDEA_REQUESTS.c.actor == actor, IDEA_REQUESTS.c.id == request)
        if not found:
            raise _unknown(actor, request)
        before, after = set(found[0].shared_with), set(others)
        mine = self._shares_here, IDEA_SHARES.c.request == request
        if before - after:
            self._connection.execute(delete(IDEA_SHARES).where(*mine, IDEA_SHARES.c.other.in_(before - after)))
        rows = [{"network": self._network, "request": request, "other": other} for other in sorted(after - before)]
        if rows:
            self._connection.execute(insert(IDEA_SHARES), rows)
        return replace(found[0], shared_with=tuple(sorted(after)))

    def withdraw(self, actor: str, request: str) -> None:
        """Remove a request of an actor: nobody sees it any more.

        Raises:
            UnknownIdeaRequest: it has made none of this id.
        """
        if not self._connection.execute(delete(IDEA_REQUESTS).where(
                self._here, IDEA_REQUESTS.c.actor == actor, IDEA_REQUESTS.c.id == request)).rowcount:
            raise _unknown(actor, request)

    def move(self, gone: str, kept: str) -> None:
        """Let what is kept of an actor be kept of another one, both of which are there; nobody shares with itself."""
        self._connection.execute(update(IDEA_REQUESTS).where(self._here, IDEA_REQUESTS.c.actor == gone).values(
            actor=kept))
        known = select(IDEA_SHARES.c.request).where(self._shares_here, IDEA_SHARES.c.other == kept)
        own = select(IDEA_REQUESTS.c.id).where(self._here, IDEA_REQUESTS.c.actor == kept)
        seen = set(self._connection.execute(known).scalars()) | set(self._connection.execute(own).scalars())
        rows = set(self._connection.execute(select(IDEA_SHARES.c.request).where(
            self._shares_here, IDEA_SHARES.c.other == gone)).scalars())
        for request in rows - seen:
            self._connection.execute(update(IDEA_SHARES).where(
                self._shares_here, IDEA_SHARES.c.request == request, IDEA_SHARES.c.other == gone).values(other=kept))
        self._connection.execute(delete(IDEA_SHARES).where(self._shares_here, IDEA_SHARES.c.other == gone))
        self._connection.execute(delete(IDEA_SHARES).where(
            self._shares_here, IDEA_SHARES.c.other == kept, IDEA_SHARES.c.request.in_(own)))

    def _select(self, *conditions: ColumnElement[bool], with_shares: bool = True) -> list[IdeaRequest]:
        order = IDEA_REQUESTS.c.made.desc(), IDEA_REQUESTS.c.id
        rows = self._connection.execute(select(IDEA_REQUESTS).where(self._here, *conditions).order_by(*order)).all()
        shares = self._shares([row.id for row in rows]) if with_shares else {}
        return [IdeaRequest(row.id, row.actor, row.idea, json.loads(row.understood), datetime.fromisoformat(row.made),
                            datetime.fromisoformat(row.closed) if row.closed else None, tuple(shares.get(row.id, ())))
                for row in rows]

    def _shares(self, requests: Collection[str]) -> dict[str, list[str]]:
        shares: defaultdict[str, list[str]] = defaultdict(list)
        for some in batches(requests):
            for row in self._connection.execute(select(IDEA_SHARES).where(
                    self._shares_here, IDEA_SHARES.c.request.in_(some)).order_by(IDEA_SHARES.c.other)):
                shares[row.request].append(row.other)
        return shares

    def _blocked(self, actor: str, others: Iterable[str]) -> set[str]:
        """Return those of some actors that an actor has blocked, or that have blocked it."""
        keys = {pair_key(block): other for other in others for block in (Block(actor, other), Block(other, actor))}
        return {keys[key] for some in batches(keys) for key in self._connection.execute(select(BLOCKS.c.key).where(
            BLOCKS.c.network == self._network, BLOCKS.c.key.in_(some))).scalars()}


def _unknown(actor: str, request: str) -> UnknownIdeaRequest:
    return UnknownIdeaRequest(text("“{actor}” has no request “{request}”.", actor=actor, request=request), "",
                              text("Look at the list of its requests."))
