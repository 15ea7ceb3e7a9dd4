"""Filled sheets: what each judge said, or all that is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import Problem, RecordsRefused
from data.files.readers import read_rows
from data.files.rows import Row, excerpt
from data.wording.texts import LANGUAGES, Text, render, text, texts
from data.wording.words import normalise
from evaluation.judged.collection import HIGHEST_GRADE
from evaluation.judging.sheets import ASKS_KEY, CANDIDATE_KEY, COLUMNS, GRADE, REASON

MOST_NAMED = 10
"""How many lines or pairs a message names."""

PairKey = tuple[str, str]
"""The ids of who asks and of the candidate."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a judge said of a pair."""

    grade: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row of a filled sheet: the cells of the columns that are read, by their names in `COLUMNS`."""

    row: Row
    headers: Mapping[str, str]
    cells: Mapping[str, str]

    @property
    def pair(self) -> PairKey:
        """The ids as they stand in the row."""
        return self.cells[ASKS_KEY], self.cells[CANDIDATE_KEY]

    def problem(self, column: str, what: Text, cure: Text) -> Problem:
        """Return what is wrong with a cell of the row."""
        return Problem(self.row.file, self.row.line, excerpt(self.headers[column]), what, cure)


def read_sheets(paths: Sequence[Path], pairs: Collection[PairKey]) -> dict[str, dict[PairKey, Answer]]:
    """Return judge → pair → answer; a judge is named as the file is.

    Args:
        paths: of the sheets, one of each judge, XLSX or CSV.
        pairs: all that were to be graded.

    Raises:
        RecordsRefused: a sheet has faults, or two are of one judge; it carries all problems of all sheets.
    """
    answers: dict[str, dict[PairKey, Answer]] = {}
    problems: list[Problem] = []
    for path in paths:
        if path.stem in answers:
            problems.append(Problem(path.name, 0, "", text("There is another sheet of “{judge}”.", judge=path.stem),
                                    text("Give one sheet of each judge.")))
        rows = [*read_rows(path)]
        headers = _headers(rows[0])
        lacking = [_missing_column(path, column) for column in COLUMNS if column not in headers]
        filled = [] if lacking else [_filled(row, headers) for row in rows]
        problems += lacking or _problems(path, filled, pairs)
        answers[path.stem] = {one.pair: Answer(grade, one.cells[REASON]) for one in filled
                              if (grade := _grade(one.cells[GRADE])) is not None}
    if problems:
        raise RecordsRefused(tuple(problems), text("The sheets cannot be used as they are."), "",
                             text("Correct what is listed, then read all sheets again."))
    return answers


def _headers(row: Row) -> dict[str, str]:
    """Return column → what it is called in the file: its name in any language, in whatever case and with any signs."""
    headers = {normalise(header): header for header in row.values}
    names = {column: [normalise(render(name, language)) for language in LANGUAGES]
             for column, (name, _) in COLUMNS.items()}
    return {column: headers[name] for column, own in names.items() for name in own if name in headers}


def _missing_column(path: Path, column: str) -> Problem:
    return Problem(path.name, 0, "", text("The column “{name}” is missing.", name=COLUMNS[column][0]),
                   text("Give the columns the names that they have in the sheet."))


def _filled(row: Row, headers: Mapping[str, str]) -> FilledRow:
    values = {column: row.values[header] for column, header in headers.items()}
    return FilledRow(row, headers, {column: "" if value is None else str(value).strip()
                                    for column, value in values.items()})


def _grade(words: str) -> int | None:
    """Return a grade; a spreadsheet may have made 2.0 of it. None where there is none."""
    whole = words.removesuffix(".0").removesuffix(",0")
    return int(whole) if whole in map(str, range(HIGHEST_GRADE + 1)) else None


def _problems(path: Path, rows: Sequence[FilledRow], pairs: Collection[PairKey]) -> Iterator[Problem]:
    for one in rows:
        yield from one.row.problems
        yield from _row_problems(one, pairs)
    yield from _repetitions(rows)
    yield from _blanks(path, rows)
    missing = [pair for pair in pairs if pair not in {one.pair for one in rows}]
    if missing:
        named = tuple(f"{asks} – {candidate}" for asks, candidate in missing[:MOST_NAMED])
        yield Problem(path.name, 0, "",
                      texts("{count} pair has no row: {pairs}.", "{count} pairs have no row, such as {pairs}.",
                            count=len(missing), pairs=named),
                      text("Put the rows back as they were in the sheet."))


def _row_problems(one: FilledRow, pairs: Collection[PairKey]) -> Iterator[Problem]:
    if one.pair not in pairs:
        asks, candidate = map(excerpt, one.pair)
        yield one.problem(ASKS_KEY, text("The pair “{asks}” and “{candidate}” was not in the sheet.", asks=asks,
                                         candidate=candidate),
                          text("Put the keys back as they were; pool.csv lists them."))
    if one.cells[GRADE] and _grade(one.cells[GRADE]) is None:
        yield one.problem(GRADE, text("“{grade}” is no grade.", grade=excerpt(one.cells[GRADE])),
                          text("Give a whole number from 0 to 3."))


def _repetitions(rows: Sequence[FilledRow]) -> Iterator[Problem]:
    first: dict[PairKey, int] = {}
    for one in rows:
        line = first.setdefault(one.pair, one.row.line)
        if line != one.row.line:
            yield one.problem(ASKS_KEY, text("The pair stands on line {line}, too.", line=str(line)),
                              text("Keep one of the two rows."))


def _blanks(path: Path, rows: Sequence[FilledRow]) -> Iterator[Problem]:
    blank = [one for one in rows if not one.cells[GRADE]]
    if blank:
        lines = tuple(str(one.row.line) for one in blank[:MOST_NAMED])
        yield Problem(path.name, 0, blank[0].headers[GRADE],
                      texts("{count} row has no grade, on line {lines}.", "{count} rows have no grade, first on lines "
                            "{lines}.", count=len(blank), lines=lines), text("Give a whole number from 0 to 3."))
