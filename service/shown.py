"""Lists that were shown, held until they are stored, so that nobody who asks waits for those who write."""

from __future__ import annotations

from collections import defaultdict, deque
from threading import Lock
from typing import Any
from uuid import uuid4

from data.database import Database
from data.errors import UnknownNetwork
from data.shown import Place, ShownList, ShownLists
from data.store import Store
from matcher.answer import Answer
from service.clock import now

# Held at most, if they cannot be stored for long; then the oldest are lost.
MOST_HELD = 10_000


class HeldLists:
    """The lists that were shown and are not stored yet."""

    def __init__(self) -> None:
        self._held: deque[tuple[str, ShownList]] = deque()
        self._turn = Lock()
        self.lost = 0

    def hold(self, network: str, answer: Answer, asked: dict[str, Any]) -> str:
        """Take a list that is shown to a stored actor, and return the id under which it will be found."""
        places = tuple(Place(item.profile.id, item.ledger.score, item.probability,
                             {row.term: row.points for row in item.ledger.rows}) for item in answer.suggestions)
        shown = ShownList(uuid4().hex, now(), answer.seeker.id, asked, answer.versions.as_dict(), places)
        self._put([(network, shown)])
        return shown.id

    def store(self, database: Database) -> None:
        """Store what is held; of a network that is gone nothing is kept.

        Raises:
            StoreRefused: it cannot be stored; it is held on.
        """
        with self._turn:
            held, self._held = self._held, deque()
        of_networks: defaultdict[str, list[ShownList]] = defaultdict(list)
        for network, shown in held:
            of_networks[network].append(shown)
        while of_networks:
            network, lists = next(iter(of_networks.items()))
            try:
                _store(database, network, lists)
            except UnknownNetwork:
                pass
            except BaseException:
                self._put([(name, shown) for name, several in of_networks.items() for shown in several])
                raise
            del of_networks[network]

    def _put(self, lists: list[tuple[str, ShownList]]) -> None:
        with self._turn:
            self._held.extend(lists)
            while len(self._held) > MOST_HELD:
                self._held.popleft()
                self.lost += 1


def _store(database: Database, network: str, lists: list[ShownList]) -> None:
    named = {place.actor for shown in lists for place in shown.places} | {shown.actor for shown in lists}
    with Store(database, network).writing() as transaction:
        ShownLists(transaction.connection, network).keep(lists, transaction.known(named))
