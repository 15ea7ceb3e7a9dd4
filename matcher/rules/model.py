"""Rules as data: a dated condition with an effect and a sentence per language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from data.wording.texts import Labels
from matcher.asking.counterparts import COUNTERPART

SIDE_FIELDS = ("sector", "sector_group", "municipality", "region", "theme", "coverage", "group", "language", "status")
GROUPS = (COUNTERPART,)
PAIR_SAME = ("actor", "municipality", "region", "sector", "sector_group")


@dataclass(frozen=True, slots=True)
class SideCondition:
    """What one actor must be.

    Attributes:
        include: field → codes; the actor must have one of them, in every field named.
        exclude: field → codes; the actor must have none of them.
    """

    include: Mapping[str, frozenset[str]] = field(default_factory=dict)
    exclude: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PairCondition:
    """What must hold between the two.

    Attributes:
        same, different: names of what must be, or must not be, common to both (see `PAIR_SAME`; also kinds of areas).
        shared_themes: both must name one of these themes, or a narrower one.
        max_km, min_km: bounds of the distance; a pair without known places is within no bound.
        neighbours, known_partners, blocked: whether the regions touch, the two have worked together, one has blocked
            the other.
        dismissed, own_partner: whether the seeker has said that it does not want the candidate suggested, or works with
            it already. Only a rule that excludes may ask, as points would be seen by the other side.
    """

    same: frozenset[str] = frozenset()
    different: frozenset[str] = frozenset()
    shared_themes: frozenset[str] = frozenset()
    max_km: float | None = None
    min_km: float | None = None
    neighbours: bool | None = None
    known_partners: bool | None = None
    blocked: bool | None = None
    dismissed: bool | None = None
    own_partner: bool | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does to a pair: leaves the candidate out, adds points, or sets aside other rules or terms."""

    exclude: bool = False
    points: float = 0.0
    waives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the network.

    Attributes:
        name: unique among the rules in force on one day.
        sentence: why, per language; may contain {seeker} and {candidate}.
        sentence_of_both: said instead where the rule gives points from both sides; None to say the sentence of each.
        seeker, candidate, pair: the condition; all three must hold.
        effect: what follows.
        valid_from, valid_until: first and last day; None means without limit.
        group: what a candidate is by this rule (see `GROUPS`), as seen by the seeker; empty for nothing in particular.
    """

    name: str
    sentence: Labels
    effect: Effect
    seeker: SideCondition = SideCondition()
    candidate: SideCondition = SideCondition()
    pair: PairCondition = PairCondition()
    valid_from: date | None = None
    valid_until: date | None = None
    group: str = ""
    sentence_of_both: Labels | None = None

    def in_force(self, as_of: date) -> bool:
        """Return whether the rule holds on a day."""
        has_begun = self.valid_from is None or self.valid_from <= as_of
        return has_begun and (self.valid_until is None or as_of <= self.valid_until)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of one file.

    Attributes:
        rules: in the order of the file.
        version: a short text that changes with the file (SHA-256, 12 digits).
        number: of rules that the network stores; 0 for those of a file.
    """

    rules: tuple[Rule, ...] = ()
    version: str = "none"
    number: int = 0

    def in_force(self, as_of: date) -> tuple[Rule, ...]:
        """Return the rules that hold on a day."""
        return tuple(rule for rule in self.rules if rule.in_force(as_of))
