"""Tables that are written: headers, and rows that are made while they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from data.files.cells import LONGEST_TEXT, CellRefused
from data.files.columns import CellKind, Column, Layout
from data.records.documents import Document, Record, document_of
from data.wording.texts import LANGUAGES, text

Value: TypeAlias = str | int | float | date | datetime | None

_DAYS = frozenset({CellKind.DAY, CellKind.FIRST_DAY, CellKind.LAST_DAY})
_LISTS = frozenset({CellKind.CODES, CellKind.IDS, CellKind.LANGUAGES, CellKind.MARKERS})


@dataclass(frozen=True, slots=True)
class Listing:
    """A cell with several values, none of which holds a separator."""

    items: tuple[str, ...]

    def __str__(self) -> str:
        """Return the items as they stand in a cell.

        A spreadsheet takes 091 for the number 91, and drops its zero; “091;” it leaves as it is.
        """
        return ";".join(self.items) + ";" * (len(self.items) == 1 and self.items[0].isdecimal())


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        title: of its sheet, at most 31 signs.
        headers: of its columns.
        rows: as long as the headers; they are read once.
    """

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Value | Listing]]


def record_table(title: str, layout: Layout, records: Sequence[Record]) -> Table:
    """Return records as a table of the columns of a layout; texts have a column for each language they are in.

    Raises:
        CellRefused: by its rows, a list is too long for a cell.
    """
    languages = _languages(layout, records)
    columns = [(column, language) for column in layout.columns for language in languages[column.name]]
    rows = ([_cell(document, column, language) for column, language in columns]
            for document in map(document_of, records))
    return Table(title, [column.header(language) for column, language in columns], rows)


def _languages(layout: Layout, records: Iterable[Record]) -> Mapping[str, tuple[str, ...]]:
    """Return the languages each column is needed in, the plain column first."""
    texts = [column for column in layout.columns if column.translations]
    codes: dict[str, set[str]] = {column.name: set() for column in texts}
    for document in map(document_of, records):
        for column in texts:
            codes[column.name].update(_at(document, column.translations) or ())
    return {column.name: _ordered(codes.get(column.name, set())) for column in layout.columns}


def _ordered(codes: set[str]) -> tuple[str, ...]:
    return ("", *(language for language in LANGUAGES if language in codes), *sorted(codes - {"", *LANGUAGES}))


def _at(document: Mapping[str, Any], place: tuple[str, ...]) -> Any:  # noqa: ANN401 – whatever stands there
    value: Any = document
    for key in place:
        value = value.get(key) if value else None
    return value


def _cell(document: Document, column: Column, language: str) -> Value | Listing:
    value = _at(document, column.place_in(language))
    if column.kind in _DAYS and value:
        return date.fromisoformat(value)
    if column.kind in _LISTS and value:
        listing = Listing(tuple(value))
        if len(str(listing)) > LONGEST_TEXT:
            raise CellRefused(text("The column “{column}” has more signs than a cell can have.", column=column.name),
                              str(document.get("id") or document.get("title")),
                              text("Write JSON Lines instead, which hold lists of any length."))
        return listing
    cell: Value = None if value in ("", []) else value
    return cell
