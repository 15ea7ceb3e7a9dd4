"""The cells of a row, read column by column: every problem is kept, with its column and cure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from data.errors import DataError, Problem
from data.files import cells
from data.files.cells import Codes
from data.files.columns import Cell, Kind, Layout, Place
from data.files.rows import Row, shown
from data.records.documents import Document
from data.wording.texts import Text, text

Record = TypeVar("Record")
Reader = Callable[[Cell], object]
Values = Mapping[Place, Any]
SHOWN_UNKNOWN = 100


@dataclass(frozen=True, slots=True)
class Checked(Generic[Record]):
    """What became of a row.

    Attributes:
        record: the record; None when there are problems.
        problems: all that is wrong with the row.
        unknown: headers that mean no column.
        key: the id the row gives, also when the rest is wrong.
    """

    record: Record | None
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...] = ()
    key: str = ""


class RowCheck:
    """The values of one row and the problems found so far."""

    def __init__(self, row: Row, layout: Layout, readers: Mapping[Kind, Reader]) -> None:
        self.row = row
        self.problems = list(row.problems)
        self.refused: set[Place] = set()
        self.fields: dict[Place, str] = {}
        self.values: dict[Place, Any] = {}
        found, unknown = layout.split(row.values)
        self.unknown = tuple(unknown)
        spoilt = {problem.field for problem in row.problems}
        for cell in found:
            self.fields.setdefault(cell.column.place_in(cell.language), cell.field)
            if shown(cell.field) in spoilt:
                self.refused.add(cell.column.place_in(cell.language))
            else:
                self._take(cell, readers[cell.column.kind])

    def _take(self, cell: Cell, read: Reader) -> None:
        value: Any = None
        try:
            value = read(cell)
        except* DataError as group:
            self.refused.add(cell.column.place_in(cell.language))
            self.problems += [self._problem(cell.field, error.what, error.cure) for error in _flat(group)]
        if value not in ("", (), None):
            self._put(cell, value)

    def _put(self, cell: Cell, value: Any) -> None:  # noqa: ANN401 – a value of whatever its column holds
        place = cell.column.place_in(cell.language)
        before = self.values.get(place)
        if isinstance(before, tuple):
            value = tuple(dict.fromkeys((*before, *value)))
        elif before not in (None, value):
            self.refuse(place, text("The value differs from that in “{field}”.", field=shown(self.fields[place])),
                        text("Keep one of the two."))
        self.fields[place] = cell.field
        self.values[place] = value

    def get(self, *place: str) -> Any:  # noqa: ANN401
        """Return the value at a place; None when there is none."""
        return self.values.get(place)

    def by_language(self, *place: str) -> dict[str, str]:
        """Return the texts that stand under a place, by language."""
        return {key[-1]: value for key, value in self.values.items() if key[:-1] == place}

    def document(self) -> Document:
        """Return all values, nested as their places are."""
        nested: Document = {}
        for place, value in self.values.items():
            inner = nested
            for key in place[:-1]:
                inner = inner.setdefault(key, {})
            inner[place[-1]] = value
        return nested

    def refuse(self, place: Place, what: Text, cure: Text) -> None:
        """Add a problem with the value at a place."""
        self.refused.add(place)
        self.problems.append(self._problem(self.fields.get(place, ".".join(place)), what, cure))

    def demand(self, place: Place) -> None:
        """Add a problem when there is no value at a place, unless one was given and refused."""
        field = self.fields.get(place, place[0])
        if place not in self.values and shown(field) not in {problem.field for problem in self.problems}:
            self.problems.append(self._problem(field, text("The value is missing."), text("Give one.")))

    def checked(self, make: Callable[[], Record], key: str = "") -> Checked[Record]:
        """Return the record, or the problems."""
        problems = tuple(self.problems)
        return Checked(None if problems else make(), problems, self.unknown, key)

    def _problem(self, field: str, what: Text, cure: Text) -> Problem:
        return Problem(self.row.file, self.row.line, shown(field), what, cure)


def _flat(group: BaseExceptionGroup[DataError]) -> list[DataError]:
    found: list[DataError] = []
    for error in group.exceptions:
        found += _flat(error) if isinstance(error, BaseExceptionGroup) else [error]
    return found


def unknown_column(row: Row, layout: Layout, header: str) -> Problem:
    """Return the warning for a header that means no column."""
    near = layout.nearest(header)
    cure = (text("Did you mean {column}?", column=near) if near else
            text("Leave it out, or give it the name of a column that is read."))
    return Problem(row.file, row.header or row.line, shown(header), text("This column is not known."), cure)


def _languages(cell: Cell) -> tuple[str, ...]:
    return cells.each(cells.items(cell.value, lambda _: False), cells.language)


def _markers(cell: Cell) -> tuple[str, ...]:
    return cells.each(cells.items(cell.value, lambda _: False), cells.marker)


def code_list(codes: Codes) -> Reader:
    """Return the reader of cells that hold a list of codes."""

    def read(cell: Cell) -> tuple[str, ...]:
        vocabulary = cell.column.vocabulary
        words = cells.items(cell.value, lambda word: codes.is_name(vocabulary, word))
        return cells.each(words, lambda word: codes.code(vocabulary, word))

    return read
SIMPLE_READERS: Mapping[Kind, Reader] = {
    Kind.ID: lambda cell: cells.identifier(cell.value),
    Kind.LINE: lambda cell: cells.line(cell.value),
    Kind.TEXT: lambda cell: cells.block(cell.value),
    Kind.LANGUAGES: _languages,
    Kind.MARKERS: _markers,
    Kind.CHOICE: lambda cell: cells.choice(cell.value, cell.column.choices),
    Kind.NUMBER: lambda cell: cells.number(cell.value),
    Kind.FIRST_DAY: lambda cell: cells.first_day(cell.value),
    Kind.LAST_DAY: lambda cell: cells.last_day(cell.value),
}
