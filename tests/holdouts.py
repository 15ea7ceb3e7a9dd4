"""A dataset of seven actors whose questions and answers can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from data.records.profiles import Profile
from data.records.relations import Cooperation
from evaluation.baselines import Scorer, System
from evaluation.datasets.dataset import Dataset, History, Period
from evaluation.datasets.tasks import Case, Question
from matcher.features import IntArray
from models.arrays import Float64Array
from tests.networks import ESPOO, ROVANIEMI, TURKU, actor, finland, together

START, END = date(2022, 1, 1), date(2023, 1, 1)
SPLIT = "validation"

ACTORS = (
    actor("a", sector="municipality"), actor("b"), actor("c", municipalities=(TURKU,)),
    actor("d", sector="university"), actor("e", municipalities=(ROVANIEMI,)), actor("f", municipalities=(ESPOO,)),
    actor("g", regions=(), municipalities=(), sector=""),
)
PAST = (
    together("a", "b", since=date(2020, 1, 1), title="Kotoutuminen Uudellamaalla"),
    replace(together("b", "c", since=date(2021, 1, 1), title="Cell migration"), lead="b"),
    together("d", "e", since=date(2021, 6, 1), title="Choirs"),
)
FUTURE = (
    replace(together("a", "c", "d", since=date(2022, 3, 1), title="Refugees at work"), lead="a"),
    together("b", "e", since=date(2022, 4, 1), title="Football"),
)


def tiny(actors: tuple[Profile, ...] = ACTORS, cooperations: tuple[Cooperation, ...] = (*PAST, *FUTURE),
         describe: Callable[[Profile, tuple[Cooperation, ...]], Profile] | None = None) -> Dataset:
    """Partner questions: a → c d, b → e, c → a d, d → a c, e → b. Call: Refugees at work, asked by a → c d."""
    dataset = Dataset("tiny", finland(), actors, cooperations, {SPLIT: Period(START, END)}, {"g": date(2022, 2, 1)},
                      groups={"universities": lambda profile: profile.sector == "university"})
    return replace(dataset, describe=describe) if describe else dataset


def by_row(history: History) -> Scorer:
    """The first actors are the best."""
    scores = -np.arange(len(history.network.actors), dtype=np.float64)
    return lambda _question: scores


def popular(history: History) -> Scorer:
    members = [member for item in history.network.cooperations for member in item.members]
    scores = np.array([members.count(actor.id) for actor in history.network.actors], dtype=np.float64)
    return lambda _question: scores


def constant(scores: Float64Array) -> Callable[[History], Scorer]:
    return lambda _history: lambda _question: scores


def seeing(dataset: Dataset) -> System:
    """A system that holds the whole dataset, and prefers those whom the seeker will work with."""

    def factory(history: History) -> Scorer:
        ids = [one.id for one in history.network.actors]

        def score(question: Question) -> Float64Array:
            seeker = ids[question.seeker]
            later = {member for item in dataset.cooperations if item.since and item.since >= START
                     and seeker in item.members for member in item.members}
            return np.array([float(one in later) for one in ids])

        return score

    return System(factory, "holds the dataset")


def case(relevant: list[int], excluded: list[int], seeker: int = 0, name: str = "q") -> Case:
    return Case(Question(name, seeker, None, rows(excluded)), rows(relevant))


def rows(numbers: list[int]) -> IntArray:
    return np.array(numbers, dtype=np.int64)
