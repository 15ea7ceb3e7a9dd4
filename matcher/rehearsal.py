"""What another rule book would change, seen on the whole network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from data.records.profiles import Profile
from matcher.asking.query import Query
from matcher.engine import Matcher, Partners


@dataclass(frozen=True, slots=True)
class ListChange:
    """How one actor's list changes: who comes in and who goes out."""

    actor: Profile
    gained: tuple[Profile, ...]
    lost: tuple[Profile, ...]


@dataclass(frozen=True)
class Rehearsal:
    """The lists of every active actor under two rule books.

    Attributes:
        changes: lists that differ, the most changed first.
        places: actor id → places in others' lists gained (or lost, when negative); unchanged ones left out.
        lists: how many lists were compared.
        profiles: actor id → profile, for those named in `places`.
    """

    changes: tuple[ListChange, ...]
    places: Mapping[str, int]
    lists: int
    profiles: Mapping[str, Profile] = field(default_factory=dict)

    def exposure(self, codes_of: Callable[[Profile], Iterable[str]]) -> dict[str, int]:
        """Return how many places each group gains, by whatever code a profile has (a sector, a region, a group)."""
        counts: Counter[str] = Counter()
        for actor, places in self.places.items():
            for code in codes_of(self.profiles[actor]):
                counts[code] += places
        return dict(sorted(counts.items(), key=lambda item: (-abs(item[1]), item[0])))


def rehearse(current: Matcher, trial: Matcher, query: Query,
             progress: Callable[[int], None] | None = None) -> Rehearsal:
    """Compare the lists of all active actors under two matchers that differ in their rules alone.

    Args:
        current: with the rules in use.
        trial: with the rules to be tried.
        query: how the lists are asked for.
        progress: called with the number of lists compared so far.
    """
    changes: list[ListChange] = []
    places: Counter[str] = Counter()
    seekers = [actor for actor in current.snapshot.shown() if actor.status == "active"]
    for number, seeker in enumerate(seekers, start=1):
        before = current.partners(seeker, query)
        after = trial.partners(seeker, query, before.points)
        gained, lost = _missing(after, before), _missing(before, after)
        if gained or lost:
            changes.append(ListChange(seeker, gained, lost))
        places.update({actor.id: 1 for actor in gained})
        places.subtract({actor.id: 1 for actor in lost})
        if progress is not None:
            progress(number)
    changes.sort(key=lambda change: (-len(change.gained) - len(change.lost), change.actor.id))
    moves = {actor: count for actor, count in sorted(places.items(), key=lambda item: (-item[1], item[0])) if count}
    return Rehearsal(tuple(changes), moves, len(seekers), {actor: current.snapshot.actor(actor) for actor in moves})


def _missing(one: Partners, other: Partners) -> tuple[Profile, ...]:
    others = {profile.id for profile in other.profiles}
    return tuple(profile for profile in one.profiles if profile.id not in others)
