"""The two tasks: who will be a new partner of an actor, and who will take part in a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from data.records.relations import Cooperation
from evaluation.datasets.dataset import Dataset, History, Period
from matcher.features import IntArray

FEWEST_PARTICIPANTS = 2


@dataclass(frozen=True)
class Question:
    """What a system is asked; it holds nothing of the answer.

    Attributes:
        id: the seeker's id (partner) or the project's title (call); unique in the task.
        seeker: row of the actor that asks, in the network of the history.
        project: what the project is about, without its members and its days (call); None (partner).
        excluded: rows that are not ranked, ascending: the seeker itself, and for partners those it has worked with.
    """

    id: str
    seeker: int
    project: Cooperation | None
    excluded: IntArray


@dataclass(frozen=True)
class Case:
    """A question and its right answers, at least one.

    Attributes:
        question: what is asked.
        relevant: rows that turned out right, ascending; none of them is excluded.
    """

    question: Question
    relevant: IntArray


def partner_cases(dataset: Dataset, history: History, period: Period) -> tuple[Case, ...]:
    """Return one case per known actor with a past that meets a known actor for the first time in the period.

    Relevant are the known actors that take part in the same cooperation in the period and never did before.
    """
    rows = _rows(history)
    past, future = (_partners(items, rows) for items in (history.network.cooperations, dataset.during(period)))
    cases = []
    for actor, row in rows.items():
        new = future.get(row, set()) - past.get(row, set())
        if new and row in past:
            excluded = _sorted(past[row] | {row})
            cases.append(Case(Question(actor, row, None, excluded), _sorted(new)))
    return tuple(cases)


def call_cases(dataset: Dataset, history: History, period: Period) -> tuple[Case, ...]:
    """Return one case per cooperation of the period with a known lead and at least two other known members.

    Relevant are the other known members, whether or not they have worked with the lead before.
    """
    rows = _rows(history)
    cases = []
    for number, item in enumerate(dataset.during(period)):
        others = {rows[member] for member in item.members if member in rows and member != item.lead}
        if item.lead in rows and len(others) >= FEWEST_PARTICIPANTS:
            seeker = rows[item.lead]
            project = replace(item, members=(), since=None, until=None)
            question = Question(f"{number}:{item.title}", seeker, project, _sorted({seeker}))
            cases.append(Case(question, _sorted(others)))
    return tuple(cases)


TASKS: Mapping[str, Callable[[Dataset, History, Period], tuple[Case, ...]]] = {
    "partner": partner_cases,
    "call": call_cases,
}


NEEDS: Mapping[str, str] = {
    "partner": "an actor that has worked with others before and meets a new one in the period",
    "call": "a cooperation that begins in the period, with its lead and at least two other members, all of them known",
}
"""What has to be there for a question of a task."""


def _rows(history: History) -> dict[str, int]:
    return {actor.id: row for row, actor in enumerate(history.network.actors)}


def _partners(cooperations: tuple[Cooperation, ...], rows: Mapping[str, int]) -> dict[int, set[int]]:
    """Return for each known member of a cooperation the known others it took part with; possibly nobody."""
    partners: dict[int, set[int]] = {}
    for item in cooperations:
        members = {rows[member] for member in item.members if member in rows}
        for row in members:
            partners.setdefault(row, set()).update(members - {row})
    return partners


def _sorted(rows: set[int]) -> IntArray:
    return np.array(sorted(rows), dtype=np.int64)
