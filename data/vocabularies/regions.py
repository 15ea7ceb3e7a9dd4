"""The dated region model: municipality → region → authorities, with the days each membership holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt

from data.errors import UnknownCode
from data.vocabularies.vocabulary import Vocabulary
from data.wording.texts import text

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the globe, in degrees (WGS 84)."""

    latitude: float
    longitude: float


def distance_km(one: Point, other: Point) -> float:
    """Return the great-circle distance in kilometres (haversine formula, error below 0.5 %)."""
    lat1, lon1, lat2, lon2 = map(radians, (one.latitude, one.longitude, other.latitude, other.longitude))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


@dataclass(frozen=True, slots=True)
class AreaTable:
    """One division of the country into areas, and the days it is in force.

    Attributes:
        id: key of the table ("edc").
        kind: what the areas are for ("regional_authority"); tables of one kind succeed each other.
        areas: the areas by code.
        members: municipality code → area code.
        valid_from, valid_until: first and last day in force; None means without limit.
        authority_sector: sector of the actors that are the authority of such an area.
    """

    id: str
    kind: str
    areas: Vocabulary
    members: Mapping[str, str]
    authority_sector: str
    valid_from: date | None = None
    valid_until: date | None = None

    def in_force(self, as_of: date) -> bool:
        """Return whether the division holds on a day."""
        is_open = self.valid_from is None or self.valid_from <= as_of
        return is_open and (self.valid_until is None or as_of <= self.valid_until)


@dataclass(frozen=True)
class RegionModel:
    """Regions and municipalities with points, neighbours and dated memberships.

    Attributes:
        regions, municipalities: the vocabularies.
        region_of: municipality code → region code.
        tables: the divisions of all kinds and times.
        points: point of each place; keys are ("municipality", code) and ("region", code).
        borders: region code → codes of the regions it touches.
    """

    regions: Vocabulary
    municipalities: Vocabulary
    region_of: Mapping[str, str]
    tables: tuple[AreaTable, ...]
    points: Mapping[tuple[str, str], Point]
    borders: Mapping[str, frozenset[str]]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of areas there are tables for."""
        return tuple(dict.fromkeys(table.kind for table in self.tables))

    def table(self, kind: str, as_of: date) -> AreaTable | None:
        """Return the division of a kind that is in force on a day; None before the first and after the last.

        Raises:
            UnknownCode: there is no such kind.
        """
        if kind not in self.kinds:
            raise UnknownCode(text("Unknown kind of area '{kind}'.", kind=kind), "",
                              text("Write one of {codes}.", codes=self.kinds))
        return next((table for table in self.tables if table.kind == kind and table.in_force(as_of)), None)

    def areas_of_region(self, region: str, table: AreaTable) -> frozenset[str]:
        """Return the areas of a division that the region's municipalities belong to."""
        return frozenset(
            table.members[code] for code, home in self.region_of.items() if home == region and code in table.members
        )

    def areas_of(self, municipalities: tuple[str, ...], regions: tuple[str, ...], table: AreaTable) -> frozenset[str]:
        """Return the areas that municipalities lie in; without any, those of the regions that lie in one area only."""
        if municipalities:
            return frozenset(table.members[code] for code in municipalities if code in table.members)
        by_region = [self.areas_of_region(code, table) for code in regions]
        return frozenset(code for areas in by_region if len(areas) == 1 for code in areas)

    def neighbours(self, region: str) -> frozenset[str]:
        """Return the codes of the regions that share a border, on land or at sea."""
        return self.borders.get(region, frozenset())

    def point_of(self, municipalities: tuple[str, ...], regions: tuple[str, ...]) -> Point | None:
        """Return the point of the home municipality, else of the home region, else None."""
        keys = [("municipality", code) for code in municipalities] + [("region", code) for code in regions]
        return next((self.points[key] for key in keys if key in self.points), None)
