"""Whether a rule's condition holds, for one profile and for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter

import numpy as np

from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from matcher.context import Context
from matcher.features import BoolArray, Features, IntArray, any_common, pair_count, share, share_area
from matcher.feedback import ActorPairs
from matcher.graph import pair_values
from matcher.rules.model import PairCondition, SideCondition
from matcher.terms.places import distances_km


class CodeTable:
    """The codes of n profiles that conditions on one side look at; many profiles have the same ones.

    Args:
        profiles: n of them.
        vocabularies: where sectors have their groups.
    """

    def __init__(self, profiles: Sequence[Profile], vocabularies: Vocabularies) -> None:
        self._profiles = profiles
        self._vocabularies = vocabularies
        self._columns: dict[str, tuple[IntArray, tuple[frozenset[str], ...]]] = {}

    def holds(self, condition: SideCondition) -> BoolArray:
        """Return which profiles meet a condition, [n]."""
        meets = np.ones(len(self._profiles), dtype=np.bool_)
        for key, codes in condition.include.items():
            meets &= self._has(key, codes)
        for key, codes in condition.exclude.items():
            meets &= ~self._has(key, codes)
        return meets

    def _has(self, key: str, codes: frozenset[str]) -> BoolArray:
        kinds, distinct = self._column(key)
        return np.array([not codes.isdisjoint(own) for own in distinct], dtype=np.bool_)[kinds]

    def _column(self, key: str) -> tuple[IntArray, tuple[frozenset[str], ...]]:
        """Return which of the distinct sets of codes each profile has, [n], and those sets."""
        if key not in self._columns:
            distinct: dict[tuple[str, ...], int] = {}
            kinds = [distinct.setdefault(codes, len(distinct)) for codes in self._codes(key)]
            self._columns[key] = np.array(kinds, dtype=np.int64), tuple(map(frozenset, distinct))
        return self._columns[key]

    def _codes(self, key: str) -> Iterable[tuple[str, ...]]:
        """Yield the codes of each profile."""
        if key == "sector_group":
            groups = {term.code: (str(term.group),) for term in self._vocabularies.sectors}
            return (groups.get(profile.sector, ()) for profile in self._profiles)
        return map(_CODES[key], self._profiles)


_CODES: Mapping[str, Callable[[Profile], tuple[str, ...]]] = {
    "sector": lambda profile: (profile.sector,),
    "municipality": attrgetter("municipalities"),
    "region": attrgetter("regions"),
    "theme": attrgetter("themes"),
    "coverage": lambda profile: (profile.coverage,) if profile.coverage else (),
    "group": attrgetter("groups"),
    "language": attrgetter("languages"),
    "status": lambda profile: (profile.status,),
}


def pair_holds(condition: PairCondition, seeker: Features, candidate: Features, context: Context) -> BoolArray:
    """Return for each pair whether a condition holds; shape [n].

    Args:
        condition: the condition.
        seeker, candidate: features; one of them may have a single row that is paired with all of the other.
        context: the network on the day.
    """
    holds = np.ones(pair_count(seeker, candidate), dtype=np.bool_)
    for name in condition.same:
        holds &= _same(name, seeker, candidate, context)
    for name in condition.different:
        holds &= ~_same(name, seeker, candidate, context)
    if condition.shared_themes:
        columns = [context.vocabularies.themes.columns[code] for code in condition.shared_themes]
        holds &= _names_theme(columns, seeker) & _names_theme(columns, candidate)
    if condition.max_km is not None:
        holds &= distances_km(seeker, candidate) <= condition.max_km
    if condition.min_km is not None:
        holds &= distances_km(seeker, candidate) >= condition.min_km
    for value, relation in ((condition.neighbours, _are_neighbours), (condition.known_partners, _are_known_partners),
                            (condition.blocked, _is_blocked), (condition.dismissed, _is_dismissed),
                            (condition.own_partner, _is_own_partner)):
        if value is not None:
            holds &= relation(seeker, candidate, context) == value
    return holds


def _same(name: str, seeker: Features, candidate: Features, context: Context) -> BoolArray:
    if name in _SAME_CODE:
        one, other = _SAME_CODE[name](seeker), _SAME_CODE[name](candidate)
        return np.asarray((one == other) & (one >= 0))
    if name in _SAME_PLACE:
        return share(_SAME_PLACE[name], seeker, candidate)
    table = context.area_tables.get(name)
    if table is None:
        return np.zeros(pair_count(seeker, candidate), dtype=np.bool_)
    return share_area(table.id, seeker, candidate)


_SAME_CODE: Mapping[str, Callable[[Features], IntArray]] = {
    "actor": lambda features: features.row,
    "sector": lambda features: features.sector,
    "sector_group": lambda features: features.sector_group,
}
_SAME_PLACE: Mapping[str, str] = {"municipality": "municipalities", "region": "regions"}


def _names_theme(columns: Sequence[int], features: Features) -> BoolArray:
    return np.asarray(features.themes[:, columns].any(axis=1))


def _are_neighbours(seeker: Features, candidate: Features, _context: Context) -> BoolArray:
    return any_common(seeker.near_regions, candidate.regions)


def _are_known_partners(seeker: Features, candidate: Features, context: Context) -> BoolArray:
    return pair_values(context.graph.ties, seeker.row, candidate.row) > 0


def _is_own_partner(seeker: Features, candidate: Features, context: Context) -> BoolArray:
    return _among(context.feedback.partners, seeker, candidate, context)


def _is_blocked(seeker: Features, candidate: Features, context: Context) -> BoolArray:
    return _among(context.blocks, seeker, candidate, context)


def _is_dismissed(seeker: Features, candidate: Features, context: Context) -> BoolArray:
    return _among(context.feedback.dismissed, seeker, candidate, context)


def _among(pairs: ActorPairs, seeker: Features, candidate: Features, context: Context) -> BoolArray:
    """Return for each pair whether the candidate is among those that stand beside the seeker."""
    if len(seeker) == 1:
        others, features = pairs.get(seeker.profiles[0].id, frozenset()), candidate
    else:
        other = candidate.profiles[0].id
        others, features = frozenset(actor for actor, own in pairs.items() if other in own), seeker
    if not others:
        return np.zeros(len(features), dtype=np.bool_)
    if len(features) == 1:
        return np.array([features.profiles[0].id in others])
    among = np.zeros(len(context.rows), dtype=np.bool_)
    among[[context.rows[actor] for actor in others if actor in context.rows]] = True
    return among[features.row]
