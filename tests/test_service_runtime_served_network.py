"""Several who write to a network at once: each reads its own write, and one looks at the database for all who wait."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Event
from time import sleep

import pytest

from data.database.connection import Database
from data.errors import DataError, StoreRefused
from data.records.network import Network
from data.store.store import Store, StoredState
from data.wording.texts import Text
from matcher.snapshot import Parts
from models.encoders import HashingEncoder
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


@pytest.fixture
def network(tmp_path: Path) -> Iterator[ServedNetwork]:
    url = f"sqlite:///{tmp_path / 'kumppani.db'}"
    store_network(url, Network(tuple(actor(f"a{number}", capacity=99) for number in range(WRITERS))))
    with closing(Database(url)) as database:
        parts = Parts(finland(), HashingEncoder(), shipped_rules(), shipped_weights(), "exact")
        with closing(ServedNetwork(SlowStore(database), parts)) as served:
            yield served


def write(network: ServedNetwork, name: str, capacity: int) -> int | None:
    """Store a capacity, and return the one that is answered from after that."""
    changed = replace(network.snapshot.actor(name), capacity=capacity)
    network.write(lambda transaction: transaction.upsert(Network((changed,))))
    return network.matcher.snapshot.actor(name).capacity


def looks_of(network: ServedNetwork) -> int:
    assert isinstance(network.store, SlowStore)
    return network.store.looks


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
