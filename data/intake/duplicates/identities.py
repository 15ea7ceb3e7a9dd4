"""What an actor is known by, as far as its profile tells: names, places, numbers, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from urllib.parse import urlsplit

from data.intake.duplicates.name_words import PLACES, Role, Word, words_of
from data.intake.duplicates.names import NameReading, read_name
from data.records.profiles import Coverage, Profile
from data.wording.texts import LANGUAGES

# Hosts at which many have pages: only the whole address says who it is.
SHARED_HOSTS = frozenset({
    "facebook.com", "fb.com", "m.facebook.com", "fi-fi.facebook.com", "instagram.com", "linkedin.com",
    "fi.linkedin.com", "x.com", "twitter.com", "youtube.com", "tiktok.com", "linktr.ee", "sites.google.com",
    "google.com", "wordpress.com",
    "blogspot.com", "medium.com", "wixsite.com", "webnode.fi", "yhdistysavain.fi", "suomi.fi", "ptv.suomi.fi",
    "evl.fi", "hel.fi", "mll.fi", "punainenristi.fi", "gmail.com", "hotmail.com", "outlook.com", "luukku.com",
    "elisanet.fi", "kolumbus.fi", "welho.com", "icloud.com", "yahoo.com", "live.fi", "suomi24.fi"})
_DIGITS = re.compile("[0-9]+")


class Nearness(IntEnum):
    """How two actors lie to each other, as far as they say."""

    FAR = 0
    UNKNOWN = 1
    REGION = 2
    TOWN = 3


@dataclass(frozen=True, slots=True)
class Site:
    """An address of web pages: host without “www.”, and path without a language at its beginning."""

    host: str
    path: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the host is of one organisation alone: it is no town's, nor anybody's with pages of many."""
        names = words_of(self.host.partition(".")[0])
        return bool(self.host) and self.host not in SHARED_HOSTS and not (
            len(names) == 1 and names[0].role in PLACES)


@dataclass(frozen=True)
class Identity:
    """What an actor is known by.

    Attributes:
        profile: of the actor.
        readings: of its names.
        domain: of the e-mail address it is reached at; empty if it is not known.
    """

    profile: Profile
    readings: tuple[NameReading, ...]
    domain: str = ""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of its names."""
        return frozenset(reading.key for reading in self.readings if reading.key)

    @cached_property
    def aliases(self) -> frozenset[str]:
        """Keys of what may stand for its names."""
        return frozenset().union(*(reading.aliases for reading in self.readings)) - self.keys

    @cached_property
    def wholes(self) -> frozenset[str]:
        """Keys of what its names say that it is a unit of."""
        return frozenset(reading.whole for reading in self.readings if reading.whole)

    @cached_property
    def places(self) -> frozenset[str]:
        """The places that its names speak of."""
        return self._names_of(PLACES)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of organisation that its names speak of."""
        return frozenset(word.kind for word in self._words if word.kind)

    @cached_property
    def units(self) -> frozenset[str]:
        """The words of its names for a part of something."""
        return self._names_of({Role.UNIT})

    @cached_property
    def digits(self) -> frozenset[str]:
        """The numbers in its names."""
        return frozenset(number for word in self._words for number in _DIGITS.findall(word.name))

    @cached_property
    def site(self) -> Site:
        """Its web pages."""
        return site_of(self.profile.website)

    @property
    def _words(self) -> Iterable[Word]:
        return (word for reading in self.readings for word in reading.words)

    def _names_of(self, roles: Iterable[Role]) -> frozenset[str]:
        some = frozenset(roles)
        return frozenset(word.name for word in self._words if word.role in some)


def identity_of(profile: Profile, domain: str = "") -> Identity:
    """Return what an actor is known by.

    Args:
        profile: of the actor.
        domain: of the e-mail address of its contact; empty if it is not known.
    """
    names = dict.fromkeys((profile.name, *profile.names.values()))
    return Identity(profile, tuple(dict.fromkeys(map(read_name, names))), domain.casefold())


def site_of(address: str) -> Site:
    """Return the web pages of an address."""
    parts = urlsplit(address.casefold())
    segments = [segment for segment in parts.path.split("/") if segment]
    if segments and segments[0] in LANGUAGES:
        segments = segments[1:]
    path = "/".join(segments) + (f"?{parts.query}" if parts.query else "")
    return Site((parts.hostname or "").removeprefix("www."), path)


def nearness(one: Identity, other: Identity) -> Nearness:
    """Return how two actors lie to each other; what the whole country is served from is far from nothing."""
    if one.places and one.places == other.places:
        return Nearness.TOWN
    here, there = one.profile, other.profile
    if not {*here.municipalities}.isdisjoint(there.municipalities):
        return Nearness.TOWN
    if not here.regions or not there.regions:
        return Nearness.UNKNOWN
    if not {*here.regions}.isdisjoint(there.regions):
        return Nearness.REGION
    wide = (Coverage.NATIONAL, Coverage.INTERNATIONAL)
    return Nearness.UNKNOWN if here.coverage in wide or there.coverage in wide else Nearness.FAR
