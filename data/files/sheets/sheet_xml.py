"""The XML of a spreadsheet, read as a stream: nothing is held but the row that is being read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Protocol, TypeVar
from xml.parsers import expat

CHUNK = 2**16
# What a sheet of Excel can hold.
MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576
MOST_MERGES = 20_000

LONGEST_NUMBER = 9  # digits

Item = TypeVar("Item")

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_COLUMN = re.compile("[A-Za-z]{1,3}")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["\']'
                    rb'([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["\']')
_LONGEST_MERGE = 200  # bytes


class NotASheet(ValueError):
    """XML that is none, or says what no sheet can."""


class _Gatherer(Protocol[Item]):
    """Gathers items from the events of a parser; names of elements come without their prefix."""

    items: list[Item]

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """An element begins."""

    def data(self, words: str, /) -> None:
        """Words stand in it."""

    def end(self, name: str, /) -> None:
        """It ends."""


@dataclass(slots=True)
class SheetCell:
    """One cell as it stands in the file.

    Attributes:
        kind: the attribute `t`: "n" for a number, "s" for a shared text, and so on.
        style: number of its style.
        value: what stands in it, still escaped.
        formula: the formula without “=”; None where there is none.
    """

    kind: str
    style: int
    value: str = ""
    formula: str | None = None


@dataclass(slots=True)
class SheetRow:
    """One row: its number, counted from 1, and its cells by column, counted from 1."""

    number: int
    cells: dict[int, SheetCell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are shown as one; the value stands in the first, the others are empty. All are counted from 1."""

    columns: range
    rows: range


def unescape(words: str) -> str:
    """Return a text without the escapes of signs that XML cannot hold: “_x000D_” is a carriage return."""
    if "_x" not in words:
        return words
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), words)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")  # pairs become one sign


def read_texts(stream: IO[bytes]) -> Iterator[str]:
    """Yield the shared texts of a workbook.

    Raises:
        NotASheet: the XML cannot be read.
    """
    yield from _parse(stream, _TextHandler())


def read_sheet(stream: IO[bytes], most_columns: int) -> Iterator[SheetRow]:
    """Yield the rows of a sheet that stand in the file, with their cells in the first columns.

    Raises:
        NotASheet: the XML cannot be read, or states rows that no sheet has.
    """
    yield from _parse(stream, _SheetHandler(most_columns))


def read_merges(stream: IO[bytes]) -> Iterator[Merge]:
    """Yield the cells of a sheet that are merged; the file names them behind the rows.

    Raises:
        NotASheet: there are more than `MOST_MERGES`.
    """
    rest, number = b"", 0
    while chunk := stream.read(CHUNK):
        content, end = rest + chunk, 0
        for match in _MERGE.finditer(content):
            end, number = match.end(), number + 1
            first, top, last, bottom = (part.decode() for part in match.groups())
            yield Merge(range(_column(first), _column(last) + 1), range(int(top), int(bottom) + 1))
        if number > MOST_MERGES:
            raise NotASheet("merges")
        rest = content[max(end, len(content) - _LONGEST_MERGE):]


class _TextHandler:
    """Gathers the shared texts, without how East Asian ones are read aloud."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self._parts: list[str] = []
        self._is_text = False
        self._is_aloud = False

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        """Begin a text, or a part of one."""
        self._is_text = name == "t" and not self._is_aloud
        self._is_aloud = self._is_aloud or name == "rPh"
        if name == "si":
            self._parts = []

    def data(self, words: str) -> None:
        """Keep words of a text."""
        if self._is_text:
            self._parts.append(words)

    def end(self, name: str) -> None:
        """End a text, or a part of one."""
        self._is_text = False
        self._is_aloud = self._is_aloud and name != "rPh"
        if name == "si":
            self.items.append(unescape("".join(self._parts)))


class _SheetHandler:
    """Gathers the rows."""

    def __init__(self, most_columns: int) -> None:
        self.items: list[SheetRow] = []
        self._most_columns = most_columns
        self._row = SheetRow(0)
        self._column = 0
        self._cell = SheetCell("n", 0)
        self._element = ""
        self._is_aloud = False
        self._parts: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin a row, a cell, or what stands in one."""
        if name == "row":
            self._row, self._column = SheetRow(_whole(attributes.get("r"), self._row.number + 1, MOST_ROWS)), 0
        elif name == "c":
            following = _whole(None, self._column + 1, MOST_COLUMNS) if "r" not in attributes else 0
            self._column = following or _column(attributes["r"])
            self._cell = SheetCell(attributes.get("t", "n"), _whole(attributes.get("s"), 0, MOST_ROWS))
        elif name == "f":
            self._cell.formula = ""
        self._is_aloud = self._is_aloud or name == "rPh"
        self._element = name if name in ("v", "f", "t") and not self._is_aloud else ""
        self._parts = []

    def data(self, words: str) -> None:
        """Keep words of a cell."""
        if self._element:
            self._parts.append(words)

    def end(self, name: str) -> None:
        """End a row, a cell, or what stands in one."""
        if name == self._element:
            words = "".join(self._parts)
            self._cell.formula, self._cell.value = (
                (words, self._cell.value) if name == "f" else (self._cell.formula, self._cell.value + words))
        elif name == "c" and self._column <= self._most_columns:
            self._row.cells[self._column] = self._cell
        elif name == "row":
            self.items.append(self._row)
        self._element = ""
        self._is_aloud = self._is_aloud and name != "rPh"


def _whole(digits: str | None, otherwise: int, most: int) -> int:
    number = otherwise if digits is None else int(digits) if digits.isdecimal() and len(digits) < LONGEST_NUMBER else -1
    if not 0 <= number <= most:
        raise NotASheet(f"{digits or number}")
    return number


def _column(place: str) -> int:
    letters = _COLUMN.match(place)
    number = 0
    for letter in letters[0].upper() if letters else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    if not 0 < number <= MOST_COLUMNS:
        raise NotASheet(place)
    return number


def _parse(stream: IO[bytes], handler: _Gatherer[Item]) -> Iterator[Item]:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: handler.start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = handler.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
            yield from handler.items
            handler.items.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise NotASheet(str(error)) from error
    yield from handler.items


def _refuse_doctype(*_declaration: object) -> None:
    raise NotASheet("document type")
