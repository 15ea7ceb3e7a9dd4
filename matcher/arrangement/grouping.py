"""Actors that stand for the same: units of one actor, and profiles that say nearly the same of the same place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from data.records.profiles import Profile
from models.arrays import Float32Array

# At most one of a group stands in the first so many places.
FIRST = 5
# Two descriptions of the same themes with this cosine say the same. Measured on the demo network, where pairs of one
# sector, region and set of themes have 1.00, or 0.87 and less (`python -m evaluation.judged.shown`).
LEAST_COSINE = 0.95


def groups_of(actors: Sequence[Profile], vectors: Float32Array) -> list[int]:
    """Return for each actor the first one of its group; one that is alone is its own.

    Two actors are of a group if one is part of the other or both are part of a third, or if they are peers and say
    nearly the same (cosine at least `LEAST_COSINE`); so are those who are joined by others.

    Args:
        actors: n profiles.
        vectors: of their profiles, [n, d].
    """
    groups = list(range(len(actors)))
    for one, other in _units(actors):
        _join(groups, one, other)
    for one, other in _alike(vectors):
        if groups[one] != groups[other] and _are_twins(actors[one], actors[other]):
            _join(groups, one, other)
    return groups


def _alike(vectors: Float32Array) -> Iterator[tuple[int, int]]:
    """Yield the pairs of those whose vectors say nearly the same."""
    ones, others = np.nonzero(vectors @ vectors.T >= LEAST_COSINE)
    return ((one, other) for one, other in zip(ones.tolist(), others.tolist(), strict=True) if one < other)


def _are_twins(one: Profile, other: Profile) -> bool:
    """Tell whether two whose vectors say nearly the same are peers that say so in words."""
    return _has_words(one) and _has_words(other) and are_peers(one, other)


def _join(groups: list[int], one: int, other: int) -> None:
    first, last = sorted((groups[one], groups[other]))
    if first != last:
        groups[:] = [first if group == last else group for group in groups]


def are_peers(one: Profile, other: Profile) -> bool:
    """Tell whether two actors have the same sector and the same themes, some of each, and a place in common."""
    return (one.sector == other.sector != "" and set(one.themes) == set(other.themes) != set()
            and not _homes(one).isdisjoint(_homes(other)))


def _units(actors: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Yield pairs that join the actors that are part of one another, or of a third."""
    named: dict[str, int] = {}
    for at, actor in enumerate(actors):
        for name in (actor.id, actor.part_of):
            first = named.setdefault(name, at) if name else at
            if first != at:
                yield first, at


def _homes(actor: Profile) -> frozenset[tuple[str, str]]:
    """Return the places of an actor, each with what kind it is."""
    return frozenset((*(("region", code) for code in actor.regions),
                      *(("municipality", code) for code in actor.municipalities)))


def _has_words(actor: Profile) -> bool:
    return any(map(str.strip, actor.descriptions.values()))


def stand_apart(groups: Sequence[int]) -> list[int]:
    """Return places in an order whose first `FIRST` are of different groups; the others follow right after them.

    Where there are fewer groups than that, each comes once before any comes again.

    Args:
        groups: the group of whoever stands in each place.
    """
    first_of: dict[int, int] = {}
    for place, group in enumerate(groups):
        first_of.setdefault(group, place)
    firsts = [*first_of.values()][:FIRST]
    return firsts + [place for place in range(len(groups)) if place not in firsts]


def others_of(groups: Sequence[int]) -> dict[int, list[int]]:
    """Return for the first place of each group of several the places of the others."""
    members: dict[int, list[int]] = {}
    for place, group in enumerate(groups):
        members.setdefault(group, []).append(place)
    return {first: others for first, *others in members.values() if others}
