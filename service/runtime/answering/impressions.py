"""Lists that were shown, held until they are stored: new ones at once, how often others were shown every second.

Nobody waits long for those who write: an id is handed out only of a list that is stored, else the list goes without.
"""

from __future__ import annotations

import logging
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf
from secrets import token_hex
from threading import Event, Lock

from data.activity.impressions import CONTENT_DIGITS, Impression
from data.database.connection import Database
from data.errors import StoreRefused, UnknownNetwork
from data.store.sessions import Session
from data.store.store import Store
from service.clock import now

LOG = logging.getLogger("kumppani.service")

# By so many bytes the ids of showings of one list differ, of sixteen in all.
SHOWING_BYTES = 16 - CONTENT_DIGITS // 2
# Held at most, if they cannot be stored for long; then the oldest are lost.
CAPACITY = 10_000
# How long an answer waits at most until its list is stored.
PATIENCE = 0.25


@dataclass(slots=True)
class ShownList:
    """A list that is shown, perhaps again and again.

    Attributes:
        network: the name of the network.
        network_id: of the network, which tells it from another one that has its name since.
        revision: of the network, when the list was made or before.
        impression: the list, as of when it is shown first.
        actors: ids of all that it shows, its counterparts, too.
        is_stored: whether it is in the database.
    """

    network: str
    network_id: str
    revision: int
    impression: Impression
    actors: tuple[str, ...]
    is_stored: bool = False


@dataclass(slots=True, eq=False)
class _Held:
    """Showings of one list that are not stored yet."""

    item: ShownList
    last_shown: datetime
    showings: int = 0
    is_settled: Event = field(default_factory=Event)

    @property
    def impression(self) -> Impression:
        """The list with how often it was shown."""
        return replace(self.item.impression, showings=self.showings, last_shown=self.last_shown)


class PendingImpressions:
    """The showings that are not stored yet.

    Args:
        database: where they will be.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pending: OrderedDict[tuple[str, str], _Held] = OrderedDict()
        self._turn = Lock()
        self._writer = ThreadPoolExecutor(1, "impressions")
        self._is_called = False
        self.losses = 0

    def hold(self, item: ShownList) -> None:
        """Count that a list is shown now; it will be stored."""
        self._hold(item)

    def show(self, item: ShownList) -> str:
        """Count that a list is shown now, and return the id of this showing once the list is stored.

        Returns:
            32 hexadecimal digits, under which the list is found; empty if it could not be stored soon.
        """
        is_new = not item.is_stored
        held = self._hold(item)
        if is_new:
            self._call_writer()
            held.is_settled.wait(PATIENCE)
            item.is_stored = held.item.is_stored
        return self._id_of(item, is_new=is_new and held.item is item) if item.is_stored else ""

    def _call_writer(self) -> None:
        """Let what is held be stored soon; the writer is woken once for all that comes before it begins."""
        with self._turn:
            was_called, self._is_called = self._is_called, True
        if not was_called:
            self._writer.submit(self.store)

    @staticmethod
    def _id_of(item: ShownList, *, is_new: bool) -> str:
        """Return the id of a showing: of the first one that of the row, else one that begins in the same way."""
        listed = item.impression
        return listed.id if is_new else listed.content + token_hex(SHOWING_BYTES)

    def _hold(self, item: ShownList) -> _Held:
        key = item.network_id, item.impression.content
        time = now()
        with self._turn:
            held = self._pending.get(key)
            if held is None:
                held = self._pending[key] = _Held(item, time)
            held.showings, held.last_shown = held.showings + 1, time
            self._lose_some()
        return held

    def _lose_some(self) -> None:
        while len(self._pending) > CAPACITY:
            _, held = self._pending.popitem(last=False)
            self.losses += held.showings
            held.is_settled.set()

    def store(self) -> None:
        """Store what is held; what cannot be stored now is held on, and of a network that is gone nothing is kept."""
        with self._turn:
            pending, self._pending, self._is_called = self._pending, OrderedDict(), False
        of_networks: defaultdict[str, list[_Held]] = defaultdict(list)
        for held in pending.values():
            of_networks[held.item.network].append(held)
        for network, showings in of_networks.items():
            try:
                _store(self._database, network, showings)
            except UnknownNetwork:
                pass
            except StoreRefused as error:
                LOG.warning("lists that were shown cannot be stored now: %s", error)
                self._put_back(showings)
                continue
            for held in showings:
                held.is_settled.set()

    def _put_back(self, showings: Iterable[_Held]) -> None:
        with self._turn:
            for held in showings:
                other = self._pending.setdefault((held.item.network_id, held.item.impression.content), held)
                if other is not held:
                    other.showings += held.showings
            self._lose_some()

    def close(self) -> None:
        """Store what is held, and store no more."""
        self._writer.shutdown()
        self.store()


def _store(database: Database, network: str, showings: list[_Held]) -> None:
    """Store lists, without actors that were written since: they may have been erased, and be others now."""
    of_states: defaultdict[tuple[str, int], list[_Held]] = defaultdict(list)
    for held in showings:
        of_states[held.item.network_id, held.item.revision].append(held)
    stored: set[_Held] = set()
    store = Store(database, network)
    with store.writing_unheard() as session:
        for state, some in of_states.items():
            if session.impressions.keep([held.impression for held in some], *state):
                stored.update(some)
            else:
                stored.update(_keep_what_is_left(session, store, some))
    for held in showings:
        held.item.is_stored = held in stored


def _keep_what_is_left(session: Session, store: Store, showings: Iterable[_Held]) -> list[_Held]:
    """Keep lists of a network that has been written to since, and return those that are kept.

    Raises:
        UnknownNetwork: it is not there any more.
    """
    head = store.head_in(session.connection)
    here = [held for held in showings if held.item.network_id == head[0]]
    revisions = session.actor_revisions(frozenset().union(*(held.impression.members for held in here)))
    kept = []
    for held in here:
        gone = {actor for actor in held.impression.members if revisions.get(actor, inf) > held.item.revision}
        if held.impression.actor not in gone:
            session.impressions.keep([held.impression.without(gone)], *head)
            kept.append(held)
    return kept
