"""How many requests are worked on or wait for that: beyond a bound, one more is turned away at once."""

from __future__ import annotations

from collections.abc import Callable, Collection

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Crowd:
    """ASGI middleware that turns away who comes when there is enough to do.

    Who waits longer than clients do is worked for in vain, and keeps all that come later waiting as long. A request
    counts from its head until its answer begins, and not while its body is on its way or once its client is gone: that
    takes no work.

    Args:
        app: what is wrapped.
        most: so many are let in at once.
        always: paths of those that are let in without counting.
        turn_away: returns the answer to the others.
    """

    def __init__(self, app: ASGIApp, most: int, always: Collection[str],
                 turn_away: Callable[[Request], Response]) -> None:
        self._app = app
        self._most, self._always, self._turn_away = most, always, turn_away
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] in self._always:
            await self._app(scope, receive, send)
        elif self._inside >= self._most:
            await self._turn_away(Request(scope))(scope, receive, send)
        else:
            await self._let_in(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        counts = has_begun = False

        def count(should: bool) -> None:
            nonlocal counts
            self._inside += should - counts
            counts = should

        async def receive_outside() -> Message:
            count(False)
            message = await receive()
            count(not has_begun and message["type"] != "http.disconnect")
            return message

        async def send_leaving(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            count(False)
            await send(message)

        count(True)
        try:
            await self._app(scope, receive_outside, send_leaving)
        finally:
            count(False)
