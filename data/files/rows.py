"""What every format of file is read into: rows that know the line they begin on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import TypeAlias

from data.errors import Problem, RecordsRefused
from data.files.formulas import restore
from data.wording.texts import Text, text, texts

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


# What is merged across columns with names.
MERGED = text("The cell is merged with others of its row.")


def file_error(path: Path, line: int, what: Text, cure: Text) -> RecordsRefused:
    """Return the error for a file that cannot be read from a line on (0: at all)."""
    where = f"{path.name}:{line}" if line else path.name
    return RecordsRefused((Problem(path.name, line, "", what, cure),), what, where, cure)


def excerpt(words: object) -> str:
    """Return what a user wrote as it may stand in a message: short, and without signs that act on a terminal."""
    plain = "".join(sign if sign.isprintable() else " " for sign in str(words)[:LONGEST_EXCERPT + 1])
    return plain if len(plain) <= LONGEST_EXCERPT else f"{plain[:LONGEST_EXCERPT - 1]}…"


def table_rows(path: Path, header: int, names: Sequence[str], records: Records) -> Iterator[Row]:
    """Yield the rows of a table that are not blank.

    Args:
        path: the file.
        header: the line of the header; records up to it are passed over.
        names: of the columns, empty for one without.
        records: line and cells of each record; a record with fewer cells than there are names is a problem.

    Raises:
        RecordsRefused: there is nothing below the header.
    """
    entries = ((line, cells) for line, cells in records if line > header and not all(map(is_blank, cells)))
    rows = (table_row(path.name, line, header, names, cells) for line, cells in entries)
    first = next(rows, None)
    if first is None:
        raise no_rows(path)
    yield first
    yield from rows


def no_rows(path: Path) -> RecordsRefused:
    """Return the error for a table that ends with its header."""
    return file_error(path, 0, text("There are no rows below the header."), text("Give a file with a header and rows."))


def is_blank(cell: object) -> bool:
    """Tell whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def words_of(cell: object) -> str:
    """Return what stands in a cell as words, a formula or a day too."""
    if isinstance(cell, Unreadable):
        return cell.content
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes").removesuffix(" 00:00")
    return "" if cell is None else str(cell).strip()


def table_row(file: str, line: int, header: int, names: Sequence[str], cells: Sequence[object]) -> Row:
    """Return a row of a table; what is wrong with its cells stands in it."""
    pairs = list(zip_longest(names, cells[:MAXIMUM_COLUMNS], fillvalue=""))
    stray = {f"column {number}": cell for number, (name, cell) in enumerate(pairs, 1)
             if not name and not is_blank(cell)}
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
    return Row(file, line, values, tuple(problems), header)


def _value(cell: object) -> object:
    if isinstance(cell, Unreadable):
        return cell.content
    return restore(cell) if isinstance(cell, str) else cell
