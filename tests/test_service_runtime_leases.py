"""Parts of a rate: what is known is counted without the database, and clocks of machines do not matter."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from data.clock import now
from data.database.connection import Database
from data.tenancy.processes import Process, note_process, serving
from data.tenancy.rate_leases import take_lease
from service.runtime.admission.leases import Leases
from service.runtime.presence import Presence

HOLDER, MOST, SECONDS = "somebody", 100, 600.0
AHEAD = timedelta(minutes=5)


def leases_of(database: Database) -> Leases:
    return Leases(database, is_alone=lambda: False)


def test_nothing_passes_at_once_that_was_not_taken_before(database: Database) -> None:
    leases = leases_of(database)
    assert not leases.spend_at_once(HOLDER)
    assert leases.spend(HOLDER, MOST, SECONDS)  # the first part is of one
    assert not leases.spend_at_once(HOLDER)
    assert leases.spend(HOLDER, MOST, SECONDS)  # and the next one is larger
    assert leases.spend_at_once(HOLDER)
    assert not leases.spend_at_once(HOLDER)


def test_what_passes_at_once_asks_no_database(database: Database) -> None:
    leases = leases_of(database)
    for _ in range(2):
        leases.spend(HOLDER, MOST, SECONDS)
    database.close()
    assert leases.spend_at_once(HOLDER)


def test_who_is_alone_asks_no_database(url: str) -> None:
    with closing(Database(url)) as database:
        leases = Leases(database, is_alone=lambda: True)
    assert leases.spend_at_once(HOLDER)


@pytest.mark.postgresql
class TestClocksThatDiffer:
    """The server's clock counts for all processes; machines may be minutes apart."""

    @pytest.fixture
    def _clock_is_ahead(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The clock of this machine, wherever it is asked."""
        for module in ("service.runtime.presence", "service.runtime.admission.leases", "data.store.erasures"):
            monkeypatch.setattr(f"{module}.now", lambda: now() + AHEAD, raising=False)
            monkeypatch.setattr(f"{module}.time", (now() + AHEAD).timestamp, raising=False)

    @pytest.mark.usefixtures("_clock_is_ahead")
    def test_others_are_not_taken_for_gone(self, database: Database) -> None:
        with database.noting() as connection:
            note_process(connection, Process("first", "other-machine", 1, now(), {}), now())
        other = Presence(database)
        other.note({})
        assert not other.is_alone()
        with database.reading() as connection:
            assert len(serving(connection, now())) == 2

    @pytest.mark.usefixtures("_clock_is_ahead")
    def test_what_others_have_taken_counts(self, database: Database) -> None:
        with database.noting() as connection:
            assert take_lease(connection, HOLDER, (MOST, 60.0), MOST, now().timestamp()) == MOST
        assert not leases_of(database).spend(HOLDER, MOST, 60.0)

    @pytest.mark.usefixtures("_clock_is_ahead")
    def test_what_was_taken_is_given_back_in_time(self, database: Database) -> None:
        assert leases_of(database).spend(HOLDER, 1, 60.0)
        with database.noting() as connection:
            assert take_lease(connection, HOLDER, (1, 60.0), 1, now().timestamp() + 61) == 1
