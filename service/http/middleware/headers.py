"""The headers of every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                               "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
}
# How far the network has come that was answered from; sent back as X-Revision-At-Least, nothing older is answered from.
REVISION = b"x-revision"
LACKING = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS.items() if name != "Vary")
MADE_HERE = frozenset({b"vary", b"x-request-id", REVISION})


def answer_headers(language: str) -> dict[str, str]:
    """Return the headers of every answer."""
    return {**HEADERS, "Content-Language": language}


class AnswerHeaders:
    """ASGI middleware that adds the headers of every answer where they are not set yet, and the id of the request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _complete(message["headers"], scope["state"])
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _complete(headers: Sequence[tuple[bytes, bytes]], state: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with what they lack; names are in small letters, as ASGI has them.

    An answer that is repeated is in the language of the first one.
    """
    known = dict(headers)
    own = [item for item in headers if item[0] not in MADE_HERE]
    vary = tuple(value.decode("latin-1") for name, value in headers if name == b"vary")
    own += [item for item in LACKING if item[0] not in known]
    if b"content-language" not in known:
        own.append((b"content-language", state["language"].encode()))
    own += (b"vary", _united(vary, HEADERS["Vary"]).encode("latin-1")), (b"x-request-id", state["request_id"].encode())
    if "served" in state:
        own.append((REVISION, str(state["served"].revision).encode()))
    return own


@lru_cache(64)
def _united(lines: tuple[str, ...], name: str) -> str:
    """Return all names of a header that is a list, and one more, each once."""
    names = (part.strip() for part in ",".join((*lines, name)).split(","))
    return ", ".join({part.lower(): part for part in names if part}.values())
