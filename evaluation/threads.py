"""Many small questions at once, on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from threadpoolctl import threadpool_limits

T = TypeVar("T")
R = TypeVar("R")


def map_in_threads(function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield the results in the order of the items.

    Most of the work is done in libraries that let other questions go on, but not when they start threads themselves:
    while the results are taken, they may not.
    """
    with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as threads:
        yield from threads.map(function, items)
