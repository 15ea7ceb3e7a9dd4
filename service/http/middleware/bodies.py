"""The bodies of requests: how large they may be and how long they may take."""

from __future__ import annotations

from asyncio import timeout, wait_for
from contextlib import suppress
from time import perf_counter

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1024 * 1024
LARGEST_IMPORT = 64 * 1024 * 1024
IMPORTS = "/v1/imports/"
# A list of people, sent by a page with what was answered about it; Base64 adds a third.
LARGEST_LIST = 8 * 1024 * 1024
LISTS = "/network/imports/list"
# For the next piece of a body, and for all of it.
PIECE_SECONDS = 15.0
BODY_SECONDS = 300.0
# For the rest of a body after the answer to it.
LINGER_SECONDS = 30.0


def largest_body(path: str) -> int:
    """Return how many bytes a body may have at an address."""
    if path.startswith(IMPORTS):
        return LARGEST_IMPORT
    return LARGEST_LIST if path.endswith(LISTS) else LARGEST_BODY


class BodyBounds:
    """ASGI middleware that refuses bodies that are too large or arrive too slowly."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive, Headers(scope=scope), largest_body(scope["path"]))
        await self._app(scope, body.receive, body.reading_on(send))


class _Body:
    """The body of one request, counted and timed while it arrives: what Content-Length says may be missing or untrue.

    Args:
        receive: gives its pieces.
        headers: of the request.
        largest: how many bytes it may have.
    """

    def __init__(self, receive: Receive, headers: Headers, largest: int) -> None:
        self._receive, self._largest = receive, largest
        self._read, self._begin, self._complete = 0, perf_counter(), False
        # Who expects “100 Continue” sends nothing before the body is asked for.
        self._on_its_way = "expect" not in headers and (
            "transfer-encoding" in headers or headers.get("content-length", "0") != "0")

    async def receive(self) -> Message:
        """Return the next piece; after the last one, that the other side goes away.

        Raises:
            HTTPException: 408, it arrives too slowly; 413, it is too large.
        """
        if self._complete:
            return await self._receive()
        try:
            message = await wait_for(self._next(), min(PIECE_SECONDS, self._begin + BODY_SECONDS - perf_counter()))
        except TimeoutError as error:
            self._on_its_way = False
            raise HTTPException(408, headers={"Connection": "close"}) from error
        self._complete = not self._on_its_way
        if self._read > self._largest:
            raise HTTPException(413, headers={"Connection": "close"})
        return message

    def reading_on(self, send: Send) -> Send:
        """Return `send` that reads the rest of the body before it ends the answer, up to a bound.

        A connection that is closed with bytes unread is reset, and an answer that is still on its way is lost with it.
        """
        async def send_reading_on(message: Message) -> None:
            ends = message["type"] == "http.response.body" and not message.get("more_body", False)
            if not (ends and self._on_its_way):
                await send(message)
                return
            await send({**message, "more_body": True})
            with suppress(TimeoutError):
                async with timeout(LINGER_SECONDS):
                    while self._on_its_way and self._read <= LARGEST_IMPORT:
                        await self._next()
            await send({"type": "http.response.body", "body": b""})

        return send_reading_on

    async def _next(self) -> Message:
        message = await self._receive()
        self._on_its_way = bool(message.get("more_body", False))
        self._read += len(message.get("body", b""))
        return message
