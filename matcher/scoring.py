"""The score of many pairs at once: base + terms + rules, from both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.context import Context
from matcher.features import BoolArray, Features
from matcher.rules.applying import RuleEffects, RuleSet
from matcher.rules.model import Rule
from matcher.terms import TERMS
from models.arrays import Float64Array
from models.ranker import Ranker

RULE_PREFIX = "rule:"


@dataclass(frozen=True)
class Scores:
    """The points of n pairs, in log-odds.

    Attributes:
        base: points of a pair of which nothing is known.
        count: n.
        names: the columns: terms, then the rules that add points, with "rule:" before their names.
        forward_columns: one [n] per column, as the seeker sees the candidate.
        backward_columns: one [n] per column, as the candidate sees the seeker; a column that is the same from both
            sides is the same array.
    """

    base: float
    count: int
    names: tuple[str, ...]
    forward_columns: tuple[Float64Array, ...]
    backward_columns: tuple[Float64Array, ...]

    @property
    def forward(self) -> Float64Array:
        """The points as the seeker sees the candidate, [n, columns]."""
        return np.column_stack([np.zeros((self.count, 0)), *self.forward_columns])

    @property
    def backward(self) -> Float64Array:
        """The points as the candidate sees the seeker, [n, columns]."""
        return np.column_stack([np.zeros((self.count, 0)), *self.backward_columns])

    @property
    def points(self) -> Float64Array:
        """The mean of both sides, [n, columns]."""
        return (self.forward + self.backward) / 2

    @cached_property
    def totals(self) -> Float64Array:
        """The scores [n]: base plus the points of each column."""
        totals = np.zeros(self.count)
        for forward, backward in zip(self.forward_columns, self.backward_columns, strict=True):
            totals += forward + backward
        return np.asarray(self.base + totals / 2)

    def of_pair(self, position: int) -> list[tuple[str, float, float]]:
        """Return the columns of one pair: their names, and the points of both sides."""
        return [(name, float(forward[position]), float(backward[position])) for name, forward, backward
                in zip(self.names, self.forward_columns, self.backward_columns, strict=True)]

    def of_group(self, group: str, rules: RuleSet) -> BoolArray:
        """Return which candidates get points by a rule of a group, as the seeker sees them; [n]."""
        names = {RULE_PREFIX + rule.name for rule in rules.rules if rule.group == group}
        of_group = np.zeros(self.count, dtype=np.bool_)
        for name, points in zip(self.names, self.forward_columns, strict=True):
            if name in names:
                of_group |= points > 0
        return of_group


@dataclass(frozen=True)
class TermPoints:
    """The points of the terms alone of n pairs, in log-odds: what every rule book starts from.

    Attributes:
        base: points of a pair of which nothing is known.
        seeker: features of one row.
        candidates: features of n rows.
        forward: name of a term → [n], as the seeker sees the candidates.
        backward: name of a term → [n], as the candidates see the seeker.
    """

    base: float
    seeker: Features
    candidates: Features
    forward: Mapping[str, Float64Array]
    backward: Mapping[str, Float64Array]

    def under(self, rules: RuleSet, effects: RuleEffects | None = None) -> Scores:
        """Return the points with those of rules.

        Args:
            rules: those in force on the day.
            effects: what the rules do as the seeker sees the candidates, where it is known already.
        """
        adding = [rule for rule in rules.scoring if rule.effect.points]
        names = (*self.forward, *(RULE_PREFIX + rule.name for rule in adding))
        own = effects or rules.apply(self.seeker, self.candidates, rules.scoring)
        other = rules.apply(self.candidates, self.seeker, rules.scoring)
        return Scores(self.base, len(self.candidates), names, _with_rules(self.forward, own, adding),
                      _with_rules(self.backward, other, adding))


def weigh(seeker: Features, candidates: Features, context: Context, ranker: Ranker) -> TermPoints:
    """Return the points of the terms of one seeker with n candidates.

    Args:
        seeker: features of one row.
        candidates: features of n rows.
        context: the network on the day.
        ranker: turns the values of terms into points.
    """
    forward = {name: ranker.points_of(name, _value(name, seeker, candidates, context)) for name in ranker.terms}
    backward = {name: forward[name] if _is_one_value(name) else
                ranker.points_of(name, _value(name, candidates, seeker, context)) for name in ranker.terms}
    return TermPoints(ranker.base, seeker, candidates, forward, backward)


def _with_rules(points: Mapping[str, Float64Array], effects: RuleEffects,
                adding: Sequence[Rule]) -> tuple[Float64Array, ...]:
    """Return the columns of one side: the points of the terms that no rule sets aside, then those of rules."""
    of_terms = [np.where(effects.waivers[name], 0.0, column) if name in effects.waivers else column
                for name, column in points.items()]
    of_rules: list[Float64Array] = [np.where(effects.holds[rule.name], rule.effect.points, 0.0) for rule in adding]
    return (*of_terms, *of_rules)


def term_values(seeker: Features, candidates: Features, context: Context,
                terms: Sequence[str]) -> tuple[Float64Array, Float64Array]:
    """Return the values of terms as the seeker sees n candidates, and as they see the seeker; both [n, terms].

    Mutual terms, and those that answer the seeker's own question, count the same on both sides.
    """
    forward = {name: _value(name, seeker, candidates, context) for name in terms}
    backward = {name: forward[name] if _is_one_value(name) else _value(name, candidates, seeker, context)
                for name in terms}
    return _columns(forward, len(candidates)), _columns(backward, len(candidates))


def _columns(values: Mapping[str, Float64Array], count: int) -> Float64Array:
    return np.column_stack([np.zeros((count, 0)), *values.values()]).astype(np.float64)


def _value(name: str, seeker: Features, candidates: Features, context: Context) -> Float64Array:
    return TERMS[name].value(seeker, candidates, context)


def _is_one_value(name: str) -> bool:
    """Tell whether a term counts the same on both sides."""
    return TERMS[name].mutual or TERMS[name].answers_question
