"""Rehearsals in the background: what other rules would change, worked out on the whole network while it answers.

They are kept in the memory of this process: one runs at a time, and the last few can be read.
"""

from __future__ import annotations

import logging
from threading import Event, Lock, Thread
from typing import Literal, TypeAlias
from uuid import uuid4

from data.records.profiles import Status
from data.wording.texts import text
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.rehearsal import Rehearsal, rehearse
from service.errors import RehearsalRunning, UnknownRehearsal

LOG = logging.getLogger("kumppani.service")

CAPACITY = 10

RunState: TypeAlias = Literal["running", "done", "failed"]


class _Interruption(Exception):
    """Raised within a rehearsal that is not wanted any more."""


class RehearsalRun:
    """A rehearsal that runs, or has run.

    Args:
        number: of the stored rules that are tried.
        now, then: with the rules in use, and with those that are tried.
        query: how the lists are asked for.

    Attributes:
        lists: how many are compared.
        progress: how many of them have been.
        result: what would change, once all have been.
        state: “failed” for an error of the program, which the log tells of.
    """

    def __init__(self, number: int, now: Matcher, then: Matcher, query: Query) -> None:
        self.id = uuid4().hex
        self.number = number
        self.query = query
        self.vocabularies = now.snapshot.vocabularies
        self.rules = now.snapshot.versions.rules, then.snapshot.versions.rules
        self.lists = sum(actor.status is Status.ACTIVE for actor in now.snapshot.shown())
        self.progress = 0
        self.result: Rehearsal | None = None
        self.state: RunState = "running"
        self._stopping = Event()
        # The matchers are the thread's alone: a report that is kept does not keep a whole network with it.
        self._thread = Thread(target=self._run, args=(now, then), name=f"rehearsal {self.id}",
                              daemon=True)

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """End it before it is done; when this returns, it has ended."""
        self._stopping.set()
        self._thread.join()

    def _run(self, now: Matcher, then: Matcher) -> None:
        try:
            self.result = rehearse(now, then, self.query, self._advance)
            self.state = "done"
        except _Interruption:
            self.state = "failed"
        except Exception:
            LOG.exception("a rehearsal has failed")
            self.state = "failed"

    def _advance(self, progress: int) -> None:
        self.progress = progress
        if self._stopping.is_set():
            raise _Interruption


class Rehearsals:
    """The rehearsals of one network."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._runs: dict[str, RehearsalRun] = {}

    def start(self, run: RehearsalRun) -> None:
        """Begin a rehearsal.

        Raises:
            RehearsalRunning: another one has not ended yet.
        """
        with self._turn:
            going_on = next((former for former in self._runs.values() if former.state == "running"), None)
            if going_on is not None:
                raise RehearsalRunning(text("Another rehearsal is going on."), "",
                                       text("Wait until it is done, or end it with DELETE."))
            for old in list(self._runs)[:-CAPACITY + 1]:
                del self._runs[old]
            self._runs[run.id] = run
            run.start()

    def find(self, number: int, name: str) -> RehearsalRun:
        """Return a rehearsal of some rules.

        Raises:
            UnknownRehearsal: there is none, or it is not known any more.
        """
        run = self._runs.get(name)
        if run is None or run.number != number:
            raise UnknownRehearsal(text("There is no such rehearsal, or it is not kept any more."), "",
                                   text("Start another one."))
        return run

    def end(self, number: int, name: str) -> None:
        """End a rehearsal if it still runs, and forget it.

        Raises:
            UnknownRehearsal: there is none, or it is not known any more.
        """
        run = self.find(number, name)
        run.stop()
        with self._turn:
            self._runs.pop(name, None)

    def forget(self) -> None:
        """End what runs, and forget all."""
        with self._turn:
            for item in self._runs.values():
                item.stop()
            self._runs.clear()
