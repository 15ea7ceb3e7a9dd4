"""Bodies of many records: JSON Lines, a JSON array, CSV or XLSX, read to rows in threads."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import IO, Any, TypeVar

from anyio.to_thread import run_sync
from fastapi import Request

from data.errors import RecordsRefused
from data.files.exporting.formats import MEDIA_TYPES, Format
from data.files.objects.json_rows import document_rows, line_rows
from data.files.readers import MAXIMUM_JSON_BYTES, read_rows
from data.files.rows import Row
from data.wording.texts import Text, text
from service.errors import KindRefused
from service.http.json_bodies import arriving, demand_plain, demand_utf8, media_type
from service.http.openapi import JSON, REFERENCE
from service.http.presence import as_long_as_there, watched

LINES = MEDIA_TYPES[Format.JSONL]
LINE_KINDS = (LINES, "application/jsonl", "application/json-lines")
TABLES: Mapping[str, Format] = {MEDIA_TYPES[form]: form for form in (Format.CSV, Format.XLSX)}
KINDS = (*LINE_KINDS, JSON, *TABLES)
MOST_LINES = 100_000
# In memory a cell takes some hundred bytes, however few it has in the file.
MOST_CELLS = 3_000_000
MEMORY_BYTES = 1024 * 1024

Content = TypeVar("Content")


def described_rows(what: str, model: str, example: str, table: str) -> dict[str, Any]:
    """Return the description of a body of records.

    Args:
        what: a record, in words.
        model: name of its schema.
        example: a line of JSON.
        table: the same as CSV.
    """
    lines = {"type": "string", "description": f"JSON Lines: {what} per line, flat or nested.", "examples": [example]}
    array = {"type": "array", "minItems": 1, "items": {"$ref": REFERENCE.format(model=model)}}
    csv = {"type": "string", "description": f"CSV: {what} per row, below a header.", "examples": [table]}
    xlsx = {"type": "string", "format": "binary", "description": f"XLSX: {what} per row of the first sheet."}
    schemas = {LINES: lines, JSON: array, MEDIA_TYPES[Format.CSV]: csv, MEDIA_TYPES[Format.XLSX]: xlsx}
    content = {kind: {"schema": schema} for kind, schema in schemas.items()}
    return {"requestBody": {"required": True, "content": content}}


async def read_body(request: Request, key: str, read: Callable[[Iterable[Row]], Content]) -> tuple[Content, bytes]:
    """Return what is made of the rows of a body, and a digest of it.

    Args:
        request: the request.
        key: of the array, where the body is a JSON object that holds one, and of the columns of a table.
        read: is given the rows, in a thread.

    Raises:
        BodyUnreadable: the sender has gone away, before the body was whole or while its rows were read.
        EncodingRefused: it is packed.
        KindRefused: it is declared as something else, or not at all.
        RecordsRefused: it cannot be read, or is too large.
    """
    kind = _demand_kind(request)
    with SpooledTemporaryFile(MEMORY_BYTES) as body:
        digest = sha256(b"" if kind in LINE_KINDS else kind.encode())
        with arriving():
            async for piece in request.stream():
                digest.update(piece)
                body.write(piece)
        body.seek(0)
        async with watched(request) as gone:
            work = partial(_read, body, kind, key, lambda rows: read(as_long_as_there(rows, gone)))
            return await run_sync(work, limiter=request.app.state.writers), digest.digest()


def _demand_kind(request: Request) -> str:
    """Return the kind of a body; what a page of another site could send without being asked is none of `KINDS`."""
    demand_plain(request)
    kind = media_type(request)
    if kind not in KINDS:
        raise KindRefused(text("The body is not declared as one of the kinds that are taken here."), "",
                          text("Send it with the header “Content-Type: {kind}”, or as one of these: {kinds}.",
                               kind=LINES, kinds=(JSON, *TABLES)))
    if kind not in TABLES:  # the coding of a table is found out from itself
        demand_utf8(request)
    return kind


def _read(body: IO[bytes], kind: str, key: str, read: Callable[[Iterable[Row]], Content]) -> Content:
    if kind in TABLES:
        with TemporaryDirectory() as folder:
            path = Path(folder, f"body.{TABLES[kind]}")
            with path.open("wb") as file:
                shutil.copyfileobj(body, file)
            return read(_bounded(read_rows(path, key)))
    with _as_text(body) as stream:
        rows = _array(stream, key) if kind == JSON else line_rows(Path(), _lines(stream))
        return read(_bounded(rows))


def _array(stream: io.TextIOWrapper, key: str) -> Iterator[Row]:
    content = stream.read(MAXIMUM_JSON_BYTES + 1)
    if len(content) > MAXIMUM_JSON_BYTES or content.count(",") > MOST_CELLS:
        raise _too_much(text("The array is too large to be read as a whole."), text("Send JSON Lines."))
    return document_rows(Path(), content, key)


def _lines(stream: io.TextIOWrapper) -> list[str]:
    lines = list(islice(stream, MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        raise _too_much(text("There are more than {count} lines.", count=MOST_LINES))
    return lines


def _bounded(rows: Iterable[Row]) -> Iterator[Row]:
    cells = 0
    for number, row in enumerate(rows, 1):
        cells += len(row.values)
        if number > MOST_LINES:
            raise _too_much(text("There are more than {count} lines.", count=MOST_LINES))
        if cells > MOST_CELLS:
            raise _too_much(text("There are more than {count} cells.", count=MOST_CELLS))
        yield row


def _too_much(what: Text, cure: Text | None = None) -> RecordsRefused:
    return RecordsRefused((), what, "", cure or text("Send them in several imports."))


@contextmanager
def _as_text(body: IO[bytes]) -> Iterator[io.TextIOWrapper]:
    lines = io.TextIOWrapper(body, "utf-8-sig", newline="\n")
    try:
        yield lines
    except UnicodeDecodeError as error:
        raise RecordsRefused((), text("The body is not UTF-8."), "", text("Send JSON in UTF-8.")) from error
    finally:
        lines.detach()
