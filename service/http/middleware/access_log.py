"""What is logged and counted of a request."""

from __future__ import annotations

import logging
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("kumppani.service")


class AccessLog:
    """ASGI middleware that logs and counts every answer when it begins."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begin = perf_counter()

        async def send_and_log(message: Message) -> None:
            if message["type"] == "http.response.start":
                _log(scope, message["status"], perf_counter() - begin)
            await send(message)

        await self._app(scope, receive, send_and_log if scope["type"] == "http" else send)


def _log(scope: Scope, status: int, seconds: float) -> None:
    """Log and count the pattern of the path only: a path names an actor, and a query what people look for.

    Everything that is a label of a figure has a bounded number of values.
    """
    state, milliseconds = scope["state"], round(1000 * seconds, 1)
    route = state.get("pattern") or getattr(scope.get("route"), "path_format", "")
    network, key = state.get("network", ""), state.get("key", "")
    method = state["method"] if route else ""
    LOG.info("%s %s %d %.0f ms", method or "-", route or "-", status, milliseconds, extra={
        "request_id": state["request_id"], "method": method, "route": route, "status": status,
        "milliseconds": milliseconds, "network": network, "key": key})
    installation = getattr(scope["app"].state, "installation", None)
    if installation is not None:
        installation.metrics.count_request(method, route, status, network, seconds)
