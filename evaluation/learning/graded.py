"""Judged questions as numbers: what every term, rule and pair of kinds says of every candidate, and its grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.records.profiles import Profile
from data.vocabularies.vocabulary import Vocabulary
from evaluation.judged.collection import Collection, JudgedQuestion
from matcher.features import Features
from matcher.scoring import RULE_PREFIX, weigh
from matcher.snapshot import Snapshot
from models.arrays import Float64Array
from models.ranker import Weights

KIND, PAIR, TWIN = "kind", "kinds", "twins"


@dataclass(frozen=True)
class GradedList:
    """One question.

    Attributes:
        question: the id of who asks.
        is_idea: whether it is an idea.
        values: [candidates, columns] the mean of both sides of each column; see `Columns`.
        fixed: [candidates] points that are not learned, the mean of both sides.
        grades: [candidates] from 0 to 3.
    """

    question: str
    is_idea: bool
    values: Float64Array
    fixed: Float64Array
    grades: Float64Array


@dataclass(frozen=True)
class Columns:
    """What can be learned.

    Attributes:
        terms: names of terms of the score.
        rules: names of rules with points, where their points are asked for, too.
        kinds: names of the parts of the table of kinds: a kind as such, a kind for a group of kinds that ask, and a
            kind for its like.
    """

    terms: tuple[str, ...]
    rules: tuple[str, ...]
    kinds: tuple[tuple[str, str, str], ...]

    def __len__(self) -> int:
        return len(self.terms) + len(self.rules) + len(self.kinds)


def columns_of(sectors: Vocabulary, terms: Sequence[str], rules: Sequence[str] = ()) -> Columns:
    """Return the columns for a vocabulary of sectors; ideas ask as a group of their own, named by the empty text."""
    groups = dict.fromkeys((*(term.group for term in sectors), ""))
    codes = [term.code for term in sectors]
    kinds = (*((KIND, "", code) for code in codes), *((PAIR, group, code) for group in groups for code in codes),
             *((TWIN, "", code) for code in codes))
    return Columns(tuple(terms), tuple(rules), kinds)


def table_of_kinds(columns: Columns, weights: Float64Array, sectors: Vocabulary) -> dict[str, dict[str, float]]:
    """Return the table of kinds (see `Weights.complements`) for the weights [kinds] of its parts."""
    part = dict(zip(columns.kinds, weights.tolist(), strict=True))
    groups = {"": "", **{term.code: term.group for term in sectors}}
    return {one: {term.code: part[KIND, "", term.code] + part[PAIR, group, term.code]
                  + (part[TWIN, "", term.code] if one == term.code else 0.0) for term in sectors}
            for one, group in groups.items()}


def graded_lists(collection: Collection, snapshot: Snapshot, columns: Columns,
                 profiles: Mapping[str, Profile]) -> list[GradedList]:
    """Return a list for each question that has a positive grade.

    Args:
        collection: questions and grades.
        snapshot: its network, with weights that say what is not learned: their base and learned terms do not count.
        columns: what is learned.
        profiles: id of a question to who asks, where it is not the question's own profile.
    """
    unit = _with_units(snapshot, columns)
    return [_list(question, unit, snapshot.weights, columns, profiles.get(question.id, question.profile), collection)
            for question in collection.questions if any(question.grades.values())]


def _with_units(snapshot: Snapshot, columns: Columns) -> Snapshot:
    """Return the snapshot with weights of one for what is learned and for what keeps its weight."""
    weights = snapshot.weights
    terms = {name: float(name in columns.terms or weights.terms[name] != 0) for name in weights.terms}
    return snapshot.with_weights(Weights("", weights.origin, "", 0.0, terms, weights.attention))


def _list(question: JudgedQuestion, unit: Snapshot, weights: Weights, columns: Columns, profile: Profile,
          collection: Collection) -> GradedList:
    view, seeker = unit.on(collection.ground.as_of), unit.features_of(profile)
    rows = np.flatnonzero(np.arange(len(unit.features)) != int(seeker.row[0]))
    candidates = unit.features.take(rows)
    scores = weigh(seeker, candidates, view.context, unit.ranker).under(view.rules)
    points = dict(zip(scores.names, scores.points.T, strict=True))
    zeros = np.zeros(len(rows))
    # Rules that give nobody points have no column.
    holds = {rule.name: points.get(RULE_PREFIX + rule.name, zeros) / rule.effect.points for rule in view.rules.rules
             if rule.effect.points}
    learned = [points.get(name, zeros) for name in columns.terms] + [holds[name] for name in columns.rules]
    values = np.column_stack([*learned, _kinds(seeker, candidates, columns, unit)])
    kept = [weights.terms[name] * points[name] for name in unit.ranker.terms if name not in columns.terms]
    kept += [points.get(RULE_PREFIX + name, zeros) for name in holds if name not in columns.rules]
    grades = np.array([question.grades.get(actor.id, 0) for actor in candidates.profiles], dtype=np.float64)
    return GradedList(question.id, question.idea is not None, values, np.sum([zeros, *kept], axis=0), grades)


def _kinds(seeker: Features, candidates: Features, columns: Columns, snapshot: Snapshot) -> Float64Array:
    """Return the mean of both sides of each part of the table of kinds, [candidates, kinds]."""
    groups = {"": "", **{term.code: term.group for term in snapshot.vocabularies.sectors}}
    asks = seeker.profiles[0].sector
    table = {name: place for place, name in enumerate(columns.kinds)}
    values = np.zeros((len(candidates), len(table)))
    for row, profile in enumerate(candidates.profiles):
        for one, other in ((asks, profile.sector), (profile.sector, asks)):
            if other:
                for name in ((KIND, "", other), (PAIR, groups[one], other), *([(TWIN, "", other)] * (one == other))):
                    values[row, table[name]] += 0.5
    return values
