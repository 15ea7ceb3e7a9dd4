"""The rules in force on a day, applied to many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Labels, Text
from matcher.context import Context, Pair
from matcher.features import UNKNOWN, BoolArray, Features
from matcher.rules.conditions import CodeTable, pair_holds
from matcher.rules.model import Rule
from models.rows import RowChange

_Sides: TypeAlias = "Callable[[Rule, str], BoolArray]"
Sides: TypeAlias = "Mapping[tuple[str, str], BoolArray]"
SIDES = ("seeker", "candidate")


@dataclass(frozen=True)
class RuleEffects:
    """What the rules do to n pairs.

    Attributes:
        holds: rule name → [n], whether its condition holds and no other rule sets it aside; rules that hold for no
            pair are left out.
        waivers: name of a term → [n], whether a rule sets it aside; terms that no rule does are left out.
    """

    holds: Mapping[str, BoolArray]
    waivers: Mapping[str, BoolArray]


class RuleSides:
    """Which actors of a network meet the conditions that each rule sets to one side, row by row.

    Args:
        rules: of any day.
        profiles: n actors.
        vocabularies: where sectors have their groups.
    """

    def __init__(self, rules: Sequence[Rule], profiles: Sequence[Profile], vocabularies: Vocabularies) -> None:
        self._rules = rules
        self._vocabularies = vocabularies
        self._holds = self._table(profiles)

    def follow(self, change: RowChange, new: Sequence[Profile]) -> RuleSides:
        """Return the same for a network after a change.

        Args:
            change: which rows stay.
            new: the actors in the new rows.
        """
        other = copy(self)
        other._holds = change.table(self._holds, self._table(new))
        return other

    def of(self, rules: Sequence[Rule]) -> Sides:
        """Return for some of the rules, by their names and side, who meets the condition; [n] each."""
        numbers = {id(rule): number for number, rule in enumerate(self._rules)}
        return {(rule.name, side): self._holds[:, len(SIDES) * numbers[id(rule)] + at]
                for rule in rules for at, side in enumerate(SIDES)}

    def _table(self, profiles: Sequence[Profile]) -> BoolArray:
        """Return a table [n, rules · sides] of who meets what, which lies in memory column by column."""
        holds = _sides_of(self._rules, profiles, self._vocabularies)
        table = np.empty((len(profiles), len(holds)), dtype=np.bool_, order="F")
        for column, holding in enumerate(holds):
            table[:, column] = holding
        return table


def _sides_of(rules: Sequence[Rule], profiles: Sequence[Profile], vocabularies: Vocabularies) -> list[BoolArray]:
    """Return who meets the conditions of rules, [n] each: of the seeker and the candidate of the first rule first."""
    codes = CodeTable(profiles, vocabularies)
    return [codes.holds(condition) for rule in rules for condition in (rule.seeker, rule.candidate)]


class RuleSet:
    """The rules in force on a day.

    Args:
        rules: those in force on the context's day; their names differ.
        sides: who meets their conditions on single actors.
        network: features of all stored actors, row by row.
        context: the network on the day.

    Attributes:
        rules: see above.
        scoring: those that give points, or set something aside.
    """

    def __init__(self, rules: Sequence[Rule], sides: RuleSides, network: Features, context: Context) -> None:
        self.rules = tuple(rules)
        self.scoring = tuple(rule for rule in rules if not rule.effect.exclude)
        self._context = context
        self._profiles = network.profiles
        self._sides_hold = sides.of(self.rules)

    def apply(self, seeker: Features, candidate: Features, rules: Sequence[Rule] | None = None) -> RuleEffects:
        """Return which rules hold for each pair.

        Args:
            seeker, candidate: features; one of them has a single row, stored or not; the other holds stored actors.
            rules: those to look at, in their order; all in force unless told otherwise.
        """
        rules = self.rules if rules is None else rules
        sides = self._sides_hold_of(seeker), self._sides_hold_of(candidate)
        all_holds = {rule.name: self._holds(rule, seeker, candidate, *sides) for rule in rules}
        holds = {name: holding for name, holding in all_holds.items() if holding is not None}
        waivers: dict[str, BoolArray] = {}
        for rule in rules:
            if rule.name in holds:
                waivers |= {name: waivers[name] | holds[rule.name] if name in waivers else holds[rule.name]
                            for name in rule.effect.waives}
        remaining = {name: holding & ~waivers[name] if name in waivers else holding for name, holding in holds.items()}
        return RuleEffects({name: holding for name, holding in remaining.items() if holding.any()},
                           {name: holding for name, holding in waivers.items() if name not in all_holds})

    def _holds(self, rule: Rule, seeker: Features, candidate: Features, one: _Sides, other: _Sides) -> BoolArray | None:
        """Return for which pairs a rule holds, None if for none; most rules do not concern the single side at all."""
        one_side, other_side = one(rule, "seeker"), other(rule, "candidate")
        single, sides = (one_side, other_side) if len(seeker) == 1 else (other_side, one_side)
        if not single[0] or not sides.any():
            return None
        return sides & pair_holds(rule.pair, seeker, candidate, self._context)

    def _sides_hold_of(self, features: Features) -> _Sides:
        """Return what tells for which profiles the condition of a rule on a side holds, [n]."""
        # A single actor may be a draft of a stored one, so that it is looked at as it is.
        if len(features) == 1 and not self._is_stored(features):
            names = [(rule.name, side) for rule in self.rules for side in SIDES]
            holds = _sides_of(self.rules, features.profiles, self._context.vocabularies)
            own = dict(zip(names, holds, strict=True))
            return lambda rule, side: own[rule.name, side]
        if features.profiles is self._profiles:
            return lambda rule, side: self._sides_hold[rule.name, side]
        # A piece of a table is looked at where it lies, single rows are brought together.
        rows = slice(int(features.row[0]), int(features.row[0]) + 1) if len(features) == 1 else features.row
        return lambda rule, side: self._sides_hold[rule.name, side][rows]

    def _is_stored(self, single: Features) -> bool:
        row = int(single.row[0])
        return row != UNKNOWN and self._profiles[row] is single.profiles[0]


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
