"""Where the table is, and what stands in it: of every cell that is not empty is told where it went."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, takewhile
from pathlib import Path

from data.files.columns import CONTACT_COLUMNS, LAYOUTS, Layout
from data.files.importing import MAXIMUM_ROWS
from data.files.readers import is_table, open_grid, record_rows
from data.files.rows import MAXIMUM_COLUMNS, MERGED, Row, Unreadable, file_error, is_blank, no_rows, table_row, words_of
from data.files.sheets.grids import Grid, OtherSheet
from data.files.sheets.headers import SURE, count_known, names_apart, numbered
from data.intake.tables.nested import flat
from data.wording.texts import Text, text
from data.wording.words import normalise

MOST_FOOTNOTES = 20  # lines

_NUMBER = re.compile(r"[0-9][0-9 .,]*(kpl|st|€)?|=.*")
# Words alone in a line that head those below it.
_HEADINGS = frozenset(map(normalise, (
    "järjestöt", "yhdistykset", "oppilaitokset", "kunnat", "kaupungit", "seurakunnat", "viranomaiset", "yritykset",
    "muut", "muut toimijat", "muut tahot", "vastaanottokeskukset", "hyvinvointialueet", "kirjastot", "hankkeet",
    "organisationer", "föreningar", "läroanstalter", "kommuner", "församlingar", "myndigheter", "företag", "övriga",
    "övriga aktörer", "associations", "organisations", "schools", "municipalities", "parishes", "authorities",
    "companies", "others")))
# How lines below a table begin that tell of it, and sums.
_FOOTNOTE = re.compile(r"\*|\(|lähde|päivitetty|huom|yhteensä|summa\b|selite|laatin|laatija|tulostettu|"
                       r"källa|uppdaterad|obs\b|anm\b|totalt|sammanlagt|"
                       r"source|updated|note\b|notes\b|total\b|sum\b|"
                       r".{1,60}\b(yhteensä|totalt|sammanlagt|total)\s*:?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """A line that is no row: titles, groups of columns, headings, remarks, sums, the header again.

    Attributes:
        line: where it stands, counted from 1.
        text: its cells, with “ | ” between them.
    """

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is not among the rows.

    Attributes:
        blank: how many lines below the header are empty; those at the end of a sheet do not count.
        repeated: the lines of rows that say word for word what an earlier one says.
        notes: the lines that are no rows, above and below.
    """

    blank: int = 0
    repeated: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table that people have.

    Attributes:
        file: name of the file.
        sheet: name of its sheet; empty where there are none.
        header_line: the line of the header; 0 for records that bring their own names.
        headers: the names of the columns as they are written, each once; a column without a name that holds something
            is “column 3”.
        rows: each row with its values by header.
        skipped: what is not among the rows.
        other_sheets: the other sheets that can be seen.
        source: name of the source whose shape it had; empty for a list that nobody made for us.
        told: what a source made of its document, and what of it was left where it is.
    """

    file: str
    sheet: str
    header_line: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    skipped: Skipped = field(default_factory=Skipped)
    other_sheets: tuple[OtherSheet, ...] = ()
    source: str = ""
    told: tuple[Text, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether it says nothing of what it has no column for; records of JSON are whole."""
        return bool(self.header_line or self.source)

    def column(self, header: str) -> tuple[object, ...]:
        """Return what stands below a header, without empty cells."""
        values = (row.values.get(header) for row in self.rows)
        return tuple(value for value in values if not is_blank(value) and value not in ([], {}))


def read_table(path: Path, layout: Layout, sheet: str = "") -> Table:
    """Read the table in a file.

    Args:
        path: CSV, XLSX, JSON Lines or JSON.
        layout: of `LAYOUTS`, the columns that headers are known by; those of contact data are known besides.
        sheet: name of the sheet, in any case; the first that looks like a table when empty.

    Raises:
        RecordsRefused: the file cannot be read, there is no such sheet, no header, or no row.
    """
    if not is_table(path):
        if sheet:
            raise file_error(path, 0, text("There are no sheets in this file."), text("Leave the sheet out."))
        return _of_records(path, layout)
    layouts = layout, CONTACT_COLUMNS
    with open_grid(path, layouts, sheet) as grid:
        return _of_grid(path, grid, layouts)


def _of_grid(path: Path, grid: Grid, layouts: Sequence[Layout]) -> Table:
    lines = _lines(path, grid)
    above = [line for line in lines if line.number < grid.header.line and line.filled]
    header = next(line for line in lines if line.number == grid.header.line)
    below = [line for line in lines if line.number > grid.header.line and line.filled]
    has_columns = len(grid.header.named) > 1
    body = [line for line in below if not (has_columns and line.is_heading) and not _is_header(line, header, layouts)]
    footnotes = _footnotes(body) if has_columns else ()
    body = body[:len(body) - len(footnotes)]
    first = {line.words: line.number for line in reversed(body)}
    once = [line for line in body if first[line.words] == line.number]
    if not once:
        raise no_rows(path)
    # A sheet has columns without names; in CSV cells beyond the header are a text with a separator in it.
    width = min(max(len(line.cells) for line in once), MAXIMUM_COLUMNS) if grid.sheet else 0
    names = _with_unnamed(names_apart(path, grid.header, layouts), once, max(width, len(header.cells)))
    kept = {line.number for line in once}
    notes = [Note(line.number, " | ".join(filter(None, line.words))) for line in (*above, *below)
             if line.number not in kept and (line not in body)]
    return Table(
        path.name, grid.sheet, grid.header.line, tuple(filter(None, names)),
        tuple(table_row(path.name, line.number, grid.header.line, names, line.upto(width)) for line in once),
        Skipped(sum(line.blanks for line in below), tuple(line.number for line in body if line.number not in kept),
                tuple(notes)), grid.others)


