"""The alarm: does anything of the future, or of the right answers, reach a system?

A small sample of the dataset around a day is built three times: as it is; cut off at the day, as if nothing had
happened later; and under pseudonyms, so that whoever looks an actor up elsewhere than in what it was handed finds
nothing. Records and scores have to be the same. What still gets through shows by results that are too good to be true.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from data.records.network import Network
from data.records.relations import Cooperation
from evaluation.baselines import SystemFactory
from evaluation.datasets.dataset import Dataset, History, Period
from evaluation.datasets.tasks import TASKS, Case, Question
from evaluation.errors import LeakageFound
from models.arrays import Float64Array

COOPERATIONS_BEFORE = 150
COOPERATIONS_AFTER = 50
QUESTIONS_ASKED = 20
FEWEST_QUESTIONS = 30
FEWEST_RANKABLE = 50
TOO_OFTEN = 0.5
TOLERANCE = 1e-6  # sums of numbers may be taken in another order where names differ


def check_history(dataset: Dataset, day: date) -> None:
    """Build a sample of a dataset three times and compare what was known on the eve of a day.

    Raises:
        LeakageFound: something of the day or later is in it.
    """
    sample = sample_around(dataset, day)
    network = _network(sample, day, dataset.name)
    _refuse_late(sample, network, day)
    other = {
        "its records are others when what came later is taken away": _network(sample.until(day), day, dataset.name),
        "its records are others when the actors have other ids: something is looked up elsewhere":
            _network(under_pseudonyms(sample), day, dataset.name),
    }
    for trouble, others in other.items():
        if _named_by_row(others) != _named_by_row(network):
            raise LeakageFound(f"What is known before {day} depends on what came later: {trouble}.", dataset.name,
                               "Let `describe` write only what its arguments say, and `before` hold nothing else.")


def check_system(name: str, factory: SystemFactory, dataset: Dataset, day: date) -> int:
    """Let a system learn from a sample of the dataset three times; return how many questions it was asked.

    Raises:
        LeakageFound: its scores depend on what came later, or on more than it was handed.
    """
    sample = sample_around(dataset, day)
    plain = sample.before(day)
    questions = _questions(sample, plain)
    expected = _scores(factory(plain), questions)
    others: Mapping[str, Callable[[], list[Float64Array]]] = {
        "when what came later is taken away": lambda: _scores(factory(sample.until(day).before(day)), questions),
        "when the actors have other ids: it looks something up elsewhere than in the history it was handed":
            lambda: _scores_under_pseudonyms(name, factory, sample, day, questions),
    }
    for trouble, scores in others.items():
        if not _alike(expected, scores()):
            raise LeakageFound(f"Its scores are others {trouble}.", name,
                               "Let it learn from its argument, the history, only.")
    return len(questions)


def check_rankings(name: str, rows: npt.NDArray[np.integer], cases: Sequence[Case], size: int) -> None:
    """Refuse a system, or a single term ranked alone, that puts all right answers first in most of the questions.

    Counted are questions with at least 50 actors to rank, if there are at least 30 of them.

    Args:
        name: of the system or term.
        rows: [q, k] rows, best first, padded with -1.
        cases: the q questions.
        size: number of actors of the history.

    Raises:
        LeakageFound: that is too good to be true.
    """
    numbers = [number for number, case in enumerate(cases) if size - len(case.question.excluded) >= FEWEST_RANKABLE]
    perfect = sum(_is_perfect(rows[number], cases[number]) for number in numbers)
    if len(numbers) >= FEWEST_QUESTIONS and perfect > TOO_OFTEN * len(numbers):
        raise LeakageFound(f"All right answers stand first in {perfect} of {len(numbers)} questions: that is too "
                           "good to be true.", name,
                           "Find out where it reads the answers; the period must not reach it.")


def sample_around(dataset: Dataset, day: date) -> Dataset:
    """Return the last 150 cooperations from before a day, the first 50 from then on, and the actors of them."""
    cooperations = sorted(dataset.cooperations, key=_beginning)
    today = bisect_left(cooperations, day, key=_beginning)
    sample = tuple(cooperations[max(0, today - COOPERATIONS_BEFORE):today + COOPERATIONS_AFTER])
    members = {member for item in sample for member in item.members}
    return replace(dataset, actors=tuple(actor for actor in dataset.actors if actor.id in members),
                   cooperations=sample)


def under_pseudonyms(dataset: Dataset) -> Dataset:
    """Return the dataset with other ids in the same order; nothing else changes."""
    aliases = {actor.id: f"{row:08d}" for row, actor in enumerate(dataset.actors)}
    return replace(
        dataset,
        actors=tuple(replace(actor, id=aliases[actor.id]) for actor in dataset.actors),
        cooperations=tuple(_with_aliases(item, aliases) for item in dataset.cooperations),
        known_since={aliases[actor]: day for actor, day in dataset.known_since.items() if actor in aliases},
    )


def _beginning(item: Cooperation) -> date:
    return item.since or date.min


def _with_aliases(item: Cooperation, aliases: Mapping[str, str]) -> Cooperation:
    members = tuple(sorted(aliases.get(member, member) for member in item.members))
    return replace(item, members=members, lead=aliases.get(item.lead, item.lead))


def _network(dataset: Dataset, day: date, name: str) -> Network:
    try:
        return dataset.before(day).network
    except KeyError as error:
        raise LeakageFound(f"What is known before {day} cannot be built for {error} from the records alone.", name,
                           "Let `describe` look at nothing but its arguments.") from error


def _named_by_row(network: Network) -> Network:
    aliases = {actor.id: f"{row:08d}" for row, actor in enumerate(network.actors)}
    return Network(tuple(replace(actor, id=aliases[actor.id]) for actor in network.actors),
                   tuple(_with_aliases(item, aliases) for item in network.cooperations))


def _refuse_late(sample: Dataset, network: Network, day: date) -> None:
    late = [item.title for item in network.cooperations if _beginning(item) >= day]
    late += [actor.id for actor in network.actors if sample.known_since.get(actor.id, date.min) >= day]
    if late:
        raise LeakageFound(f"What is known before {day} holds “{late[0]}”, which came later.", sample.name,
                           "Let `before` leave out everything that began, or was first known, on the day or later.")


def _questions(sample: Dataset, history: History) -> list[Question]:
    rest = Period(history.day, date.max - timedelta(days=1))
    return [case.question for cases in TASKS.values() for case in cases(sample, history, rest)[:QUESTIONS_ASKED]]


def _scores(scorer: Callable[[Question], Float64Array], questions: Sequence[Question]) -> list[Float64Array]:
    return [np.array(scorer(question)) for question in questions]


def _scores_under_pseudonyms(name: str, factory: SystemFactory, sample: Dataset, day: date,
                             questions: Sequence[Question]) -> list[Float64Array]:
    pseudonymous = under_pseudonyms(sample)
    history = pseudonymous.before(day)
    try:
        return _scores(factory(history), list(_asked_by(questions, history)))
    except KeyError as error:
        raise LeakageFound(f"It looks up {error}, which the history it was handed does not hold.", name,
                           "Let it learn from its argument, the history, only.") from error


def _asked_by(questions: Sequence[Question], history: History) -> Iterator[Question]:
    """Yield the questions as the actors of another history ask them; the id stays, as systems may seed by it."""
    for question in questions:
        lead = history.network.actors[question.seeker].id
        project = question.project and replace(question.project, lead=lead)
        yield replace(question, project=project)


def _alike(one: Sequence[Float64Array], other: Sequence[Float64Array]) -> bool:
    return all(left.shape == right.shape and np.allclose(left, right, TOLERANCE, TOLERANCE, equal_nan=True)
               for left, right in zip(one, other, strict=True))


def _is_perfect(rows: npt.NDArray[np.integer], case: Case) -> bool:
    head = rows[:len(case.relevant)]
    return bool(np.isin(head, case.relevant).all())
