"""Weights learned from judged partners, and how good they are for who was not looked at when they were learned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from data.records.profiles import Profile
from evaluation.judged.collection import Collection
from evaluation.judged.results import fingerprint
from evaluation.learning.graded import Columns, GradedList, columns_of, graded_lists, table_of_kinds
from evaluation.learning.listwise import Fit, Prior, learn, ndcg_at_10, scale_of
from evaluation.threads import map_in_threads
from models.arrays import Float64Array
from models.ranker import Weights

RIDGES = (0.01, 0.03, 0.1)
INNER_FOLDS = 4
# A pair of kinds is rare among the questions: taken to vary as much as a frequent one, it is not learned by heart.
LEAST_SCALE_OF_KINDS = 0.2
LEARNED = ("profile_similarity", "shared_themes", "national_expertise", "wanted_sector", "same_municipality",
           "same_region", "same_authority", "reach", "out_of_reach")
# The table of kinds says what this term says, and more.
REPLACED = ("sector_complement",)
TABLE = "complementary_kinds"


@dataclass(frozen=True)
class Lesson:
    """What is learned from.

    Attributes:
        lists: one per question.
        columns: of their values.
        towards: the weights that the learned ones are drawn to.
        rules: the points that people gave the rules whose points are learned, in their order.
    """

    lists: Sequence[GradedList]
    columns: Columns
    towards: Weights
    rules: Sequence[float]

    def prior(self, lists: Sequence[GradedList], ridge: float) -> Prior:
        """Return what draws the weights learned from some of the lists."""
        people = [*(self.towards.terms[name] for name in self.columns.terms), *self.rules]
        scale = scale_of(lists)
        kinds = np.arange(len(scale)) >= len(people)
        return Prior(np.concatenate([people, np.zeros(len(self.columns.kinds))]),
                     np.where(kinds, np.maximum(scale, LEAST_SCALE_OF_KINDS), scale), ridge)


@dataclass(frozen=True)
class CrossValidation:
    """How good weights are for a question that they were not learned from.

    Attributes:
        scores: question to the log-odds [candidates] by weights learned from the others.
        fits: one per question left out.
    """

    scores: Mapping[str, Float64Array]
    fits: Sequence[Fit]

    def values_of(self, lists: Sequence[GradedList]) -> Float64Array:
        """Return the NDCG@10 of the same questions asked in other words, by the same fits, [questions]."""
        fits = dict(zip(self.scores, self.fits, strict=True))
        return np.array([ndcg_at_10(graded, fits[graded.question].scores(graded)) for graded in lists])

    def same_sign(self) -> Float64Array:
        """Return for each column the share of the fits whose weight has the sign that most have."""
        signs = np.sign([fit.weights for fit in self.fits])
        return np.asarray(np.maximum((signs > 0).mean(axis=0), (signs < 0).mean(axis=0)))


def open_lesson(collection: Collection, towards: Weights, profiles: Mapping[str, Profile],
                rules: Sequence[str] = ()) -> Lesson:
    """Return what can be learned from a collection.

    Args:
        collection: questions and grades.
        towards: the weights that the learned ones are drawn to; terms that are not learned keep them.
        profiles: see `graded_lists`.
        rules: the rules whose points are learned, too; others keep the points that people gave them.
    """
    columns = columns_of(collection.ground.vocabularies.sectors, LEARNED, rules)
    kept = {name: 0.0 if name in REPLACED else weight for name, weight in towards.terms.items()}
    base = Weights(towards.version, towards.origin, towards.note, towards.base, kept, towards.attention)
    snapshot = collection.ground.snapshot.with_weights(base)
    points = {rule.name: rule.effect.points for rule in snapshot.rules.in_force(collection.ground.as_of)}
    return Lesson(graded_lists(collection, snapshot, columns, profiles), columns, base,
                  [points[name] for name in rules])


def learn_from(lesson: Lesson, lists: Sequence[GradedList]) -> Fit:
    """Return the fit of some of the lists, with the ridge under which the parts of them left out in turn rank best."""
    return learn(lists, lesson.prior(lists, _best_ridge(lesson, lists)))


def cross_validate(lesson: Lesson, advance: Callable[[int], None] = lambda _count: None) -> CrossValidation:
    """Leave out each question in turn; everything is chosen and learned from the others."""
    fits = []
    for count, fit in enumerate(map_in_threads(partial(_without, lesson), range(len(lesson.lists))), start=1):
        fits.append(fit)
        advance(count)
    scores = {graded.question: fit.scores(graded) for graded, fit in zip(lesson.lists, fits, strict=True)}
    return CrossValidation(scores, fits)


def weights_of(fit: Fit, lesson: Lesson, collection: Collection, card: Mapping[str, str]) -> Weights:
    """Return what was learned as weights of the ranking."""
    columns, sectors = lesson.columns, collection.ground.vocabularies.sectors
    learned = dict(zip(columns.terms, fit.weights.tolist(), strict=False))
    terms = {name: round(learned.get(name, weight), 4) for name, weight in lesson.towards.terms.items()}
    table = table_of_kinds(columns, fit.weights[len(columns) - len(columns.kinds):], sectors)
    rounded = {one: {other: round(number, 3) for other, number in others.items()} for one, others in table.items()}
    note = "Learned from partners that readers have judged; what grades cannot teach is set by hand, as the card says."
    day = collection.ground.as_of.isoformat()
    return Weights(day, "learned", note, round(fit.base, 4), {**terms, TABLE: 1.0}, lesson.towards.attention,
                   {"dataset": collection.name, "grades": fingerprint(collection), **card}, (), rounded)


def rule_points(fit: Fit, columns: Columns) -> dict[str, float]:
    """Return the points that the grades propose for rules, by name."""
    start = len(columns.terms)
    return dict(zip(columns.rules, fit.weights[start:start + len(columns.rules)].tolist(), strict=True))


def _without(lesson: Lesson, left_out: int) -> Fit:
    return learn_from(lesson, [graded for place, graded in enumerate(lesson.lists) if place != left_out])


def _best_ridge(lesson: Lesson, lists: Sequence[GradedList]) -> float:
    return max(RIDGES, key=lambda ridge: _inner_quality(lesson, lists, ridge))


def _inner_quality(lesson: Lesson, lists: Sequence[GradedList], ridge: float) -> float:
    """Return the mean NDCG@10 of lists that stand in other folds than those that were learned from."""
    values = []
    for fold in range(INNER_FOLDS):
        others = [graded for place, graded in enumerate(lists) if place % INNER_FOLDS != fold]
        fit = learn(others, lesson.prior(others, ridge))
        values += [ndcg_at_10(graded, fit.scores(graded)) for graded in lists[fold::INNER_FOLDS]]
    return float(np.mean(values))
