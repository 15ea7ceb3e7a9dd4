"""The method, the language and the id of a request."""

from __future__ import annotations

import re
from secrets import token_hex

from starlette.types import ASGIApp, Receive, Scope, Send

from service.http.accept_language import negotiate
from service.http.fields import first, joined

# Of RFC 9110 and RFC 5789; any other word is as good as the next, and whoever asks may invent as many as he likes.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})
OTHER_METHOD = "other"

_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)


class RequestState:
    """ASGI middleware that leaves method, language and id of a request in `scope["state"]`, for all that is inside.

    Args:
        app: what is wrapped.
        language: the language of answers when none that is asked for fits.
    """

    def __init__(self, app: ASGIApp, language: str) -> None:
        self._app = app
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            state = scope.setdefault("state", {})
            state["method"] = scope["method"] if scope["method"] in METHODS else OTHER_METHOD
            state["language"] = negotiate(joined(scope, b"accept-language"), self._language)
            state["request_id"] = _request_id(first(scope, b"x-request-id"))
        await self._app(scope, receive, send)


def _request_id(proposal: str) -> str:
    """Return the id that whoever stands in front has given to a request, or a new one."""
    return proposal if _ID.fullmatch(proposal) else token_hex(16)
