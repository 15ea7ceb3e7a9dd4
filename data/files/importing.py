"""Files to records: all the good rows, all the problems, and the rejected rows as they were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Generic, TypeAlias

from data.errors import Problem, RecordsRefused
from data.files.cells import ActorIds
from data.files.columns import ACTOR_COLUMNS, BLOCK_COLUMNS, COOPERATION_COLUMNS, PROBLEM_COLUMN, Layout
from data.files.cooperations import BlockCheck, CooperationCheck
from data.files.profiles import REQUIRED, ProfileCheck, check_whole
from data.files.readers import read_rows
from data.files.row_checks import MOST_UNKNOWN, RowResult, unknown_column
from data.files.rows import Row, excerpt, file_error
from data.records.digests import canonical
from data.records.documents import AnyRecord
from data.records.keys import cooperation_key
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import text, texts

MOST_WARNINGS = 100
MOST_PROBLEMS = 1000  # that are told in full; of each faulty row behind them one is
MAXIMUM_ROWS = 200_000

Progress: TypeAlias = "Callable[[int], None]"
RowResults: TypeAlias = "list[tuple[Row, RowResult[AnyRecord]]]"


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken, and why."""

    row: Row
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Reading(Generic[AnyRecord]):
    """What a file holds.

    Attributes:
        file: name of the file.
        records: the good rows as records, in the order of the file.
        warnings: what was not used, such as unknown columns.
        rejected: the other rows, each with its problems.
    """

    file: str
    records: tuple[AnyRecord, ...]
    warnings: tuple[Problem, ...] = ()
    rejects: tuple[RejectedRow, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of all rows, in the order of the file."""
        return tuple(problem for row in self.rejects for problem in row.problems)

    def all_or_nothing(self) -> tuple[AnyRecord, ...]:
        """Return the records.

        Raises:
            RecordsRefused: a row was rejected; carries the first `MOST_PROBLEMS` problems.
        """
        if self.rejects:
            raise RecordsRefused(
                self.problems[:MOST_PROBLEMS],
                texts("{count} row cannot be imported.", "{count} rows cannot be imported.", count=len(self.rejects)),
                self.file, text("Nothing was imported. Correct the rows, or leave them out with --skip-invalid."),
            )
        return self.records


def read_actors(
    path: Path, vocabularies: Vocabularies, today: date, progress: Progress | None = None,
    required: Collection[str] = REQUIRED, actors: Collection[str] | None = None,
) -> Reading[Profile]:
    """Read profiles from a file; a warning says which themes a profile without any speaks of in its description.

    Args:
        path: CSV, XLSX, JSON Lines or JSON.
        vocabularies: where codes, labels and synonyms are looked up.
        today: the day after which nothing can have been confirmed.
        progress: called with the number of rows read so far.
        required: columns that every row has to fill in.
        actors: ids, besides those of the file, that a profile may be part of; None for any.

    Raises:
        RecordsRefused: the file as a whole cannot be read.
    """
    check = partial(ProfileCheck(vocabularies, today).check, required=required)
    return _actors_of(path.name, _results(read_rows(path), check, progress), vocabularies, actors)


def read_actor_rows(file: str, rows: Iterable[Row], vocabularies: Vocabularies, today: date,
                    actors: Collection[str] | None = None) -> Reading[Profile]:
    """Read profiles from rows of a file; see `read_actors`."""
    return _actors_of(file, _results(rows, ProfileCheck(vocabularies, today).check, None), vocabularies, actors)


def _actors_of(file: str, results: RowResults[Profile], vocabularies: Vocabularies,
               actors: Collection[str] | None) -> Reading[Profile]:
    results = _refuse_repetitions(results, lambda result: result.key, _same_id)
    results = results if actors is None else _refuse_unknown_wholes(results, actors)
    reading = _reading(file, ACTOR_COLUMNS, results)
    themes = islice(_theme_warnings(results, vocabularies), MOST_WARNINGS)
    return replace(reading, warnings=(*reading.warnings, *themes))


def check_actor_rows(rows: Iterable[Row], actors: Collection[str], vocabularies: Vocabularies,
                     today: date) -> RowResults[Profile]:
    """Return rows with what became of each; columns that are not known are problems as well.

    Args:
        rows: of lines or of a file.
        actors: ids, besides those of the rows, that a profile may be part of.
        vocabularies: where codes, labels and synonyms are looked up.
        today: the day after which nothing can have been confirmed.

    Raises:
        RecordsRefused: the rows cannot be read, or there is not one.
    """
    results = _results(rows, ProfileCheck(vocabularies, today).check, None)
    return _refuse_unknown_wholes(
        _refuse_repetitions([(row, _strictly(row, ACTOR_COLUMNS, result)) for row, result in results],
                            lambda result: result.key, _same_id), actors)


def check_cooperation_rows(rows: Iterable[Row], actors: Collection[str],
                           vocabularies: Vocabularies) -> RowResults[Cooperation]:
    """Return rows with what became of each; columns that are not known are problems as well.

    Args:
        rows: of lines or of a file.
        actors: ids that may be members.
        vocabularies: where themes are looked up.

    Raises:
        RecordsRefused: the rows cannot be read, or there is not one.
    """
    results = _results(rows, CooperationCheck(ActorIds(actors), vocabularies).check, None)
    return _refuse_repetitions([(row, _strictly(row, COOPERATION_COLUMNS, result)) for row, result in results],
                               _cooperation_of, _same_cooperation)


def _strictly(row: Row, layout: Layout, result: RowResult[AnyRecord]) -> RowResult[AnyRecord]:
    unknown = tuple(unknown_column(row, layout, header) for header in result.unknown[:MOST_UNKNOWN]
                    if header != PROBLEM_COLUMN)
    return replace(result, record=None, problems=(*result.problems, *unknown)) if unknown else result


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
    return read_cooperation_rows(path.name, read_rows(path, "cooperations"), actors, vocabularies, progress)


def read_cooperation_rows(file: str, rows: Iterable[Row], actors: Collection[str], vocabularies: Vocabularies,
                          progress: Progress | None = None) -> Reading[Cooperation]:
    """Read cooperations from rows of a file; see `read_cooperations`."""
    check = CooperationCheck(ActorIds(actors), vocabularies).check
    results = _each_once(_results(rows, check, progress))
    return _reading(file, COOPERATION_COLUMNS, _refuse_repetitions(results, _cooperation_of, _same_cooperation))


def read_blocks(path: Path, actors: Collection[str], progress: Progress | None = None) -> Reading[Block]:
    """Read blocks from a file; both actors must be among the ids of `actors`.

    Raises:
        RecordsRefused: the file as a whole cannot be read.
    """
    check = BlockCheck(ActorIds(actors)).check
    return _reading(path.name, BLOCK_COLUMNS, _each_once(_results(read_rows(path, "blocks"), check, progress)))


def _results(
    rows: Iterable[Row], check: Callable[[Row], RowResult[AnyRecord]], progress: Progress | None,
) -> RowResults[AnyRecord]:
    results, told = [], 0
    for number, row in enumerate(rows, 1):
        if number > MAXIMUM_ROWS:
            raise file_error(Path(row.file), row.line, text("There are more than {limit} rows.", limit=MAXIMUM_ROWS),
                             text("Split the file into smaller ones."))
        # A row that could not be cut into its cells has no values worth checking.
        cut = all(problem.field for problem in row.problems)
        result = check(row) if cut else RowResult(None, row.problems)
        if told > MOST_PROBLEMS:
            result = replace(result, problems=result.problems[:1])
        told += len(result.problems)
        results.append((row, result))
        if progress:
            progress(number)
    return results


def _each_once(results: RowResults[AnyRecord]) -> RowResults[AnyRecord]:
    """Leave out rows that say the same as an earlier one, all of it: what they say is not in doubt."""
    documents: set[str] = set()
    once = []
    for row, result in results:
        document = "" if result.record is None else canonical(result.record)
        if not document or document not in documents:
            once.append((row, result))
        documents.add(document)
    return once


def _cooperation_of(result: RowResult[Cooperation]) -> str:
    return cooperation_key(result.record) if result.record else ""


def _refuse_repetitions(
    results: RowResults[AnyRecord], key_of: Callable[[RowResult[AnyRecord]], str],
    problem_of: Callable[[Row, RowResult[AnyRecord], tuple[str, ...]], Problem],
) -> RowResults[AnyRecord]:
    """Refuse every row of a key that stands more than once: nobody but the user knows which one is right.

    Args:
        results: the rows.
        key_of: what makes two rows the same; empty for nothing.
        problem_of: row, what became of it, and the lines that are the same → what is wrong.
    """
    lines: dict[str, list[int]] = defaultdict(list)
    keys = [key_of(result) for _, result in results]
    for key, (row, _) in zip(keys, results, strict=True):
        lines[key].append(row.line)
    return [(row, _repetition(row, result, lines[key], problem_of) if key and len(lines[key]) > 1 else result)
            for key, (row, result) in zip(keys, results, strict=True)]


def _refuse_unknown_wholes(results: RowResults[Profile], actors: Collection[str]) -> RowResults[Profile]:
    """Refuse rows of units whose actor is neither among `actors` nor in a good row, and so on with their own units."""
    keys = {result.key for _, result in results if result.record}
    known = ActorIds({*actors, *keys})
    checks = [(row, check_whole(row, result, known)) for row, result in results]
    is_settled = keys == {result.key for _, result in checks if result.record}
    return checks if is_settled else _refuse_unknown_wholes(checks, actors)


def _repetition(row: Row, result: RowResult[AnyRecord], lines: Sequence[int],
                problem_of: Callable[[Row, RowResult[AnyRecord], tuple[str, ...]], Problem]) -> RowResult[AnyRecord]:
    problem = problem_of(row, result, tuple(map(str, lines[:10])))
    return replace(result, record=None, problems=(*result.problems, problem))


def _same_id(row: Row, result: RowResult[Profile], lines: tuple[str, ...]) -> Problem:
    return Problem(row.file, row.line, "id", text("The id “{id}” appears on several lines: {lines}.",
                                                  id=excerpt(result.key), lines=lines), text("Keep one of them."))


def _same_cooperation(row: Row, _result: RowResult[Cooperation], lines: tuple[str, ...]) -> Problem:
    return Problem(row.file, row.line, "", text("The same cooperation stands on several lines: {lines}.", lines=lines),
                   text("Keep one of them."))


def _reading(file: str, layout: Layout, results: RowResults[AnyRecord]) -> Reading[AnyRecord]:
    return Reading(
        file=file,
        records=tuple(result.record for _, result in results if result.record is not None),
        warnings=_warnings(layout, results),
        rejects=tuple(RejectedRow(row, result.problems) for row, result in results if result.problems),
    )


def _theme_warnings(results: RowResults[Profile], vocabularies: Vocabularies) -> Iterator[Problem]:
    themes = vocabularies.themes
    for row, result in results:
        if result.record and not result.record.themes:
            codes = themes.codes_in(" . ".join(result.record.descriptions.values()))
            if codes:
                yield Problem(
                    row.file, row.line, "themes",
                    text("There are no themes, but the description speaks of {themes}.",
                         themes=tuple(themes.labels(code) for code in codes)),
                    text("Write into the column “themes” what fits: {codes}.", codes=";".join(codes)))


def _warnings(layout: Layout, results: RowResults[AnyRecord]) -> tuple[Problem, ...]:
    """Warn of each unknown column once, where it is first seen, and of the first `MOST_WARNINGS` only."""
    first_rows: dict[str, Row] = {}
    for row, result in results:
        for header in result.unknown:
            if header != PROBLEM_COLUMN and len(first_rows) < MOST_WARNINGS:
                first_rows.setdefault(header, row)
    return tuple(unknown_column(row, layout, header) for header, row in first_rows.items())
