"""Tables as CSV that the Excel of its reader opens: with a mark of the encoding, and the separator of the country."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.files.exporting.tables import Listing, Table, Value
from data.files.formulas import neutralise


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written.

    Attributes:
        delimiter: what separates cells.
        decimal: what separates the decimals of a number.
        encoding: of Python; without the mark of "utf-8-sig" Excel takes UTF-8 for Windows-1252.
    """

    delimiter: str = ","
    decimal: str = "."
    encoding: str = "utf-8-sig"


FORMS: Mapping[str, CsvForm] = {"fi": CsvForm(";", ","), "sv": CsvForm(";", ","), "en": CsvForm()}


def csv_pieces(table: Table, form: CsvForm) -> Iterator[bytes]:
    """Yield a table as CSV; what a spreadsheet might run as a formula is made harmless."""
    lines = _Lines(form)
    yield lines.encode([neutralise(header) for header in table.headers])
    for row in table.rows:
        yield lines.encode([neutralise(_words(value, form)) for value in row])


def _words(value: Value | Listing, form: CsvForm) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(value).replace(".", form.decimal)
    return "" if value is None else str(value)


class _Lines:
    """Lines of CSV in an encoding, whose mark stands before the first one alone."""

    def __init__(self, form: CsvForm) -> None:
        self._bytes = io.BytesIO()
        self._text = io.TextIOWrapper(self._bytes, form.encoding, errors="backslashreplace", newline="")
        self._writer = csv.writer(self._text, delimiter=form.delimiter)

    def encode(self, cells: Sequence[str]) -> bytes:
        """Return a line."""
        self._writer.writerow(cells)
        self._text.flush()
        line = self._bytes.getvalue()
        self._bytes.seek(0)
        self._bytes.truncate()
        return line
