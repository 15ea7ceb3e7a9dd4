"""Lists that were shown, held until they are stored, so that nobody who asks waits for those who write."""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import uuid4

from data.activity.impressions import Impression, Place
from data.database.connection import Database
from data.errors import StoreRefused, UnknownNetwork
from data.store.store import State, Store
from matcher.suggestions import SuggestionList
from service.clock import now

LOG = logging.getLogger("kumppani.service")

# Held at most, if they cannot be stored for long; then the oldest are lost.
MOST_HELD = 10_000


@dataclass(frozen=True, slots=True)
class Held:
    """A list that is not stored yet.

    Attributes:
        network_id: of the network, which tells it from another one that has its name since.
        revision: of the network, when the list was made or before.
        shown: the list.
    """

    network_id: str
    revision: int
    shown: Impression


class PendingImpressions:
    """The lists that were shown and are not stored yet."""

    def __init__(self) -> None:
        self._held: deque[tuple[str, Held]] = deque()
        self._turn = Lock()
        self.lost = 0

    def hold(self, network: str, state: State, answer: SuggestionList, asked: dict[str, Any]) -> str:
        """Take a list that is shown to a stored actor, and return the id under which it will be found.

        Args:
            network: the name of the network.
            state: what the network held when the answer was made, or before.
            answer: what is shown.
            asked: how it was asked for, as JSON values.
        """
        places = tuple(Place(item.profile.id, item.ledger.score, item.probability,
                             {row.term: row.points for row in item.ledger.rows}) for item in answer.suggestions)
        shown = Impression(uuid4().hex, now(), answer.seeker.id, asked, answer.versions.as_dict(), places)
        self._put([(network, Held(state.network_id, state.revision, shown))])
        return shown.id

    def store(self, database: Database) -> None:
        """Store what is held; what cannot be stored now is held on, and of a network that is gone nothing is kept."""
        with self._turn:
            held, self._held = self._held, deque()
        of_networks: defaultdict[str, list[Held]] = defaultdict(list)
        for network, item in held:
            of_networks[network].append(item)
        for network, items in of_networks.items():
            try:
                _store(database, network, items)
            except UnknownNetwork:
                continue
            except StoreRefused as error:
                LOG.warning("lists that were shown cannot be stored now: %s", error)
                self._put([(network, item) for item in items])

    def _put(self, items: list[tuple[str, Held]]) -> None:
        with self._turn:
            self._held.extend(items)
            while len(self._held) > MOST_HELD:
                self._held.popleft()
                self.lost += 1


def _store(database: Database, network: str, items: list[Held]) -> None:
    """Store lists, without actors that were written since: they may have been erased, and be others now."""
    named = {place.actor for item in items for place in item.shown.places} | {item.shown.actor for item in items}
    store = Store(database, network)
    with store.writing() as transaction:
        revisions, here = transaction.actor_revisions(named), store.id_in(transaction.connection)
        lists = transaction.impressions
        for item in items:
            if item.network_id == here:
                lists.keep(item.shown, {actor for actor, revision in revisions.items() if revision <= item.revision})
