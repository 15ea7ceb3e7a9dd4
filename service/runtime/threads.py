"""What the interpreter is told: threads of a question, turns between threads, and when cycles are looked for."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

TURN_SECONDS = 0.0002
# So many more objects than before are there when Python looks for cycles among the new ones; its own number is 700.
OBJECTS_BETWEEN_LOOKS = 10_000


def use_one_thread() -> None:
    """Let the libraries that are loaded work out each question in the thread that asks, from now on.

    A question takes milliseconds: threads that share one wait for each other longer than they work, on processors that
    other questions need.
    """
    threadpool_limits(1)


def take_turns_often() -> None:
    """Let threads that work leave the interpreter to the next one after a fifth of a millisecond, from now on.

    The thread that takes and sends all requests needs it several times for each, behind all that work: with Python's
    own five milliseconds and eight of these, that is longer than a list takes.
    """
    sys.setswitchinterval(TURN_SECONDS)


def look_for_cycles_seldom() -> None:
    """Let Python look less often for objects that only know each other, from now on.

    What is loaded at the start comes in cycles seldom, and a list that is worked out makes and drops thousands. Every
    hundredth look goes through all that is there, which keeps everybody waiting: with Python's own number it came again
    after some dozens of lists.
    """
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)


@contextmanager
def without_looking_for_cycles() -> Iterator[None]:
    """Let Python look for no objects that only know each other while much is loaded that stays.

    It would look through all that is there already, again and again: a third of the time that the tables take.
    """
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()
