"""The rows of a list that questions keep open: left out where only the others are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from data.errors import Problem
from data.files.importing import RejectedRow
from data.intake.questions import Question, Topic
from data.intake.tables.table import Table
from data.wording.texts import text

Lines = Mapping[tuple[str, ...], Sequence[int]]  # `Question.key` → lines of the rows that it is about
NAME = "name"


def open_rows(table: Table, questions: Iterable[Question], lines: Lines,
              rejects: Iterable[RejectedRow]) -> tuple[RejectedRow, ...]:
    """Return the rows that questions keep open, as they are written.

    Args:
        table: the list.
        questions: that are open.
        lines: of the rows that each is about.
        rejects: rows that have faults besides, which are told as well.
    """
    found: dict[int, list[Problem]] = {}
    for question in questions:
        for line in lines.get(question.key, ()):
            found.setdefault(line, []).append(Problem(table.file, line, field_of(question), question.sentence,
                                                      text("Answer the question about it.")))
    faults = {reject.row.line: reject.problems for reject in rejects}
    return tuple(RejectedRow(row, (*found[row.line], *_others(faults.get(row.line, ()), found[row.line])))
                 for row in table.rows if row.line in found)


def other_problems(problems: Iterable[Problem], questions: Iterable[Question], lines: Lines) -> tuple[Problem, ...]:
    """Return the problems that stay when questions are answered."""
    asked = {(line, field_of(question)) for question in questions for line in lines.get(question.key, ())}
    return tuple(problem for problem in problems if (problem.line, problem.field) not in asked)


def field_of(question: Question) -> str:
    """Return the header, or the column of ours, that a question is about."""
    return NAME if question.topic is Topic.PAIR else question.about[0]


def _others(faults: Iterable[Problem], asked: Iterable[Problem]) -> Iterator[Problem]:
    fields = {problem.field for problem in asked}
    return (fault for fault in faults if fault.field not in fields)
