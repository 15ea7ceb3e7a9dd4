"""The rules in force on a day, applied to many pairs at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.wording.texts import Labels, Text
from matcher.context import Context, Pair
from matcher.features import BoolArray, Features, pair_count
from matcher.rules.conditions import CodeTable, pair_holds
from matcher.rules.model import Rule, SideCondition


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
    """

    def __init__(self, rules: Sequence[Rule], network: Features, context: Context) -> None:
        self.rules = tuple(rules)
        self._context = context
        codes = CodeTable(network.profiles, context.vocabularies)
        self._sides_hold = {(rule.name, side): codes.holds(condition)
                            for rule in rules for side, condition in _sides(rule)}

    def apply(self, seeker: Features, candidate: Features) -> RuleEffects:
        """Return which rules hold for each pair.

        Args:
            seeker, candidate: features; one of them has a single row, stored or not; the other holds stored actors.
        """
        holds = {rule.name: self._holds(rule, seeker, candidate) for rule in self.rules}
        names = dict.fromkeys(name for rule in self.rules for name in rule.effect.waives)
        waivers = {name: np.logical_or.reduce([holds[rule.name] for rule in self.rules if name in rule.effect.waives])
                   for name in names}
        remaining = {name: holding & ~waivers[name] if name in waivers else holding for name, holding in holds.items()}
        return RuleEffects(remaining, {name: holding for name, holding in waivers.items() if name not in holds})

    def _holds(self, rule: Rule, seeker: Features, candidate: Features) -> BoolArray:
        sides = self._one_side(rule, "seeker", seeker) & self._one_side(rule, "candidate", candidate)
        if not sides.any():
            return np.broadcast_to(sides, pair_count(seeker, candidate))
        return sides & pair_holds(rule.pair, seeker, candidate, self._context)

    def _one_side(self, rule: Rule, side: str, features: Features) -> BoolArray:
        # A single actor may be a draft of a stored one, so that it is looked at as it is.
        if len(features) == 1:
            return CodeTable(features.profiles, self._context.vocabularies).holds(dict(_sides(rule))[side])
        return self._sides_hold[rule.name, side][features.row]


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
