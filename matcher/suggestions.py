"""What comes back: suggestions with their ledgers, and what was left out, why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from data.records.profiles import Profile
from data.wording.texts import Text
from matcher.asking.needs import Need
from matcher.features import IntArray
from matcher.snapshot import Versions


class Addend(NamedTuple):
    """One addend of a score.

    Attributes:
        term: "base", the name of a term, or "rule:" and the name of a rule.
        points: log-odds, the mean of both sides.
        forward, backward: log-odds as the seeker sees the candidate, and the other way round.
        sentence: the reason, for people.
    """

    term: str
    points: float
    forward: float
    backward: float
    sentence: Text


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows that add up to a score; the first is the base, the others begin with the weightiest.

    Rows without points are left out.

    Attributes:
        rows: see above.
        thresholds: where the levels of a score begin (see `matcher.levels.level`).
    """

    rows: tuple[Addend, ...]
    thresholds: tuple[float, ...]

    @property
    def score(self) -> float:
        """Sum of the rows: log-odds that the two are good partners for each other."""
        return sum(row.points for row in self.rows)

    @property
    def forward(self) -> float:
        """The score as the seeker sees it."""
        return sum(row.forward for row in self.rows)

    @property
    def backward(self) -> float:
        """The score as the candidate sees it."""
        return sum(row.backward for row in self.rows)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One candidate with its reasons.

    Attributes:
        profile: the candidate.
        ledger: why.
        origins: which generators found it: vectors, words, places, rules, graph.
        share_lower: share of the other actors let through by filters and rules that score lower, 0 to 1.
        probability: the chance that just this candidate stands in this place; 1 where nothing is drawn by lot.
        is_counterpart: whether it is a statutory counterpart of the seeker (see `matcher.asking.counterparts`).
        meets: which needs of an idea it meets.
        moved_up_for: the need for whose sake it stands higher than by its score; None if it does not.
        also: others of its group, further down in the list, for whom it stands.
    """

    profile: Profile
    ledger: Ledger
    origins: tuple[str, ...]
    share_lower: float
    probability: float = 1.0
    is_counterpart: bool = False
    meets: tuple[Need, ...] = ()
    moved_up_for: Need | None = None
    also: tuple[Profile, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """What a rule does without points: it leaves a candidate out, or sets something aside for it."""

    profile: Profile
    rule: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class SuggestionList:
    """The answer to a question for partners.

    Attributes:
        seeker: who asks.
        suggestions: the page asked for, best first; see `matcher.arrangement`.
        total: how many could be suggested in all; statutory counterparts are among them only if they are in the list.
        rejections: who was left out by a rule.
        versions: what the answer rests on.
        listed: rows of everybody whom the pages list, ascending, [total].
        counterparts: the statutory counterparts, best first, if they are asked for apart; at most `MOST_COUNTERPARTS`.
        open_needs: the needs of an idea that none of the first ten of the list meets, and no counterpart shown apart.
    """

    seeker: Profile
    suggestions: tuple[Suggestion, ...]
    total: int
    rejections: tuple[Rejection, ...]
    versions: Versions
    listed: IntArray = field(compare=False)
    counterparts: tuple[Suggestion, ...] = ()
    open_needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """One pair, looked at from both sides.

    Attributes:
        seeker, candidate: the two.
        ledger: the rows that add up to the score, whether or not a rule leaves the candidate out.
        rejections: the rules that leave it out.
        waivers: the rules that set other rules or terms aside for the pair.
        versions: what the answer rests on.
    """

    seeker: Profile
    candidate: Profile
    ledger: Ledger
    rejections: tuple[Rejection, ...]
    waivers: tuple[Rejection, ...]
    versions: Versions


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One answer of a search: an actor and how well it fits, 0 to 1."""

    profile: Profile
    score: float
