"""Actors that stand for the same: units of one actor, and profiles that say nearly the same of the same place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.features import BoolArray, Features
from models.arrays import Float32Array

# Groups are looked for among so many of the best: no one else can come into the first places.
HEAD = 50
# At most one of a group stands in the first so many places.
FIRST = 5
# Two descriptions of the same themes with this cosine say the same. Measured on the demo network, where pairs of one
# sector, region and set of themes have 1.00, or 0.87 and less (`python -m evaluation.judged.shown`).
LEAST_COSINE = 0.95


def groups_of(actors: Features) -> list[int]:
    """Return for each actor the first one of its group; one that is alone is its own.

    Two actors are of a group if one is part of the other or both are part of a third, or if they have the same sector,
    a region or municipality in common, the same themes and nearly the same description (cosine of the profiles at least
    `LEAST_COSINE`); so are those who are joined by others.
    """
    groups = list(range(len(actors)))
    for one, other in np.argwhere(np.triu(_are_parts(actors) | are_twins(actors), 1)).tolist():
        first, last = sorted((groups[one], groups[other]))
        groups = [first if group == last else group for group in groups]
    return groups


def are_twins(actors: Features) -> BoolArray:
    """Return for each pair whether they say nearly the same of the same place; [n, n]."""
    have_words = np.array([any(map(str.strip, actor.descriptions.values())) and bool(actor.themes)
                           for actor in actors.profiles], dtype=np.bool_)
    cosines = actors.vectors @ actors.vectors.T
    return np.asarray(are_peers(actors) & np.outer(have_words, have_words) & (cosines >= LEAST_COSINE))


def are_peers(actors: Features) -> BoolArray:
    """Return for each pair whether they have the same sector and themes, and a place in common; [n, n]."""
    kinds = [(actor.sector, frozenset(actor.themes)) if actor.sector else None for actor in actors.profiles]
    numbers = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
    same = np.array([numbers[kind] for kind in kinds], dtype=np.int64)
    is_known = np.array([kind is not None for kind in kinds], dtype=np.bool_)
    places = _in_common(actors.regions) | _in_common(actors.municipalities)
    return np.asarray((same[:, None] == same[None, :]) & is_known[:, None] & places)


def stand_apart(groups: Sequence[int]) -> list[int]:
    """Return places in an order whose first `FIRST` are of different groups; the others follow right after them.

    Where there are fewer groups than that, each comes once before any comes again.

    Args:
        groups: the group of whoever stands in each place.
    """
    firsts = [place for place, group in enumerate(groups) if group not in groups[:place]][:FIRST]
    return firsts + [place for place in range(len(groups)) if place not in firsts]


def others_of(groups: Sequence[int]) -> dict[int, list[int]]:
    """Return for the first place of each group of several the places of the others."""
    members: dict[int, list[int]] = {}
    for place, group in enumerate(groups):
        members.setdefault(group, []).append(place)
    return {first: others for first, *others in members.values() if others}


def _are_parts(actors: Features) -> BoolArray:
    """Return for each pair whether one is part of the other, or both are part of the same; [n, n]."""
    names = [{actor.id, actor.part_of} - {""} for actor in actors.profiles]
    return np.array([[bool(one & other) for other in names] for one in names], dtype=np.bool_).reshape(
        len(names), len(names))


def _in_common(flags: BoolArray) -> BoolArray:
    numbers: Float32Array = flags.astype(np.float32)
    return np.asarray(numbers @ numbers.T > 0)
