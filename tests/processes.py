"""The CPU seconds of processes, as the system tells them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

# Of servers that are nobody's children: whoever stops one notes what it has cost.
_NOTED: list[float] = []


def note_seconds_of(process: int) -> None:
    """Count what a process and those below it have cost, although nobody will wait for their end."""
    _NOTED.append(seconds_of(process))


def seconds_of(process: int) -> float:
    """Return the CPU seconds of a process, of its children, and of theirs; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    ticks = sum(int(field) for field in told.rpartition(")")[2].split()[11:15])
    return ticks / os.sysconf("SC_CLK_TCK") + sum(seconds_of(child) for child in children(process))


def children(process: int) -> Iterator[int]:
    """Give the children of a process that have not been waited for."""
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            yield from (int(child) for child in file.read_text(encoding="utf-8").split())
        except OSError:  # the thread has ended
            continue


def seconds_waited_for() -> float:
    """Return the CPU seconds of this process, of its children that have ended, and of theirs."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def seconds_not_waited_for() -> float:
    """Return what was noted, and the CPU seconds of the children that still run."""
    return sum(_NOTED) + sum(seconds_of(child) for child in children(os.getpid()))
