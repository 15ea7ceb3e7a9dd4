"""Files to rows: CSV, XLSX, JSON Lines and JSON, each row with the line it begins on.

What a file may be:

* CSV: separated by comma, semicolon, tab or “|”, whichever makes most headers known; UTF-8, UTF-16 with a byte order
  mark, or Windows-1252.
* XLSX: the first visible sheet that looks like a table. Formulas are not evaluated: a formula is a problem.
* JSON Lines: one object per line.
* JSON: an array of objects, or an object that holds the array (`{"actors": [...]}`).
* JSON-LD: organisations of schema.org, see `data.files.objects.json_ld`.

The header of a table may stand below titles and notes (`data.files.sheets.headers`). The extension decides the format;
without a known one the content does. Nothing is guessed beyond that: bytes that fit no encoding, or two by halves, are
refused. The bounds below keep one file from filling the memory.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from data.files.columns import CONTACT_COLUMNS, LAYOUTS, Layout
from data.files.objects.json_ld import linked_rows
from data.files.objects.json_rows import document_rows, line_rows
from data.files.rows import Row, file_error, table_rows
from data.files.sheets.grids import Grid, open_csv, open_xlsx
from data.files.sheets.headers import strict_names
from data.files.sheets.text_files import encoding_of, lines_of
from data.wording.texts import Text, text

MAXIMUM_FILE_BYTES = 64 * 2**20
MAXIMUM_JSON_BYTES = 32 * 2**20  # a JSON document is held whole, JSON Lines are not

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_NO_TABLES: Mapping[bytes, str] = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF"}
_JSON_START = re.compile(rb'\s*(\[|\{\s*"(actors|cooperations|blocks)"\s*:)')


class Format(Enum):
    """How a file is written."""

    CSV = auto()
    XLSX = auto()
    JSON = auto()
    JSON_LINES = auto()
    JSON_LD = auto()


FORMATS: Mapping[str, Format] = {
    ".csv": Format.CSV, ".tsv": Format.CSV, ".txt": Format.CSV, ".xlsx": Format.XLSX, ".xlsm": Format.XLSX,
    ".jsonl": Format.JSON_LINES, ".ndjson": Format.JSON_LINES, ".json": Format.JSON,
    ".jsonld": Format.JSON_LD,
}


def read_rows(path: Path, key: str = "actors") -> Iterator[Row]:
    """Yield the rows of a file that are not blank.

    Args:
        path: the file.
        key: the key of the array in a JSON object.

    Raises:
        RecordsRefused: the file cannot be read from some line on. What is wrong with one row stands in the row.
    """
    if is_table(path):
        with open_grid(path, (LAYOUTS[key], CONTACT_COLUMNS)) as grid:
            yield from table_rows(path, grid.header.line, strict_names(path, grid.header), grid.records)
    else:
        yield from record_rows(path, key)


def is_table(path: Path) -> bool:
    """Tell whether a file holds a table with a header; the others hold records that bring their own names.

    Raises:
        RecordsRefused: this is no file that can be read.
    """
    return _format(path) in (Format.CSV, Format.XLSX)


def record_rows(path: Path, key: str) -> Iterator[Row]:
    """Yield the records of a JSON, JSON Lines or JSON-LD file.

    Args:
        path: the file.
        key: the key of the array in a JSON object.

    Raises:
        RecordsRefused: the file cannot be read from some line on.
    """
    with _readable(path):
        yield from _RECORD_READERS[_format(path)](path, key)


@contextmanager
def open_grid(path: Path, layouts: Sequence[Layout], sheet: str = "") -> Iterator[Grid]:
    """Find the table in a CSV or XLSX file.

    Args:
        path: the file.
        layouts: the columns that headers are known by.
        sheet: name of the sheet, in any case; the first that looks like a table when empty.

    Raises:
        RecordsRefused: there is no such sheet, or no header; while its records are read, what is wrong with the file.
    """
    open_file = open_xlsx if _format(path) is Format.XLSX else open_csv
    with _readable(path), open_file(path, layouts, sheet) as grid:
        yield grid


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise file_error(path, 0, text("The file cannot be read: {reason}.", reason=error.strerror or str(error)),
                         text("Check the file and its permissions.")) from error


def _format(path: Path) -> Format:
    _check_file(path)
    with _readable(path), path.open("rb") as stream:
        start = stream.read(200)
    if start.startswith(_OLD_EXCEL):
        raise file_error(path, 0, text("This is an Excel file in the old format (.xls), or protected by a password."),
                         text("Save it as .xlsx, without a password."))
    if _OPEN_DOCUMENT in start or path.suffix.lower() == ".ods":
        raise file_error(path, 0, text("This is an OpenDocument file (.ods), as LibreOffice saves it."),
                         text("Open it there, and save it as Excel (.xlsx)."))
    kind = next((name for begin, name in _NO_TABLES.items() if start.startswith(begin)), "")
    if kind:
        raise file_error(path, 0, text("This is a {kind} file, which has no table that can be read.", kind=kind),
                         text("Take the Excel or CSV file that it was made from."))
    return FORMATS.get(path.suffix.lower()) or _format_by_content(start)


def _format_by_content(start: bytes) -> Format:
    if start.startswith(b"PK"):
        return Format.XLSX
    bare = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if _JSON_START.match(bare):
        return Format.JSON
    return Format.JSON_LINES if bare.startswith(b"{") else Format.CSV


def _check_file(path: Path) -> None:
    if not path.exists():
        raise file_error(path, 0, text("There is no such file."), text("Check the path."))
    if not path.is_file():
        raise file_error(path, 0, text("This is not a file."), text("Give the path of one file."))
    size = path.stat().st_size
    if size == 0:
        raise file_error(path, 0, text("The file is empty."), text("Give a file with a header and rows."))
    if size > MAXIMUM_FILE_BYTES:
        raise file_error(path, 0, *_too_large(MAXIMUM_FILE_BYTES))


def _too_large(limit: int) -> tuple[Text, Text]:
    return (text("The file is larger than {limit} megabytes.", limit=limit // 2**20),
            text("Split it into smaller files, or write JSON Lines."))


def _read_json(path: Path, key: str) -> Iterator[Row]:
    return document_rows(path, document_text(path), key)


def _read_json_ld(path: Path, key: str) -> Iterator[Row]:
    return linked_rows(path, document_text(path), key)


def document_text(path: Path) -> str:
    """Return the text of a JSON document, whatever its name ends with.

    Raises:
        RecordsRefused: there is no such file, it cannot be read, or is too large.
    """
    _check_file(path)
    if path.stat().st_size > MAXIMUM_JSON_BYTES:
        raise file_error(path, 0, *_too_large(MAXIMUM_JSON_BYTES))
    with _readable(path):
        return path.read_text(encoding=encoding_of(path))


def _read_json_lines(path: Path, _key: str) -> Iterator[Row]:
    with path.open(encoding=encoding_of(path), newline="") as stream:
        yield from line_rows(path, lines_of(path, stream))


_RECORD_READERS: Mapping[Format, Callable[[Path, str], Iterator[Row]]] = {
    Format.JSON: _read_json, Format.JSON_LINES: _read_json_lines, Format.JSON_LD: _read_json_ld,
}
