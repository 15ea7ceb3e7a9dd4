"""Rows to records: every problem of a row is found, with the field it stands in and what to write instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from data.errors import RecordsRefused
from data.files import cells
from data.files.cells import CellRefused, Codes
from data.files.columns import ACTORS, Cell, Kind
from data.files.row_checks import SHOWN_UNKNOWN, SIMPLE_READERS, Checked, RowCheck, code_list, unknown_column
from data.files.rows import Row
from data.records.documents import record_of
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import text

REQUIRED: tuple[str, ...] = tuple(column.name for column in ACTORS.columns if column.required)


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
    return record_of(Profile, {"id": "", "name": "", **found.document(), "regions": regions})


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
