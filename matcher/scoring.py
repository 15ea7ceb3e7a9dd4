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
        names: the columns: terms, then the rules that give points to any pair, with "rule:" before their names.
        forward_columns: one [n] per column, as the seeker sees the candidate.
        backward_columns: one [n] per column, as the candidate sees the seeker; the same array where the column is the
            same from both sides.
        count: n.
    """

    base: float
    names: tuple[str, ...]
    forward_columns: tuple[Float64Array, ...]
    backward_columns: tuple[Float64Array, ...]
    count: int

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
        of_both, of_one = np.full(self.count, self.base), np.zeros(self.count)
        for forward, backward in zip(self.forward_columns, self.backward_columns, strict=True):
            if forward is backward:
                of_both += forward
            else:
                of_one += forward
                of_one += backward
        return of_both + of_one / 2

    def of_pair(self, position: int) -> list[tuple[str, float, float]]:
        """Return the columns of one pair: their names, and the points of both sides."""
        return [(name, forward.item(position), backward.item(position)) for name, forward, backward
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
        names: the terms.
        forward_columns, backward_columns: see `Scores`.
    """

    base: float
    seeker: Features
    candidates: Features
    names: tuple[str, ...]
    forward_columns: tuple[Float64Array, ...]
    backward_columns: tuple[Float64Array, ...]

    def under(self, rules: RuleSet, effects: RuleEffects | None = None) -> Scores:
        """Return the points with those of rules.

        Args:
            rules: those in force on the day.
            effects: what the rules do as the seeker sees the candidates, where it is known already.
        """
        own = effects or rules.apply(self.seeker, self.candidates, rules.scoring)
        other = rules.apply(self.candidates, self.seeker, rules.scoring)
        adding = [rule for rule in rules.scoring
                  if rule.effect.points and (rule.name in own.holds or rule.name in other.holds)]
        names = (*self.names, *(RULE_PREFIX + rule.name for rule in adding))
        return Scores(self.base, names, self._with_rules(self.forward_columns, own, adding),
                      self._with_rules(self.backward_columns, other, adding), len(self.candidates))

    def _with_rules(self, columns: Sequence[Float64Array], effects: RuleEffects,
                    adding: Sequence[Rule]) -> tuple[Float64Array, ...]:
        """Return the columns of one side: the points of the terms that no rule sets aside, then those of rules."""
        of_terms = [np.where(effects.waivers[name], 0.0, column) if name in effects.waivers else column
                    for name, column in zip(self.names, columns, strict=True)]
        nobody = np.zeros(len(self.candidates), dtype=np.bool_)
        of_rules: list[Float64Array] = [np.where(effects.holds.get(rule.name, nobody), rule.effect.points, 0.0)
                                        for rule in adding]
        return (*of_terms, *of_rules)


def weigh(seeker: Features, candidates: Features, context: Context, ranker: Ranker) -> TermPoints:
    """Return the points of the terms of one seeker with n candidates.

    Args:
        seeker: features of one row.
        candidates: features of n rows.
        context: the network on the day.
        ranker: turns the values of terms into points.
    """
    terms, of_one_side = ranker.terms, [name for name in ranker.terms if not _is_one_value(name)]
    # In memory column by column, as they are made and added up.
    values = np.empty((len(candidates), len(terms) + len(of_one_side)), order="F")
    for column, name in enumerate(terms):
        values[:, column] = _value(name, seeker, candidates, context)
    for column, name in enumerate(of_one_side, start=len(terms)):
        values[:, column] = _value(name, candidates, seeker, context)
    points = tuple(ranker.points_of([*terms, *of_one_side], values).T)
    forward = dict(zip(terms, points, strict=False))
    backward = forward | dict(zip(of_one_side, points[len(terms):], strict=True))
    return TermPoints(ranker.base, seeker, candidates, terms, tuple(forward.values()), tuple(backward.values()))


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
