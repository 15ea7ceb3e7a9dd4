"""Files to rows: CSV, XLSX, JSON Lines and JSON, each row with the line it begins on.

What a file may be:

* CSV: separated by comma, semicolon, tab or “|”, whichever makes most columns of the first record known; UTF-8, UTF-16
  with a byte order mark, or Windows-1252.
* XLSX: the first sheet, its first row the header. Formulas are not evaluated: a formula is a problem.
* JSON Lines: one object per line.
* JSON: an array of objects, or an object that holds the array (`{"actors": [...]}`).
* JSON-LD: organisations of schema.org, see `data.files.json_ld`.

The extension decides the format; without a known one the content does. Nothing is guessed beyond that: bytes that fit
no encoding, or two by halves, are refused. The bounds below keep one file from filling the memory.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, count, islice
from pathlib import Path
from typing import BinaryIO, TextIO

from data.errors import RecordsRefused
from data.files.columns import LAYOUTS, Layout
from data.files.encodings import NAMES_OF_ENCODINGS, likeliest_encoding
from data.files.json_ld import linked_rows
from data.files.json_rows import document_rows, line_rows
from data.files.rows import Records, Row, file_error, table_rows
from data.files.xlsx import sheet_records
from data.wording.texts import Text, text

MAXIMUM_FILE_BYTES = 64 * 2**20
MAXIMUM_JSON_BYTES = 32 * 2**20  # a JSON document is held whole, JSON Lines are not
MAXIMUM_LINE = 2**20  # characters
LONGEST_HEADER = 2**16  # characters
DELIMITERS = ",;\t|"

_CHUNK = 2**20
MOST_CHUNKS = 4  # in which the signs of an old encoding are looked for
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_JSON_START = re.compile(rb'\s*(\[|\{\s*"(actors|cooperations|blocks)"\s*:)')
_QUOTATION = re.compile('"[^"]*"')
# What Excel is told of a file in its first line.
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[,;\t|\s]*', re.IGNORECASE)
_UTF8_PAIR = re.compile(rb"\xc3[\x80-\xbf]")


def read_rows(path: Path, key: str = "actors") -> Iterator[Row]:
    """Yield the rows of a file that are not blank.

    Args:
        path: the file.
        key: the key of the array in a JSON object.

    Raises:
        RecordsRefused: the file cannot be read from some line on. What is wrong with one row stands in the row.
    """
    _check_file(path)
    try:
        yield from _reader(path)(path, key)
    except OSError as error:
        raise file_error(path, 0, text("The file cannot be read: {reason}.", reason=error.strerror or str(error)),
                         text("Check the file and its permissions.")) from error


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


def _reader(path: Path) -> Callable[[Path, str], Iterator[Row]]:
    with path.open("rb") as stream:
        start = stream.read(200)
    if start.startswith(_OLD_EXCEL):
        raise file_error(path, 0, text("This is an Excel file in the old format (.xls), or protected by a password."),
                         text("Save it as .xlsx, without a password."))
    return READERS.get(path.suffix.lower()) or _reader_by_content(start)


def _reader_by_content(start: bytes) -> Callable[[Path, str], Iterator[Row]]:
    if start.startswith(b"PK"):
        return _read_xlsx
    bare = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if _JSON_START.match(bare):
        return _read_json
    return _read_json_lines if bare.startswith(b"{") else _read_csv


def _read_json(path: Path, key: str) -> Iterator[Row]:
    return document_rows(path, _document(path), key)


def _read_json_ld(path: Path, key: str) -> Iterator[Row]:
    return linked_rows(path, _document(path), key)


def _document(path: Path) -> str:
    if path.stat().st_size > MAXIMUM_JSON_BYTES:
        raise file_error(path, 0, *_too_large(MAXIMUM_JSON_BYTES))
    return path.read_text(encoding=_encoding(path))


def _read_json_lines(path: Path, _key: str) -> Iterator[Row]:
    with path.open(encoding=_encoding(path), newline="") as stream:
        yield from line_rows(path, _lines(path, stream))


def _read_xlsx(path: Path, _key: str) -> Iterator[Row]:
    return table_rows(path, sheet_records(path))


def _read_csv(path: Path, key: str) -> Iterator[Row]:
    with path.open(encoding=_encoding(path), newline="") as stream:
        yield from table_rows(path, _csv_records(path, _lines(path, stream), LAYOUTS[key]))


READERS: Mapping[str, Callable[[Path, str], Iterator[Row]]] = {
    ".csv": _read_csv, ".tsv": _read_csv, ".txt": _read_csv, ".xlsx": _read_xlsx, ".xlsm": _read_xlsx,
    ".jsonl": _read_json_lines, ".ndjson": _read_json_lines, ".json": _read_json,
    ".jsonld": _read_json_ld,
}


def csv_shape(path: Path, key: str = "actors") -> tuple[str, str]:
    """Return the encoding and the separator of a CSV file."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as stream:
        return encoding, _delimiter(list(_first_lines(_lines(path, stream))), LAYOUTS[key])


