"""A list that meets every need of an idea: who meets which need, and who stands higher because of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.reading.mention import Aspect
from data.records.profiles import Profile
from matcher.asking.needs import Need
from matcher.levels import FitLevel, level
from matcher.snapshot import Snapshot
from models.ranker import log_odds_to_probability

# The order is changed among so many of the best, whatever page is asked for: pages have to make up one list.
HEAD = 30
# A need is open if none of the first so many meets it.
FIRST = 10
# Who meets a need that nobody above meets counts as if its chance were larger by this share of it. Chosen on the judged
# ideas: 1 meets hardly more of what a reader finds in them, and costs more good partners among the first five
# (`python -m evaluation.judged.shown`).
BONUS = 0.5
# So many levels of fit a better one may be passed by.
MOST_LEVELS = 1

_RANKS = {level: rank for rank, level in enumerate(FitLevel)}


@dataclass(frozen=True)
class NeedCheck:
    """Tells which needs a stored actor meets.

    A theme is met by the theme or a narrower one, a kind by the actor's sector, a language by its working languages.
    People are met if the actor's descriptions or the names of its themes speak of them, and speakers of a language also
    by those who work in it.

    Attributes:
        needs: in the order of the idea.
        snapshot: of the actors.
    """

    needs: tuple[Need, ...]
    snapshot: Snapshot

    def met_by(self, profile: Profile) -> tuple[Need, ...]:
        """Return the needs that an actor meets, in the order of the idea."""
        if not self.needs:
            return ()
        codes: Mapping[Aspect, frozenset[str]] = {
            Aspect.THEME: frozenset(profile.themes), Aspect.KIND: frozenset((profile.sector,)),
            Aspect.LANGUAGE: frozenset(profile.languages),
            Aspect.PEOPLE: self.snapshot.people_of(profile) if self._speaks_of_people else frozenset()}
        return tuple(need for need in self.needs if self._wanted[need] & codes[need.aspect])

    @cached_property
    def _speaks_of_people(self) -> bool:
        return any(need.aspect is Aspect.PEOPLE for need in self.needs)

    @cached_property
    def _wanted(self) -> Mapping[Need, frozenset[str]]:
        """The codes by which each need is met."""
        vocabularies = self.snapshot.vocabularies
        trees = {Aspect.THEME: vocabularies.themes, Aspect.KIND: vocabularies.sectors}
        own = {need: frozenset((need.code,)) for need in self.needs}
        return {need: trees[need.aspect].with_narrower(codes) if need.aspect in trees else codes
                for need, codes in own.items()}


@dataclass(frozen=True, slots=True)
class Pick:
    """Who stands in a place of a list.

    Attributes:
        at: its place by score, from 0.
        needed_for: the first need that nobody above it meets, if it passes others for it.
    """

    at: int
    needed_for: Need | None


def cover(scores: Sequence[float], thresholds: Sequence[float], meets: Sequence[tuple[Need, ...]]) -> list[Pick]:
    """Return candidates in an order in which needs are met early.

    Greedily, each place goes to the highest chance · (1 + `BONUS`, if the candidate meets a need that nobody above it
    meets); ties go to the better score. A gain that shrinks as more is covered is what makes the greedy choice a good
    one (submodular: Nemhauser et al. 1978; lists for several readings of a question: Agrawal et al. 2009, IA-Select).
    Nobody passes another one who fits better by more than `MOST_LEVELS` levels.

    Args:
        scores: log-odds, the highest first; one per candidate.
        thresholds: where levels of fit begin; see `matcher.levels.level`.
        meets: the needs that each meets.
    """
    ranks = [_RANKS[level(score, thresholds)] for score in scores]
    return list(_picks([log_odds_to_probability(score) for score in scores], ranks, meets))


def _picks(chances: Sequence[float], ranks: Sequence[int], meets: Sequence[tuple[Need, ...]]) -> Iterator[Pick]:
    rest, covered = list(range(len(chances))), set[Need]()
    while rest:
        near = [at for at in rest if ranks[at] <= ranks[rest[0]] + MOST_LEVELS]
        gains = [chances[at] * (1 + BONUS * (not covered.issuperset(meets[at]))) for at in near]
        at = near[gains.index(max(gains))]
        news = [need for need in meets[at] if need not in covered]
        yield Pick(at, news[0] if news and at != rest[0] else None)
        covered.update(news)
        rest.remove(at)


def open_needs(needs: Sequence[Need], meets: Iterable[tuple[Need, ...]]) -> tuple[Need, ...]:
    """Return the needs that none of some candidates meets."""
    covered = {need for own in meets for need in own}
    return tuple(need for need in needs if need not in covered)
