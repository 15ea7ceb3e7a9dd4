"""Files to records: all the good rows, all the problems, and the rejected rows as they were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from data.errors import Problem, RecordsRefused
from data.files.cells import ActorIds
from data.files.columns import ACTORS, BLOCKS, COOPERATIONS, PROBLEM_COLUMN, Layout
from data.files.cooperations import BlockCheck, CooperationCheck
from data.files.json_rows import line_rows
from data.files.profiles import ProfileCheck
from data.files.readers import read_rows
from data.files.row_checks import SHOWN_UNKNOWN, Checked, unknown_column
from data.files.rows import Row, shown
from data.records.keys import cooperation_key
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import text, texts

MOST_WARNINGS = 100

Record = TypeVar("Record")
Progress: TypeAlias = "Callable[[int], None]"
CheckedRows: TypeAlias = "list[tuple[Row, Checked[Record]]]"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken, and why."""

    row: Row
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Reading(Generic[Record]):
    """What a file holds.

    Attributes:
        file: name of the file.
        records: the good rows as records, in the order of the file.
        warnings: what was not used, such as unknown columns.
        rejected: the other rows, each with its problems.
    """

    file: str
    records: tuple[Record, ...]
    warnings: tuple[Problem, ...] = ()
    rejected: tuple[Rejected, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of all rows, in the order of the file."""
        return tuple(problem for row in self.rejected for problem in row.problems)

    def all_or_nothing(self) -> tuple[Record, ...]:
        """Return the records.

        Raises:
            RecordsRefused: a row was rejected; carries every problem.
        """
        if self.rejected:
            raise RecordsRefused(
                self.problems,
                texts("{count} row cannot be imported.", "{count} rows cannot be imported.", count=len(self.rejected)),
                self.file, text("Nothing was imported. Correct the rows, or leave them out with --skip-invalid."),
            )
        return self.records


def read_actors(
    path: Path, vocabularies: Vocabularies, today: date, progress: Progress | None = None,
) -> Reading[Profile]:
    """Read profiles from a file; a warning says which themes a profile without any speaks of in its description.

    Args:
        path: CSV, XLSX, JSON Lines or JSON.
        vocabularies: where codes, labels and synonyms are looked up.
        today: the day after which nothing can have been confirmed.
        progress: called with the number of rows read so far.

    Raises:
        RecordsRefused: the file as a whole cannot be read.
    """
    found = _without_repeated(_checked(read_rows(path), ProfileCheck(vocabularies, today).check, progress),
                              lambda checked: checked.key, _same_id)
    reading = _reading(path, ACTORS, found)
    themes = islice(_themes_spoken_of(found, vocabularies), MOST_WARNINGS)
    return replace(reading, warnings=(*reading.warnings, *themes))


def check_actor_lines(lines: Iterable[str], vocabularies: Vocabularies, today: date) -> CheckedRows[Profile]:
    """Return the rows of JSON Lines with what became of each; columns that are not known are problems as well.

    Args:
        lines: of text; blank ones are passed over.
        vocabularies: where codes, labels and synonyms are looked up.
        today: the day after which nothing can have been confirmed.

    Raises:
        RecordsRefused: there is not one record.
    """
    found = _checked(line_rows(Path(), lines), ProfileCheck(vocabularies, today).check, None)
    return _without_repeated([(row, _strictly(row, ACTORS, checked)) for row, checked in found],
                             lambda checked: checked.key, _same_id)


def check_cooperation_lines(lines: Iterable[str], actors: Collection[str],
                            vocabularies: Vocabularies) -> CheckedRows[Cooperation]:
    """Return the rows of JSON Lines with what became of each; columns that are not known are problems as well.

    Args:
        lines: of text; blank ones are passed over.
        actors: ids that may be members.
        vocabularies: where themes are looked up.

    Raises:
        RecordsRefused: there is not one record.
    """
    found = _checked(line_rows(Path(), lines), CooperationCheck(ActorIds(actors), vocabularies).check, None)
    return _without_repeated([(row, _strictly(row, COOPERATIONS, checked)) for row, checked in found],
                             lambda checked: cooperation_key(checked.record) if checked.record else "",
                             _same_cooperation)


def _strictly(row: Row, layout: Layout, checked: Checked[Record]) -> Checked[Record]:
    unknown = tuple(unknown_column(row, layout, header) for header in checked.unknown[:SHOWN_UNKNOWN])
    return replace(checked, record=None, problems=(*checked.problems, *unknown)) if unknown else checked


def read_cooperations(
    path: Path, actors: Collection[str], vocabularies: Vocabularies, progress: Progress | None = None,
) -> Reading[Cooperation]:
    """Read cooperations from a file; their members must be among the ids of `actors`.

    Args:
        path: CSV, XLSX, JSON Lines or JSON.
        actors: ids that may be members.
        vocabularies: where themes are looked up.
        progress: called with the number of rows read so far.

    Raises:
        RecordsRefused: the file as a whole cannot be read.
    """
    check = CooperationCheck(ActorIds(actors), vocabularies).check
    return _reading(path, COOPERATIONS, _checked(read_rows(path, "cooperations"), check, progress))


def read_blocks(path: Path, actors: Collection[str], progress: Progress | None = None) -> Reading[Block]:
    """Read blocks from a file; both actors must be among the ids of `actors`.

    Raises:
        RecordsRefused: the file as a whole cannot be read.
    """
    check = BlockCheck(ActorIds(actors)).check
    return _reading(path, BLOCKS, _checked(read_rows(path, "blocks"), check, progress))


def _checked(
    rows: Iterable[Row], check: Callable[[Row], Checked[Record]], progress: Progress | None,
) -> CheckedRows[Record]:
    found = []
    for number, row in enumerate(rows, 1):
        # A row that could not be cut into its cells has no values worth checking.
        cut = all(problem.field for problem in row.problems)
        found.append((row, check(row) if cut else Checked(None, row.problems)))
        if progress:
            progress(number)
    return found


def _without_repeated(
    found: CheckedRows[Record], key_of: Callable[[Checked[Record]], str],
    told: Callable[[Row, Checked[Record], tuple[str, ...]], Problem],
) -> CheckedRows[Record]:
    """Refuse every row of a key that stands more than once: nobody but the user knows which one is right.

    Args:
        found: the rows.
        key_of: what makes two rows the same; empty for nothing.
        told: row, what became of it, and the lines that are the same → what is wrong.
    """
    lines: dict[str, list[int]] = defaultdict(list)
    keys = [key_of(checked) for _, checked in found]
    for key, (row, _) in zip(keys, found, strict=True):
        lines[key].append(row.line)
    return [(row, _repeated(row, checked, lines[key], told) if key and len(lines[key]) > 1 else checked)
            for key, (row, checked) in zip(keys, found, strict=True)]


def _repeated(row: Row, checked: Checked[Record], lines: Sequence[int],
              told: Callable[[Row, Checked[Record], tuple[str, ...]], Problem]) -> Checked[Record]:
    problem = told(row, checked, tuple(map(str, lines[:10])))
    return replace(checked, record=None, problems=(*checked.problems, problem))


def _same_id(row: Row, checked: Checked[Profile], lines: tuple[str, ...]) -> Problem:
    return Problem(row.file, row.line, "id", text("The id “{id}” appears on several lines: {lines}.",
                                                  id=shown(checked.key), lines=lines), text("Keep one of them."))


def _same_cooperation(row: Row, _checked: Checked[Cooperation], lines: tuple[str, ...]) -> Problem:
    return Problem(row.file, row.line, "", text("The same cooperation stands on several lines: {lines}.", lines=lines),
                   text("Keep one of them."))


def _reading(path: Path, layout: Layout, found: CheckedRows[Record]) -> Reading[Record]:
    return Reading(
        file=path.name,
        records=tuple(checked.record for _, checked in found if checked.record is not None),
        warnings=_warnings(layout, found),
        rejected=tuple(Rejected(row, checked.problems) for row, checked in found if checked.problems),
    )


def _themes_spoken_of(found: CheckedRows[Profile], vocabularies: Vocabularies) -> Iterator[Problem]:
    themes = vocabularies.themes
    for row, checked in found:
        if checked.record and not checked.record.themes:
            codes = themes.mentioned(" . ".join(checked.record.descriptions.values()))
            if codes:
                yield Problem(
                    row.file, row.line, "themes",
                    text("There are no themes, but the description speaks of {themes}.",
                         themes=tuple(themes.labels(code) for code in codes)),
                    text("Write into the column “themes” what fits: {codes}.", codes=";".join(codes)))


def _warnings(layout: Layout, found: CheckedRows[Record]) -> tuple[Problem, ...]:
    """Warn of each unknown column once, where it is first seen, and of the first `MOST_WARNINGS` only."""
    seen: dict[str, Row] = {}
    for row, checked in found:
        for header in checked.unknown:
            if header != PROBLEM_COLUMN and len(seen) < MOST_WARNINGS:
                seen.setdefault(header, row)
    return tuple(unknown_column(row, layout, header) for header, row in seen.items())
