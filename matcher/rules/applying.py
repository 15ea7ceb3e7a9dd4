"""The rules in force on a day, applied to many pairs at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.texts import Text
from matcher.features import BoolArray, Features, pair_count
from matcher.rules.conditions import pair_holds, side_holds
from matcher.rules.model import Rule, SideCondition
from matcher.world import Pair, World


@dataclass(frozen=True)
class Applied:
    """What the rules do to n pairs.

    Attributes:
        holds: rule name → [n], whether its condition holds and no other rule sets it aside.
        waived: name of a term → [n], whether a rule sets it aside.
    """

    holds: Mapping[str, BoolArray]
    waived: Mapping[str, BoolArray]


class RuleSet:
    """The rules in force on a day, with their conditions on single actors worked out for the whole network.

    Args:
        rules: those in force on the world's day; their names differ.
        network: features of all stored actors, row by row.
        world: the network on the day.
    """

    def __init__(self, rules: Sequence[Rule], network: Features, world: World) -> None:
        self.rules = tuple(rules)
        self._world = world
        self._stored = {(rule.name, side): _side(condition, network, world)
                        for rule in rules for side, condition in _sides(rule)}

    def apply(self, seeker: Features, candidate: Features) -> Applied:
        """Return which rules hold for each pair.

        Args:
            seeker, candidate: features; one of them has a single row, stored or not; the other holds stored actors.
        """
        holds = {rule.name: self._holds(rule, seeker, candidate) for rule in self.rules}
        names = dict.fromkeys(name for rule in self.rules for name in rule.effect.waives)
        waived = {name: np.logical_or.reduce([holds[rule.name] for rule in self.rules if name in rule.effect.waives])
                  for name in names}
        kept = {name: found & ~waived[name] if name in waived else found for name, found in holds.items()}
        return Applied(kept, {name: found for name, found in waived.items() if name not in holds})

    def _holds(self, rule: Rule, seeker: Features, candidate: Features) -> BoolArray:
        sides = self._one_side(rule, "seeker", seeker) & self._one_side(rule, "candidate", candidate)
        if not sides.any():
            return np.broadcast_to(sides, pair_count(seeker, candidate))
        return sides & pair_holds(rule.pair, seeker, candidate, self._world)

    def _one_side(self, rule: Rule, side: str, features: Features) -> BoolArray:
        # A single actor may be a draft of a stored one, so that it is looked at as it is.
        if len(features) == 1:
            return _side(dict(_sides(rule))[side], features, self._world)
        return self._stored[rule.name, side][features.row]


def _sides(rule: Rule) -> tuple[tuple[str, SideCondition], ...]:
    return ("seeker", rule.seeker), ("candidate", rule.candidate)


def _side(condition: SideCondition, features: Features, world: World) -> BoolArray:
    if not condition.wanted and not condition.unwanted:
        return np.ones(len(features), dtype=np.bool_)
    return np.array([side_holds(condition, profile, world.vocabularies) for profile in features.profiles],
                    dtype=np.bool_)


def say_rule(rule: Rule, pair: Pair) -> Text:
    """Return the rule's sentence for one pair, with the names that it uses."""
    names = {"seeker": pair.seeker.label, "candidate": pair.candidate.label}
    used = "".join(rule.sentence.texts.values())
    return Text(rule.sentence, {name: label for name, label in names.items() if f"{{{name}}}" in used})
