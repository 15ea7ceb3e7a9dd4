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
from data.store.store import Store, StoredState
from matcher.suggestions import SuggestionList
from service.clock import now

LOG = logging.getLogger("kumppani.service")

# Held at most, if they cannot be stored for long; then the oldest are lost.
CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class PendingImpression:
    """A list that is not stored yet.

    Attributes:
        network_id: of the network, which tells it from another one that has its name since.
        revision: of the network, when the list was made or before.
        impression: the list.
    """

    network_id: str
    revision: int
    impression: Impression


class PendingImpressions:
    """The lists that were shown and are not stored yet."""

    def __init__(self) -> None:
        self._pending: deque[tuple[str, PendingImpression]] = deque()
        self._turn = Lock()
        self.losses = 0

    def hold(self, network: str, state: StoredState, answer: SuggestionList, question: dict[str, Any]) -> str:
        """Take a list that is shown to a stored actor, and return the id under which it will be found.

        Args:
            network: the name of the network.
            state: what the network held when the answer was made, or before.
            answer: what is shown.
            question: how it was asked for, as JSON values.
        """
        places = tuple(Place(item.profile.id, item.ledger.score, item.probability,
                             {row.term: row.points for row in item.ledger.rows}) for item in answer.suggestions)
        impression = Impression(uuid4().hex, now(), answer.seeker.id, question, answer.versions.as_dict(), places)
        self._put([(network, PendingImpression(state.network_id, state.revision, impression))])
        return impression.id

    def store(self, database: Database) -> None:
        """Store what is held; what cannot be stored now is held on, and of a network that is gone nothing is kept."""
        with self._turn:
            pending, self._pending = self._pending, deque()
        of_networks: defaultdict[str, list[PendingImpression]] = defaultdict(list)
        for network, item in pending:
            of_networks[network].append(item)
        for network, items in of_networks.items():
            try:
                _store(database, network, items)
            except UnknownNetwork:
                continue
            except StoreRefused as error:
                LOG.warning("lists that were shown cannot be stored now: %s", error)
                self._put([(network, item) for item in items])

    def _put(self, items: list[tuple[str, PendingImpression]]) -> None:
        with self._turn:
            self._pending.extend(items)
            while len(self._pending) > CAPACITY:
                self._pending.popleft()
                self.losses += 1


def _store(database: Database, network: str, items: list[PendingImpression]) -> None:
    """Store lists, without actors that were written since: they may have been erased, and be others now."""
    impressions = [item.impression for item in items]
    actors = {place.actor for item in impressions for place in item.places} | {item.actor for item in impressions}
    store = Store(database, network)
    with store.writing() as transaction:
        revisions, here = transaction.actor_revisions(actors), store.id_in(transaction.connection)
        lists = transaction.impressions
        for item in items:
            if item.network_id == here:
                same_actors = {actor for actor, revision in revisions.items() if revision <= item.revision}
                lists.keep(item.impression, same_actors)
