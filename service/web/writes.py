"""What forms of pages change: done in one transaction, in a thread that those who read do not need."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from anyio.to_thread import run_sync
from fastapi import Request

from data.store.transactions import Transaction
from service.web.viewers import Viewer

Result = TypeVar("Result")


async def write(request: Request, viewer: Viewer, change: Callable[[Transaction], Result]) -> Result:
    """Do a change, and return what it returns once it is stored and answered from."""
    return await run_sync(partial(viewer.network.write, change), limiter=request.app.state.writers)