@dataclass(frozen=True)
class _Line:
    """A line of a table: its number, its cells, and how many empty ones stand between the one before and it."""

    number: int
    cells: Sequence[object]
    blanks: int

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What stands in its cells, up to the last that is not empty."""
        words = [words_of(cell) for cell in self.cells]
        return tuple(words[:max((index for index, word in enumerate(words, 1) if word), default=0)])

    @property
    def is_heading(self) -> bool:
        """Whether it is the heading of a section: one cell over several columns, or a word for those below it."""
        cell = self.filled[0]
        is_merged = isinstance(cell, Unreadable) and cell.what == MERGED
        return len(self.filled) == 1 and (is_merged or normalise(words_of(cell).rstrip(":")) in _HEADINGS)

    def upto(self, width: int) -> Sequence[object]:
        """Return its cells, with empty ones up to a width."""
        return [*self.cells, *[None] * (width - len(self.cells))]

    @cached_property
    def filled(self) -> tuple[object, ...]:
        return tuple(cell for cell in self.cells if not is_blank(cell))


def _lines(path: Path, grid: Grid) -> list[_Line]:
    """Return the lines of a table that are not empty."""
    lines: list[_Line] = []
    last, blanks = 0, 0
    for number, cells in grid.records:
        # The file of a sheet leaves empty lines out; a record of CSV may stand on several.
        blanks += number - last - 1 if grid.sheet else 0
        last = number
        if all(map(is_blank, cells)):
            blanks += 1
            continue
        if len(lines) > MAXIMUM_ROWS:
            raise file_error(path, number, text("There are more than {limit} rows.", limit=MAXIMUM_ROWS),
                             text("Split the file into smaller ones."))
        lines.append(_Line(number, cells, blanks))
        blanks = 0
    return lines


def _is_header(line: _Line, header: _Line, layouts: Sequence[Layout]) -> bool:
    """Tell whether a line says the header again, in the same words or in another language."""
    known = count_known(line.filled, layouts)
    return line.words == header.words or (known >= SURE and known == len(line.filled))


def _footnotes(lines: Sequence[_Line]) -> Sequence[_Line]:
    """Return the lines at the end that are no rows: of one cell, or sums, from the first that is set apart on.

    Several lines of one cell below a header and a gap are rows, unless they begin as footnotes do.
    """
    tail = [*takewhile(_could_be_footnote, reversed(lines[-MOST_FOOTNOTES:]))][::-1]
    said = [_FOOTNOTE.match(words_of(line.filled[0])) is not None for line in tail]
    are_all = len(tail) == len(lines) > 1
    start = next((index for index, line in enumerate(tail) if said[index] or (line.blanks and (index or not are_all))),
                 len(tail))
    return tail[start:]


def _could_be_footnote(line: _Line) -> bool:
    first, *others = map(words_of, line.filled)
    is_sum = _FOOTNOTE.match(first) is not None and all(_NUMBER.fullmatch(words) for words in others)
    return not others or is_sum


def _with_unnamed(names: Sequence[str], lines: Iterable[_Line], width: int) -> tuple[str, ...]:
    """Return the names of columns, with one for each that has none and holds something."""
    filled = {column for line in lines for column, words in enumerate(line.words) if words}
    extended = [*names, *[""] * (width - len(names))]
    for column, name in enumerate(extended):
        if not name and column in filled:
            extended[column] = numbered(f"column {column + 1}", extended)
    return tuple(extended[:max((index for index, name in enumerate(extended, 1) if name), default=0)])


def _of_records(path: Path, layout: Layout) -> Table:
    key = next((key for key, columns in LAYOUTS.items() if columns is layout), next(iter(LAYOUTS)))
    return table_of_records(path, record_rows(path, key), layout)


def table_of_records(path: Path, records: Iterable[Row], layout: Layout, source: str = "") -> Table:
    """Return the table of records that bring their own names.

    Args:
        path: their file.
        records: as they were read.
        layout: of `LAYOUTS`.
        source: name of the source whose shape they had; empty for a list that nobody made for us.

    Raises:
        RecordsRefused: there are too many, or they have too many names.
    """
    rows = list(islice(records, MAXIMUM_ROWS + 1))
    if len(rows) > MAXIMUM_ROWS:
        raise file_error(path, rows[-1].line, text("There are more than {limit} rows.", limit=MAXIMUM_ROWS),
                         text("Split the file into smaller ones."))
    words = [json.dumps(row.values, sort_keys=True) for row in rows]
    first = {entry: index for index, entry in reversed([*enumerate(words)])}
    once = [replace(row, values=flat(row.values, (layout, CONTACT_COLUMNS)))
            for index, row in enumerate(rows) if first[words[index]] == index]
    repeated = tuple(row.line for index, row in enumerate(rows) if first[words[index]] != index)
    # What is no record at all stands under a name of ours.
    headers = dict.fromkeys(name for row in once if not row.problems for name in row.values)
    if len(headers) > MAXIMUM_COLUMNS:
        raise file_error(path, 0, text("There are more than {limit} columns.", limit=MAXIMUM_COLUMNS),
                         text("Remove the columns that are not needed."))
    return Table(path.name, "", 0, tuple(headers), tuple(once), Skipped(repeated=repeated), source=source)
