"""Whether who asks is still there: work whose answer nobody would get is not gone on with."""

from __future__ import annotations

from asyncio import CancelledError, create_task, sleep
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from threading import Event
from typing import TypeVar

from fastapi import Request

from data.wording.texts import text
from service.errors import BodyUnreadable

SECONDS_BETWEEN_LOOKS = 0.5
Item = TypeVar("Item")


@asynccontextmanager
async def watched(request: Request) -> AsyncIterator[Event]:
    """Give an event that is set once the sender of a request, whose body has been read, has gone away."""
    gone = Event()
    watcher = create_task(_watch(request, gone))
    try:
        yield gone
    finally:
        watcher.cancel()
        with suppress(CancelledError):
            await watcher


async def _watch(request: Request, gone: Event) -> None:
    while not await request.is_disconnected():
        await sleep(SECONDS_BETWEEN_LOOKS)
    gone.set()


def as_long_as_there(items: Iterable[Item], gone: Event) -> Iterator[Item]:
    """Yield items until the sender has gone away.

    Raises:
        BodyUnreadable: it has.
    """
    for item in items:
        if gone.is_set():
            raise BodyUnreadable(text("The sender has gone away."), "", text("Send it again, and wait for the answer."))
        yield item
