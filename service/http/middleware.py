"""What goes around every request and answer: the language, the headers, the bound of bodies, the log line."""

from __future__ import annotations

import logging
import re
from asyncio import timeout, wait_for
from contextlib import suppress
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.accept_language import negotiate

LARGEST_BODY = 1024 * 1024
LARGEST_IMPORT = 64 * 1024 * 1024
IMPORTS = "/v1/imports/"
# For the next piece of a body, and for all of it.
PIECE_SECONDS = 15.0
BODY_SECONDS = 300.0
# For the rest of a body after the answer to it.
LINGER_SECONDS = 30.0
LOG = logging.getLogger("kumppani.service")
_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                               "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
}


class Envelope:
    """ASGI middleware; it leaves the language and the id of the request in `scope["state"]`.

    Args:
        app: what is wrapped.
        language: the language of answers when none that is asked for fits.
    """

    def __init__(self, app: ASGIApp, language: str) -> None:
        self._app = app
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        state = scope.setdefault("state", {})
        state["language"] = negotiate(", ".join(headers.getlist("accept-language")), self._language)
        state["request_id"] = _request_id(headers.get("x-request-id", ""))
        body = _Body(receive, headers, largest_body(scope["path"]))
        await self._app(scope, body.receive, _dressed(body.reading_on(send), scope))


def _request_id(given: str) -> str:
    """Return the id that whoever stands in front has given to a request, or a new one."""
    return given if _ID.fullmatch(given) else uuid4().hex


def largest_body(path: str) -> int:
    """Return how many bytes a body may have at an address."""
    return LARGEST_IMPORT if path.startswith(IMPORTS) else LARGEST_BODY


def answer_headers(language: str) -> dict[str, str]:
    """Return the headers of every answer."""
    return {**HEADERS, "Content-Language": language}


class _Body:
    """The body of one request, counted and timed while it arrives: what Content-Length says may be missing or untrue.

    Args:
        receive: gives its pieces.
        headers: of the request.
        largest: how many bytes it may have.
    """

    def __init__(self, receive: Receive, headers: Headers, largest: int) -> None:
        self._receive, self._largest = receive, largest
        self._read, self._begun, self._complete = 0, perf_counter(), False
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
            message = await wait_for(self._next(), min(PIECE_SECONDS, self._begun + BODY_SECONDS - perf_counter()))
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


def _dressed(send: Send, scope: Scope) -> Send:
    """Add the headers; log and count the answer."""
    begun = perf_counter()

    async def send_dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            state = scope["state"]
            headers = MutableHeaders(scope=message)
            for name, value in answer_headers(state["language"]).items():
                headers.setdefault(name, value)  # an answer that is repeated is in the language of the first one
            headers["X-Request-ID"] = state["request_id"]
            _note(scope, message["status"], perf_counter() - begun)
        await send(message)

    return send_dressed


def _note(scope: Scope, status: int, seconds: float) -> None:
    """Log and count the pattern of the path only: a path names an actor, and a query what people look for."""
    state, milliseconds = scope["state"], round(1000 * seconds, 1)
    route, network, key = getattr(scope.get("route"), "path_format", ""), state.get("network", ""), state.get("key", "")
    method = scope["method"] if route else ""
    LOG.info("%s %s %d %.0f ms", method or "-", route or "-", status, milliseconds, extra={
        "request_id": state["request_id"], "method": method, "route": route, "status": status,
        "milliseconds": milliseconds, "network": network, "key": key})
    installation = getattr(scope["app"].state, "installation", None)
    if installation is not None:
        installation.metrics.count_request(method, route, status, network, seconds)
