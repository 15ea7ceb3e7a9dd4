"""What goes around every request and answer: the language, the headers, the bound of bodies, the log line."""

from __future__ import annotations

import logging
from time import perf_counter
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.languages import negotiate

LARGEST_BODY = 1024 * 1024
LOG = logging.getLogger("kumppani.service")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                               "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
}


class Envelope:
    """ASGI middleware; it leaves the language in `scope["state"]["language"]`.

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
        language = negotiate(", ".join(Headers(scope=scope).getlist("accept-language")), self._language)
        scope.setdefault("state", {})["language"] = language
        await self._app(scope, _bounded(receive), _dressed(send, scope, language))


def answer_headers(language: str) -> dict[str, str]:
    """Return the headers of every answer."""
    return {**HEADERS, "Content-Language": language}


def _bounded(receive: Receive) -> Receive:
    """Count a body while it arrives: what Content-Length says may be missing or untrue."""
    read = 0

    async def receive_bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST_BODY:
            raise HTTPException(413)
        return message

    return receive_bounded


def _dressed(send: Send, scope: Scope, language: str) -> Send:
    """Add the headers, and log the path only: a query can hold what people look for."""
    begun = perf_counter()

    async def send_dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(answer_headers(language))
            milliseconds = 1000 * (perf_counter() - begun)
            LOG.info("%s %s %d %.0f ms", scope["method"], quote(scope["path"]), message["status"], milliseconds)
        await send(message)

    return send_dressed
