"""Processes say of themselves that they serve."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from datetime import UTC, datetime
from threading import Event

import pytest

from data.database.connection import Database
from data.tenancy.processes import Process, note_process, serving

TIME = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with closing(Database(url)) as database:
        yield database


def test_two_threads_of_a_process_note_it_at_once(database: Database) -> None:
    noted, may_end = Event(), Event()

    def note(revision: int, *, waits: bool) -> None:
        with database.noting() as connection:
            note_process(connection, Process("p", "here", 7, TIME, {"a": revision}), TIME)
            noted.set()
            assert not waits or may_end.wait(30)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(note, 1, waits=True)
        assert noted.wait(30)
        second = threads.submit(note, 2, waits=False)
        wait([second], timeout=1)  # it waits for the first by now
        may_end.set()
        first.result(30)
        second.result(30)
    with database.reading() as connection:
        assert serving(connection, TIME) == (Process("p", "here", 7, TIME, {"a": 2}),)
