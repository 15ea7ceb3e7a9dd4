"""The score of many pairs at once: base + terms + rules, from both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.context import Context
from matcher.features import BoolArray, Features
from matcher.rules.applying import RuleSet
from matcher.terms import TERMS
from models.arrays import Float64Array
from models.ranker import Ranker

RULE_PREFIX = "rule:"


@dataclass(frozen=True)
class Scores:
    """The points of n pairs, in log-odds.

    Attributes:
        base: points of a pair of which nothing is known.
        names: the columns: terms, then the rules that add points, with "rule:" before their names.
        forward: [n, columns], as the seeker sees the candidate.
        backward: [n, columns], as the candidate sees the seeker.
    """

    base: float
    names: tuple[str, ...]
    forward: Float64Array
    backward: Float64Array

    @property
    def points(self) -> Float64Array:
        """The mean of both sides, [n, columns]."""
        return (self.forward + self.backward) / 2

    @property
    def totals(self) -> Float64Array:
        """The scores [n]: base plus the points of each row."""
        return np.asarray(self.base + self.points.sum(axis=1))

    def of_group(self, group: str, rules: RuleSet) -> BoolArray:
        """Return which candidates get points by a rule of a group, as the seeker sees them; [n]."""
        names = {RULE_PREFIX + rule.name for rule in rules.rules if rule.group == group}
        columns = [number for number, name in enumerate(self.names) if name in names]
        return np.asarray((self.forward[:, columns] > 0).any(axis=1))


def score(seeker: Features, candidates: Features, context: Context, rules: RuleSet, ranker: Ranker) -> Scores:
    """Return the points of one seeker with n candidates.

    Args:
        seeker: features of one row.
        candidates: features of n rows.
        context: the network on the day.
        rules: those in force on the day.
        ranker: turns the values of terms into points.
    """
    adding = [rule for rule in rules.rules if rule.effect.points]
    names = (*ranker.terms, *(RULE_PREFIX + rule.name for rule in adding))
    forward, backward = term_values(seeker, candidates, context, ranker.terms)
    return Scores(ranker.base, names, _points(forward, rules, ranker, seeker, candidates),
                  _points(backward, rules, ranker, candidates, seeker))


def term_values(seeker: Features, candidates: Features, context: Context,
                terms: Sequence[str]) -> tuple[Float64Array, Float64Array]:
    """Return the values of terms as the seeker sees n candidates, and as they see the seeker; both [n, terms].

    Mutual terms, and those that answer the seeker's own question, count the same on both sides.
    """
    forward = {name: TERMS[name].value(seeker, candidates, context) for name in terms}
    backward = {name: forward[name] if TERMS[name].answers_question or TERMS[name].mutual else
                TERMS[name].value(candidates, seeker, context) for name in terms}
    return _columns(forward, len(candidates)), _columns(backward, len(candidates))


def _columns(values: Mapping[str, Float64Array], count: int) -> Float64Array:
    return np.column_stack([np.zeros((count, 0)), *values.values()]).astype(np.float64)


def _points(values: Float64Array, rules: RuleSet, ranker: Ranker, seeker: Features,
            candidate: Features) -> Float64Array:
    points = ranker.points(values)
    effects = rules.apply(seeker, candidate)
    for name, waivers in effects.waivers.items():
        if name in ranker.terms:
            points[waivers, ranker.terms.index(name)] = 0.0
    rule_points = [effects.holds[rule.name] * rule.effect.points for rule in rules.rules if rule.effect.points]
    return np.column_stack([points, *rule_points])
