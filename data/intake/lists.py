"""Lists as far as they are read, and what they are read against."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from data.files.importing import Reading
from data.files.rows import Row
from data.intake.columns.mapped import count_left_out
from data.intake.columns.mapping import HeaderMapping
from data.intake.contacts import ListedContact
from data.intake.duplicates.pairs import Pair, Similarity
from data.intake.questions import KEEP, LEAVE_OUT, Answers, Question, Topic
from data.intake.remembered import Remembered
from data.intake.row_names import NAME
from data.intake.sources.source import Known
from data.intake.tables.table import Table
from data.intake.words.hints import Nearest
from data.intake.words.keywords import KeywordCount
from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text


@dataclass(frozen=True)
class Ground:
    """What a list is read against.

    Attributes:
        vocabularies: the codes.
        today: the day after which nothing can have been confirmed.
        stored: the actors of the network.
        kept: ids of those that stay, which new ones may be part of.
        answers: what is known already.
        nearest: gives the nearest codes by meaning.
        similarity: cosines of what actors do; None leaves it out.
        earlier: those of the answers that were given for earlier lists.
    """

    vocabularies: Vocabularies
    today: date
    stored: Sequence[Profile]
    kept: Collection[str]
    answers: Answers
    nearest: Nearest
    similarity: Similarity | None = None
    earlier: Answers = field(default_factory=Answers)

    def knowing(self, answers: Answers) -> Ground:
        """Return the same with further answers, which stand before earlier ones."""
        return replace(self, answers=self.answers.and_then(answers))

    def known_to_sources(self, actors: Sequence[Profile]) -> Known:
        """Return what a source reads its document against, where these actors may be meant."""
        return Known(self.vocabularies, actors, self.answers)

    def keeping(self, ids: Collection[str]) -> Ground:
        """Return the same where only these actors stay."""
        return replace(self, kept=ids)


@dataclass(frozen=True)
class ListOfActors:
    """A list of actors as far as it is read.

    Attributes:
        table: as it stands in the file.
        mapping: what its headers mean.
        reading: the good rows as profiles, whose ids may be made of their names, and the others with their problems;
            where questions are open, as if they were answered with what is likely.
        contacts: id in the reading → how the actor is reached.
        questions: what is open.
        pairs: actors that may be one.
        kept: the words that became keywords.
        notes: what else was made of words.
        rows: id in the reading → its row as it stands in the file.
        remembered: answers of earlier lists that count for it.
    """

    table: Table
    mapping: HeaderMapping
    reading: Reading[Profile]
    contacts: Mapping[str, ListedContact]
    questions: tuple[Question, ...]
    pairs: tuple[Pair, ...] = ()
    kept: tuple[KeywordCount, ...] = ()
    notes: tuple[Text, ...] = ()
    rows: Mapping[str, Row] = field(default_factory=dict)
    remembered: tuple[Remembered, ...] = ()

    @property
    def needed(self) -> tuple[Question, ...]:
        """The questions without whose answers something would be guessed or lost."""
        is_nameless = NAME not in {target.partition("_")[0] for target in self.mapping.targets.values()}
        return tuple(question for question in self.questions if is_nameless or not is_optional(question))

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many cells are not taken, by their headers."""
        return _left_out(self.table, self.mapping, self.questions)


@dataclass(frozen=True)
class SettledList:
    """What is stored of a list.

    Attributes:
        profiles: each actor once, with its id in the network.
        contacts: by these ids.
        told: what was left out where rows told of one actor twice.
        ids: id in the reading → id in the network.
    """

    profiles: tuple[Profile, ...]
    contacts: Mapping[str, ListedContact]
    told: tuple[Text, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ListOfCooperations:
    """A list of cooperations as far as it is read; see `ListOfActors`."""

    table: Table
    mapping: HeaderMapping
    reading: Reading[Cooperation]
    questions: tuple[Question, ...]
    kept: tuple[KeywordCount, ...] = ()
    notes: tuple[Text, ...] = ()
    remembered: tuple[Remembered, ...] = ()

    @property
    def needed(self) -> tuple[Question, ...]:
        """The questions without whose answers something would be guessed or lost."""
        return tuple(question for question in self.questions if not is_optional(question))

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many cells are not taken, by their headers."""
        return _left_out(self.table, self.mapping, self.questions)


AnyList: TypeAlias = "ListOfActors | ListOfCooperations"


def _left_out(table: Table, mapping: HeaderMapping, questions: Iterable[Question]) -> Mapping[str, int]:
    unknown = {question.about[0]: question.rows for question in questions if question.topic is Topic.COLUMN}
    return {**count_left_out(table, mapping), **unknown}


def is_optional(question: Question) -> bool:
    """Tell whether nothing is lost or guessed without an answer.

    A theme that is not known is kept as a keyword; a column that is like none of ours, or that is likely to be of no
    use, is told to be left out.
    """
    if question.topic is Topic.WORD:
        return question.proposal == KEEP
    return question.topic is Topic.COLUMN and question.proposal in ("", LEAVE_OUT)
