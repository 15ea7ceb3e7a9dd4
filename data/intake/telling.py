"""What is told of a list besides its questions: the problems of rows, without those that a question is about."""

from __future__ import annotations

from dataclasses import replace

from data.errors import Problem
from data.files.importing import Reading, RejectedRow
from data.files.rows import words_of
from data.intake.questions import SECTOR, Question, Topic
from data.intake.reading import ListOfActors
from data.records.profiles import Profile
from data.wording.words import normalise


def without_asked(read: ListOfActors) -> Reading[Profile]:
    """Return the reading of a list without problems that go once the questions are answered, and such rows."""
    open_words = [question for question in read.questions if question.topic is Topic.WORD]
    rejects = (RejectedRow(reject.row, tuple(problem for problem in reject.problems
                                             if not any(_is_about(problem, question, reject) for question in open_words)))
               for reject in read.reading.rejects)
    return replace(read.reading, rejects=tuple(reject for reject in rejects if reject.problems))


def _is_about(problem: Problem, question: Question, reject: RejectedRow) -> bool:
    """Tell whether a question is about the word, or the actor without a kind, that a problem is with."""
    column, word = question.about
    if problem.field.partition("_")[0] != column.partition("_")[0]:
        return False
    said = " ".join(words_of(value) for value in (*problem.what.values.values(), *_names(reject, column)))
    return normalise(word) in normalise(said)


def _names(reject: RejectedRow, column: str) -> tuple[object, ...]:
    return tuple(reject.row.values.values()) if column == SECTOR else ()
