"""The regions of Finland as outlines for a map in SVG: projected, simplified and written down once, then kept."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import floor, hypot

from data.vocabularies.catalogue import FINLAND
from data.vocabularies.projection import tm35fin
from data.vocabularies.regions import Point

GEOMETRY = FINLAND / "regions.geojson"
# Of the picture, in units of its own; a unit is two kilometres.
METRES = 2_000.0
WEST_M, NORTH_M = 82_000.0, 7_778_000.0
WIDTH, HEIGHT = 328, 574
# How far a line may move, and how large an island must be to be drawn, in units.
TOLERANCE = 0.7
SMALLEST_ISLAND = 3.0
SMALLEST_LABELLED = 200.0
BELOW = 10
CORNERS = 2
# Of the height of a region, where a number may stand.
PARTS = (0.38, 0.44, 0.5, 0.56, 0.62)

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """A region on the map.

    Attributes:
        code: of the region.
        path: its border, as the attribute `d` of a path.
        x, y: where its number stands: in its largest part, or below it where that is too small.
    """

    code: str
    path: str
    x: int
    y: int


@cache
def outlines() -> Mapping[str, Outline]:
    """Return the regions by their codes. Two that touch share their border still: it is simplified once for both."""
    features = json.loads(GEOMETRY.read_text(encoding="utf-8"))["features"]
    regions = {feature["id"]: [_ring(part[0]) for part in feature["geometry"]["coordinates"]] for feature in features}
    junctions = _junctions(ring for rings in regions.values() for ring in rings)
    return {code: _outline(code, rings, junctions) for code, rings in regions.items()}


def spot_of(point: Point) -> tuple[float, float]:
    """Return where a place lies on the map, in its units."""
    east, north = tm35fin(point)
    return (east - WEST_M) / METRES, (NORTH_M - north) / METRES


def _ring(places: Sequence[tuple[float, float]]) -> list[Spot]:
    """Return a closed line in whole units, without points that fall on the one before; its last point is its first."""
    spots = [spot_of(Point(latitude, longitude)) for longitude, latitude in places]
    rounded = [(round(x), round(y)) for x, y in spots]
    return [rounded[0], *(spot for before, spot in pairwise(rounded) if spot != before)]


def _junctions(rings: Iterable[Sequence[Spot]]) -> frozenset[Spot]:
    """Return the points at which borders meet or leave the coast: those with more than two neighbours."""
    neighbours: defaultdict[Spot, set[Spot]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise(ring):
            neighbours[one].add(other)
            neighbours[other].add(one)
    return frozenset(spot for spot, others in neighbours.items() if len(others) > CORNERS)


def _outline(code: str, rings: Sequence[Sequence[Spot]], junctions: frozenset[Spot]) -> Outline:
    largest = max(rings, key=_area)
    x, y = _middle(largest)
    y = max(y for _, y in largest) + BELOW if _area(largest) < SMALLEST_LABELLED else y
    drawn = [ring for ring in rings if ring is largest or _area(ring) >= SMALLEST_ISLAND]
    path = "".join(_written(_simplified(ring, junctions)) for ring in drawn)
    return Outline(code, path, x, y)


def _simplified(ring: Sequence[Spot], junctions: frozenset[Spot]) -> list[Spot]:
    """Return a ring that begins at a junction, if it has one, each line between two junctions simplified by itself."""
    start = next((number for number, spot in enumerate(ring) if spot in junctions), 0)
    turned = [*ring[start:-1], *ring[:start], ring[start]]
    ends = [number for number, spot in enumerate(turned) if spot in junctions or number in {0, len(turned) - 1}]
    kept = [turned[0]]
    for begin, end in pairwise(ends):
        line = turned[begin:end + 1]
        is_forward = line[0] <= line[-1]
        thinned = _thinned(line if is_forward else line[::-1])
        kept += (thinned if is_forward else thinned[::-1])[1:]
    return kept


def _thinned(line: Sequence[Spot]) -> list[Spot]:
    """Return a line with as few of its points as keep it in its place (Douglas and Peucker, 1973)."""
    if len(line) <= CORNERS:
        return list(line)
    offs = [_off(spot, line[0], line[-1]) for spot in line]
    furthest = max(range(1, len(line) - 1), key=offs.__getitem__)
    if offs[furthest] <= TOLERANCE:
        return [line[0], line[-1]]
    return [*_thinned(line[:furthest + 1])[:-1], *_thinned(line[furthest:])]


def _off(spot: Spot, one: Spot, other: Spot) -> float:
    """Return how far a point lies from the line between two, or from the one point if they are the same."""
    (x, y), (left, top), (right, bottom) = spot, one, other
    length = hypot(right - left, bottom - top)
    if not length:
        return hypot(x - left, y - top)
    return abs((right - left) * (top - y) - (left - x) * (bottom - top)) / length


def _area(ring: Sequence[Spot]) -> float:
    return abs(sum(one[0] * other[1] - other[0] * one[1] for one, other in pairwise(ring))) / 2


def _middle(ring: Sequence[Spot]) -> Spot:
    """Return the middle of a region where it is widest, looked for about half its height."""
    rows = [y for _, y in ring]
    top, height = min(rows), max(rows) - min(rows)
    left, right, y = max((_widest(ring, top + height * part) for part in PARTS), key=lambda span: span[1] - span[0])
    return round((left + right) / 2), round(y)


def _widest(ring: Sequence[Spot], row: float) -> tuple[float, float, float]:
    """Return where the widest part of a region begins and ends on a row, and the row."""
    y = floor(row) + 0.5  # between two whole units, so that no corner lies on it
    borders = sorted(x + (y - top) * (right - x) / (bottom - top) for (x, top), (right, bottom) in pairwise(ring)
                     if (top < y) != (bottom < y))
    return (*max(zip(borders[::2], borders[1::2], strict=True), key=lambda span: span[1] - span[0]), y)


def _written(ring: Sequence[Spot]) -> str:
    """Return a ring as commands of a path: a point, then the steps from each point to the next."""
    steps = " ".join(f"{other[0] - one[0]} {other[1] - one[1]}" for one, other in pairwise(ring[:-1]))
    return f"M{ring[0][0]} {ring[0][1]}l{steps}z".replace(" -", "-")
