"""Pages of lists that others write to meanwhile.

A page leads to the next one by the last key that it shows, and not by a count: whatever is added or removed in between,
nothing that was there all the time is shown twice or left out.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, Generic, TypeAlias, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from pydantic import Field, TypeAdapter, ValidationError, WithJsonSchema

from data.wording.texts import text
from matcher.asking.query import MAX_LIMIT
from service.errors import CursorRefused
from service.schemas.requests import RequestModel

Key = TypeVar("Key")
Item = TypeVar("Item")

# What cursors are made of; one that is made of something else is refused like one that leads nowhere.
Cursor: TypeAlias = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9_-]*$"})]
# The place of an introduction in a list: when it was asked, as it is stored, and its id.
PLACE = tuple[Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+00:00$")],
              Annotated[str, Field(pattern="^[0-9a-f]{32}$")]]
Next: TypeAlias = Annotated[str, Field(description=(
    "Given as “cursor”, leads to the next page; empty at the end. The header Link holds its whole address."))]
PAGED: dict[int | str, dict[str, Any]] = {200: {"headers": {"Link": {
    "description": "The address of the next page, relative to that of this one, with rel=\"next\" (RFC 8288); left out "
                   "at the end.", "schema": {"type": "string"}}}}}


class CursorQuestion(RequestModel):
    """A question answered in pages."""

    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="How many to answer with.")
    cursor: Cursor = Field("", description="Where the page begins: “next” of the page before it; the first page when "
                                           "left out.")


class Cursors(Generic[Key]):
    """The cursors of one kind of list.

    Args:
        name: tells them from those of other lists.
        kind: the type of a key, for pydantic: a text, a number, or several of them.
    """

    def __init__(self, name: str, kind: Any) -> None:  # noqa: ANN401 - a type or an annotation
        self._name = name
        self._adapter: TypeAdapter[Key] = TypeAdapter(kind)

    def write(self, key: Key) -> str:
        """Return the cursor of the page that begins after a key."""
        content = json.dumps([self._name, key], ensure_ascii=False, separators=(",", ":"))
        return urlsafe_b64encode(content.encode()).decode().rstrip("=")

    def read(self, cursor: str) -> Key | None:
        """Return the key after which a page begins; None for the first page.

        Raises:
            CursorRefused: it was not written for this kind of list.
        """
        if not cursor:
            return None
        try:
            content = urlsafe_b64decode((cursor + "=" * (-len(cursor) % 4)).encode("ascii"))
            name, key = json.loads(content)
            if name == self._name and cursor == self.write(key):
                return self._adapter.validate_python(_tuples(key), strict=True)
        except (ValueError, TypeError, RecursionError, ValidationError) as error:
            raise cursor_refusal() from error
        raise cursor_refusal()


def _tuples(value: object) -> object:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def cursor_refusal() -> CursorRefused:
    """Return the error for a cursor that leads nowhere."""
    return CursorRefused(text("The cursor leads nowhere in this list."), "",
                         text("Take “next” of an answer as it is, or leave the cursor out to begin anew."))


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page of a list.

    Attributes:
        items: what is shown.
        next: the cursor of the next page; empty at the end.
    """

    items: Sequence[Item]
    next: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Cuts the pages that a request asks for, and tells in the answer where the next one is."""

    request: Request
    response: Response

    def cut(self, rest: Iterable[Item], limit: int, cursor_of: Callable[[Item], str]) -> Page[Item]:
        """Return the first of what is left of a list; the header Link leads on.

        Args:
            rest: what comes after the key that the request names, `limit` and one more if there are so many.
            limit: how many are shown.
            cursor_of: gives the cursor of the page after an item.
        """
        items = list(islice(rest, limit + 1))
        page = items[:limit]
        following = cursor_of(page[-1]) if len(items) > limit else ""
        if following:
            query = [(name, value) for name, value in self.request.query_params.multi_items() if name != "cursor"]
            self.response.headers["Link"] = f'<?{urlencode([*query, ("cursor", following)])}>; rel="next"'
        return Page(page, following)


async def _pages(request: Request, response: Response) -> Pages:
    return Pages(request, response)


PagesOfRequest: TypeAlias = Annotated[Pages, Depends(_pages)]
