"""The sheets of an XLSX file that can be seen, cell by cell.

A value of merged cells holds for every row that they cover and that has a value of its own. What is merged across
columns that have names is refused: nobody can say which of them is meant.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

from data.errors import RecordsRefused
from data.files.rows import MAXIMUM_COLUMNS, MERGED, Records, Unreadable, file_error, is_blank
from data.files.sheets.sheet_xml import Merge, SheetCell, read_merges, read_sheet, read_texts, unescape
from data.wording.texts import text

MAXIMUM_UNPACKED_BYTES = 64 * 2**20  # of the sheet, and of the texts of all sheets
MAXIMUM_OTHER_BYTES = 2 * 2**20  # of styles and the like, each, which are held whole
MAXIMUM_PARTS = 1000
_LARGE_PARTS = ("worksheets/", "sharedStrings")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that can be seen: its name, and the part of the file that it stands in."""

    name: str
    part: str


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """Open an XLSX file.

    Raises:
        RecordsRefused: this is no XLSX file, it would unpack to more than `MAXIMUM_UNPACKED_BYTES`, or shows no sheet.
    """
    with path.open("rb") as stream:
        with _refusing(path):
            archive = ZipFile(stream)
        with archive:
            with _refusing(path):
                book = Book.open(path, stream, archive)
            yield book


def sheet_records(path: Path) -> Records:
    """Yield line and cells of each row of the first sheet of a file of ours; all are as wide as the first at least.

    Raises:
        RecordsRefused: this is no XLSX file, or it is too large.
    """
    with open_book(path) as book:
        width = 0
        for line, cells in book.records(book.sheets[0]):
            width = width or len(cells)
            yield line, [*cells, *[None] * (width - len(cells))]


@dataclass(frozen=True)
class Book:
    """What is needed of a workbook to read its sheets.

    Attributes:
        path: of the file.
        archive: the file.
        sheets: those that can be seen, in their order; at least one.
        texts: the shared texts.
        workbook: openpyxl's, for the day that dates are counted from and the styles that show numbers as dates.
    """

    path: Path
    archive: ZipFile
    sheets: tuple[Sheet, ...]
    texts: Sequence[str]
    workbook: Any

    @classmethod
    def open(cls, path: Path, stream: IO[bytes], archive: ZipFile) -> Book:
        """Open a workbook, each part of which is first bounded."""
        from openpyxl.reader.excel import ExcelReader
        from openpyxl.styles.stylesheet import apply_stylesheet
        from openpyxl.xml.constants import SHARED_STRINGS

        parts = _parts(path, archive)
        book: Any = ExcelReader(stream, read_only=True, keep_links=False)
        with _quiet():
            book.read_manifest()
            book.read_workbook()
            apply_stylesheet(archive, book.wb)
            sheets = tuple(Sheet(sheet.name, relation.target) for sheet, relation in book.parser.find_sheets()
                           if sheet.state == "visible" and relation.target in parts
                           and "chartsheet" not in relation.Type)
        if not sheets:
            raise file_error(path, 0, text("There is no sheet in the file that can be seen."),
                             text("Put the table on the first sheet, and show it."))
        shared = book.package.find(SHARED_STRINGS)
        return cls(path, archive, sheets, cls._texts(archive, shared.PartName[1:]) if shared else (), book.wb)

    @staticmethod
    def _texts(archive: ZipFile, part: str) -> Sequence[str]:
        with archive.open(part) as stream:
            return list(read_texts(stream))

    def records(self, sheet: Sheet, header: int = 0, named: Collection[int] = ()) -> Records:
        """Yield number and cells of each row that stands in the file.

        Args:
            sheet: one of those of the book.
            header: the line of the header; what is merged with it, or above it, does not count for the rows below.
            named: the columns that have names, counted from 1; a row has a cell for each.

        Raises:
            RecordsRefused: the file is damaged.
        """
        with _refusing(self.path):
            with self.archive.open(sheet.part) as stream:
                merges = _Merges((merge for merge in read_merges(stream) if merge.rows.start > header), named)
            with self.archive.open(sheet.part) as stream:
                for row in read_sheet(stream, MAXIMUM_COLUMNS + 1):
                    values = {column: self._value(cell) for column, cell in row.cells.items()}
                    if any(not is_blank(value) for value in values.values()):
                        merges.spread(row.number, values)
                    last = max((column for column, value in values.items() if value is not None), default=0)
                    yield row.number, [values.get(column) for column in range(1, max(last, *named, 0) + 1)]

    def _value(self, cell: SheetCell) -> object:
        if cell.formula is not None:
            return Unreadable(f"={cell.formula}", text("The cell holds a formula."),
                              text("Put its value into the cell."))
        if cell.kind == "e":
            return Unreadable(cell.value, text("The cell holds the error {error}.", error=cell.value),
                              text("Correct it in the spreadsheet."))
        if not cell.value:
            return None
        return _READERS.get(cell.kind, Book._text)(self, cell)

    def _text(self, cell: SheetCell) -> object:
        return unescape(cell.value)

    def _shared(self, cell: SheetCell) -> object:
        return self.texts[int(cell.value)]

    def _boolean(self, cell: SheetCell) -> object:
        return cell.value not in ("0", "false")

    def _iso_date(self, cell: SheetCell) -> object:
        return datetime.fromisoformat(cell.value)

    def _number(self, cell: SheetCell) -> object:
        from openpyxl.utils.datetime import from_excel

        number = float(cell.value) if set(cell.value) & set(".eE") else int(cell.value)
        if cell.style not in self.workbook._date_formats:
            return number
        try:
            return from_excel(number, self.workbook.epoch, cell.style in self.workbook._timedelta_formats)
        except (OverflowError, ValueError):
            return Unreadable(cell.value, text("The cell holds a date that there is not."),
                              text("Correct it in the spreadsheet."))


