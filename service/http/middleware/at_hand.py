"""What is remembered is given before anything else is done."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.http.remembering import at_hand


class AtHand:
    """ASGI middleware that gives what is at hand, and lets everything else go on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_question = scope["type"] == "http" and scope["method"] == "GET"
        response = at_hand(Request(scope)) if is_question else None
        await (response or self._app)(scope, receive, send)
