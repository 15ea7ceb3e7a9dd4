"""What a list leaves open, and what people answer: one shape for columns, words and pairs of actors.

Nothing is guessed: what is not known is asked, once, with the nearest that is known as a proposal. An answer holds for
every row, and for the next list of the same network.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from data.intake.labels import LABELS
from data.wording.texts import Labels, Text, text
from data.wording.words import normalise

LEAVE_OUT = "-"  # what is asked about is not taken
KEEP = "+"  # the word is kept as a keyword
SECTOR = "sector"  # the column that may be asked about with the name of an actor: what kind it is


class Topic(StrEnum):
    """What a question is about."""

    COLUMN = "column"
    WORD = "word"
    PAIR = "pair"


class Sameness(StrEnum):
    """The answers about a pair of actors."""

    SAME = "same"
    DIFFERENT = "different"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that can be given.

    Attributes:
        value: what is answered: a column, a code, `LEAVE_OUT`, `KEEP` or a `Sameness`.
        label: what it means, for the reader.
        reason: why it comes into question; None where that is plain.
    """

    value: str
    label: Labels | Text
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is not known.

    Attributes:
        topic: what it is about.
        about: (header,) for a column; (column, word) for a word; two ids, in their order, for a pair.
        choices: the answers, the likeliest first; for a column or a word others may be given that are known there.
        proposal: the value of the choice that is likely; empty when none is.
        examples: cells below the header, names of the actors whose rows hold the word, or what the pair has in common.
        rows: how many rows it is about.
        names: what the actors of a pair are called, if it is known; the second one is stored if it is about one row.
    """

    topic: Topic
    about: tuple[str, ...]
    choices: tuple[Choice, ...]
    proposal: str = ""
    examples: tuple[str | Text, ...] = ()
    rows: int = 0
    names: tuple[str, ...] = ()

    @property
    def sentence(self) -> Text:
        """The question, for people."""
        return _about_named(self.names, self.rows) if self.names else _SENTENCES[self.topic](*self.about)

    @property
    def key(self) -> tuple[str, ...]:
        """Return what its answer is found by."""
        return key_of(self.topic, self.about)


def _about_word(column: str, word: str) -> Text:
    if column == SECTOR:
        return text("What kind of actor is “{word}”?", word=word)
    return text("What does “{word}” mean in the column “{column}”?", word=word, column=LABELS.get(column) or column)


def _about_named(names: tuple[str, ...], rows: int) -> Text:
    one, other = names
    if rows == 1:
        return text("Is “{one}” of the list the actor “{other}” of the network?", one=one, other=other)
    return text("Are “{one}” and “{other}”, two rows of the list, the same actor?", one=one, other=other)


_SENTENCES: Mapping[Topic, Callable[..., Text]] = {
    Topic.COLUMN: lambda header: text("What does the column “{header}” hold?", header=header),
    Topic.WORD: _about_word,
    Topic.PAIR: lambda one, other: text("Are “{one}” and “{other}” the same actor?", one=one, other=other),
}


def key_of(topic: Topic, about: Iterable[str]) -> tuple[str, ...]:
    """Return what the answer to a question is found by: case, spaces and hyphens of headers and words do not count."""
    parts = tuple(about)
    return topic, *(parts if topic is Topic.PAIR else map(normalise, parts))


def about_pair(one: str, other: str) -> tuple[str, str]:
    """Return the ids of two actors in the order in which what is asked about them is known."""
    return (one, other) if one <= other else (other, one)


@dataclass(frozen=True)
class Answers:
    """What has been answered, by `Question.key`; later answers stand before earlier ones."""

    values: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def get(self, topic: Topic, *about: str) -> str | None:
        """Return the answer to a question; None if there is none yet."""
        return self.values.get(key_of(topic, about))

    def and_then(self, later: Answers) -> Answers:
        """Return these answers with later ones, which stand in the place of those to the same questions."""
        return Answers({**self.values, **later.values})

    def without(self, keys: Collection[tuple[str, ...]]) -> Answers:
        """Return these answers without those to some questions."""
        return Answers({key: answer for key, answer in self.values.items() if key not in keys})

    def open(self, questions: Iterable[Question]) -> tuple[Question, ...]:
        """Return the questions that are not answered."""
        return tuple(question for question in questions if question.key not in self.values)


def proposals(questions: Iterable[Question]) -> Answers:
    """Return the answers that are likely, to the questions that have one."""
    return Answers({question.key: question.proposal for question in questions if question.proposal})
