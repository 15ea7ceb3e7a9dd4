"""Bodies of JSON: read and checked in threads, strictly, and only if they are declared as what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.message import Message
from typing import Annotated, Any, TypeAlias

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from data.errors import Problem
from data.files.objects.strict_json import JsonRefused, JsonUnreadable, read_json
from data.wording.texts import text
from service.errors import BodyUnreadable, EncodingRefused, KindRefused, RequestRefused
from service.http.openapi import JSON, DescribedBody, names_at
from service.runtime.validation_messages import refuse_request

# More than the largest question that the service itself gives back, with room to spare.
MOST_VALUES = 20_000
# Responses of every route with a body.
BODY = (400, 408, 413, 415)

# Names of UTF-8, and of a part of it.
UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_KIND = re.compile(r"application/(?:json|[\w.+-]+\+json)")
_MISSING = {"type": "missing", "loc": ("body",)}


def media_type(request: Request) -> str:
    """Return the media type of a request's body, without parameters; empty if none is given."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def demand_utf8(request: Request) -> None:
    """Refuse a body that is declared as text in another coding than UTF-8.

    Raises:
        KindRefused: it is.
    """
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    if header.get_content_charset("utf-8") not in UTF8:
        raise KindRefused(text("The body is declared as text that is not in UTF-8."), "",
                          text("Send it in UTF-8, with the header “Content-Type: {kind}”.", kind=media_type(request)))


def demand_plain(request: Request) -> None:
    """Refuse a body that is packed.

    Raises:
        EncodingRefused: it is.
    """
    codings = ",".join(request.headers.getlist("content-encoding")).lower().split(",")
    if {coding.strip() for coding in codings} - {"", "identity"}:
        raise EncodingRefused(text("The body is packed, which is not taken here."), "",
                              text("Send it as it is, without the header Content-Encoding."))


@contextmanager
def arriving() -> Iterator[None]:
    """Let a sender who goes away within a body be answered as one whose body cannot be read: it is no error of ours.

    Raises:
        BodyUnreadable: the sender has gone away.
    """
    try:
        yield
    except ClientDisconnect as error:
        raise BodyUnreadable(text("The body cannot be read."), "", text("Send it again, without pauses.")) from error


async def json_content(request: Request) -> bytes:
    """Return the body of a request that may be JSON.

    Raises:
        BodyUnreadable: the sender has gone away.
        EncodingRefused: it is packed.
        KindRefused: it is declared as something else or in another coding than UTF-8, or not at all.
    """
    demand_plain(request)
    with arriving():
        content = await request.body()
    if content and not _KIND.fullmatch(media_type(request)):
        raise KindRefused(text("The body is not declared as JSON."), "",
                          text("Send it with the header “Content-Type: {kind}”.", kind=JSON))
    if content:
        demand_utf8(request)
    return content


JsonContent: TypeAlias = Annotated[bytes, Depends(json_content)]


class JsonBody(DescribedBody):
    """A dependency that gives the body of a request; it is no coroutine, so that nobody waits while it is read."""

    def __call__(self, request: Request, content: JsonContent) -> Any:  # noqa: ANN401 - of the type it is made for
        """Return it.

        Raises:
            BodyUnreadable: it is not UTF-8, or no parser need read it.
            RequestRefused: it has faults; the first are listed.
        """
        def names(location: Iterable[str | int]) -> Iterable[str]:
            return names_at(request, tuple(location))

        if not content:
            raise refuse_request([_MISSING], names)
        value = _read(content)
        try:
            return self.adapter.validate_python(value, from_attributes=True)
        except ValidationError as error:
            errors = error.errors(include_url=False, include_input=False)
            raise refuse_request([{**item, "loc": ("body", *item["loc"])} for item in errors], names) from error


def json_body(kind: Any) -> Dependency:  # noqa: ANN401 - a type or an annotation
    """Return the dependency that gives a body of JSON, for `Annotated`."""
    return Dependency(JsonBody(kind))


def _read(content: bytes) -> object:
    try:
        return read_json(content.decode("utf-8-sig"), MOST_VALUES)
    except (UnicodeDecodeError, JsonUnreadable) as error:
        raise BodyUnreadable(text("The body cannot be read."), "", text("Send a JSON object in UTF-8.")) from error
    except JsonRefused as error:
        problem = Problem("", int(error.where or 0), "body", error.what, error.cure)
        raise RequestRefused((problem,), text("The body cannot be used."), "",
                             text("Correct what is listed.")) from error
