"""Questions that are asked as one: whoever agrees with all that is likely says so once.

All columns of a list, the words of a column that stand for something known, those that are kept, and actors whose kind
nobody can tell are asked about together; whoever does not agree is asked about each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.intake.labels import LABELS
from data.intake.questions import KEEP, LEAVE_OUT, SECTOR, Answers, Choice, Question, Topic
from data.wording.texts import Labels, Text, text

LEAST = {"columns": 2, "likely": 3, "kept": 2, "unknown": 4}
MOST = 40  # that somebody reads through at once
RIGHT, EACH = "right", "each"


class Kind(StrEnum):
    """What questions have in common that are asked as one."""

    COLUMNS = "columns"
    LIKELY = "likely"
    KEPT = "kept"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Group:
    """Questions that are asked as one.

    Attributes:
        kind: what they have in common.
        column: of the words; empty where the columns are asked about.
        questions: one for each line.
    """

    kind: Kind
    column: str
    questions: tuple[Question, ...]

    @property
    def sentence(self) -> Text:
        """The question, for people."""
        count = len(self.questions)
        if self.kind is Kind.COLUMNS:
            return text("The columns are understood so. Is that right?")
        if self.kind is Kind.UNKNOWN:
            return text("What kind of actors are these ({count})?", count=count)
        column = LABELS.get(self.column) or self.column
        if self.kind is Kind.KEPT:
            return text("These words are not known in “{column}”. Are they to be kept as keywords?", column=column)
        if self.column == SECTOR:
            return text("These are understood as these kinds of actors. Is that right?")
        return text("These words of “{column}” are understood so. Is that right?", column=column)

    @property
    def lines(self) -> tuple[tuple[str, Labels | Text | None], ...]:
        """What it is about, each with the likely answer; None where there is none, or all have the same."""
        is_plain = self.kind in (Kind.KEPT, Kind.UNKNOWN)
        return tuple((question.about[-1], None if is_plain else _label(question)) for question in self.questions)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The answers; to an open one those that all its questions have."""
        each = Choice(EACH, text("Not all of it: ask about each."))
        if self.kind is not Kind.UNKNOWN:
            return Choice(RIGHT, text("Yes, all of it.")), each
        shared = [choice for choice in self.questions[0].choices if choice.value != LEAVE_OUT]
        return (Choice(EACH, text("Ask about each.")), *shared)

    @property
    def proposal(self) -> str:
        """The likely answer."""
        return EACH if self.kind is Kind.UNKNOWN else RIGHT

    def answers(self, value: str) -> Answers | None:
        """Return the answers to its questions that an answer means; None where each is to be asked."""
        if value == EACH:
            return None
        return Answers({question.key: likely(question) if value == RIGHT else value for question in self.questions})


def likely(question: Question) -> str:
    """Return the likely answer to a question; of a column like none of ours that it is left out."""
    return question.proposal or (LEAVE_OUT if question.topic is Topic.COLUMN else "")


def in_groups(questions: Sequence[Question]) -> Iterator[Question | Group]:
    """Yield what is asked, in the order in which it first comes up; too few of a kind are asked about one by one.

    As long as columns are open nothing else is: what words mean depends on them.
    """
    asked = [question for question in questions if question.topic is Topic.COLUMN] or questions
    members: dict[tuple[Kind, str], list[Question]] = {}
    for question in asked:
        if kind := _kind(question):
            members.setdefault((kind, _column(question)), []).append(question)
    begun: dict[tuple[Kind, str], None] = {}
    for question in asked:
        kind = _kind(question)
        key = (kind, _column(question)) if kind else None
        if key is None or len(members[key]) < LEAST[key[0]]:
            yield question
        elif key not in begun:
            begun[key] = None
            yield from _of(key, members[key])


def _of(key: tuple[Kind, str], questions: Sequence[Question]) -> Iterator[Group]:
    yield from (Group(*key, tuple(questions[first:first + MOST])) for first in range(0, len(questions), MOST))


def _kind(question: Question) -> Kind | None:
    if question.topic is Topic.COLUMN:
        return Kind.COLUMNS
    if question.topic is not Topic.WORD:
        return None
    if question.proposal:
        return Kind.KEPT if question.proposal == KEEP else Kind.LIKELY
    is_name = question.about[0] == SECTOR and question.examples == question.about[1:]
    return Kind.UNKNOWN if is_name else None


def _column(question: Question) -> str:
    return question.about[0] if question.topic is Topic.WORD else ""


def _label(question: Question) -> Labels | Text:
    labels: Mapping[str, Labels | Text] = {choice.value: choice.label for choice in question.choices}
    return labels.get(likely(question)) or Labels({"": likely(question)})
