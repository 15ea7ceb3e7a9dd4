"""What a benchmark is made of: dated records, and the periods it is judged on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies

Describe: TypeAlias = Callable[[Profile, tuple[Cooperation, ...]], Profile]


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` until the day before `until`."""

    start: date
    until: date


def keep_profile(profile: Profile, _cooperations: tuple[Cooperation, ...]) -> Profile:
    """Return the profile as it stands: it says itself what the actor does."""
    return profile


@dataclass(frozen=True)
class History:
    """All that was known on the eve of a day; what a system may look at, and nothing else.

    Attributes:
        past: the dataset cut off at the day, so that a system can learn from earlier periods: `past.before(earlier)`.
        day: everything in here is from before it.
        network: the actors known, sorted by id, and what they had done together, sorted by (since, title).
    """

    past: Dataset
    day: date
    network: Network

    @property
    def vocabularies(self) -> Vocabularies:
        """The codes the records use."""
        return self.past.vocabularies


@dataclass(frozen=True)
class Dataset:
    """A network over time.

    Attributes:
        name: how reports call it.
        vocabularies: the codes the records use.
        actors: all profiles, sorted by id.
        cooperations: all of them, sorted by (since, title); each counts from its first day, undated ones from ever.
        periods: name of the split to the period it is judged on.
        known_since: actor to the first day it was known; actors that are missing were always known.
        describe: writes into a profile what the actor's cooperations so far say about it; datasets whose profiles
            speak for themselves keep them.
        groups: names of groups of actors that reports look at apart, to what makes an actor one of them.
    """

    name: str
    vocabularies: Vocabularies
    actors: tuple[Profile, ...]
    cooperations: tuple[Cooperation, ...]
    periods: Mapping[str, Period]
    known_since: Mapping[str, date] = field(default_factory=dict)
    describe: Describe = keep_profile
    groups: Mapping[str, Callable[[Profile], bool]] = field(default_factory=dict)

    def before(self, day: date) -> History:
        """Return what was known on the eve of a day."""
        past = self.until(day)
        own: dict[str, list[Cooperation]] = {}
        for item in past.cooperations:
            for member in item.members:
                own.setdefault(member, []).append(item)
        actors = tuple(self.describe(actor, tuple(own.get(actor.id, ()))) for actor in past.actors)
        return History(past, day, Network(actors, past.cooperations))

    def until(self, day: date) -> Dataset:
        """Return the dataset as if nothing had happened on the day or later: what is not in it cannot be looked at."""
        actors = tuple(actor for actor in self.actors if self.known_since.get(actor.id, date.min) < day)
        past = tuple(item for item in self.cooperations if item.since is None or item.since < day)
        since = {actor.id: self.known_since[actor.id] for actor in actors if actor.id in self.known_since}
        return replace(self, actors=actors, cooperations=past, periods={}, known_since=since)

    def during(self, period: Period) -> tuple[Cooperation, ...]:
        """Return the cooperations that began in a period; only judges may look at them."""
        return tuple(item for item in self.cooperations
                     if item.since is not None and period.start <= item.since < period.until)
