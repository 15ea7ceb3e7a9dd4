"""A network that is open: it answers from one snapshot until the next takes its place as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from time import time
from typing import TypeVar

from data.errors import DataError
from data.store import State, Store
from data.texts import text
from data.transactions import Expected, Receipt, Transaction
from matcher.engine import Matcher
from matcher.query import Filters, Query, idea
from matcher.snapshot import Parts, Snapshot
from matcher.wording import encoded_texts
from models.encoders import CachedEncoder
from models.errors import ModelError
from service.clock import today
from service.errors import NotReady

Result = TypeVar("Result")

WORDS = "Kieli ja työ"


class OpenNetwork:
    """A stored network, with what it is answered with.

    Args:
        store: its records.
        parts: everything else.
        memory: where the vectors of stored profiles are kept.
        progress: called with the number of texts encoded so far.

    Attributes:
        opened: when what it answers from was read, in seconds since 1970.

    Raises:
        StoreRefused: the store cannot be read.
        SnapshotRefused: the records were made with another vocabulary.
    """

    def __init__(self, store: Store, parts: Parts, memory: CachedEncoder,
                 progress: Callable[[int], None] | None = None) -> None:
        self.store = store
        self._parts = parts
        self._memory = memory
        self.vocabularies = parts.vocabularies
        self._turn = Lock()
        self._state = store.read_after(State())
        self._matcher = warm_up(Matcher(Snapshot(self._state.network, parts, progress)))
        self._trouble: Exception | None = None
        self.opened = time()

    @property
    def matcher(self) -> Matcher:
        """What answers now.

        Raises:
            NotReady: what is stored cannot be answered from; what was stored before is not shown instead.
        """
        if self._trouble is not None:
            raise NotReady(text("The network cannot be opened."), "",
                           text("Those who run the service find the reason in its log."))
        return self._matcher

    @property
    def snapshot(self) -> Snapshot:
        """What it was last answered from, also while it cannot be answered from what is stored now."""
        return self._matcher.snapshot

    @property
    def is_ready(self) -> bool:
        """Whether it can be answered from."""
        return self._trouble is None

    def _reopen(self) -> None:
        """Open the snapshot anew: one that follows would keep pieces of the words that were known before."""
        with self._turn:
            state = self.store.read_after(State())
            matcher = warm_up(Matcher(Snapshot(state.network, self._parts)))
            self._state, self._matcher, self._trouble, self.opened = state, matcher, None, time()

    def refresh(self) -> bool:
        """Answer from what is stored now, and tell whether that is something new.

        Who comes while another one does it waits, and finds it done.

        Raises:
            DataError, ModelError: what is stored cannot be read or answered from.
        """
        with self._turn:
            try:
                state = self.store.read_after(self._state)
                if state is self._state and self._trouble is None:
                    return False
                matcher = ask_once(Matcher(self._matcher.snapshot.follow(state.network)))
            except (DataError, ModelError) as error:
                self._trouble = error
                raise
            self._state, self._matcher, self._trouble, self.opened = state, matcher, None, time()
            return True

    def erase(self, actor: str, now: datetime, expected: Expected | None = None) -> Receipt:
        """Remove an actor from the store, from the memory of vectors and from what answers; say what was removed.

        Raises:
            UnknownActor: there is none with this id.
            RecordChanged: it is not in the state that is expected.
            ModelError, StoreRefused: others read for so long that bytes are left; it may be asked for again.
        """
        profile, _ = self.store.actor(actor)
        # First: once the texts are gone nobody could tell which vectors were theirs.
        self._memory.forget(sorted(encoded_texts(profile, self.vocabularies, self._memory.languages)))
        with self.store.writing() as transaction:
            receipt = transaction.erase(actor, now, expected)
        self._reopen()
        self.store.scrub()
        return receipt

    def write(self, change: Callable[[Transaction], Result]) -> Result:
        """Do something to the records in one transaction; when this returns, it is stored and answered from.

        Args:
            change: is given the transaction; if it raises, nothing of it is kept.
        """
        with self.store.writing() as transaction:
            result = change(transaction)
        self.refresh()
        return result


def warm_up(matcher: Matcher) -> Matcher:
    """Ask and search once, so that nobody waits for the encoder, the words and the day's view to load."""
    matcher.search(WORDS, Filters(), 1)
    return ask_once(matcher)


def ask_once(matcher: Matcher) -> Matcher:
    """Ask once, so that nobody waits for the day's view."""
    matcher.suggest(idea(WORDS, vocabularies=matcher.snapshot.vocabularies), Query(today(), limit=1))
    return matcher
