"""Work that is done once, when it is first asked for."""

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TypeVar

Result = TypeVar("Result")


def once(work: Callable[[], Result]) -> Callable[[], Result]:
    """Return a function that does some work at its first call and remembers what came of it.

    Threads that ask at the same time wait for the first one instead of doing it again.
    """
    lock, remembered = Lock(), cache(work)

    def result() -> Result:
        with lock:
            return remembered()

    return result