def _csv_records(path: Path, lines: Iterator[str], layout: Layout) -> Records:
    start = list(_first_lines(lines))
    reader = csv.reader(chain(start, lines), delimiter=_delimiter(start, layout), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise file_error(path, line, text("The row cannot be divided into cells: {reason}.", reason=str(error)),
                             text("Look for a quotation mark not closed, or not doubled inside a text.")) from error
        if not (line <= len(start) and _SEPARATOR_LINE.fullmatch(start[line - 1])):
            yield line, cells


def _first_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that the header may stand in."""
    size = 0
    for line in lines:
        yield line
        size += len(line)
        if size > LONGEST_HEADER:
            return


def _delimiter(start: list[str], layout: Layout) -> str:
    """Return the separator under which most headers are known; else the one that Excel is told, or that is frequent."""
    lines = [line for line in start if line.strip()]
    match = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    told, below = (match[1], lines[1:]) if match else ("", lines)
    first = _QUOTATION.sub("", "".join(below[:1]))

    def evidence(delimiter: str) -> tuple[int, bool, int]:
        known = sum(layout.find(name) is not None for name in _header(below, delimiter))
        return known, delimiter == told, first.count(delimiter)

    return max(DELIMITERS, key=evidence)


def _header(lines: list[str], delimiter: str) -> list[str]:
    """Return the first record that is not blank; none if the lines cannot be divided so."""
    records = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return next((cells for cells in records if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return []


def _lines(path: Path, stream: TextIO) -> Iterator[str]:
    """Yield the lines of a text, never more than one bounded line in memory."""
    for number in count(1):
        line = stream.readline(MAXIMUM_LINE + 1)
        if not line:
            return
        if len(line) > MAXIMUM_LINE:
            raise file_error(path, number, text("The line is longer than {limit} characters.", limit=MAXIMUM_LINE),
                             text("Write one record per line."))
        if "\0" in line:
            raise file_error(path, number, text("The line holds NUL characters: this is not a text file."),
                             text("Save it as CSV in UTF-8, as .xlsx or as JSON Lines."))
        yield line


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(2)
    if start.startswith(_UTF16):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig",) if _holds_utf8_pairs(path) else ("utf-8-sig", "cp1252")
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding if encoding != "cp1252" else _checked_cp1252(path)
    raise _unreadable(path, _likeliest(path) if "cp1252" in candidates else "")


def _checked_cp1252(path: Path) -> str:
    """Return Windows-1252 unless the file makes more sense in another encoding of one byte, in which it was written."""
    likeliest = _likeliest(path)
    if likeliest != "cp1252":
        raise _unreadable(path, likeliest)
    return likeliest


def _likeliest(path: Path) -> str:
    with path.open("rb") as stream:
        return likeliest_encoding(b"".join(islice(_chunks(stream), MOST_CHUNKS)))


def _unreadable(path: Path, encoding: str) -> RecordsRefused:
    if encoding in NAMES_OF_ENCODINGS:
        return file_error(path, 0, text("The characters are those of {encoding}, as an old program writes them.",
                                        encoding=NAMES_OF_ENCODINGS[encoding]),
                          text("Open the file in that encoding and save it in UTF-8."))
    return file_error(path, 0,
                      text("The characters cannot be read: this is neither UTF-8 nor Windows-1252 throughout."),
                      text("Save the file in UTF-8."))


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.read(_CHUNK), b"")


def _holds_utf8_pairs(path: Path) -> bool:
    """Return whether letters such as “ä” stand in UTF-8: one broken byte must not turn them all into “Ã¤”."""
    with path.open("rb") as stream:
        return any(_UTF8_PAIR.search(chunk) for chunk in _chunks(stream))


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as stream:
            while stream.read(_CHUNK):
                pass
    except UnicodeError:
        return False
    return True
