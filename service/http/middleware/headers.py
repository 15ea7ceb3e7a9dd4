"""The headers of every answer."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
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
REVISION = "X-Revision"


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
                headers, state = MutableHeaders(scope=message), scope["state"]
                for name, value in answer_headers(state["language"]).items():
                    headers.setdefault(name, value)  # an answer that is repeated is in the language of the first one
                headers["Vary"] = _united(headers.getlist("vary"), HEADERS["Vary"])
                headers["X-Request-ID"] = state["request_id"]
                if "served" in state:
                    headers[REVISION] = str(state["served"].revision)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _united(lines: Iterable[str], name: str) -> str:
    """Return all names of a header that is a list, and one more, each once."""
    names = (part.strip() for part in ",".join((*lines, name)).split(","))
    return ", ".join({part.lower(): part for part in names if part}.values())
