"""What stands in a form that was not taken: shown again, so that nobody loses what he or she has written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from service.runtime.admission.strangers import is_of_own_page

# Of more than this, in bytes, the page is not made.
LARGEST = 500_000
# A value of at least so many signs and several words is one that somebody has written.
SHORTEST_TEXT = 20
_DOOR = re.compile(r"/[a-z]{2}/sign-(?:in|out)\b")


@dataclass(frozen=True, slots=True)
class Written:
    """A form that was not taken.

    Attributes:
        address: the path that it was sent to.
        kind: how its fields are sent.
        fields: their names and values, in order.
    """

    address: str
    kind: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What somebody has written: the long values, each once."""
        long = (value for _, value in self.fields if len(value) >= SHORTEST_TEXT and len(value.split()) > 1)
        return tuple(dict.fromkeys(long))


async def written_in(request: Request) -> Written | None:
    """Return the form that came with a request; None if none did that a page of the service has sent.

    Forms with files are left out, as no page can bring a file back, and those of signing in, as they hold secrets.
    """
    is_own = request.method == "POST" and is_of_own_page(request.headers)
    if not is_own or _DOOR.match(request.url.path) or not 0 < _length(request) <= LARGEST:
        return None
    try:
        async with request.form() as form:
            fields = _fields(form)
    except (HTTPException, RuntimeError):  # it cannot be read, or was read in another way
        return None
    kind = request.headers.get("content-type", "").partition(";")[0]
    return Written(quote(request.url.path), kind, fields) if fields else None


def written_before(request: Request) -> Written | None:
    """Return what `written_in` has found and somebody has left in the state of the request; None for nothing."""
    written: Written | None = getattr(request.state, "written", None)
    return written


def _fields(form: FormData) -> tuple[tuple[str, str], ...]:
    items = form.multi_items()
    return tuple((name, value) for name, value in items if isinstance(value, str)) if all(
        isinstance(value, str) or not value.filename for _, value in items) else ()


def _length(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0
