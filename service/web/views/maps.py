"""The map of the regions: how many actors each has, where their names lead, and how they are shaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, sqrt

from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.regions import RegionModel
from data.wording.texts import render
from service.web.outlines import HEIGHT, WIDTH, Outline, outlines, spot_of
from service.web.views.filters import ListQuestion, alphabetical

STEPS = 5
# Of the dots, in units of the map.
SMALLEST, LARGEST = 2.5, 13.0
# So that a whole root is one, for all that floating point makes of it.
EXACT = 9


@dataclass(frozen=True, slots=True)
class MapRegion:
    """A region on the map.

    Attributes:
        outline: where it lies.
        label: its name.
        count: how many actors it has.
        level: how it is shaded, from 1; 0 where there is nobody.
        address: where it leads.
        is_chosen: whether it is the one that is looked at, or one of them.
    """

    outline: Outline
    label: str
    count: int
    level: int
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality with actors: where it lies and how large its dot is, in units of the map."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Step:
    """A level of shading: from how many actors to how many."""

    level: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class MapView:
    """The map.

    Attributes:
        regions: in the order of their names.
        steps: the levels that there are, from low to high.
        has_gaps: whether some region has nobody.
        dots: the municipalities with actors, the largest first.
        width, height: of the picture, in its units.
    """

    regions: tuple[MapRegion, ...]
    steps: tuple[Step, ...]
    has_gaps: bool
    dots: tuple[Dot, ...]
    width: int = WIDTH
    height: int = HEIGHT


def map_view(places: RegionModel, counts: Mapping[str, int], address: Callable[[str], str], chosen: Collection[str],
             language: str, towns: Mapping[str, int] | None = None) -> MapView | None:
    """Return the map of the regions; None where they are not those of Finland, which is the one that can be drawn.

    Args:
        places: the regions and municipalities.
        counts: how many actors a region has, by its code.
        address: where a region leads, by its code.
        chosen: codes of the regions that are looked at.
        language: of the names, ISO 639-1.
        towns: how many actors a municipality has, by its code; without any no dot is drawn.
    """
    drawn = outlines()
    if {term.code for term in places.regions} != set(drawn):
        return None
    steps = steps_of(max(counts.values(), default=0))
    regions = [MapRegion(outline, render(places.regions.labels(code), language), counts.get(code, 0),
                         _level(counts.get(code, 0), steps), address(code), code in chosen)
               for code, outline in drawn.items()]
    return MapView(tuple(sorted(regions, key=lambda region: alphabetical(region.label))), steps,
                   any(not region.count for region in regions), _dots(places, towns or {}))


def regions_map(profiles: Sequence[Profile], vocabularies: Vocabularies, chosen: ListQuestion, language: str,
                base: str) -> MapView | None:
    """Return the map on which regions are chosen and taken away; see `map_view` and `filter_view`.

    Args:
        profiles: who is counted: see `Suggested.by_region`.
        vocabularies, chosen, language: as for `filter_view`.
        base: address of the list.
    """
    counts = Counter(code for profile in profiles for code in profile.regions)
    return map_view(vocabularies.places, counts, lambda code: base + chosen.with_region(code).address(),
                    chosen.region, language)


def steps_of(most: int) -> tuple[Step, ...]:
    """Return at most five levels that each reach as many times as far as the one before.

    Args:
        most: how many actors the region has that has most.
    """
    lows = sorted({ceil(round(most ** (number / STEPS), EXACT)) for number in range(STEPS)}) if most else []
    return tuple(Step(level, low, after - 1) for level, (low, after) in enumerate(pairwise([*lows, most + 1]), 1))


def _level(count: int, steps: tuple[Step, ...]) -> int:
    return next((step.level for step in steps if step.low <= count <= step.high), 0)


def _dots(places: RegionModel, towns: Mapping[str, int]) -> tuple[Dot, ...]:
    most = max(towns.values(), default=1)
    spots = [(spot_of(places.points["municipality", code]), count) for code, count in towns.items()
             if ("municipality", code) in places.points]
    dots = [Dot(round(x, 1), round(y, 1), round(max(SMALLEST, LARGEST * sqrt(count / most)), 1))
            for (x, y), count in spots]
    return tuple(sorted(dots, key=lambda dot: -dot.radius))
