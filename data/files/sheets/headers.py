"""The header of a table: below titles and notes, above the rows, on one line or on two.

A line with the names of two columns that are known is a header; of several the one with most. Where headers are not
known, it is the first line nearly as wide as those below it, unless it holds what only rows hold: addresses, numbers,
or words that stand again below. A line of groups above the names (“Yhteystiedot” over “Nimi” and “Sähköposti”) tells
apart what would else be one name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from data.files.columns import CONTACT_COLUMNS, Layout
from data.files.rows import MAXIMUM_COLUMNS, excerpt, file_error, is_blank, words_of
from data.wording.languages import languages_by_name
from data.wording.texts import text
from data.wording.words import normalise

MOST_LINES = 60  # in which the header is looked for
LONGEST_NAME = 300  # characters
SURE = 2  # names of columns that make a line a header
NEARLY = 0.7  # of the width of the rows

_OF_A_ROW = re.compile(r"\S+@\S+\.\w+|https?://\S+|www\.\S+|[0-9]{6,7}-[0-9]|\+?[0-9][0-9 ()/-]{5,}|"
                       r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_IN_LANGUAGES = frozenset(map(normalise, (
    "suomeksi", "ruotsiksi", "englanniksi", "på finska", "på svenska", "på engelska", "in finnish", "in swedish",
    "in english", "fi", "sv", "en", "fin", "swe", "eng")))
_OF_CONTACTS = re.compile("yhtey[sd]|kontakt|contact")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table.

    Attributes:
        line: the line it stands on, the lower one of two.
        cells: the names as they are written, empty where there is none; the last one is not.
        groups: what a line above says of each column; empty where it says nothing.
        known: how many columns are known by their names.
    """

    line: int
    cells: tuple[str, ...]
    groups: tuple[str, ...]
    known: int

    @property
    def named(self) -> tuple[int, ...]:
        """The columns that have names, counted from 1."""
        return tuple(number for number, cell in enumerate(self.cells, 1) if cell)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Sequence[object]
    known: int

    @property
    def filled(self) -> Mapping[int, object]:
        return {column: cell for column, cell in enumerate(self.cells) if not is_blank(cell)}

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(words_of(cell) for cell in self.cells)


def count_known(cells: Iterable[object], layouts: Sequence[Layout]) -> int:
    """Return how many different columns the cells of a line name."""
    names = {cell for cell in cells if isinstance(cell, str) and len(cell) <= LONGEST_NAME}
    meanings = (layout.find(name) for name in names for layout in layouts)
    return len({(column.name, language) for column, language in filter(None, meanings)})


def find_header(path: Path, records: Iterable[tuple[int, Sequence[object]]], layouts: Sequence[Layout]) -> Header:
    """Return the header of a table.

    Args:
        path: the file.
        records: its first ones, line and cells of each.
        layouts: the columns that headers are known by.

    Raises:
        RecordsRefused: nothing is written there, or what could be the header is a row.
    """
    lines = [_Line(number, cells, count_known(cells, layouts)) for number, cells in records
             if not all(map(is_blank, cells))]
    if not lines:
        raise file_error(path, 0, text("The file is empty."), text("Give a file with a header and rows."))
    index = _position(lines)
    if _is_row(lines[index], lines[index + 1:]):
        raise file_error(path, lines[index].number, text("There is no header: this line looks like a row."),
                         text("Put a line with the names of the columns above the rows."))
    if index + 1 < len(lines) and _says_languages(lines[index], lines[index + 1]):
        return _with_languages(lines[index], lines[index + 1])
    if index + 1 < len(lines) and _continues(lines[index], lines[index + 1]):
        index += 1
    line, above = lines[index], lines[index - 1] if index else None
    groups = above.words if above and _holds_groups(above, line) else ()
    cells = line.words[:max(line.filled) + 1]
    return Header(line.number, cells, (*groups, *[""] * len(cells))[:len(cells)], line.known)


def _position(lines: Sequence[_Line]) -> int:
    """Return which line is the header, or would be if there were one."""
    most = max(line.known for line in lines)
    if most >= SURE:
        return [line.known for line in lines].index(most)
    widths = [len(line.filled) for line in lines]
    usual = median([width for width in widths if width > 1] or [1])
    above = widths[:-1] or widths  # with nothing below it a line is no header
    return next(index for index, width in enumerate(above) if width >= min(NEARLY * usual, max(above)))


def _is_row(line: _Line, below: Sequence[_Line]) -> bool:
    """Tell whether a line without a name that is known is a row: it holds what names of columns do not hold."""
    if line.known:
        return False
    numbers = sum(not isinstance(cell, str) for cell in line.filled.values())
    others = [other for other in below if other.words != line.words]
    again = any(other.cells[column:column + 1] == [cell] for other in others for column, cell in line.filled.items())
    return again or numbers * 2 > len(line.filled) or any(_OF_A_ROW.fullmatch(words) for words in line.words)


