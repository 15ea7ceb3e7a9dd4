"""Tables as XLSX: texts are never formulas, days are days, and the header stays in sight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any

from data.files.cells import CellRefused
from data.files.exporting.tables import Listing, Table, Value
from data.files.formulas import neutralise, restore
from data.files.rows import excerpt
from data.files.sheets.sheet_xml import MOST_ROWS
from data.wording.texts import text

FIRST_DAY = date(1900, 3, 1)  # before it the calendar of spreadsheets is wrong by a day, or has no days
DAY_FORMAT = "mm-dd-yy"  # number 14 of the standard: a day as it is written where the file is read
DECIMALS = "0.00"
LONGEST_CELL = 32_767
SAMPLE = 200  # rows by which widths are chosen
NARROWEST, WIDEST = 8, 60
_CHUNK = 2**16
# What XML cannot hold, and what would be read as its escape (ECMA-376, 22.9.2.19).
_UNSAYABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def xlsx_pieces(tables: Sequence[Table]) -> Iterator[bytes]:
    """Yield a workbook with a sheet for each table; rows go to a file as they are made, not to memory.

    Raises:
        CellRefused: a text is too long for a cell, or there are more rows than a sheet has.
    """
    with TemporaryFile() as file:
        _write(tables, file)
        file.seek(0)
        yield from iter(lambda: file.read(_CHUNK), b"")


def escape(words: str) -> str:
    """Return a text with the escapes of what XML cannot hold; see `data.files.sheets.sheet_xml.unescape`."""
    return _UNSAYABLE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", words)


def _write(tables: Sequence[Table], file: IO[bytes]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    try:
        for table in tables:
            _fill(book.create_sheet(table.title), table)
    except BaseException:
        for sheet in book.worksheets:
            _abandon(sheet)
        raise
    book.save(file)


def _abandon(sheet: Any) -> None:  # noqa: ANN401 – a sheet of openpyxl that is only written
    """End a sheet that is not saved, and remove the file that its rows have gone to."""
    if not sheet.closed:
        sheet.close()
    sheet._writer.cleanup()


def _fill(sheet: Any, table: Table) -> None:  # noqa: ANN401
    from openpyxl.utils import get_column_letter

    rows = iter(table.rows)
    sample = list(islice(rows, SAMPLE))
    letters = [get_column_letter(number) for number in range(1, len(table.headers) + 1)]
    for number, letter in enumerate(letters):
        sheet.column_dimensions[letter].width = _width([table.headers[number], *(row[number] for row in sample)])
    sheet.freeze_panes = "A2"
    sheet.append([_header(sheet, header) for header in table.headers])
    last = 1
    for last, row in enumerate(chain(sample, rows), 2):
        if last > MOST_ROWS:
            raise CellRefused(text("A sheet can have {limit} rows, and there are more.", limit=MOST_ROWS), table.title,
                              text("Write CSV or JSON Lines instead."))
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{letters[-1]}{last}"


def _width(values: Sequence[Value | Listing]) -> int:
    """Return a width that what stands in a column fits into, up to a bound; the button of the filter has its place."""
    return min(WIDEST, max(NARROWEST, 3 + max(len(line) for value in values for line in str(value or "").split("\n"))))


def _header(sheet: Any, words: str) -> Any:  # noqa: ANN401 – cells of openpyxl
    from openpyxl.styles import Font

    cell = text_cell(sheet, words)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Value | Listing) -> Any:  # noqa: ANN401
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, Listing):
        return text_cell(sheet, ";".join(value.items))
    if isinstance(value, str):
        return text_cell(sheet, value)
    if isinstance(value, date):
        return _day_cell(sheet, value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, float):
        cell.number_format = DECIMALS
    return cell


def _day_cell(sheet: Any, day: date) -> Any:  # noqa: ANN401
    from openpyxl.cell import WriteOnlyCell

    plain = day.date() if isinstance(day, datetime) else day
    if plain < FIRST_DAY:
        return text_cell(sheet, plain.isoformat())
    cell = WriteOnlyCell(sheet)
    cell.value = plain
    cell.number_format = DAY_FORMAT
    return cell


def text_cell(sheet: Any, words: str) -> Any:  # noqa: ANN401
    """Return a cell that stays a text, also when somebody edits it; what was neutralised is read back as it was.

    Raises:
        CellRefused: the text is longer than `LONGEST_CELL`.
    """
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    content = escape(words if restore(words) == words else neutralise(words))
    if len(content) > LONGEST_CELL:  # openpyxl would cut it off
        raise CellRefused(text("A text has more signs than a cell can have: {text}", text=excerpt(words)), "",
                          text("Write CSV or JSON Lines instead."))
    cell.value = content
    cell.data_type = "s"
    if words.strip().isdecimal():
        cell.number_format = "@"
    cell.quotePrefix = neutralise(words) != words
    return cell
