"""How work and memory grow with the network: exponents, from a thousand actors to a hundred thousand.

`python -m evaluation.benchmarks.growth` stores made-up networks of several sizes, opens each in a process of its own
and prints a row for each thing and a column for each size: CPU time with one thread, and the memory of the process
(on Linux with the GNU C library). The exponent is the slope of a straight line through their logarithms by least
squares: 1 is as much more as there are more actors, 0 is always the same.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from time import process_time
from typing import TypeVar

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from data.database.connection import Database
from data.store.store import Store, StoredState
from evaluation.benchmarks.changes import ask_once, measure_changes, used_bytes
from evaluation.benchmarks.lists import default_parts, invented_network, measure
from evaluation.benchmarks.timing import machine
from matcher.engine import Matcher
from matcher.snapshot import Snapshot

SIZES = (1000, 10_000, 50_000, 100_000)
MEGABYTE = 1e6

T = TypeVar("T")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure how work and memory grow with the network.")
    parser.add_argument("--actors", type=int, nargs="+", default=SIZES, help="how many there are")
    sizes = parser.parse_args().actors
    frame = pd.DataFrame({size: measure_size(size) for size in sizes})
    exponents = {name: exponent(dict(zip(sizes, row, strict=True))) for name, row in frame.iterrows()}
    frame.columns = pd.Index([f"{size:,} actors" for size in sizes])
    print(f"{machine()}\n{frame.assign(exponent=pd.Series(exponents)).round(2).to_string()}")  # noqa: T201


def measure_size(size: int) -> dict[str, float]:
    """Return what a column says of a network of some size."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/kumppani.db"
        _alone(fill, url, size)
        return _alone(measure_stored, url)


def fill(url: str, size: int) -> None:
    """Store a made-up network in an empty database."""
    with closing(Database(url)) as database:
        Store(database).upsert(invented_network(size))


def measure_stored(url: str) -> dict[str, float]:
    """Return figures of a network that is stored."""
    parts = default_parts()
    with closing(Database(url)) as database, threadpool_limits(1):
        store, start = Store(database), process_time()
        state = store.read_after(StoredState())
        snapshot = Snapshot(state.network, parts)
        ask_once(snapshot)
        figures = {"opening, CPU s": process_time() - start, "memory of the process, MB": used_bytes() / MEGABYTE}
        lists = measure(Matcher(snapshot))
        return figures | lists | measure_changes(store, state, snapshot)


def exponent(values: Mapping[int, float]) -> float:
    """Return the slope of the logarithms of values over those of the sizes they belong to; NaN of fewer than two."""
    known = {size: value for size, value in values.items() if value > 0}
    if len(known) < 2:  # noqa: PLR2004 - a line needs two points
        return float("nan")
    return float(np.polyfit(np.log(list(known)), np.log(list(known.values())), 1)[0])


def _alone(work: Callable[..., T], *arguments: object) -> T:
    """Return what some work returns that is done in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(work, *arguments).result()


if __name__ == "__main__":
    main()
