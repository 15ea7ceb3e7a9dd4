"""Work that is done once for each thing asked of it, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import TypeVar

Result = TypeVar("Result")


def single_flight(work: Callable[..., Result], size: int = 1) -> Callable[..., Result]:
    """Return a function that remembers what some work gave for the last few arguments.

    Unlike with `lru_cache` alone, threads that ask at the same time wait for the first one instead of doing it again.

    Args:
        work: takes arguments that can be hashed, and does not ask for itself.
        size: for how many arguments results are kept.
    """
    lock, cache = Lock(), lru_cache(maxsize=size)(work)

    def result(*arguments: Hashable) -> Result:
        with lock:
            return cache(*arguments)

    return result