def _continues(line: _Line, below: _Line) -> bool:
    """Tell whether the next line has names for columns of which this one says the group, or nothing."""
    filled = line.filled
    apart = {column: cell for column, cell in below.filled.items() if filled.get(column) != cell}
    starts = {column for column in filled if column + 1 not in filled}
    return (below.number == line.number + 1 and below.known > 0 and bool(apart.keys() - filled.keys())
            and all(isinstance(cell, str) for cell in apart.values()) and apart.keys() & filled.keys() <= starts)


def _says_languages(line: _Line, below: _Line) -> bool:
    """Tell whether the next line says in which languages the columns below one name are: “Suomeksi”, “På svenska”."""
    cells = list(below.filled.values())
    return below.number == line.number + 1 and len(cells) > 1 and all(map(_is_language, cells))


def _is_language(cell: object) -> bool:
    words = normalise(cell) if isinstance(cell, str) else ""
    return words in languages_by_name() or words in _IN_LANGUAGES


def _with_languages(line: _Line, below: _Line) -> Header:
    """Return the header of two lines of which the lower one says languages: each name with its language behind it."""
    width = max(*line.filled, *below.filled) + 1
    names, name = [], ""
    for column in range(width):
        own = words_of(line.cells[column]) if column in line.filled else ""
        language = words_of(below.cells[column]) if column in below.filled else ""
        name = own or (name if language else "")
        names.append(f"{name} {language}".strip())
    return Header(below.number, tuple(names), ("",) * width, line.known)


def _holds_groups(above: _Line, line: _Line) -> bool:
    """Tell whether the line above a header says something of its columns, and is no title."""
    filled = above.filled
    return (above.number == line.number - 1 and all(isinstance(cell, str) for cell in filled.values())
            and (len(filled) > 1 or min(filled) > min(line.filled)))


def strict_names(path: Path, header: Header) -> tuple[str, ...]:
    """Return the names of the columns as they are written.

    Raises:
        RecordsRefused: there are too many, or two columns have the same name.
    """
    _check_width(path, header)
    keys = [normalise(name) for name in header.cells]
    twice = [excerpt(name) for index, name in enumerate(header.cells) if name and keys[index] in keys[:index]]
    if twice:
        raise file_error(path, header.line, text("Columns appear twice in the header: {names}.", names=tuple(twice)),
                         text("Keep one column of each name."))
    return header.cells


def names_apart(path: Path, header: Header, layouts: Sequence[Layout]) -> tuple[str, ...]:
    """Return a name of its own for each column that has one: of groups, with the group; else with a number.

    Raises:
        RecordsRefused: there are too many.
    """
    _check_width(path, header)
    groups = _spread(header)
    names = [f"{group} {cell}" if _needs_group(group, cell, layouts) else cell or start
             for group, cell, start in zip(groups, header.cells, header.groups, strict=True)]
    times = Counter(map(normalise, names))
    apart: list[str] = []
    for group, name, cell in zip(groups, names, header.cells, strict=True):
        is_shared = name == cell != group and times[normalise(name)] > 1
        apart.append(numbered(f"{group} {name}".strip() if is_shared and name else name, apart))
    return tuple(apart)


def _spread(header: Header) -> Sequence[str]:
    """Return the group of each column: the last one said above it or above a column before it."""
    group, groups = "", []
    for cell, start in zip(header.cells, header.groups, strict=True):
        group = start or (group if cell else "")
        groups.append(group)
    return groups


def _needs_group(group: str, cell: str, layouts: Sequence[Layout]) -> bool:
    """Tell whether a name means something else below a group of contact data: “Nimi” below “Yhteyshenkilö”."""
    return (_OF_CONTACTS.search(normalise(group)) is not None and CONTACT_COLUMNS.find(cell) is None
            and any(layout.find(cell) for layout in layouts))


def numbered(name: str, names: Sequence[str]) -> str:
    """Return a name that is none of those there are: itself, or with a number behind it."""
    keys, candidate, number = set(map(normalise, names)), name, 1
    while candidate and normalise(candidate) in keys:
        number += 1
        candidate = f"{name} ({number})"
    return candidate


def _check_width(path: Path, header: Header) -> None:
    if len(header.cells) > MAXIMUM_COLUMNS:
        raise file_error(path, header.line, text("There are more than {limit} columns.", limit=MAXIMUM_COLUMNS),
                         text("Remove the columns that are not needed."))