_READERS: Mapping[str, Callable[[Book, SheetCell], object]] = {
    "s": Book._shared, "b": Book._boolean, "d": Book._iso_date, "n": Book._number,
}


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Refuse a damaged file, which makes openpyxl and zipfile raise almost anything."""
    try:
        yield
    except RecordsRefused:
        raise
    except Exception as error:
        raise file_error(path, 0, text("This is not an XLSX file, or it is damaged."),
                         text("Open it in a spreadsheet program and save it as .xlsx.")) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave out what openpyxl tells of styles and extensions: they do not concern us."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _parts(path: Path, archive: ZipFile) -> frozenset[str]:
    """Return the names of the parts, none too large; none is unpacked beyond the size that the directory states."""
    parts = archive.infolist()
    for part in parts:
        limit = MAXIMUM_UNPACKED_BYTES if any(name in part.filename for name in _LARGE_PARTS) else MAXIMUM_OTHER_BYTES
        if len(parts) > MAXIMUM_PARTS or (part.file_size > limit and part.filename.endswith((".xml", ".rels"))):
            raise file_error(path, 0, text("The file would unpack to more than {limit} megabytes.",
                                           limit=limit // 2**20), text("Save it as CSV, in parts."))
    return frozenset(part.filename for part in parts)


class _Merges:
    """The merged cells of a sheet, while its rows go by.

    Args:
        merges: all that count.
        named: the columns that have names.
    """

    def __init__(self, merges: Iterable[Merge], named: Collection[int]) -> None:
        self._ahead = sorted(merges, key=lambda merge: merge.rows.start, reverse=True)
        self._open: dict[int, tuple[Merge, object]] = {}
        self._named = frozenset(named)

    def spread(self, number: int, values: dict[int, object]) -> None:
        """Fill in what merged cells that began above show in a row; refuse those across columns with names."""
        while self._ahead and self._ahead[-1].rows.start <= number:
            merge = self._ahead.pop()
            if merge.rows.start == number:
                self._open[merge.columns.start] = merge, self._shown(merge, values.get(merge.columns.start))
        for column, (merge, value) in list(self._open.items()):
            if number not in merge.rows:
                del self._open[column]
            elif value is not None:
                values[column] = value

    def _shown(self, merge: Merge, value: object) -> object:
        if value is None or len(self._named.intersection(merge.columns)) < 2:  # noqa: PLR2004
            return value
        return Unreadable(str(value), MERGED,
                          text("Undo that, and write each value into its own column."))
