"""The cells of a row, read column by column: every problem is kept, with its column and cure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from data.errors import DataError, Problem
from data.files import cells
from data.files.cells import Codes
from data.files.columns import Cell, CellKind, Layout, Place
from data.files.rows import Row, excerpt
from data.records.documents import AnyRecord, Document
from data.wording.texts import Text, text

Reader = Callable[[Cell], object]
Values = Mapping[Place, Any]
MOST_UNKNOWN = 100


@dataclass(frozen=True, slots=True)
class RowResult(Generic[AnyRecord]):
    """What became of a row.

    Attributes:
        record: the record; None when there are problems.
        problems: all that is wrong with the row.
        unknown: headers that mean no column.
        key: the id the row gives, also when the rest is wrong.
    """

    record: AnyRecord | None
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...] = ()
    key: str = ""


class RowCheck:
    """The values of one row and the problems found so far."""

    def __init__(self, row: Row, layout: Layout, readers: Mapping[CellKind, Reader]) -> None:
        self.row = row
        self.problems = list(row.problems)
        self.refusals: set[Place] = set()
        self.fields: dict[Place, str] = {}
        self.values: dict[Place, Any] = {}
        row_cells, unknown = layout.split(row.values)
        self.unknown = tuple(unknown)
        faulty = {problem.field for problem in row.problems}
        for cell in row_cells:
            self.fields.setdefault(cell.column.place_in(cell.language), cell.field)
            if excerpt(cell.field) in faulty:
                self.refusals.add(cell.column.place_in(cell.language))
            else:
                self._take(cell, readers[cell.column.kind])

    def _take(self, cell: Cell, read: Reader) -> None:
        value: Any = None
        try:
            value = read(cell)
        except* DataError as group:
            self.refusals.add(cell.column.place_in(cell.language))
            self.problems += [self._problem(cell.field, error.what, error.cure) for error in _flat(group)]
        if value not in ("", (), None):
            self._put(cell, value)

    def _put(self, cell: Cell, value: Any) -> None:  # noqa: ANN401 – a value of whatever its column holds
        place = cell.column.place_in(cell.language)
        before = self.values.get(place)
        if isinstance(before, tuple):
            value = tuple(dict.fromkeys((*before, *value)))
        elif before not in (None, value):
            first, self.fields[place] = self.fields[place], cell.field
            self.refuse(place, text("The value differs from that in “{field}”.", field=excerpt(first)),
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
        document: Document = {}
        for place, value in self.values.items():
            inner = document
            for key in place[:-1]:
                inner = inner.setdefault(key, {})
            inner[place[-1]] = value
        return document

    def refuse(self, place: Place, what: Text, cure: Text) -> None:
        """Add a problem with the value at a place."""
        self.refusals.add(place)
        self.problems.append(self._problem(self.fields.get(place, ".".join(place)), what, cure))

    def demand(self, place: Place) -> None:
        """Add a problem when there is no value at a place, unless one was given and refused."""
        field = self.fields.get(place, place[0])
        if place not in self.values and excerpt(field) not in {problem.field for problem in self.problems}:
            self.problems.append(self._problem(field, text("The value is missing."), text("Give one.")))

    def result(self, make: Callable[[], AnyRecord], key: str = "") -> RowResult[AnyRecord]:
        """Return the record, or the problems."""
        problems = tuple(self.problems)
        return RowResult(None if problems else make(), problems, self.unknown, key)

    def _problem(self, field: str, what: Text, cure: Text) -> Problem:
        return Problem(self.row.file, self.row.line, excerpt(field), what, cure)


def _flat(group: BaseExceptionGroup[DataError]) -> list[DataError]:
    errors: list[DataError] = []
    for error in group.exceptions:
        errors += _flat(error) if isinstance(error, BaseExceptionGroup) else [error]
    return errors


def unknown_column(row: Row, layout: Layout, header: str) -> Problem:
    """Return the warning for a header that means no column."""
    near = layout.nearest(header)
    cure = (text("Did you mean {column}?", column=near) if near else
            text("Leave it out, or give it the name of a column that is read."))
    return Problem(row.file, row.header or row.line, excerpt(header), text("This column is not known."), cure)


def _languages(cell: Cell) -> tuple[str, ...]:
    return cells.each(cells.items(cell.value, lambda _: False),
                      lambda item: cells.language(item) if cells.line(item) else "")


def _markers(cell: Cell) -> tuple[str, ...]:
    return cells.each(cells.items(cell.value, lambda _: False), cells.marker)


def code_list(codes: Codes) -> Reader:
    """Return the reader of cells that hold a list of codes."""

    def read(cell: Cell) -> tuple[str, ...]:
        vocabulary = cell.column.vocabulary
        words = cells.items(cell.value, lambda word: codes.is_name(vocabulary, word))
        return cells.each(words, lambda word: codes.code(vocabulary, word))

    return read


SIMPLE_READERS: Mapping[CellKind, Reader] = {
    CellKind.ID: lambda cell: cells.identifier(cell.value),
    CellKind.LINE: lambda cell: cells.line(cell.value),
    CellKind.TEXT: lambda cell: cells.block(cell.value),
    CellKind.LANGUAGES: _languages,
    CellKind.LINK: lambda cell: cells.link(cell.value),
    CellKind.BUSINESS_ID: lambda cell: cells.business_id(cell.value),
    CellKind.MARKERS: _markers,
    CellKind.CHOICE: lambda cell: cells.choice(cell.value, cell.column.choices),
    CellKind.NUMBER: lambda cell: cells.number(cell.value),
    CellKind.FIRST_DAY: lambda cell: cells.first_day(cell.value),
    CellKind.LAST_DAY: lambda cell: cells.last_day(cell.value),
}
