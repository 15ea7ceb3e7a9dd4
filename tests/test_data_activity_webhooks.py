"""Webhooks as they are stored: which addresses are taken, whose turn it is, and how patient they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.activity.webhooks import LONGEST_PAUSE, PATIENCE, demand_address
from data.database.connection import Database
from data.errors import UnknownWebhook, WebhookRefused
from data.records.network import Network
from data.records.profiles import Profile
from data.store.store import Store

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
URL = "https://platform.example/kumppani"


@pytest.fixture
def store(database: Database) -> Store:
    store = Store(database)
    store.upsert(Network((Profile("a", "A", "ngo"), Profile("b", "B", "ngo"))))
    return store


def join(store: Store, name: str) -> None:
    store.upsert(Network((Profile(name, name, "ngo"),)))


class TestAddresses:
    @pytest.mark.parametrize("url", [URL, "https://10.0.0.5:8443/x?y=1", "http://127.0.0.1:9/x", "http://localhost/",
                                     "http://[::1]:80/", "HTTPS://A.example"])
    def test_taken(self, url: str) -> None:
        demand_address(url)

    @pytest.mark.parametrize("url", [
        "", "a", "http://platform.example/", "http://10.0.0.5/", "ftp://a.example/", "file:///etc/passwd",
        "//a.example", "https://", "https:///x", "https://user@a.example/", "https://user:word@a.example/", "https://a.example/#x",
        "https://a.example:99999/", "https://a.example:0/", "https://[::1/", "https://a.example/ x", "https://a\n.b/",
        "http://127.0.0.1@a.example/", "http://localhost.a.example/", "http://127.0.0.1.a.example", "https://ä.example/",
        "https://a.example/" + "x" * 2000])
    def test_refused(self, url: str) -> None:
        with pytest.raises(WebhookRefused):
            demand_address(url)

    @given(st.text())
    def test_whatever_is_typed_is_taken_or_refused(self, url: str) -> None:
        try:
            demand_address(url)
        except WebhookRefused:
            return
        assert url.lower().startswith(("https://", "http://"))


class TestTurns:
    def test_one_is_told_what_happens_after_it_was_added(self, store: Store) -> None:
        with store.writing() as transaction:
            webhook = transaction.webhooks.add(URL, NOW)
        with store.reading() as session:
            assert session.webhooks.due(NOW) == ()
        join(store, "c")
        with store.reading() as session:
            assert session.webhooks.due(NOW) == (webhook,)
            assert session.webhooks.due(NOW - timedelta(seconds=1)) == ()
            assert [event.actor for event in session.events.after(webhook.position, 9)] == ["c"]

    def test_an_empty_network_is_told_of_from_its_first_event(self, database: Database) -> None:
        store = Store(database)
        with store.writing() as transaction:
            transaction.webhooks.add(URL, NOW)
        join(store, "a")
        with store.reading() as session:
            assert len(session.webhooks.due(NOW)) == 1

    def test_one_alone_gets_a_turn(self, store: Store) -> None:
        with store.writing() as transaction:
            webhook = transaction.webhooks.add(URL, NOW)
        join(store, "c")
        with store.writing() as transaction:
            assert transaction.webhooks.claim(webhook, NOW + timedelta(minutes=1))
            assert not transaction.webhooks.claim(webhook, NOW + timedelta(minutes=2))
            assert transaction.webhooks.due(NOW) == ()
            transaction.webhooks.release(webhook.id, NOW)
            assert len(transaction.webhooks.due(NOW)) == 1

    def test_what_has_come_through_is_not_due_again(self, store: Store) -> None:
        with store.writing() as transaction:
            webhook = transaction.webhooks.add(URL, NOW)
        join(store, "c")
        with store.writing() as transaction:
            event = transaction.events.after(webhook.position, 1)[0]
            assert transaction.webhooks.note_success(webhook.id, (event.revision, event.place))
            assert transaction.webhooks.due(NOW) == ()

    def test_pauses_grow_until_it_is_given_up_and_resumed(self, store: Store) -> None:
        with store.writing() as transaction:
            webhook = transaction.webhooks.add(URL, NOW)
        join(store, "c")
        time, pauses = NOW, []
        with store.writing() as transaction:
            webhooks = transaction.webhooks
            while not webhooks.get(webhook.id).given_up:
                webhooks.note_failure(webhook.id, "HTTP 500", time)
                then = webhooks.get(webhook.id).next_try
                pauses.append((then - time).total_seconds())
                time = then
            assert pauses[:4] == [5, 10, 20, 40]
            assert max(pauses) == LONGEST_PAUSE.total_seconds()
            assert PATIENCE <= time - NOW <= PATIENCE + 2 * LONGEST_PAUSE
            assert webhooks.due(time + timedelta(days=99)) == ()
            webhooks.resume(webhook.id, time)
            assert [item.position for item in webhooks.due(time)] == [webhook.position]
            webhooks.note_failure(webhook.id, "HTTP 500", time)
            assert webhooks.get(webhook.id).given_up is None

    def test_one_that_wants_nothing_any_more_is_given_up_at_once(self, store: Store) -> None:
        with store.writing() as transaction:
            webhook = transaction.webhooks.add(URL, NOW)
            transaction.webhooks.note_failure(webhook.id, "HTTP 410", NOW, for_good=True)
            assert transaction.webhooks.get(webhook.id).given_up == NOW

    def test_nothing_is_done_to_one_that_is_gone(self, store: Store) -> None:
        with store.writing() as transaction:
            webhook = transaction.webhooks.add(URL, NOW)
            transaction.webhooks.remove(webhook.id)
            assert not transaction.webhooks.note_success(webhook.id, (9, 9))
            transaction.webhooks.note_failure(webhook.id, "x", NOW)
            for act in (transaction.webhooks.get, transaction.webhooks.remove,
                        lambda name: transaction.webhooks.resume(name, NOW)):
                with pytest.raises(UnknownWebhook):
                    act(webhook.id)
