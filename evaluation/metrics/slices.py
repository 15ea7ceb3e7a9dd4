"""Which questions are looked at apart. To add a slice: a function that yields `Slice`s, and its name in `SLICES`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies
from evaluation.datasets.dataset import Dataset, History
from evaluation.datasets.tasks import Case
from evaluation.metrics.exposure import NEWCOMER, describe_actors
from matcher.features import IntArray

FEWEST_OF_A_SECTOR = 20

MIGRATION = re.compile(
    r"""\b(?:
        immigra\w* | emigrat\w* | refugees? | asylum
      | migrants?\b(?!\s+(?:birds?|species|cells?|individuals?|phenotypes?))
      | (?:human|labou?r|forced|international|irregular|return|transnational|climate)\s+migrations?
      | migration\s+(?:polic\w+|governance|studies|flows?|management|crisis|and\s+(?:integration|asylum|mobility))
      | third[-\s]country\s+nationals? | displaced\s+(?:people|persons?|populations?)
      | (?:forcibly|internally)\s+displaced
      | integration\s+of\s+(?:newcomers?|foreign\w*|minorit\w+)
      | maahanmuu\w* | kotou\w* | pakolais\w* | turvapaik\w* | monikulttuuri\w*
      | invandr\w* | flykting\w* | asylsök\w* | mångkultur\w*
    )\b""", re.VERBOSE)
"""What a cooperation about migration and integration says, in small letters, in its texts or theme labels (en, fi, sv).

The bare word "migration" is not enough: cells, birds, data and software migrate too.
"""


@dataclass(frozen=True)
class Slice:
    """A part of the questions.

    Attributes:
        name: how reports call it.
        positions: [s] which of the cases belong to it, ascending.
        relevant: for each of them the relevant rows that count, ascending, at least one.
    """

    name: str
    positions: IntArray
    relevant: tuple[IntArray, ...]


@dataclass(frozen=True)
class QuestionSet:
    """What slices are cut from: the questions, and what was known of those who ask.

    Attributes:
        dataset: for the names of its groups.
        history: what was known on the eve of the period.
        cases: the questions of one task.
        cooperations: [n] number of cooperations of each actor of the history.
    """

    dataset: Dataset
    history: History
    cases: Sequence[Case]
    cooperations: IntArray

    def by_seeker(self, name: str, belongs: Callable[[Profile], bool]) -> Slice:
        """Return the cases whose seeker has a property."""
        actors = self.history.network.actors
        return self.where(name, [belongs(actors[case.question.seeker]) for case in self.cases])

    def where(self, name: str, belongs: Sequence[bool]) -> Slice:
        """Return the cases that are marked."""
        positions = [position for position, one in enumerate(belongs) if one]
        return Slice(name, np.array(positions, dtype=np.int64),
                     tuple(self.cases[position].relevant for position in positions))


Cut: TypeAlias = Callable[[QuestionSet], Iterable[Slice]]


def slices(dataset: Dataset, history: History, cases: Sequence[Case]) -> tuple[Slice, ...]:
    """Return all slices of the questions of a task that have a case, in the order of `SLICES`."""
    questions = QuestionSet(dataset, history, cases, describe_actors(history).cooperations)
    return tuple(part for cut in SLICES for part in cut(questions) if len(part.positions))


def all_questions(questions: QuestionSet) -> Iterator[Slice]:
    """Yield all cases."""
    yield questions.where("all", [True] * len(questions.cases))


def newcomer_seekers(questions: QuestionSet) -> Iterator[Slice]:
    """Yield the cases whose seeker has at most one earlier cooperation."""
    seekers = [case.question.seeker for case in questions.cases]
    yield questions.where("newcomer seekers", [bool(questions.cooperations[seeker] <= NEWCOMER) for seeker in seekers])


def newcomer_candidates(questions: QuestionSet) -> Iterator[Slice]:
    """Yield the cases with their right answers narrowed to actors with at most one earlier cooperation.

    A case is left out when no right answer remains. Rankings stay as they are.
    """
    relevant = [case.relevant[questions.cooperations[case.relevant] <= NEWCOMER] for case in questions.cases]
    positions = [position for position, rows in enumerate(relevant) if len(rows)]
    yield Slice("newcomer candidates", np.array(positions, dtype=np.int64),
                tuple(relevant[position] for position in positions))


def groups(questions: QuestionSet) -> Iterator[Slice]:
    """Yield the cases whose seeker belongs to a group that the dataset names."""
    for name, belongs in questions.dataset.groups.items():
        yield questions.by_seeker(name, belongs)


def migration(questions: QuestionSet) -> Iterator[Slice]:
    """Yield the cases about migration and integration.

    A project is when its words are; an actor is when one of its earlier cooperations is.
    """
    vocabularies = questions.history.vocabularies
    members = {member for item in questions.history.network.cooperations if about_migration(item, vocabularies)
               for member in item.members}
    actors = questions.history.network.actors
    yield questions.where("migration and integration", [
        about_migration(question.project, vocabularies) if question.project else actors[question.seeker].id in members
        for question in (case.question for case in questions.cases)])


def sectors(questions: QuestionSet) -> Iterator[Slice]:
    """Yield one slice for each sector that at least 20 seekers belong to, in the order of the vocabulary."""
    for term in questions.history.vocabularies.sectors:
        part = questions.by_seeker(f"sector: {term.labels.in_language('en')}",
                                   lambda actor, code=term.code: actor.sector == code)  # type: ignore[misc]
        if len(part.positions) >= FEWEST_OF_A_SECTOR:
            yield part


def about_migration(item: Cooperation, vocabularies: Vocabularies) -> bool:
    """Return whether the words of a cooperation, or the labels of its themes, speak of migration and integration."""
    labels = (label for code in item.themes for label in vocabularies.themes.labels(code).texts.values())
    return MIGRATION.search("\n".join((item.title, *item.descriptions.values(), *labels)).lower()) is not None


SLICES: tuple[Cut, ...] = (all_questions, newcomer_seekers, newcomer_candidates, groups, migration, sectors)
