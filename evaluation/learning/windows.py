"""The periods before a day that a ranking learns from, rolling forward in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data.records.profiles import Profile, Wish
from evaluation.datasets.dataset import Dataset, History, Period
from evaluation.datasets.tasks import TASKS, Case, Question

MONTHS = 6
QUESTIONS = 400
SEED = 0


@dataclass(frozen=True)
class Window:
    """What was known before a period, and a sample of its questions with their answers, by task."""

    history: History
    cases: Mapping[str, tuple[Case, ...]]


def windows(past: Dataset, day: date, count: int) -> Iterator[Window]:
    """Yield the last `count` half years before a day, the latest first; those without questions are left out.

    Args:
        past: knows nothing of the day and later.
        day: the end of the latest window.
        count: how many.
    """
    for number in range(count):
        period = Period(months_before(day, (number + 1) * MONTHS), months_before(day, number * MONTHS))
        history = without_confirmations(past.before(period.start))
        cases = {name: _sample(task(past, history, period)) for name, task in TASKS.items()}
        if any(cases.values()):
            yield Window(history, cases)


def seeker_of(history: History, question: Question) -> Profile:
    """Return who asks: the actor as it is stored, or with what it looks for when it asks for a project."""
    actor = history.network.actors[question.seeker]
    if question.project is None:
        return actor
    project = question.project
    texts = {language: f"{project.title} . {words}" for language, words in project.descriptions.items()}
    wish = Wish(texts or {"": project.title}, project.themes)
    return replace(actor, descriptions=wish.texts, themes=project.themes, needs=wish)


def without_confirmations(history: History) -> History:
    """Return a history whose profiles do not say when they were confirmed.

    Records know the last time only, which may be after the day; and nobody confirmed the profiles of a benchmark.
    """
    actors = tuple(replace(actor, updated=None) for actor in history.network.actors)
    return replace(history, network=replace(history.network, actors=actors))


def months_before(day: date, months: int) -> date:
    """Return the first day of the month that lies some months before the month of a day."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _sample(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """Return at most `QUESTIONS` of the cases, in their order, always the same ones."""
    positions = np.random.default_rng(SEED).permutation(len(cases))[:QUESTIONS]
    return tuple(cases[at] for at in np.sort(positions))
