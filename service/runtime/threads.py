"""How many threads a question may use, and how long each of them may keep the interpreter."""

from __future__ import annotations

import sys

from threadpoolctl import threadpool_limits

TURN_SECONDS = 0.0002


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
