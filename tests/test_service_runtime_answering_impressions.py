"""Lists that were shown, until they are stored."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest

from data.activity.impressions import impression_of
from data.database.connection import Database
from service.clock import now
from service.runtime.answering import impressions
from service.runtime.answering.impressions import PendingImpressions, ShownList


def shown(actor: str) -> ShownList:
    """Return an empty list of an actor that is not stored yet."""
    return ShownList("default", "x", 1, impression_of("x", now(), actor, {}, {}, ()), ())


def test_lists_that_come_while_others_are_stored_are_stored_together(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on, sizes = Event(), list[int]()

    def store(_database: Database, _network: str, showings: list[Any]) -> None:
        sizes.append(len(showings))
        may_go_on.wait(10)
        for held in showings:
            held.item.is_stored = True

    monkeypatch.setattr(impressions, "_store", store)
    monkeypatch.setattr(impressions, "PATIENCE", 10.0)
    with closing(Database(f"sqlite:///{tmp_path / 'kumppani.db'}")) as database:
        pending = PendingImpressions(database)
        with ThreadPoolExecutor(4) as readers:
            first = readers.submit(pending.show, shown("a"))
            wait_until(lambda: sizes == [1])
            others = [readers.submit(pending.show, shown(name)) for name in "bcd"]
            wait_until(lambda: len(pending._pending) == 3)
            may_go_on.set()
            ids = [future.result() for future in (first, *others)]
        again = pending.show(shown("e"))
        pending.close()
    assert sizes == [1, 3, 1]
    assert len({*ids, again}) == 5
    assert all(len(item) == 32 for item in (*ids, again))


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    ends = monotonic() + 10
    while not is_so():
        assert monotonic() < ends
        sleep(0.005)
