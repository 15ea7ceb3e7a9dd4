"""The lists of the whole network, one after another, each as a line of JSON."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeAlias

from data.records.profiles import Profile, Status
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from service.runtime.threads import use_one_thread
from service.schemas.writer import Writer

Lines: TypeAlias = Callable[[Profile], bytes]


def seekers_after(snapshot: Snapshot, actor: str = "") -> tuple[Profile, ...]:
    """Return the actors that have lists, those that are active and stay, by id.

    Args:
        snapshot: the network.
        actor: id after which they begin.
    """
    return tuple(profile for profile in snapshot.shown() if profile.status is Status.ACTIVE and profile.id > actor)


def list_line(matcher: Matcher, query: Query, writer: Writer, seeker: Profile) -> bytes:
    """Return the page of one list, as the same question about that actor alone is answered, with a line end."""
    page = writer.suggestions(matcher.suggest(seeker, query), query.as_of, query.limit, query.offset)
    return page.model_dump_json().encode() + b"\n"


@contextmanager
def worked_out_side_by_side(line_of: Lines, seekers: Sequence[Profile]) -> Iterator[Iterator[bytes]]:
    """Yield the lines of seekers in their order, worked out by as many processes as there are processors to use.

    Each process is a copy of this one from the moment of the call and takes every n-th seeker, where there are n of
    them. Where processes cannot be copied this one works everything out.

    Raises:
        RuntimeError: a process has ended before its last line; its own error is on the standard error stream.
    """
    count = min(len(os.sched_getaffinity(0)), len(seekers)) if hasattr(os, "sched_getaffinity") else 1
    if count < 2:  # noqa: PLR2004 – nobody to share with
        yield map(line_of, seekers)
        return
    use_one_thread()
    copies = multiprocessing.get_context("fork")
    workers = []
    for number in range(count):
        receiver, sender = copies.Pipe(duplex=False)
        process = copies.Process(target=_work, args=(line_of, seekers[number::count], sender), daemon=True)
        process.start()
        sender.close()  # the copy has its own end; without this the end of a process would not be noticed
        workers.append((process, receiver))
    try:
        yield _in_turns([receiver for _, receiver in workers], len(seekers))
    finally:
        for process, _ in workers:
            process.terminate()
            process.join()


def _work(line_of: Lines, seekers: Sequence[Profile], sender: Connection) -> None:
    for seeker in seekers:
        sender.send_bytes(line_of(seeker))


def _in_turns(receivers: Sequence[Connection], count: int) -> Iterator[bytes]:
    for number in range(count):
        try:
            yield receivers[number % len(receivers)].recv_bytes()
        except EOFError as error:
            raise RuntimeError("a process that works out lists has ended too early") from error
