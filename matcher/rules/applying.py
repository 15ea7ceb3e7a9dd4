"""The rules in force on a day, applied to many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from data.records.profiles import Profile
from data.wording.texts import Labels, Text
from matcher.context import Context, Pair
from matcher.features import UNKNOWN, BoolArray, Features, pair_count
from matcher.rules.conditions import CodeTable, pair_holds
from matcher.rules.model import Rule, SideCondition

_Sides: TypeAlias = "Callable[[Rule, str], BoolArray]"


@dataclass(frozen=True)
class RuleEffects:
    """What the rules do to n pairs.

    Attributes:
        holds: rule name → [n], whether its condition holds and no other rule sets it aside.
        waivers: name of a term → [n], whether a rule sets it aside.
    """

    holds: Mapping[str, BoolArray]
    waivers: Mapping[str, BoolArray]


class RuleSet:
    """The rules in force on a day, with their conditions on single actors worked out for the whole network.

    Args:
        rules: those in force on the context's day; their names differ.
        network: features of all stored actors, row by row.
        context: the network on the day.

    Attributes:
        rules: see above.
        scoring: those that give points, or set something aside.
    """

    def __init__(self, rules: Sequence[Rule], network: Features, context: Context) -> None:
        self.rules = tuple(rules)
        self.scoring = tuple(rule for rule in rules if not rule.effect.exclude)
        self._context = context
        self._profiles = network.profiles
        self._sides_hold = self._sides_of(network.profiles)

    def apply(self, seeker: Features, candidate: Features, rules: Sequence[Rule] | None = None) -> RuleEffects:
        """Return which rules hold for each pair.

        Args:
            seeker, candidate: features; one of them has a single row, stored or not; the other holds stored actors.
            rules: those to look at, in their order; all in force unless told otherwise.
        """
        rules = self.rules if rules is None else rules
        sides = self._sides_hold_of(seeker), self._sides_hold_of(candidate)
        holds = {rule.name: self._holds(rule, seeker, candidate, *sides) for rule in rules}
        names = dict.fromkeys(name for rule in rules for name in rule.effect.waives)
        waivers = {name: np.logical_or.reduce([holds[rule.name] for rule in rules if name in rule.effect.waives])
                   for name in names}
        remaining = {name: holding & ~waivers[name] if name in waivers else holding for name, holding in holds.items()}
        return RuleEffects(remaining, {name: holding for name, holding in waivers.items() if name not in holds})

    def _holds(self, rule: Rule, seeker: Features, candidate: Features, one: _Sides, other: _Sides) -> BoolArray:
        """Return for which pairs a rule holds; most rules do not concern the single side at all."""
        one_side, other_side = one(rule, "seeker"), other(rule, "candidate")
        single = one_side if len(seeker) == 1 else other_side
        if not single.any():
            return np.zeros(pair_count(seeker, candidate), dtype=np.bool_)
        sides = one_side & other_side
        return sides & pair_holds(rule.pair, seeker, candidate, self._context) if sides.any() else sides

    def _sides_hold_of(self, features: Features) -> _Sides:
        """Return what tells for which profiles the condition of a rule on a side holds, [n]."""
        # A single actor may be a draft of a stored one, so that it is looked at as it is.
        if len(features) == 1 and not self._is_stored(features):
            own = self._sides_of(features.profiles)
            return lambda rule, side: own[rule.name, side]
        if features.profiles is self._profiles:
            return lambda rule, side: self._sides_hold[rule.name, side]
        return lambda rule, side: self._sides_hold[rule.name, side][features.row]

    def _is_stored(self, single: Features) -> bool:
        row = int(single.row[0])
        return row != UNKNOWN and self._profiles[row] is single.profiles[0]

    def _sides_of(self, profiles: Sequence[Profile]) -> Mapping[tuple[str, str], BoolArray]:
        codes = CodeTable(profiles, self._context.vocabularies)
        return {(rule.name, side): codes.holds(condition) for rule in self.rules for side, condition in _sides(rule)}


def _sides(rule: Rule) -> tuple[tuple[str, SideCondition], ...]:
    return ("seeker", rule.seeker), ("candidate", rule.candidate)


def say_rule(rule: Rule, pair: Pair) -> Text:
    """Return the rule's sentence for one pair, with the names that it uses."""
    return _with_names(rule.sentence, pair)


def say_rule_of_both(rule: Rule, pair: Pair) -> Text | None:
    """Return the rule's one sentence for both sides of a pair, if it has one."""
    return _with_names(rule.sentence_of_both, pair) if rule.sentence_of_both else None


def _with_names(sentence: Labels, pair: Pair) -> Text:
    names = {"seeker": pair.seeker.label, "candidate": pair.candidate.label}
    words = "".join(sentence.texts.values())
    return Text(sentence, {name: label for name, label in names.items() if f"{{{name}}}" in words})
