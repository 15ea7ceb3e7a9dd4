"""Learning the weights of the ranking from what happened in the periods before a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from evaluation.datasets.dataset import Dataset, History
from evaluation.datasets.tasks import TASKS, Case, Question
from evaluation.errors import QuestionsRefused
from evaluation.learning.ascent import CandidateLists
from evaluation.learning.attention import learn_attention, look_back
from evaluation.learning.weighing import learn_base, learn_weights, points
from evaluation.learning.windows import Window, seeker_of, windows
from evaluation.threads import map_in_threads
from matcher import defaults
from matcher.candidates import Search, find_candidates
from matcher.features import IntArray
from matcher.rules.model import RuleBook
from matcher.scoring import term_values
from matcher.snapshot import Parts, Snapshot
from matcher.terms import HISTORY, TERMS
from models.arrays import Float32Array, Float64Array
from models.encoders import DEFAULT, Encoder, open_encoder
from models.ranker import Weights, read_weights

WINDOWS = 2
# The few coefficients of the attention are learned from each so-many-th question.
EACH = 4
# Of larger networks those are learned from that generators find: lists of everybody would not go into memory.
MOST_LEARNED_FROM = 5000
# What this data cannot teach keeps the weight that people gave it.
UNTAUGHT = ("wanted_sector", "shared_languages", "freshness", "capacity", "reach", "newcomer", "feedback",
            "national_expertise", "complementary_kinds", "out_of_reach")
LEADING = "similar_projects"
# Past projects tell better what an actor does: likeness of profiles beside them brings nothing, and costs a search.
TOLD_BY_HISTORY = ("profile_similarity",)

Step = Callable[[str], None]


@dataclass(frozen=True)
class Lesson:
    """A window of the past, opened for the ranking."""

    window: Window
    snapshot: Snapshot


def learn(past: Dataset, day: date, terms: Sequence[str], step: Step = lambda _name: None,
          encoder: Encoder | None = None) -> Weights:
    """Return weights learned from the half years before a day.

    First the attention to past projects, then, with it, the weights of the terms, on the candidates that the engine
    itself finds. Terms that are not taught keep the weight set by hand.

    Args:
        past: what is known; what happens on the day or later must not be in it.
        day: the first day that the weights know nothing of.
        terms: names of the terms to learn.
        step: told what is being done.
        encoder: texts → vectors; the default one when left out.

    Raises:
        QuestionsRefused: nothing happened that could be learned from.
    """
    step("opening the past")
    lessons = open_lessons(past, day, terms, encoder)
    if not any(len(lesson.window.history.network.cooperations) for lesson in lessons):
        raise QuestionsRefused(f"Too little had happened before the {WINDOWS} half years up to {day}.", past.name,
                               "Learn from a longer past.")
    attention: Mapping[str, float] = {}
    if LEADING in terms:
        step("learning which past projects lead to the next")
        attention = learn_attention([*_forerunners(lessons).values()])
    step("learning what each term weighs")
    tasks = choices_of(lessons, attention, terms)
    if not tasks:
        raise QuestionsRefused(f"Nobody found a new partner in the {WINDOWS} half years before {day}.", past.name,
                               "Learn from a longer past.")
    lists = [*tasks.values()]
    weights = learn_weights(lists, terms.index(LEADING) if LEADING in terms else None)
    figures = {f"{task}: questions and their NDCG@10": f"{len(own.counts)}, {own.ndcg(points(own, weights)):.4f}"
               for task, own in tasks.items()}
    return _weights(past, day, dict(zip(terms, weights.tolist(), strict=True)), learn_base(lists, weights), attention,
                    figures)


def open_lessons(past: Dataset, day: date, terms: Sequence[str], encoder: Encoder | None = None) -> list[Lesson]:
    """Return the last half years before a day, each opened as far as the terms look at it."""
    return [Lesson(window, open_snapshot(_visible_history(window.history, terms), _bare(), encoder))
            for window in windows(past, day, WINDOWS)]


def open_snapshot(history: History, weights: Weights, encoder: Encoder | None = None) -> Snapshot:
    """Return a history ready to be asked, as the product is, with no rules but those that protect."""
    parts = Parts(history.vocabularies, encoder or open_encoder(DEFAULT), RuleBook(), weights)
    return Snapshot(history.network, parts)


def choices_of(lessons: Sequence[Lesson], attention: Mapping[str, float],
               terms: Sequence[str]) -> dict[str, CandidateLists]:
    """Return for each task that was asked the candidates of its questions; those without a right one are left out.

    Args:
        lessons: where the questions come from.
        attention: see `Weights.attention`; empty when past projects do not count.
        terms: the columns of the values.
    """
    pairs = [(lesson, lesson.snapshot.with_weights(with_all(terms, attention))) for lesson in lessons]

    def look(item: tuple[Lesson, Snapshot, str, Case]) -> tuple[str, Case, IntArray, Float32Array]:
        lesson, snapshot, task, case = item
        rows, values = candidate_values(snapshot, lesson.window.history, case.question, terms)
        return task, case, rows, values.astype(np.float32)

    return _lists(map_in_threads(look, ((lesson, snapshot, task, case) for lesson, snapshot in pairs
                                        for task, cases in lesson.window.cases.items() for case in cases)))


def candidate_values(snapshot: Snapshot, history: History, question: Question,
                     terms: Sequence[str]) -> tuple[IntArray, Float64Array]:
    """Return the rows of what generators find, ascending, and the values [rows, terms], the mean of both sides."""
    view = snapshot.on(history.day)
    seeker = snapshot.features_of(seeker_of(history, question))
    mask = np.ones(len(snapshot.features), dtype=np.bool_)
    mask[question.excluded] = False
    rows = find_candidates(Search(seeker, mask, snapshot, view), MOST_LEARNED_FROM).rows
    forward, backward = term_values(seeker, snapshot.features.take(rows), view.context, terms)
    return rows, (forward + backward) / 2


def with_all(terms: Sequence[str], attention: Mapping[str, float]) -> Weights:
    """Return weights under which every one of the terms counts, so that all candidates they need are found."""
    return replace(_bare(), terms={name: float(name in terms) for name in TERMS}, attention=attention)


def _visible_history(history: History, terms: Sequence[str]) -> History:
    """Return a history as far as the terms look at it: without any cooperation if none of them needs one."""
    if set(terms) & set(HISTORY):
        return history
    return replace(history, network=replace(history.network, cooperations=()))


def _forerunners(lessons: Sequence[Lesson]) -> dict[str, CandidateLists]:
    """Return for each task a part of its questions, with everybody as the past cooperations see them."""
    def look(lesson: Lesson, case: Case) -> tuple[IntArray, Float32Array]:
        history, snapshot = lesson.window.history, lesson.snapshot
        seeker = snapshot.features_of(seeker_of(history, case.question))
        rows = np.delete(np.arange(len(snapshot.features)), case.question.excluded)
        return rows, look_back(snapshot.on(history.day).context, seeker, case)

    return _lists((task, case, *look(lesson, case)) for lesson in lessons
                  for task, cases in lesson.window.cases.items() for case in cases[::EACH])


def _lists(questions: Iterable[tuple[str, Case, IntArray, Float32Array]]) -> dict[str, CandidateLists]:
    """Return the lists of each task from questions with the rows of their candidates, ascending, and values."""
    by_task: dict[str, list[tuple[Float32Array, IntArray, int]]] = {task: [] for task in TASKS}
    for task, case, rows, values in questions:
        right = np.flatnonzero(np.isin(rows, case.relevant))
        if len(right):
            by_task[task].append((values, right, len(case.relevant)))
    return {task: CandidateLists.of(*zip(*items, strict=True)) for task, items in by_task.items() if items}


def _bare() -> Weights:
    return Weights("", "learned", "", 0.0, {})


def _weights(past: Dataset, day: date, learning: Mapping[str, float], base: float, attention: Mapping[str, float],
             figures: Mapping[str, str]) -> Weights:
    by_hand = read_weights(defaults.WEIGHTS, tuple(TERMS)).terms
    terms = {name: learning.get(name, by_hand[name] if name in UNTAUGHT else 0.0) for name in TERMS}
    card = {"dataset": past.name, "until": day.isoformat(), "windows": f"{WINDOWS} half years", **figures,
            "by hand": ", ".join(UNTAUGHT)}
    note = "Learned from real cooperation; what the data cannot teach is set by hand, as the card says."
    return Weights(day.isoformat(), "learned", note, base, terms, attention, card)


def with_history() -> tuple[str, ...]:
    """Return the terms that are learned for networks with history."""
    return tuple(name for name in TERMS if name not in (*UNTAUGHT, *TOLD_BY_HISTORY))


def without_history() -> tuple[str, ...]:
    """Return the terms that are learned for networks without history: profiles and places alone."""
    return tuple(name for name in TERMS if name not in (*UNTAUGHT, *HISTORY))
