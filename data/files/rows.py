"""What every format of file is read into: rows that know the line they begin on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import TypeAlias

from data.errors import Problem, RecordsRefused
from data.files.formulas import restore
from data.wording.texts import Text, text, texts
from data.wording.words import normalise

MAXIMUM_COLUMNS = 1000
LONGEST_EXCERPT = 80

Records: TypeAlias = "Iterator[tuple[int, Sequence[object]]]"


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it stands in the file.

    Attributes:
        file: name of the file; empty for a record that comes from none.
        line: the line it begins on, counted from 1; 0 for a record that comes from no file.
        values: what was written, by the name of the column; JSON keeps its lists and objects. A line that cannot be
            read at all stands under the name "line".
        problems: what kept the row from being read as it should.
        header: the line of the header; 0 for a record that brings its own names.
    """

    file: str
    line: int
    values: Mapping[str, object]
    problems: tuple[Problem, ...] = ()
    header: int = 0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell without a value of its own: a formula, or an error of the spreadsheet."""

    content: str
    what: Text
    cure: Text


def file_error(path: Path, line: int, what: Text, cure: Text) -> RecordsRefused:
    """Return the error for a file that cannot be read from a line on (0: at all)."""
    where = f"{path.name}:{line}" if line else path.name
    return RecordsRefused((Problem(path.name, line, "", what, cure),), what, where, cure)


def excerpt(words: object) -> str:
    """Return what a user wrote as it may stand in a message: short, and without signs that act on a terminal."""
    plain = "".join(sign if sign.isprintable() else " " for sign in str(words)[:LONGEST_EXCERPT + 1])
    return plain if len(plain) <= LONGEST_EXCERPT else f"{plain[:LONGEST_EXCERPT - 1]}…"


def table_rows(path: Path, records: Records) -> Iterator[Row]:
    """Yield the rows of a table: the first record that is not blank is the header.

    Args:
        path: the file.
        records: line and cells of each record; a record with fewer cells than the header is a problem.

    Raises:
        RecordsRefused: there is no header or nothing below it, or two columns have the same name.
    """
    entries = ((line, cells) for line, cells in records if not all(map(_blank, cells)))
    line, header = next(entries, (0, ()))
    names = _column_names(path, line, header)
    rows = (replace(_table_row(path.name, number, names, cells), header=line) for number, cells in entries)
    first = next(rows, None)
    if first is None:
        raise file_error(path, 0, text("There are no rows below the header."),
                         text("Give a file with a header and rows."))
    yield first
    yield from rows


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _column_names(path: Path, line: int, header: Sequence[object]) -> list[str]:
    names = ["" if _blank(cell) else _name(cell) for cell in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise file_error(path, 0, text("The file is empty."), text("Give a file with a header and rows."))
    if len(names) > MAXIMUM_COLUMNS:
        raise file_error(path, line, text("There are more than {limit} columns.", limit=MAXIMUM_COLUMNS),
                         text("Remove the columns that are not needed."))
    keys = [normalise(name) for name in names]
    twice = [excerpt(name) for index, name in enumerate(names) if name and keys[index] in keys[:index]]
    if twice:
        raise file_error(path, line, text("Columns appear twice in the header: {names}.", names=tuple(twice)),
                         text("Keep one column of each name."))
    return names


def _name(cell: object) -> str:
    """Return a header as it stands in the file, a formula or a day too."""
    if isinstance(cell, Unreadable):
        return cell.content
    return (cell.date().isoformat() if isinstance(cell, datetime) else str(cell)).strip()


def _table_row(file: str, line: int, names: list[str], cells: Sequence[object]) -> Row:
    pairs = list(zip_longest(names, cells[:MAXIMUM_COLUMNS], fillvalue=""))
    stray = {f"column {number}": cell for number, (name, cell) in enumerate(pairs, 1) if not name and not _blank(cell)}
    by_name = {str(name): cell for name, cell in pairs if name}
    problems = [Problem(file, line, excerpt(name), cell.what, cell.cure)
                for name, cell in by_name.items() if isinstance(cell, Unreadable)]
    if stray:
        problems.append(Problem(file, line, "", texts("{count} cell has no column name.",
                                                      "{count} cells have no column name.", count=len(stray)),
                                text("Put texts that contain a separator into quotation marks.")))
    if len(cells) < len(names):
        problems.append(Problem(file, line, "", text("Cells in the row: {found}; columns in the header: {wanted}.",
                                                     found=len(cells), wanted=len(names)),
                                text("Add the separators that are missing.")))
    values = {name: _value(cell) for name, cell in {**by_name, **stray}.items()}
    return Row(file, line, values, tuple(problems))


def _value(cell: object) -> object:
    if isinstance(cell, Unreadable):
        return cell.content
    return restore(cell) if isinstance(cell, str) else cell
