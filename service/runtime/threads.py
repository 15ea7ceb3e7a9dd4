"""How many threads a question may use."""

from __future__ import annotations

from threadpoolctl import threadpool_limits


def use_one_thread() -> None:
    """Let the libraries that are loaded work out each question in the thread that asks, from now on.

    A question takes milliseconds: threads that share one wait for each other longer than they work, on processors that
    other questions need.
    """
    threadpool_limits(1)
