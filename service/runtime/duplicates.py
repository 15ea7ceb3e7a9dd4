"""Actors of a network that may be one: listed, and looked for when new ones are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from data.intake.duplicates.pairs import Pair, find_look_alikes, find_pairs
from data.intake.questions import Answers
from data.records.profiles import Profile
from matcher.similarity import similarity_of
from matcher.snapshot import Snapshot


def duplicates_in(snapshot: Snapshot, known: Answers) -> list[Pair]:
    """Return the pairs of stored actors that may be one, the surest first, without those that are known to be two.

    Those that are to be erased stand in none.
    """
    return list(find_pairs(snapshot.shown(), (), similarity_of(snapshot), known))


def look_alikes(profiles: Sequence[Profile], snapshot: Snapshot) -> Mapping[str, list[Pair]]:
    """Return which stored actors look like those of some profiles that are new, by the ids of the new ones.

    Those that are to be erased are not told of.
    """
    new = [profile for profile in profiles if not snapshot.has_actor(profile.id)]
    found: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in find_look_alikes(new, snapshot.shown(), similarity_of(snapshot)) if new else ():
        found[pair.one.id].append(pair)
    return found
