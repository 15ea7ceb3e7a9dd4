"""Bridges: actors that connect parts of the network of cooperations which without them would know nobody of each other.

An actor is a bridge where taking it away leaves those that it was connected with in two or more separate parts
(an articulation point of the graph; R. Tarjan, 1972). Actors and cooperations are both nodes here, each actor joined to
the cooperations that it takes part in, so that one with many members needs no edge for every pair of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.wording.texts import render
from service.web.views.filters import alphabetical

MOST_BRIDGES, MOST_NAMES = 20, 5


@dataclass(frozen=True, slots=True)
class Cut:
    """Actors that would be cut off from the others.

    Attributes:
        names: ids and names of the first of them.
        more: how many there are besides.
    """

    names: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Bridge:
    """An actor without which others would be separated.

    Attributes:
        code, label: id and name.
        lost: how many actors would no longer be connected with the largest part that is left.
        cuts: the parts that would be cut off from that, the largest first.
    """

    code: str
    label: str
    lost: int
    cuts: tuple[Cut, ...]


@dataclass(frozen=True)
class BridgesView:
    """How the network of cooperations hangs together.

    Attributes:
        connected: how many actors have a known partner.
        parts: how many separate parts they form.
        largest: how many actors the largest of these has.
        bridges: those without which most would be cut off first.
        more: how many bridges there are besides.
    """

    connected: int
    parts: int
    largest: int
    bridges: tuple[Bridge, ...]
    more: int


def bridges_view(profiles: Sequence[Profile], cooperations: Sequence[Cooperation], language: str) -> BridgesView:
    """Return how the network hangs together, and who holds it together.

    Args:
        profiles: the actors that are shown.
        cooperations: who has worked with whom.
        language: of the names, ISO 639-1.
    """
    names = {profile.id: render(profile.label, language) for profile in profiles}
    found = Separation([[member for member in item.members if member in names] for item in cooperations])
    first = sorted(found.lost, key=lambda actor: (-found.lost[actor], alphabetical(names[actor]), actor))
    bridges = tuple(_bridge(actor, found, names) for actor in first[:MOST_BRIDGES])
    return BridgesView(sum(found.sizes), len(found.sizes), max(found.sizes, default=0), bridges,
                       max(0, len(first) - MOST_BRIDGES))


def _bridge(actor: str, found: Separation, names: Mapping[str, str]) -> Bridge:
    _, *others = sorted(found.parts_without(actor), key=lambda part: (-len(part), sorted(part)))
    cuts = []
    for part in others:
        listed = sorted(((member, names[member]) for member in part), key=lambda item: alphabetical(item[1]))
        cuts.append(Cut(tuple(listed[:MOST_NAMES]), max(0, len(listed) - MOST_NAMES)))
    return Bridge(actor, names[actor], found.lost[actor], tuple(cuts))


class Separation:
    """A search in depth over people and groups, and what it has found.

    What lies beyond somebody was reached one after the other: it is a span of the order in which all were reached, so
    that parts are counted without being listed.

    Args:
        groups: ids of those that know each other; one may be in many.

    Attributes:
        sizes: how many people each connected part has.
        lost: id of who connects others → how many of these would no longer be connected with the largest part left.
    """

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._groups = groups
        self._groups_of: defaultdict[str, list[int]] = defaultdict(list)
        for number, members in enumerate(groups):
            if len(set(members)) > 1:
                for member in members:
                    self._groups_of[member].append(number)
        self._place: dict[str | int, int] = {}
        self._low: dict[str | int, int] = {}
        self._order: list[str | int] = []
        # How many people were reached before each place.
        self._people_before = [0]
        self._beyond: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._whole: dict[str, tuple[int, int]] = {}
        self.sizes: list[int] = []
        self.lost: dict[str, int] = {}
        for person in sorted(self._groups_of):
            if person not in self._place:
                self._walk(person)

    def parts_without(self, person: str) -> list[list[str]]:
        """Return the parts that are left, as ids, of what is connected with somebody who connects others."""
        spans = [span for span in self._beyond[person] if self._count(span)]
        gone = {node for start, end in spans for node in self._order[start:end]} | {person}
        parts = [self._people(span) for span in spans]
        rest = [other for other in self._people(self._whole[person]) if other not in gone]
        return [*parts, rest] if rest else parts

    def _walk(self, root: str) -> None:
        """Reach all that is connected with somebody, and note who separates it."""
        first = len(self._order)
        path = [self._enter(root)]
        while path:
            node, others = path[-1]
            other = next(others, None)
            if other is None:
                path.pop()
                if path:
                    self._leave(path[-1][0], node, root)
            elif other in self._place:
                self._low[node] = min(self._low[node], self._place[other])
            else:
                path.append(self._enter(other))
        whole = first, len(self._order)
        self.sizes.append(self._count(whole))
        for person in self._people(whole):
            self._judge(person, whole)

    def _judge(self, person: str, whole: tuple[int, int]) -> None:
        beyond = [count for span in self._beyond.get(person, ()) if (count := self._count(span))]
        left = self._count(whole) - 1
        sizes = [*beyond, *filter(None, (left - sum(beyond),))]
        if len(sizes) > 1:
            self.lost[person] = left - max(sizes)
            self._whole[person] = whole

    def _enter(self, node: str | int) -> tuple[str | int, Iterator[str | int]]:
        self._place[node] = self._low[node] = len(self._order)
        self._order.append(node)
        self._people_before.append(self._people_before[-1] + isinstance(node, str))
        neighbours: Sequence[str | int] = self._groups_of[node] if isinstance(node, str) else self._groups[node]
        return node, iter(neighbours)

    def _leave(self, parent: str | int, node: str | int, root: str) -> None:
        """Go back to where a node was reached from; if nothing beyond it leads further back, that separates it."""
        self._low[parent] = min(self._low[parent], self._low[node])
        if isinstance(parent, str) and (parent == root or self._low[node] >= self._place[parent]):
            self._beyond[parent].append((self._place[node], len(self._order)))

    def _count(self, span: tuple[int, int]) -> int:
        return self._people_before[span[1]] - self._people_before[span[0]]

    def _people(self, span: tuple[int, int]) -> list[str]:
        return [node for node in self._order[span[0]:span[1]] if isinstance(node, str)]
