"""Rows to records: every problem of a row is found, with the field it stands in and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from data import cells
from data.cells import CellRefused, Codes
from data.columns import ACTORS, Cell, Kind, Layout, Place
from data.errors import DataError, Problem, RecordsRefused
from data.records import Coverage, Profile, Status, Wish
from data.rows import Row, shown
from data.texts import Text, text
from data.vocabularies import Vocabularies

Record = TypeVar("Record")
Reader = Callable[[Cell], object]
Values = Mapping[Place, Any]

SHOWN_UNKNOWN = 100
REQUIRED: tuple[str, ...] = tuple(column.name for column in ACTORS.columns if column.required)


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


class ProfileCheck:
    """Makes profiles from rows, for one set of vocabularies and one day."""

    def __init__(self, vocabularies: Vocabularies, today: date) -> None:
        self._places = vocabularies.places
        self._codes = Codes(vocabularies)
        self._today = today
        self._readers = {
            **SIMPLE_READERS, Kind.CODE: self._code, Kind.CODES: code_list(self._codes), Kind.DAY: self._past_day,
        }

    def check(self, row: Row, required: Collection[str] = REQUIRED) -> Checked[Profile]:
        """Return the profile of a row, or all its problems.

        Args:
            row: the row, flat or nested.
            required: those of `REQUIRED` that must be given.
        """
        found = RowCheck(row, ACTORS, self._readers)
        names = found.by_language("names")
        if names and not found.get("name"):
            found.values["name",] = next(iter(names.values()))
        for name in required:
            found.demand((name,))
        regions = self._regions(found)
        return found.checked(lambda: _profile(found, regions), found.get("id") or "")

    def _code(self, cell: Cell) -> str:
        return self._codes.code(cell.column.vocabulary, cell.value)

    def _past_day(self, cell: Cell) -> date | None:
        found = cells.day(cell.value)
        if found and found > self._today:
            raise CellRefused(text("The day {day} is in the future.", day=found), "",
                              text("Give the day the data were last confirmed."))
        return found

    def _regions(self, found: RowCheck) -> tuple[str, ...]:
        """Return the regions of the municipalities, home first, and the others that are given."""
        municipalities: tuple[str, ...] = found.get("municipalities") or ()
        given: tuple[str, ...] = found.get("regions") or ()
        implied = {code: self._places.region_of[code] for code in municipalities}
        for municipality, region in implied.items():
            if given and region not in given:
                found.refuse(("regions",), text("{municipality} belongs to another region.",
                                                municipality=self._places.municipalities.labels(municipality)),
                             text("Write {code} ({region}), or leave the regions empty.", code=region,
                                  region=self._places.regions.labels(region)))
        return tuple(dict.fromkeys((*implied.values(), *given)))


def _profile(found: RowCheck, regions: tuple[str, ...]) -> Profile:
    return Profile(
        id=found.get("id") or "",
        name=found.get("name") or "",
        names=found.by_language("names"),
        sector=found.get("sector") or "",
        municipalities=found.get("municipalities") or (),
        regions=regions,
        coverage=Coverage(found.get("coverage")) if found.get("coverage") else None,
        themes=found.get("themes") or (),
        languages=found.get("languages") or (),
        descriptions=found.by_language("descriptions"),
        needs=Wish(found.by_language("needs", "texts"), found.get("needs", "themes") or ()),
        offers=Wish(found.by_language("offers", "texts"), found.get("offers", "themes") or ()),
        wanted_sectors=found.get("wanted_sectors") or (),
        capacity=found.get("capacity"),
        groups=found.get("groups") or (),
        status=Status(found.get("status") or Status.ACTIVE),
        source=found.get("source") or "",
        updated=found.get("updated"),
    )


def draft_profile(record: Mapping[str, object], vocabularies: Vocabularies, today: date,
                  required: Collection[str] = ()) -> Profile:
    """Return the profile of one record that comes from no file, such as an idea that is not stored.

    Args:
        record: flat or nested, as in a JSON file.
        vocabularies: where codes, labels and synonyms are looked up.
        today: the day after which nothing can have been confirmed.
        required: columns that must be given; `REQUIRED` for a profile that is to be stored.

    Raises:
        RecordsRefused: something is wrong; unknown fields count too, since nobody would see a warning.
    """
    found = ProfileCheck(vocabularies, today).check(Row("", 0, record), required)
    # A cap, since looking for the nearest name takes time and nobody reads a thousand of these.
    unknown = (unknown_column(Row("", 0, {}), ACTORS, field) for field in found.unknown[:SHOWN_UNKNOWN])
    problems = (*found.problems, *unknown)
    if problems or found.record is None:
        raise RecordsRefused(problems, text("The profile cannot be used."), "", text("Correct what is listed."))
    return found.record


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
