"""What is known of the answer to a question before reasons are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.arrangement import Arrangement
from matcher.asking.needs import Need
from matcher.asking.query import Query
from matcher.candidates import Candidates
from matcher.features import BoolArray, Features, IntArray
from matcher.ledger import Bookkeeper
from matcher.rules.applying import RuleEffects, say_rule
from matcher.rules.model import Rule
from matcher.scoring import Scores, TermPoints
from matcher.snapshot import DayView
from matcher.suggestions import Rejection


@dataclass(frozen=True)
class Found:
    """Who was looked at, and how they stand; arrays are [n], one entry per candidate.

    Attributes:
        view: the network on the day.
        pool: who is looked at.
        points: of the terms.
        scores: with those of rules.
        refused: rules, and whom each leaves out that none before it does.
        are_admitted: whom no rule leaves out.
        are_counterparts: who is a counterpart by law or by rule.
        are_listed: who could stand in the list itself.
        meets: position of a candidate → the needs that it meets.
        shown: the list as it is shown.
    """

    view: DayView
    pool: Candidates
    points: TermPoints
    scores: Scores
    refused: Sequence[tuple[Rule, BoolArray]]
    are_admitted: BoolArray
    are_counterparts: BoolArray
    are_listed: BoolArray
    meets: Callable[[int], tuple[Need, ...]]
    shown: Arrangement

    @property
    def seeker(self) -> Features:
        """Who asks: features of one row."""
        return self.points.seeker

    @property
    def candidates(self) -> Features:
        """Who is looked at: features of n rows."""
        return self.points.candidates

    @property
    def listed(self) -> IntArray:
        """The rows of who could stand in the list itself, ascending."""
        return self.candidates.row[self.are_listed]

    def rejections(self, books: Bookkeeper) -> tuple[Rejection, ...]:
        """Return whom rules leave out, by rule and id; who asked for a block is nobody else's business, so not told."""
        candidates = self.candidates
        return tuple(Rejection(candidates.profiles[at], rule.name, say_rule(rule, books.pair(candidates, at)))
                     for rule, are_refused in self.refused if not rule.pair.blocked
                     for at in sorted(np.flatnonzero(are_refused).tolist(), key=lambda at: candidates.profiles[at].id))

    def page(self, query: Query) -> tuple[Sequence[int], Sequence[float]]:
        """Return the positions of those on the page that is asked for, and the chances that they stand there."""
        page = slice(query.offset, query.offset + query.limit)
        return self.shown.order[page], self.shown.probabilities[page]


def refused(is_candidate: BoolArray, effects: RuleEffects, view: DayView, query: Query) -> list[tuple[Rule, BoolArray]]:
    """Return the rules that leave candidates out, and whom each does that no rule before it does, [n]."""
    left = is_candidate
    found: list[tuple[Rule, BoolArray]] = []
    for rule in view.rules.rules:
        if rule.effect.exclude and rule.name in effects.holds and not _is_requested(rule, query):
            found.append((rule, effects.holds[rule.name] & left))
            left = left & ~found[-1][1]
    return found


def _is_requested(rule: Rule, query: Query) -> bool:
    return query.known_partners and (rule.pair.known_partners is True or rule.pair.own_partner is True)
