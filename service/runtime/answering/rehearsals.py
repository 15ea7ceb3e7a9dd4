"""Rehearsals in the background: what other rules would change, worked out on the whole network while it answers.

They are kept in the database: every process finds them, and one runs at a time in a network.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic
from uuid import uuid4

from data.database.clock import time_at
from data.errors import DataError, StoreRefused, UnknownActor
from data.governance.rehearsals import Finding, RunState, StoredRehearsal, StoredRehearsals
from data.records.profiles import Status
from data.store.store import Store
from data.wording.texts import text
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.rehearsal import ListChange, Rehearsal, rehearse
from matcher.snapshot import Snapshot
from service.errors import RehearsalRunning, UnknownRehearsal

LOG = logging.getLogger("kumppani.service")

SECONDS_BETWEEN_NOTES = 1.0


class _Interruption(Exception):
    """Raised within a rehearsal that is not wanted any more."""


class RehearsalRun:
    """A rehearsal that this process works out.

    Args:
        store: of the network.
        rehearsal: as it is noted.
        matchers: with the rules in use, and with those that are tried.
    """

    def __init__(self, store: Store, rehearsal: StoredRehearsal, matchers: tuple[Matcher, Matcher]) -> None:
        self._store = store
        self._rehearsal = rehearsal
        self._noted = monotonic()
        self._stopping = Event()
        # The matchers are the thread's alone.
        self._thread = Thread(target=self._run, args=matchers, name=f"rehearsal {rehearsal.id}", daemon=True)

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """End it before it is done; when this returns, it has ended."""
        self._stopping.set()
        self._thread.join()

    def _run(self, current: Matcher, trial: Matcher) -> None:
        state: RunState = "failed"
        finding = None
        query = Query(self._rehearsal.day, self._rehearsal.limit)
        try:
            result = rehearse(current, trial, query, self._advance)
            rules = current.snapshot.versions.rules, trial.snapshot.versions.rules
            state, finding = "done", _finding(result, rules)
        except _Interruption:
            pass
        except Exception:
            LOG.exception("a rehearsal has failed")
        try:
            with self._store.noting() as session:
                StoredRehearsals(session.connection, session.network).finish(self._rehearsal.id, state, finding)
        except DataError as error:
            LOG.warning("what a rehearsal has found cannot be kept: %s", error)

    def _advance(self, progress: int) -> None:
        if self._stopping.is_set():
            raise _Interruption
        if monotonic() - self._noted > SECONDS_BETWEEN_NOTES:
            self._noted = monotonic()
            with suppress(StoreRefused), self._store.noting() as session:  # it is tried again
                stored = StoredRehearsals(session.connection, session.network)
                if not stored.note(self._rehearsal.id, progress, time_at(session.connection)):
                    raise _Interruption


class Rehearsals:
    """The rehearsals of one network.

    Args:
        store: of the network.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = Lock()
        self._run: tuple[str, RehearsalRun] | None = None

    def start(self, number: int, current: Matcher, trial: Matcher, query: Query) -> StoredRehearsal:
        """Begin a rehearsal.

        Args:
            number: of the stored rules that are tried.
            current, trial: with the rules in use, and with those that are tried.
            query: how the lists are asked for.

        Raises:
            RehearsalRunning: another one has not ended yet, here or in another process.
        """
        lists = sum(actor.status is Status.ACTIVE for actor in current.snapshot.shown())
        rehearsal = StoredRehearsal(uuid4().hex, number, "running", lists, 0, query.as_of, query.limit)
        with self._turn:
            with self._store.writing() as transaction:
                stored = StoredRehearsals(transaction.connection, transaction.network)
                if not stored.start(rehearsal, time_at(transaction.connection)):
                    raise RehearsalRunning(text("Another rehearsal is going on."), "",
                                           text("Wait until it is done, or end it with DELETE."))
            run = RehearsalRun(self._store, rehearsal, (current, trial))
            self._run = rehearsal.id, run
            run.start()
        return rehearsal

    def find(self, number: int, name: str) -> StoredRehearsal:
        """Return a rehearsal of some rules.

        Raises:
            UnknownRehearsal: there is none, or it is not known any more.
        """
        with self._store.reading() as session:
            stored = StoredRehearsals(session.connection, session.network)
            rehearsal = stored.find(name, time_at(session.connection))
        if rehearsal is None or rehearsal.number != number:
            raise _unknown()
        return rehearsal

    def newest(self, number: int | None = None) -> StoredRehearsal | None:
        """Return the rehearsal that began last, of some rules or of all; None if none is kept."""
        with self._store.reading() as session:
            stored = StoredRehearsals(session.connection, session.network)
            return stored.newest(time_at(session.connection), number)

    def end(self, number: int, name: str) -> None:
        """Forget a rehearsal; if it runs, it ends: here at once, in another process within a second.

        Raises:
            UnknownRehearsal: there is none, or it is not known any more.
        """
        self.find(number, name)
        with self._store.noting() as session:
            StoredRehearsals(session.connection, session.network).end(name)
        with self._turn:
            if self._run is not None and self._run[0] == name:
                self._run[1].stop()

    def close(self) -> None:
        """End what runs here."""
        with self._turn:
            if self._run is not None:
                self._run[1].stop()

    def forget(self) -> None:
        """End what runs here, and forget all.

        Raises:
            StoreRefused: the database cannot be used.
        """
        self.close()
        with self._store.noting() as session:
            StoredRehearsals(session.connection, session.network).forget_all()


def result_of(rehearsal: StoredRehearsal, snapshot: Snapshot) -> Rehearsal | None:
    """Return what a rehearsal has found, with the profiles as they are now; None until it is done.

    Raises:
        UnknownRehearsal: it names actors that are gone.
    """
    finding = rehearsal.finding
    if finding is None:
        return None
    try:
        changes = [ListChange(snapshot.actor(actor), tuple(map(snapshot.actor, gained)),
                              tuple(map(snapshot.actor, lost))) for actor, gained, lost in finding.changes]
        profiles = {actor: snapshot.actor(actor) for actor in finding.places}
    except UnknownActor as error:
        raise _unknown() from error
    return Rehearsal(tuple(changes), finding.places, rehearsal.lists, profiles)


def _finding(result: Rehearsal, rules: tuple[str, str]) -> Finding:
    changes = [(change.actor.id, [actor.id for actor in change.gained], [actor.id for actor in change.lost])
               for change in result.changes]
    return Finding(changes, result.places, rules)


def _unknown() -> UnknownRehearsal:
    return UnknownRehearsal(text("There is no such rehearsal, or it is not kept any more."), "",
                            text("Start another one."))
