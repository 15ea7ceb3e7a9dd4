"""What writes were answered, under the keys that their senders gave them: sent again, a write is not done again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from data.database.tables import ANSWERS, time_text


@dataclass(frozen=True, slots=True)
class Reply:
    """What a write was answered with: a status, headers, and a body, as they go over the wire."""

    status: int
    headers: Mapping[str, str]
    body: str = ""


class Replies:
    """The remembered answers of one network, in the transaction of a connection."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = ANSWERS.c.network == network

    def find(self, key: str, since: datetime | None = None) -> tuple[str, Reply] | None:
        """Return the request that came with a key, as a digest, and what it was answered; None if none did.

        Args:
            key: what its sender calls the request.
            since: before this time nothing counts; None for no limit.
        """
        query = select(ANSWERS).where(self._here, ANSWERS.c.key == key)
        if since is not None:
            query = query.where(ANSWERS.c.created >= time_text(since))
        row = self._connection.execute(query).one_or_none()
        return row and (row.request, Reply(row.status, json.loads(row.headers), row.body))

    def keep(self, key: str, request: str, reply: Reply, now: datetime) -> None:
        """Keep what a request with a key is answered, for as long as nobody forgets it."""
        self._connection.execute(insert(ANSWERS).values(
            network=self._network, key=key, request=request, status=reply.status,
            headers=json.dumps(dict(reply.headers)), body=reply.body, created=time_text(now)))

    def forget_before(self, time: datetime) -> int:
        """Forget what was answered before a time; return how many answers there were."""
        return self._connection.execute(delete(ANSWERS).where(self._here, ANSWERS.c.created < time_text(time))).rowcount

    def forget_all(self) -> int:
        """Forget all answers; return how many there were."""
        return self._connection.execute(delete(ANSWERS).where(self._here)).rowcount
