"""Rows to records: every problem of a row is found, with the field it stands in and what to write instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from data.errors import Problem, RecordsRefused, UnknownActor
from data.files import cells
from data.files.cells import ActorIds, Codes
from data.files.columns import ACTOR_COLUMNS, Cell, CellKind
from data.files.row_checks import MOST_UNKNOWN, SIMPLE_READERS, RowCheck, RowResult, code_list, unknown_column
from data.files.rows import Row
from data.records.documents import record_of
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import text

REQUIRED: tuple[str, ...] = tuple(column.name for column in ACTOR_COLUMNS.columns if column.required)


class ProfileCheck:
    """Makes profiles from rows, for one set of vocabularies and one day."""

    def __init__(self, vocabularies: Vocabularies, today: date) -> None:
        self._places = vocabularies.places
        self._codes = Codes(vocabularies)
        self._today = today
        self._readers = {
            **SIMPLE_READERS, CellKind.CODE: self._code, CellKind.CODES: code_list(self._codes),
            CellKind.DAY: self._past_day,
        }

    def check(self, row: Row, required: Collection[str] = REQUIRED) -> RowResult[Profile]:
        """Return the profile of a row, or all its problems.

        Args:
            row: the row, flat or nested.
            required: those of `REQUIRED` that must be given.
        """
        check = RowCheck(row, ACTOR_COLUMNS, self._readers)
        names = check.by_language("names")
        if names and not check.get("name"):
            check.values["name",] = next(iter(names.values()))
        for name in required:
            check.demand((name,))
        if check.get("part_of") and check.get("part_of") == check.get("id"):
            check.refuse(("part_of",), text("An actor cannot be part of itself."),
                         text("Name the other actor, or leave it empty."))
        regions = self._regions(check)
        return check.result(lambda: _profile(check, regions), check.get("id") or "")

    def _code(self, cell: Cell) -> str:
        return self._codes.code(cell.column.vocabulary, cell.value)

    def _past_day(self, cell: Cell) -> date | None:
        return cells.day_until(cell.value, self._today)

    def _regions(self, check: RowCheck) -> tuple[str, ...]:
        """Return the regions of the municipalities, home first, and the others that are given."""
        municipalities: tuple[str, ...] = check.get("municipalities") or ()
        regions: tuple[str, ...] = check.get("regions") or ()
        homes = {code: self._places.region_of[code] for code in municipalities}
        for municipality, region in homes.items():
            if regions and region not in regions:
                check.refuse(("regions",), text("{municipality} belongs to another region.",
                                                municipality=self._places.municipalities.labels(municipality)),
                             text("Write {code} ({region}), or leave the regions empty.", code=region,
                                  region=self._places.regions.labels(region)))
        return tuple(dict.fromkeys((*homes.values(), *regions)))


def _profile(check: RowCheck, regions: tuple[str, ...]) -> Profile:
    return record_of(Profile, {"id": "", "name": "", **check.document(), "regions": regions})


def check_whole(row: Row, result: RowResult[Profile], actors: ActorIds) -> RowResult[Profile]:
    """Return what became of a row; a profile that is part of an actor that is not there is refused."""
    try:
        actors.read(result.record.part_of if result.record else "")
    except UnknownActor as error:
        problem = Problem(row.file, row.line, "part_of", error.what, error.cure)
        return replace(result, record=None, problems=(*result.problems, problem))
    return result


def draft_profile(record: Mapping[str, object], vocabularies: Vocabularies, today: date,
                  required: Collection[str] = (), actors: Collection[str] | None = None) -> Profile:
    """Return the profile of one record that comes from no file, such as an idea that is not stored.

    Args:
        record: flat or nested, as in a JSON file.
        vocabularies: where codes, labels and synonyms are looked up.
        today: the day after which nothing can have been confirmed.
        required: columns that must be given; `REQUIRED` for a profile that is to be stored.
        actors: ids that it may be part of; None for any.

    Raises:
        RecordsRefused: something is wrong; unknown fields count too, since nobody would see a warning.
    """
    row = Row("", 0, record)
    result = ProfileCheck(vocabularies, today).check(row, required)
    if actors is not None:
        result = check_whole(row, result, ActorIds(actors))
    # A cap, since looking for the nearest name takes time and nobody reads a thousand of these.
    unknown = (unknown_column(Row("", 0, {}), ACTOR_COLUMNS, field) for field in result.unknown[:MOST_UNKNOWN])
    problems = (*result.problems, *unknown)
    if problems or result.record is None:
        raise RecordsRefused(problems, text("The profile cannot be used."), "", text("Correct what is listed."))
    return result.record
