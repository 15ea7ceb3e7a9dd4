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
    found, sizes = separators([[member for member in item.members if member in names] for item in cooperations])
    bridges = sorted((_bridge(actor, parts, names) for actor, parts in found.items()),
                     key=lambda bridge: (-bridge.lost, alphabetical(bridge.label)))
    return BridgesView(sum(sizes), len(sizes), max(sizes, default=0), tuple(bridges[:MOST_BRIDGES]),
                       max(0, len(bridges) - MOST_BRIDGES))


def _bridge(actor: str, parts: Sequence[Sequence[str]], names: Mapping[str, str]) -> Bridge:
    _, *others = sorted(parts, key=lambda part: (-len(part), sorted(part)))
    cuts = []
    for part in others:
        listed = sorted(((member, names[member]) for member in part), key=lambda item: alphabetical(item[1]))
        cuts.append(Cut(tuple(listed[:MOST_NAMES]), max(0, len(listed) - MOST_NAMES)))
    return Bridge(actor, names[actor], sum(map(len, others)), tuple(cuts))


def separators(groups: Sequence[Sequence[str]]) -> tuple[dict[str, list[list[str]]], list[int]]:
    """Return who connects groups of people that are otherwise separate, and how large the connected parts are.

    Args:
        groups: ids of those that know each other; one may be in many.

    Returns:
        Id → the two or more parts, as ids, that are left of its part without it; and the size of each part.
    """
    search = _Search(groups)
    sizes = [len(search.walk(root)) for root in sorted(search.groups_of) if root not in search.place]
    return search.separators, sizes


class _Search:
    """A search in depth over people and groups.

    Args:
        groups: see `separators`.

    Attributes:
        groups_of: id → indexes of its groups.
        place: id, or index of a group → the place in which it was reached.
        separators: see `separators`.
    """

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self.groups = groups
        self.groups_of: defaultdict[str, list[int]] = defaultdict(list)
        for number, members in enumerate(groups):
            if len(set(members)) > 1:
                for member in members:
                    self.groups_of[member].append(number)
        self.place: dict[str | int, int] = {}
        self.separators: dict[str, list[list[str]]] = {}
        self._order: list[str | int] = []
        self._low: dict[str | int, int] = {}

    def walk(self, root: str) -> list[str]:
        """Reach all that is connected with somebody, note who separates it, and return whom was reached."""
        first = len(self._order)
        path: list[tuple[str | int, Iterator[str | int]]] = [self._enter(root)]
        pieces: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        while path:
            node, others = path[-1]
            other = next(others, None)
            if other is None:
                path.pop()
                if path:
                    self._leave(path[-1][0], node, root, pieces)
            elif other in self.place:
                self._low[node] = min(self._low[node], self.place[other])
            else:
                path.append(self._enter(other))
        whole = self._people(first, len(self._order))
        for actor, spans in pieces.items():
            parts = [people for start, end in spans if (people := self._people(start, end))]
            gone = {actor}.union(*parts)
            rest = [person for person in whole if person not in gone]
            if len(parts) + bool(rest) > 1:
                self.separators[actor] = [*parts, *([rest] if rest else [])]
        return whole

    def _enter(self, node: str | int) -> tuple[str | int, Iterator[str | int]]:
        self.place[node] = self._low[node] = len(self._order)
        self._order.append(node)
        neighbours: Sequence[str | int] = self.groups_of[node] if isinstance(node, str) else self.groups[node]
        return node, iter(neighbours)

    def _leave(self, parent: str | int, node: str | int, root: str,
               pieces: defaultdict[str, list[tuple[int, int]]]) -> None:
        """Go back to where a node was reached from; nothing beyond it may lead further back than there."""
        self._low[parent] = min(self._low[parent], self._low[node])
        if isinstance(parent, str) and (parent == root or self._low[node] >= self.place[parent]):
            pieces[parent].append((self.place[node], len(self._order)))

    def _people(self, start: int, end: int) -> list[str]:
        return [node for node in self._order[start:end] if isinstance(node, str)]
