"""How much work a change is until lists of suggestions count it, beside a yardstick, and how much memory actors take.

`python -m evaluation.benchmarks.changes` opens made-up networks of several sizes in SQLite and prints a column each:
milliseconds of CPU of a change that is stored, read and followed until the views of the day are there again, of the
first list after it, and of the yardstick, which is measured in turns with them, so that a busy machine counts in all;
and by how many kilobytes the process grows per actor (on Linux with the GNU C library).
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median
from time import process_time

import pandas as pd
from threadpoolctl import threadpool_limits

from data.clock import today
from data.database.connection import Database
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Cooperation, Opinion, OpinionKind
from data.store.store import Store, StoredState
from evaluation.benchmarks.lists import default_parts, invented_network
from evaluation.benchmarks.timing import machine, yardstick
from matcher.asking.query import Filters, Query
from matcher.engine import Matcher
from matcher.snapshot import Parts, Snapshot

SIZES = (1000, 10_000, 50_000)
# What a service takes besides its actors is in memory once this small network is open.
SMALL = 100
REPEATS = 15
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

Change = Callable[[Profile, Profile, int], Network]
# What is written: of one actor, another one, and a number that differs each time.
CHANGES: Mapping[str, Change] = {
    "a field": lambda actor, _other, number: Network((replace(actor, capacity=number),)),
    "a text": lambda actor, _other, number: Network((replace(actor, descriptions={
        language: f"{words} {number}" for language, words in actor.descriptions.items()}),)),
    "a new actor": lambda actor, _other, number: Network((replace(actor, id=f"{actor.id}-{number}"),)),
    "a cooperation": lambda actor, other, number: Network(
        cooperations=(Cooperation(tuple(sorted((actor.id, other.id))), f"Project {number}"),)),
    "an opinion": lambda actor, other, _number: Network(
        opinions=(Opinion(actor.id, other.id, OpinionKind.USEFUL),)),
}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure how much work a change is.")
    parser.add_argument("--actors", type=int, nargs="+", default=SIZES, help="how many there are")
    sizes = parser.parse_args().actors
    parts = default_parts()
    ask_once(Snapshot(invented_network(SMALL), parts))
    with threadpool_limits(1):
        rows = {f"{size:,} actors": measure(size, parts) for size in sizes}
    print(machine())  # noqa: T201 - printing is what the command is for
    print(pd.DataFrame(rows).T.round(2).T.to_string())  # noqa: T201


def measure(size: int, parts: Parts) -> dict[str, float]:
    """Return what a column says of a network of some size.

    Args:
        size: how many actors there are.
        parts: what lists are made with, which was used before.
    """
    before = used_bytes()
    with _stored(size) as store:
        state = store.read_after(StoredState())
        snapshot = Snapshot(state.network, parts)
        ask_once(snapshot)
        memory = (used_bytes() - before) / size
        return measure_changes(store, state, snapshot) | {"memory, kB per actor": memory / 1000}


def measure_changes(store: Store, state: StoredState, snapshot: Snapshot) -> dict[str, float]:
    """Return the milliseconds of CPU of changes, of the first list after one, and of the yardstick; medians.

    Args:
        store: of the network.
        state: of it, as it is.
        snapshot: of the same state.
    """
    size = len(snapshot.network.actors)
    figures: dict[str, list[float]] = {name: [] for name in CHANGES}
    lists, yardsticks, numbers = list[float](), list[float](), count(1)
    for turn in range(REPEATS):
        for name, change in CHANGES.items():
            actors = snapshot.network.actors
            actor, other = actors[37 * turn % size], actors[(37 * turn + 11) % size]
            written = change(actor, other, next(numbers))
            start = process_time()
            store.upsert(written)
            state = store.read_after(state)
            snapshot = snapshot.follow(state.network)
            snapshot.on(today())
            middle = process_time()
            Matcher(snapshot).suggest(snapshot.actor(actor.id), Query(today()))
            figures[name].append(middle - start)
            lists.append(process_time() - middle)
        start = process_time()
        yardstick()
        yardsticks.append(process_time() - start)
    milliseconds = {**figures, "the first list after it": lists, "the yardstick": yardsticks}
    return {f"{name}, CPU ms": 1000 * median(seconds) for name, seconds in milliseconds.items()}


@contextmanager
def _stored(size: int) -> Iterator[Store]:
    """Give the store of a made-up network."""
    with tempfile.TemporaryDirectory() as folder, closing(Database(f"sqlite:///{folder}/kumppani.db")) as database:
        store = Store(database)
        store.upsert(invented_network(size))
        yield store


def ask_once(snapshot: Snapshot) -> None:
    """Ask and search once, so that all is in memory that is worked out when it is first asked for."""
    matcher = Matcher(snapshot)
    matcher.suggest(snapshot.network.actors[0], Query(today()))
    matcher.search("kieli", Filters(), 1)


def used_bytes() -> int:
    """Return the bytes of memory that the process uses, without those that it has but does not need."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE_BYTES


if __name__ == "__main__":
    main()
