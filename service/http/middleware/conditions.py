"""GET on condition: who has the answer already is not sent it again (RFC 9110, section 13.1.2)."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.etags import ANY, WEAK, read_tags
from service.http.fields import joined

OF_THE_BODY = ("Content-Encoding", "Content-Length", "Content-Type")


class NotModified:
    """ASGI middleware that turns a good answer to GET into 304 if If-None-Match names its tag.

    A condition that cannot be read is as none: the whole answer is never wrong.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        condition = joined(scope, b"if-none-match") if scope["type"] == "http" else ""
        is_known = False

        async def send_what_is_new(message: Message) -> None:
            nonlocal is_known
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
                is_known = _names(condition, Headers(raw=message["headers"]).get("etag", ""))
                message = _not_modified(message) if is_known else message
            elif is_known:
                message = {**message, "body": b""}
            await send(message)

        is_asked = condition and scope["method"] == "GET"
        await self._app(scope, receive, send_what_is_new if is_asked else send)


def _names(condition: str, tag: str) -> bool:
    """Tell whether a condition names a tag, compared weakly."""
    tags = read_tags(condition)
    return bool(tag and tags) and (ANY in tags or tag.removeprefix(WEAK) in {item.removeprefix(WEAK) for item in tags})


def _not_modified(message: Message) -> Message:
    answer = {**message, "status": HTTPStatus.NOT_MODIFIED.value, "headers": list(message["headers"])}
    headers = MutableHeaders(scope=answer)
    for name in OF_THE_BODY:
        del headers[name]
    return answer
