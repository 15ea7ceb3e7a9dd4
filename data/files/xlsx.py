"""The first sheet of an XLSX file, cell by cell."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from data.errors import RecordsRefused
from data.files.rows import MAXIMUM_COLUMNS, Records, Unreadable, file_error
from data.wording.texts import text

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAXIMUM_UNPACKED_BYTES = 256 * 2**20
MAXIMUM_PARTS = 1000


def sheet_records(path: Path) -> Records:
    """Yield line and cells of each row of the first sheet; short rows are filled up to the width of the first.

    Raises:
        RecordsRefused: this is no XLSX file, or it would unpack to more than `MAXIMUM_UNPACKED_BYTES`.
    """
    _check_archive(path)
    width = 0
    for line, cells in enumerate(_first_sheet(path), 1):
        width = width or len(cells)
        yield line, [*cells, *[None] * (width - len(cells))]


def _check_archive(path: Path) -> None:
    """Refuse a bomb by what the directory of the archive says; a part is never unpacked beyond its stated size."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise _not_a_sheet(path) from error
    if len(parts) > MAXIMUM_PARTS or sum(part.file_size for part in parts) > MAXIMUM_UNPACKED_BYTES:
        raise file_error(path, 0, text("The file would unpack to more than {limit} megabytes.",
                                       limit=MAXIMUM_UNPACKED_BYTES // 2**20), text("Save it as CSV, in parts."))


def _not_a_sheet(path: Path) -> RecordsRefused:
    return file_error(path, 0, text("This is not an XLSX file, or it is damaged."),
                      text("Open it in a spreadsheet program and save it as .xlsx."))


def _first_sheet(path: Path) -> Iterator[Sequence[object]]:
    from openpyxl import load_workbook

    try:
        with path.open("rb") as stream:  # a path would be judged by its extension
            with _quiet():
                workbook = load_workbook(stream, read_only=True)
            yield from _rows(path, workbook)
    except RecordsRefused:
        raise
    except Exception as error:  # a damaged file makes openpyxl raise almost anything
        raise _not_a_sheet(path) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave out what openpyxl tells of styles and extensions: they do not concern us."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _rows(path: Path, workbook: Workbook) -> Iterator[Sequence[object]]:
    if not workbook.worksheets:
        raise file_error(path, 0, text("There is no sheet in the file."), text("Put the table on the first sheet."))
    sheet: Any = workbook.worksheets[0]
    sheet.reset_dimensions()  # the size a file states of itself may be wrong, and enormous
    rows = iter(sheet.iter_rows(max_col=MAXIMUM_COLUMNS + 1))
    while True:
        with _quiet():  # not around the yield: the filters of the whole process would stay changed between rows
            cells = next(rows, None)
        if cells is None:
            return
        yield _without_tail([_value(cell) for cell in cells])


def _value(cell: Any) -> object:  # noqa: ANN401 – openpyxl's cells of a read-only sheet share no type
    if cell.data_type == "f":
        return Unreadable(str(cell.value), text("The cell holds a formula."), text("Put its value into the cell."))
    if cell.data_type == "e":
        return Unreadable(str(cell.value), text("The cell holds the error {error}.", error=str(cell.value)),
                          text("Correct it in the spreadsheet."))
    return cell.value


def _without_tail(values: list[object]) -> list[object]:
    while values and values[-1] is None:
        values.pop()
    return values
