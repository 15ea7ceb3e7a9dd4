"""Several who write to a network at once: each reads its own write, and one looks at the database for all who wait."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest

from data.database.connection import Database
from data.errors import DataError, StoreRefused
from data.records.network import Network
from data.store.store import Store, StoredState
from data.store.transactions import Transaction
from data.wording.texts import Text
from matcher.asking.query import Filters
from matcher.snapshot import Parts
from matcher.text_index import TextIndex
from models.encoders import HashingEncoder
from service.runtime import served_network as module
from service.runtime.served_network import ServedNetwork
from tests.networks import actor, finland, shipped_rules, shipped_weights
from tests.stores import store_network

WRITERS, WRITES = 8, 6


class SlowStore(Store):
    """One that takes some time to be read, counts how often it was, and can be told to fail."""

    looks = 0
    trouble: DataError | None = None

    def read_after(self, last: StoredState) -> StoredState:
        self.looks += 1
        sleep(0.02)
        if self.trouble:
            raise self.trouble
        return super().read_after(last)


@contextmanager
def opened(folder: Path) -> Iterator[ServedNetwork]:
    url = f"sqlite:///{folder / 'kumppani.db'}"
    store_network(url, Network(tuple(actor(f"a{number}", capacity=99) for number in range(WRITERS))))
    with closing(Database(url)) as database:
        parts = Parts(finland(), HashingEncoder(), shipped_rules(), shipped_weights(), "exact")
        with closing(ServedNetwork(SlowStore(database), parts)) as served:
            yield served


@pytest.fixture
def network(tmp_path: Path) -> Iterator[ServedNetwork]:
    with opened(tmp_path) as served:
        yield served


def write(network: ServedNetwork, name: str, capacity: int) -> int | None:
    """Store a capacity, and return the one that is answered from after that."""
    changed = replace(network.snapshot.actor(name), capacity=capacity)
    network.write(lambda transaction: transaction.upsert(Network((changed,))))
    return network.matcher.snapshot.actor(name).capacity


def looks_of(network: ServedNetwork) -> int:
    assert isinstance(network.store, SlowStore)
    return network.store.looks


def test_what_the_first_questions_need_is_made_ready_apart_from_opening(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, of = list[int](), TextIndex.of

    def count(*arguments: Any) -> TextIndex:  # noqa: ANN401 - whatever it takes
        made.append(1)
        return of(*arguments)

    monkeypatch.setattr(TextIndex, "of", count)
    with opened(tmp_path) as network:
        assert not made
        network.warm_up()
        assert made == [1]
        assert network.matcher.search("a1", Filters(), 1)[0].profile.id == "a1"
        assert made == [1]


def test_each_reads_its_own_write_and_one_looks_for_all(network: ServedNetwork) -> None:
    before, together, ended = looks_of(network), Barrier(WRITERS), Event()

    def work(number: int) -> list[int | None]:
        together.wait()
        return [write(network, f"a{number}", capacity) for capacity in range(WRITES)]

    def watch() -> list[tuple[int, tuple[int, ...]]]:
        seen = []
        while not ended.is_set():
            revision, snapshot = network.revision, network.matcher.snapshot
            seen.append((revision, tuple(int(profile.capacity or 0) for profile in snapshot.network.actors)))
            sleep(0.001)
        return seen

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        watcher = pool.submit(watch)
        answers = list(pool.map(work, range(WRITERS)))
        ended.set()
    assert answers == [list(range(WRITES))] * WRITERS
    looks = looks_of(network) - before
    assert WRITES <= looks < WRITERS * WRITES
    revisions, capacities = zip(*watcher.result(), strict=True)
    assert list(revisions) == sorted(revisions)
    for own in zip(*capacities, strict=True):  # nothing goes back to what it was
        told = [capacity for capacity in own if capacity != 99]
        assert told == sorted(told)


class Gate(SlowStore):
    """One whose writers first do something, when they are about to store."""

    def arrive(self) -> None:
        """Do nothing, until it is told otherwise."""

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        self.arrive()
        with super().writing() as transaction:
            yield transaction


@pytest.fixture
def gate(network: ServedNetwork) -> Gate:
    network.store.__class__ = Gate
    assert isinstance(network.store, Gate)
    return network.store


def test_who_has_stored_waits_for_those_who_are_storing(
        network: ServedNetwork, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_TO_GATHER", 30)
    monkeypatch.setattr(gate, "arrive", Barrier(WRITERS).wait)
    before = looks_of(network)
    with ThreadPoolExecutor(WRITERS) as pool:
        assert list(pool.map(lambda number: write(network, f"a{number}", 5), range(WRITERS))) == [5] * WRITERS
    assert looks_of(network) == before + 1


def test_who_has_stored_does_not_wait_for_one_who_takes_long(
        network: ServedNetwork, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_TO_GATHER", 0.01)
    slow, is_answered = Event(), Event()

    def arrive() -> None:
        if not slow.is_set():
            slow.set()
            is_answered.wait(30)

    monkeypatch.setattr(gate, "arrive", arrive)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(write, network, "a1", 5)
        slow.wait(30)
        assert write(network, "a2", 6) == 6
        assert not late.done()
        is_answered.set()
        assert late.result() == 5


def test_a_write_that_fails_is_not_waited_for(network: ServedNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_TO_GATHER", 300)
    with pytest.raises(ZeroDivisionError):
        network.write(lambda _: 1 / 0)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(write, network, "a1", 5).result(30) == 5


def test_alone_each_write_is_looked_for(network: ServedNetwork) -> None:
    before = looks_of(network)
    assert [write(network, "a1", capacity) for capacity in (3, 4)] == [3, 4]
    assert looks_of(network) == before + 2


def test_a_look_that_fails_counts_nothing(network: ServedNetwork) -> None:
    assert isinstance(network.store, SlowStore)
    network.store.trouble = StoreRefused(Text("Away."), "", Text("Wait."))
    with pytest.raises(StoreRefused):
        write(network, "a1", 5)
    network.store.trouble = None
    assert write(network, "a2", 6) == 6
    assert network.matcher.snapshot.actor("a1").capacity == 5


def test_a_write_that_changes_nothing_is_counted_too(network: ServedNetwork) -> None:
    assert [write(network, "a1", 99), write(network, "a1", 99)] == [99, 99]
    assert write(network, "a1", 1) == 1
