"""Lists with their grades and reasons, for people who want to see what a figure stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.wording.texts import render
from evaluation.judged.collection import Collection, JudgedQuestion
from evaluation.judged.metrics import LIST_LENGTH, graded_ndcg_at_10
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.levels import LEVEL_LABELS, level
from matcher.suggestions import Suggestion
from models.arrays import Float64Array

EXAMPLES = 10
SENTENCES = 3


@dataclass(frozen=True)
class ExampleRow:
    """One place of a list.

    Attributes:
        name: of the actor.
        grade: None where nobody judged it.
        level: how well it fits, in words.
        sentences: the weightiest reasons of the ranking.
        reason: why a reader gave the grade; empty where none was written.
    """

    name: str
    grade: int | None
    level: str
    sentences: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class JudgedExample:
    """A list.

    Attributes:
        title: the name of the actor, or the id of the idea.
        text: of the idea; empty for an actor.
        ndcg: of the first ten.
        rows: the first ten.
    """

    title: str
    text: str
    ndcg: float
    rows: tuple[ExampleRow, ...]


@dataclass(frozen=True)
class Look:
    """What the ranking in use does, looked at closely.

    Attributes:
        stored, ideas: ten lists each, from the best to the worst by NDCG@10, at even distances.
        scores: [pairs] log-odds of everybody in all lists.
        grades: [pairs].
    """

    stored: tuple[JudgedExample, ...]
    ideas: tuple[JudgedExample, ...]
    scores: Float64Array
    grades: Float64Array


def look_at(collection: Collection, matcher: Matcher) -> Look:
    """Return lists of a matcher over the network of a collection, and all its scores."""
    asked = [question for question in collection.questions if any(question.grades.values())]
    examples = {question.id: _example(question, collection, matcher) for question in asked}
    pairs = [_scores(question, collection, matcher) for question in asked]
    parts = [[examples[question.id] for question in asked if (question.idea is not None) is is_idea]
             for is_idea in (False, True)]
    return Look(_spread(parts[0]), _spread(parts[1]), np.concatenate([scores for scores, _ in pairs]),
                np.concatenate([grades for _, grades in pairs]))


def _example(question: JudgedQuestion, collection: Collection, matcher: Matcher) -> JudgedExample:
    query = question.brief.ask(Query(collection.ground.as_of, limit=LIST_LENGTH, known_partners=True,
                                     is_arranged=False))
    suggestions = matcher.suggest(question.profile, query).suggestions
    ids = [item.profile.id for item in suggestions]
    title, words = (question.id, question.idea.text) if question.idea else (question.profile.name, "")
    return JudgedExample(title, words, graded_ndcg_at_10(ids, question.grades),
                         tuple(_row(item, question) for item in suggestions))


def _row(item: Suggestion, question: JudgedQuestion) -> ExampleRow:
    actor, ledger = item.profile, item.ledger
    reasons = tuple(render(row.sentence, "en") for row in ledger.rows[1:SENTENCES + 1])
    fit = render(LEVEL_LABELS[level(ledger.score, ledger.thresholds)], "en")
    return ExampleRow(actor.name, question.grades.get(actor.id), fit, reasons, question.reasons.get(actor.id, ""))


def _scores(question: JudgedQuestion, collection: Collection, matcher: Matcher) -> tuple[Float64Array, Float64Array]:
    rows, scores = matcher.rank(question.profile, collection.ground.as_of)
    actors = matcher.snapshot.network.actors
    return scores, np.array([question.grades.get(actors[row].id, 0) for row in rows.tolist()], dtype=np.float64)


def _spread(examples: Sequence[JudgedExample]) -> tuple[JudgedExample, ...]:
    ranked = sorted(examples, key=lambda one: -one.ndcg)
    places = np.unique(np.linspace(0, len(ranked) - 1, min(EXAMPLES, len(ranked))).round().astype(int))
    return tuple(ranked[place] for place in places)
