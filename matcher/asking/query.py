"""What is asked: how many suggestions, as of which day, and from which part of the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from data.files.cells import language as read_language
from data.records.profiles import Coverage, Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import text
from matcher.asking.counterparts import Counterparts
from matcher.asking.needs import Need
from matcher.errors import QueryRefused
from matcher.features import BoolArray

MAX_LIMIT = 100
MAX_OFFSET = 10_000
FILTER_FIELDS = ("region", "sector", "theme", "language")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which actors may be suggested.

    Attributes:
        include: field → codes; an actor must have one of them, in every field named (AND of ORs).
        exclude: field → codes; an actor must have none of them.
        shun: regions and municipalities, ("region", code); who works locally or regionally must not be at home there.
        spare: places whose actors are not shunned, though they lie in one that is.
    """

    include: Mapping[str, frozenset[str]] = field(default_factory=dict)
    exclude: Mapping[str, frozenset[str]] = field(default_factory=dict)
    shun: frozenset[tuple[str, str]] = frozenset()
    spare: frozenset[tuple[str, str]] = frozenset()

    def admit(self, profile: Profile) -> bool:
        """Return whether an actor passes."""
        is_included = all(codes & _codes(name, profile) for name, codes in self.include.items())
        is_excluded = any(codes & _codes(name, profile) for name, codes in self.exclude.items())
        return is_included and not is_excluded and not (self.shun and self._is_shunned(profile))

    def _is_shunned(self, profile: Profile) -> bool:
        if profile.coverage in (Coverage.NATIONAL, Coverage.INTERNATIONAL):
            return False
        homes = {*(("region", code) for code in profile.regions),
                 *(("municipality", code) for code in profile.municipalities)}
        return bool(homes & self.shun) and not homes & self.spare

    def mask(self, profiles: tuple[Profile, ...]) -> BoolArray:
        """Return for each actor whether it passes; shape [n]."""
        if not self.include and not self.exclude and not self.shun:
            return np.ones(len(profiles), dtype=np.bool_)
        return np.array([self.admit(profile) for profile in profiles], dtype=np.bool_)


def _codes(name: str, profile: Profile) -> frozenset[str]:
    values = {"region": profile.regions, "sector": (profile.sector,), "theme": profile.themes,
              "language": profile.languages}
    return frozenset(values[name])


def make_filters(include: Mapping[str, tuple[str, ...]], exclude: Mapping[str, tuple[str, ...]],
                 vocabularies: Vocabularies) -> Filters:
    """Return filters for words: codes, labels or synonyms in any language; a theme stands for the narrower ones too.

    Raises:
        UnknownCode: a word is in no vocabulary.
        AmbiguousCode: a word means several things.
    """
    return Filters({name: _codes_of_words(name, words, vocabularies) for name, words in include.items() if words},
                   {name: _codes_of_words(name, words, vocabularies) for name, words in exclude.items() if words})


def _codes_of_words(name: str, words: tuple[str, ...], vocabularies: Vocabularies) -> frozenset[str]:
    if name == "language":
        return frozenset(read_language(word) for word in words)
    vocabulary = {"region": vocabularies.places.regions, "sector": vocabularies.sectors,
                  "theme": vocabularies.themes}[name]
    return vocabulary.with_narrower(vocabulary.resolve(word) for word in words)


@dataclass(frozen=True, slots=True)
class Query:
    """How to answer.

    Attributes:
        as_of: the day the answer is for: rules, authorities and cooperations as they were then.
        limit: number of suggestions, 1 to 100.
        offset: how many of the best to pass over, for paging.
        filters: which actors may be suggested.
        known_partners: whether those it has already worked with may be suggested.
        diversity: from 0 (the best first) to 1 (as many sectors as there are, first).
        counterparts: whether statutory counterparts stand in the list, apart from it, or nowhere.
        lot: what decides who gets the place drawn by lot (see `matcher.arrangement.exploration`); empty if none is.
        needs: what an idea asks for; the list is to meet it early, unless it is varied over sectors.
        is_arranged: whether needs and groups change the order (see `matcher.arrangement`); else it is by score alone.

    Raises:
        QueryRefused: a number out of its bounds.
    """

    as_of: date
    limit: int = 10
    offset: int = 0
    filters: Filters = Filters()
    known_partners: bool = False
    diversity: float = 0.0
    counterparts: Counterparts = Counterparts.MIXED
    lot: str = ""
    needs: tuple[Need, ...] = ()
    is_arranged: bool = True

    def __post_init__(self) -> None:
        _demand_between("limit", self.limit, 1, MAX_LIMIT)
        _demand_between("offset", self.offset, 0, MAX_OFFSET)
        _demand_between("diversity", self.diversity, 0, 1)


def _demand_between(name: str, value: float, lowest: float, highest: float) -> None:
    if not lowest <= value <= highest:
        raise QueryRefused(text("“{name}” is {value}.", name=name, value=value), "",
                           text("Give a number from {lowest} to {highest}.", lowest=lowest, highest=highest))
