"""From points to rows with sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from data.wording.texts import Text, text
from matcher.context import Pair
from matcher.features import Features
from matcher.levels import thresholds_of
from matcher.rules.applying import say_rule, say_rule_of_both
from matcher.rules.model import Rule
from matcher.scoring import RULE_PREFIX, Scores
from matcher.snapshot import DayView, Snapshot
from matcher.suggestions import Addend, Ledger
from matcher.terms import TERMS

BASE = text("Where every pair starts, before anything is known of it.")


class Bookkeeper:
    """Writes the ledgers of one seeker.

    Args:
        seeker: features of one row.
        snapshot: the network.
        view: the network on the day.
    """

    def __init__(self, seeker: Features, snapshot: Snapshot, view: DayView) -> None:
        self._seeker = seeker
        self._profiles = snapshot.actors
        spoken = view.context.spoken.for_question_of(seeker.profiles[0])
        self._context = replace(view.context, spoken=spoken)
        self._thresholds = thresholds_of(snapshot.weights)
        self._rules: Mapping[str, Rule] = {RULE_PREFIX + rule.name: rule for rule in view.rules.rules}

    def ledger(self, candidates: Features, position: int, scores: Scores) -> Ledger:
        """Return the ledger of the candidate at a position of the scores."""
        own, reverse = self.pair(candidates, position), self._reverse(candidates, position)
        rows = [Addend(name, (forward + backward) / 2, forward, backward,
                          self._say(name, forward, backward, own, reverse))
                for name, forward, backward in scores.of_pair(position) if forward or backward]
        rows.sort(key=lambda row: (-abs(row.points), row.term))
        base = Addend("base", scores.base, scores.base, scores.base, BASE)
        return Ledger((base, *rows), self._thresholds)

    def pair(self, candidates: Features, position: int) -> Pair:
        """Return the pair of the seeker and the candidate at a position."""
        return Pair(self._seeker.profiles[0], candidates.profiles[position], int(self._seeker.row[0]),
                    int(candidates.row[position]), self._context, self._profiles)

    def _reverse(self, candidates: Features, position: int) -> Pair:
        return Pair(candidates.profiles[position], self._seeker.profiles[0], int(candidates.row[position]),
                    int(self._seeker.row[0]), self._context, self._profiles)

    def _say(self, name: str, forward: float, backward: float, own: Pair, reverse: Pair) -> Text:
        """Say the reason of each side that has one, once when both say the same."""
        if not (forward and backward):
            return self._sentence(name, own if forward else reverse)
        of_both = self._sentence_of_both(name, own)
        if of_both is not None:
            return of_both
        first = self._sentence(name, own)
        if name in TERMS and TERMS[name].mutual:
            return first
        second = self._sentence(name, reverse)
        return first if first == second else text("{one} {other}", one=first, other=second)

    def _sentence(self, name: str, pair: Pair) -> Text:
        if name in self._rules:
            return say_rule(self._rules[name], pair)
        return TERMS[name].sentence(pair)

    def _sentence_of_both(self, name: str, pair: Pair) -> Text | None:
        if name in self._rules:
            return say_rule_of_both(self._rules[name], pair)
        say = TERMS[name].sentence_of_both
        return say and say(pair)
