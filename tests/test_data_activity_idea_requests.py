"""Ideas made requests: who sees them, and what becomes of them with their actors."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from data.activity.idea_requests import IdeaRequest
from data.database.connection import Database
from data.database.tables import IDEA_REQUESTS, IDEA_SHARES
from data.errors import ImportRefused, UnknownIdeaRequest
from data.governance.audit_log import Signature
from data.records.network import Network
from data.records.relations import Block
from data.store.imports import import_records, undo_import
from data.store.merging import merge_actors
from data.store.store import Store
from tests.networks import actor

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
CODES = {"themes": ["employment"], "nationwide": False}


@pytest.fixture
def store(database: Database) -> Store:
    """A store with four actors."""
    store = Store(database)
    store.upsert(Network(tuple(map(actor, "abcd"))))
    return store


def request(number: int, owner: str = "a", *others: str, **changes: object) -> IdeaRequest:
    made = NOW + timedelta(hours=number)
    one = IdeaRequest(f"{number:032x}", owner, f"Idea {number}", CODES, made, None, tuple(sorted(others)))
    return replace(one, **changes)  # type: ignore[arg-type]


def add(store: Store, *requests: IdeaRequest) -> None:
    with store.writing() as transaction:
        for item in requests:
            transaction.idea_requests.add(item)


def own(store: Store, name: str) -> list[IdeaRequest]:
    with store.reading() as session:
        return session.idea_requests.of_actor(name)


def shared(store: Store, name: str) -> list[IdeaRequest]:
    with store.reading() as session:
        return session.idea_requests.shared_with(name)


def test_what_is_kept_comes_back_the_newest_first(store: Store) -> None:
    first, second = request(1, "a", "b", "c"), request(2, "a")
    add(store, first, second)
    assert own(store, "a") == [second, first]
    with store.reading() as session:
        assert session.idea_requests.find("a", first.id) == first
        assert session.idea_requests.count_open("a") == 2


def test_only_those_chosen_see_it_and_not_with_whom_else_it_is_shared(store: Store) -> None:
    add(store, request(1, "a", "b", "c"))
    assert shared(store, "b") == [request(1, "a")]
    assert shared(store, "d") == []
    assert own(store, "b") == []
    with store.reading() as session:
        assert session.idea_requests.find("c", request(1).id) == request(1, "a")
        for stranger in ("d", "nobody"):
            with pytest.raises(UnknownIdeaRequest):
                session.idea_requests.find(stranger, request(1).id)


@pytest.mark.parametrize("block", [Block("a", "b"), Block("b", "a")])
def test_nothing_is_seen_between_two_of_whom_one_blocks_the_other(block: Block, store: Store) -> None:
    add(store, request(1, "a", "b", "c"))
    store.upsert(Network(blocks=(block,)))
    assert shared(store, "b") == []
    assert [item.id for item in shared(store, "c")] == [request(1).id]


def test_who_sees_it_is_changed(store: Store) -> None:
    add(store, request(1, "a", "b", "c"), request(2, "a", "b"))
    for others in (("c", "d"), (), ("b",)):
        with store.writing() as transaction:
            changed = transaction.idea_requests.share("a", request(1).id, others)
        assert changed == request(1, "a", *others)
        assert own(store, "a") == [request(2, "a", "b"), changed]
        for name in "bcd":
            assert (request(1).id in [item.id for item in shared(store, name)]) is (name in others)
    for name in ("b", "nobody"):
        with store.writing() as transaction, pytest.raises(UnknownIdeaRequest):
            transaction.idea_requests.share(name, request(1).id, ("c",))


def test_a_closed_one_stays_and_keeps_its_first_day(store: Store) -> None:
    add(store, request(1, "a", "b"))
    for hours in (3, 4):
        with store.writing() as transaction:
            closed = transaction.idea_requests.close("a", request(1).id, NOW + timedelta(hours=hours))
    assert closed.closed == NOW + timedelta(hours=3)
    assert shared(store, "b")[0].closed == closed.closed
    with store.reading() as session:
        assert session.idea_requests.count_open("a") == 0


def test_a_withdrawn_one_is_gone_for_everybody(store: Store) -> None:
    add(store, request(1, "a", "b"))
    with store.writing() as transaction:
        transaction.idea_requests.withdraw("a", request(1).id)
    assert own(store, "a") == shared(store, "b") == []
    assert counts(store) == (0, 0)


def test_nobody_else_closes_or_withdraws_it(store: Store) -> None:
    add(store, request(1, "a", "b"))
    for name in ("b", "c"):
        with store.writing() as transaction, pytest.raises(UnknownIdeaRequest):
            transaction.idea_requests.close(name, request(1).id, NOW)
        with store.writing() as transaction, pytest.raises(UnknownIdeaRequest):
            transaction.idea_requests.withdraw(name, request(1).id)
    assert own(store, "a") == [request(1, "a", "b")]


def test_requests_go_with_their_actor_and_shares_with_theirs(store: Store) -> None:
    add(store, request(1, "a", "b", "c"), request(2, "b", "a"))
    with store.writing() as transaction:
        transaction.remove("a")
    assert own(store, "b") == [request(2, "b")]
    assert counts(store) == (1, 0)


def test_of_two_actors_that_become_one_nothing_is_lost(store: Store) -> None:
    add(store, request(1, "d", "a", "b"), request(2, "b", "d", "c"), request(3, "a", "d"), request(4, "c", "a", "d"))
    with store.writing() as transaction:
        merge_actors(transaction, "a", "d", Signature("somebody", NOW))
    assert own(store, "a") == [request(3, "a"), request(1, "a", "b")]
    assert own(store, "b") == [request(2, "b", "a", "c")]
    assert own(store, "c") == [request(4, "c", "a")]


def test_an_import_of_an_actor_with_requests_is_not_undone(store: Store) -> None:
    by = Signature("somebody", NOW)
    with store.writing() as transaction:
        log = import_records(transaction, "f.csv", by, lambda writer: writer.upsert(Network((actor("e"),))))
    add(store, request(1, "e"))
    with store.writing() as transaction, pytest.raises(ImportRefused, match="have been used since"):
        undo_import(transaction, log.number or 0, by)


def counts(store: Store) -> tuple[int, int]:
    with store.reading() as session:
        return tuple(session.connection.execute(  # type: ignore[return-value]
            select(func.count()).select_from(table)).scalar_one() for table in (IDEA_REQUESTS, IDEA_SHARES))
