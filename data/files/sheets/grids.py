"""Where the table is: in a CSV file, or on a sheet of an XLSX file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from data.errors import RecordsRefused
from data.files.columns import Layout
from data.files.rows import Records, excerpt, file_error, is_blank
from data.files.sheets.csv_records import csv_records, separator_of
from data.files.sheets.headers import MOST_LINES, SURE, Header, count_known, find_header
from data.files.sheets.text_files import encoding_of, lines_of
from data.files.sheets.xlsx import Book, Sheet, open_book
from data.wording.texts import text
from data.wording.words import normalise

LIKELY_COLUMNS = 3  # that make a table of unknown headers; two are as often a list of remarks


@dataclass(frozen=True, slots=True)
class OtherSheet:
    """A sheet that was not read: its name, and whether it looks like a table."""

    name: str
    is_table: bool


@dataclass(frozen=True)
class Grid:
    """A table as it stands in a file.

    Attributes:
        sheet: name of its sheet; empty where there are none.
        others: the other sheets that can be seen.
        header: its header.
        records: all of the file or sheet, those above the header too; they can be read once.
    """

    sheet: str
    others: tuple[OtherSheet, ...]
    header: Header
    records: Records


@contextmanager
def open_csv(path: Path, layouts: Sequence[Layout], sheet: str) -> Iterator[Grid]:
    """Find the table in a CSV file, which has no sheets.

    Raises:
        RecordsRefused: a sheet is asked for, the file cannot be read, or there is no header.
    """
    if sheet:
        raise file_error(path, 0, text("There are no sheets in this file."), text("Leave the sheet out."))
    with path.open(encoding=encoding_of(path), newline="") as stream:
        records = csv_records(path, lines_of(path, stream), partial(count_known, layouts=layouts))
        start = list(islice(records, MOST_LINES))
        yield Grid("", (), find_header(path, start, layouts), chain(start, records))


def csv_shape(path: Path, layouts: Sequence[Layout]) -> tuple[str, str]:
    """Return the encoding and the separator of a CSV file."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as stream:
        return encoding, separator_of(lines_of(path, stream), partial(count_known, layouts=layouts))


@contextmanager
def open_xlsx(path: Path, layouts: Sequence[Layout], sheet: str) -> Iterator[Grid]:
    """Find the table in an XLSX file.

    Raises:
        RecordsRefused: the file cannot be read, there is no such sheet, or there is no header.
    """
    with open_book(path) as book:
        glances = [_Glance.at(book, each, layouts) for each in book.sheets]
        chosen = _named(path, glances, sheet) if sheet else max(glances, key=lambda glance: glance.likeness)
        header = find_header(path, chosen.start, layouts)
        yield Grid(chosen.sheet.name, tuple(OtherSheet(glance.sheet.name, glance.likeness > 1)
                                            for glance in glances if glance is not chosen),
                   header, book.records(chosen.sheet, header.line, header.named))


@dataclass(frozen=True)
class _Glance:
    """The first records of a sheet, and how much it looks like a table: 0 not, 1 perhaps, 2 it does."""

    sheet: Sheet
    start: Sequence[tuple[int, Sequence[object]]]
    likeness: int

    @classmethod
    def at(cls, book: Book, sheet: Sheet, layouts: Sequence[Layout]) -> _Glance:
        start = list(islice(book.records(sheet), MOST_LINES))
        return cls(sheet, start, _likeness(book.path, start, layouts))


def _likeness(path: Path, start: Sequence[tuple[int, Sequence[object]]], layouts: Sequence[Layout]) -> int:
    try:
        header = find_header(path, start, layouts)
    except RecordsRefused:
        return 0
    has_rows = any(line > header.line and not all(map(is_blank, cells)) for line, cells in start)
    is_likely = header.known >= SURE or len(header.named) >= LIKELY_COLUMNS
    return 0 if not has_rows else 1 + is_likely


def _named(path: Path, glances: Sequence[_Glance], name: str) -> _Glance:
    for key in (str.strip, normalise):
        for glance in glances:
            if key(glance.sheet.name) == key(name):
                return glance
    raise file_error(path, 0, text("There is no sheet “{sheet}” that can be seen.", sheet=excerpt(name)),
                     text("Choose one of these: {names}.", names=tuple(glance.sheet.name for glance in glances)))
