"""Profiles as arrays: one row per profile, so that a term is computed for all candidates at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property, partial
from itertools import compress
from typing import Any, TypeAlias, TypeVar
from weakref import ref

import numpy as np
import numpy.typing as npt

from data.records.profiles import Coverage, Profile
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.regions import AreaTable
from matcher.profile_text import profile_fields, wish_fields
from models.arrays import Float32Array, Float64Array, unit_rows
from models.encoders import Encoder
from models.rows import RowChange, is_by_column

BoolArray: TypeAlias = npt.NDArray[np.bool_]
IntArray: TypeAlias = npt.NDArray[np.int64]
Values = TypeVar("Values")

REACH = {Coverage.LOCAL: 0, Coverage.REGIONAL: 1, Coverage.NATIONAL: 2, Coverage.INTERNATIONAL: 3}
UNKNOWN = -1
# Stands for an unknown coordinate while points are compared; no angle is as large.
NOWHERE = 99.0


@dataclass(frozen=True)
class Features:
    """What terms and rules look at, for n profiles.

    Flags lie in memory column by column: one actor has few of them, and only their columns are looked at.

    Attributes:
        profiles: the records, n of them.
        row: row of each profile in the network; UNKNOWN for one that is not stored.
        vectors, needs, offers: unit vectors [n, d]; a zero row where there is no text.
        themes, need_themes, offer_themes: [n, themes], true where the profile names the theme itself.
        theme_tree: [n, themes], true for the themes and all broader ones.
        sector, sector_group: [n] index of the sector and of its group; UNKNOWN without a sector.
        wanted_sectors: [n, sectors].
        municipalities, regions: [n, places], true where the profile is at home.
        near_regions: [n, regions], true for the neighbours of its regions.
        country: [n] index of the broadest region that holds the home region, which is the country where the vocabulary
            knows countries and the region itself where not; UNKNOWN without a region.
        areas: table id of the region model → [n, areas], true for the areas of its places.
        points: [n, 2] latitude and longitude in radians; NaN when unknown.
        reach: [n] from 0 (local) to 3 (international); UNKNOWN when not said.
        languages: [n, languages].
        has_municipality, has_region, has_language: [n] whether the profile names one.
        updated: [n] proleptic ordinal of the day; NaN when unknown.
        capacity: [n] number of new partnerships; NaN when not said.
    """

    profiles: tuple[Profile, ...]
    row: IntArray
    vectors: Float32Array
    needs: Float32Array
    offers: Float32Array
    themes: BoolArray
    need_themes: BoolArray
    offer_themes: BoolArray
    theme_tree: BoolArray
    sector: IntArray
    sector_group: IntArray
    wanted_sectors: BoolArray
    municipalities: BoolArray
    regions: BoolArray
    near_regions: BoolArray
    country: IntArray
    areas: Mapping[str, BoolArray]
    points: Float64Array
    reach: IntArray
    languages: BoolArray
    has_municipality: BoolArray
    has_region: BoolArray
    has_language: BoolArray
    updated: Float64Array
    capacity: Float64Array

    def __len__(self) -> int:
        return len(self.profiles)

    @cached_property
    def needing(self) -> IntArray:
        """The rows of those that say what they need, ascending."""
        return np.flatnonzero(self.needs.any(axis=1) | self.need_themes.any(axis=1))

    @cached_property
    def offering(self) -> IntArray:
        """The rows of those that say what they offer, ascending."""
        return np.flatnonzero(self.offers.any(axis=1) | self.offer_themes.any(axis=1))

    @cached_property
    def needs_of_needing(self) -> Float32Array:
        """The rows of `needs` of those that say what they need."""
        return _some(self.needs, self.needing)

    @cached_property
    def offers_of_offering(self) -> Float32Array:
        """The rows of `offers` of those that say what they offer."""
        return _some(self.offers, self.offering)

    @cached_property
    def _known(self) -> dict[str, tuple[ref[Features], Any]]:
        """What `once` gave last, by name; two that were compared do not keep each other."""
        return {}

    def once(self, name: str, others: Features, work: Callable[[Features, Features], Values]) -> Values:
        """Return what some work gives for this one profile and n others: in one question several ask for the same.

        Args:
            name: of the work.
            others: the last ones are remembered.
            work: of the two; nobody changes what it gives.
        """
        known = self._known.get(name)
        if known is not None and known[0]() is others:
            values: Values = known[1]
            return values
        values = work(self, others)
        self._known[name] = ref(others), values
        return values

    def cosines_with(self, others: Features) -> Float32Array:
        """Return the cosines of the vectors of one profile with those of n others, [n].

        Each row is multiplied by itself, so that the same vectors give the same bits wherever they stand.
        """
        return self.once("cosines", others, _cosines)

    @cached_property
    def spots(self) -> tuple[Float64Array, IntArray]:
        """The different points [k, 2], and which of them is that of each profile, [n]: many share one."""
        return _distinct(self.points)

    def single(self, row: int) -> Features:
        """Return the features of one row; they are views, not copies."""
        columns = {name: _slice(getattr(self, name), row) for name in _COLUMNS}
        return Features(**columns)

    def take(self, rows: IntArray) -> Features:
        """Return the features of some rows, in the order given."""
        columns = {name: _take(getattr(self, name), rows) for name in _COLUMNS}
        return Features(**columns)

    def follow(self, change: RowChange, profiles: tuple[Profile, ...], new: Features) -> Features:
        """Return the features of a network after a change.

        Args:
            change: which rows stay.
            profiles: all of the network.
            new: features of those in the new rows, by the same vocabularies and languages.
        """
        columns = {item.name: _follow(getattr(self, item.name), getattr(new, item.name), change)
                   for item in fields(self) if item.name not in {"profiles", "row"}}
        row = self.row if change.keeps_places else np.arange(len(change))
        features = Features(profiles=profiles, row=row, **columns)
        for name, columns_of in _SHARED.items():
            if name in self.__dict__ and all(getattr(self, column) is columns[column] for column in columns_of):
                features.__dict__[name] = self.__dict__[name]
        if "spots" in self.__dict__ and "spots" not in features.__dict__:
            features.__dict__["spots"] = _spots_after(self.spots, change, new.points)
        return features


# What is worked out once → the columns that it is worked out from.
_SHARED: Mapping[str, tuple[str, ...]] = {
    "needing": ("needs", "need_themes"), "needs_of_needing": ("needs", "need_themes"),
    "offering": ("offers", "offer_themes"), "offers_of_offering": ("offers", "offer_themes"), "spots": ("points",)}


_COLUMNS = tuple(item.name for item in fields(Features))


def _slice(values: Any, row: int) -> Any:  # noqa: ANN401 - one of the three kinds of columns of Features
    if isinstance(values, Mapping):
        return {name: array[row:row + 1] for name, array in values.items()}
    return values[row:row + 1]


def _follow(values: Any, new: Any, change: RowChange) -> Any:  # noqa: ANN401 - one of the kinds of columns of Features
    if isinstance(values, Mapping):
        return {name: change.table(array, new[name]) for name, array in values.items()}
    return change.table(values, new)


def _spots_after(spots: tuple[Float64Array, IntArray], change: RowChange,
                 new: Float64Array) -> tuple[Float64Array, IntArray]:
    """Return `Features.spots` after a change; spots where nobody is any more may be among them."""
    points, spot_of = spots
    all_points, numbers = _distinct(np.concatenate([points, new]))
    return all_points, change.table(numbers[:len(points)][spot_of], numbers[len(points):])


def _distinct(points: Float64Array) -> tuple[Float64Array, IntArray]:
    """Return the different ones of some points [n, 2], and which of them each is, [n]."""
    distinct, numbers = np.unique(np.nan_to_num(points, nan=NOWHERE), axis=0, return_inverse=True)
    return np.where(distinct == NOWHERE, np.nan, distinct), numbers.reshape(-1)


def _take(values: Any, rows: IntArray) -> Any:  # noqa: ANN401 - one of the three kinds of columns of Features
    if isinstance(values, tuple):
        return tuple(values[row] for row in rows)
    if isinstance(values, Mapping):
        return {name: array[rows] for name, array in values.items()}
    # A table of flags lies column by column, and is to stay so.
    return values.T.take(rows, axis=1).T if is_by_column(values) else values.take(rows, axis=0)


def _some(values: Float32Array, rows: IntArray) -> Float32Array:
    return values if len(rows) == len(values) else values[rows]


def pair_count(seeker: Features, candidate: Features) -> int:
    """Return the number of pairs of two sides, of which one may have a single row that is paired with all others."""
    return len(candidate) if len(seeker) == 1 else len(seeker)


def share(kind: str, one: Features, other: Features) -> BoolArray:
    """Return for each pair whether the two have a flag of a kind in common, such as a region; see `pair_count`."""
    single, others = (one, other) if len(one) == 1 else (other, one)
    return single.once(kind, others, partial(_share, kind))


def _share(kind: str, single: Features, others: Features) -> BoolArray:
    return any_common(getattr(single, kind), getattr(others, kind))


def share_area(table: str, one: Features, other: Features) -> BoolArray:
    """Return for each pair whether the two lie in the same area of a table; see `Features.areas`."""
    single, others = (one, other) if len(one) == 1 else (other, one)
    return single.once("area " + table, others, partial(_share_area, table))


def _share_area(table: str, single: Features, others: Features) -> BoolArray:
    return any_common(single.areas[table], others.areas[table])


def _cosines(single: Features, others: Features) -> Float32Array:
    return np.asarray(np.vecdot(single.vectors, others.vectors))


def any_common(one: BoolArray, other: BoolArray) -> BoolArray:
    """Return for each pair of two sides whether they share a flag; shapes as for `pair_count`."""
    single, flags = (one, other) if len(one) == 1 else (other, one)
    common = np.zeros(len(flags), dtype=np.bool_)
    for column in single[0].nonzero()[0].tolist():
        common |= flags[:, column]
    return common


def sum_of_common(one: BoolArray, other: BoolArray, values: Float64Array) -> Float64Array:
    """Return for each pair of two sides the sum of the values [flags] of the flags they share."""
    single, flags = (one, other) if len(one) == 1 else (other, one)
    total = np.zeros(len(flags))
    for column in single[0].nonzero()[0].tolist():
        total += flags[:, column] * values[column]
    return total


class FeatureBuilder:
    """Turns profiles into features.

    Args:
        vocabularies: the codes that profiles may use.
        languages: the working languages of the network.
    """

    def __init__(self, vocabularies: Vocabularies, languages: Iterable[str]) -> None:
        self.vocabularies = vocabularies
        self._themes = _positions(term.code for term in vocabularies.themes)
        self._sectors = _positions(term.code for term in vocabularies.sectors)
        self._groups = _positions(term.group for term in vocabularies.sectors)
        self._regions = _positions(term.code for term in vocabularies.places.regions)
        self._municipalities = _positions(term.code for term in vocabularies.places.municipalities)
        self._languages = _positions(sorted(set(languages)))

    @property
    def languages(self) -> frozenset[str]:
        """The working languages of the network."""
        return frozenset(self._languages)

    def languages_of(self, features: Features) -> frozenset[str]:
        """Return the working languages that profiles name of which it has made features."""
        return frozenset(compress(self._languages, map(np.any, features.languages.T)))

    @cached_property
    def _broader(self) -> Float32Array:
        """[themes, themes], 1 from each theme to itself and to all broader ones."""
        trees = [{code, *self.vocabularies.themes.ancestors(code)} for code in self._themes]
        return _flags(trees, self._themes).astype(np.float32)

    def build(self, profiles: Sequence[Profile], rows: IntArray, encoder: Encoder,
              progress: Callable[[int], None] | None = None) -> Features:
        """Return the features of profiles.

        Args:
            profiles: n records.
            rows: their rows in the network, UNKNOWN for one that is not stored; shape [n].
            encoder: texts → vectors.
            progress: called with the number of texts encoded so far.
        """
        vocabularies = self.vocabularies
        languages = encoder.languages
        texts = [profile_fields(profile, vocabularies, languages) for profile in profiles]
        needs = [wish_fields(profile.needs, vocabularies, languages) for profile in profiles]
        offers = [wish_fields(profile.offers, vocabularies, languages) for profile in profiles]
        vectors = _encode([*texts, *needs, *offers], encoder, progress)
        count = len(profiles)
        return Features(
            profiles=tuple(profiles),
            row=rows,
            vectors=vectors[:count],
            needs=vectors[count:2 * count],
            offers=vectors[2 * count:],
            **self._theme_columns(profiles),
            **self._sector_columns(profiles),
            **self._place_columns(profiles),
            **self._language_columns(profiles),
            updated=np.array([_ordinal(profile.updated) for profile in profiles], dtype=np.float64),
            capacity=np.array([_number(profile.capacity) for profile in profiles], dtype=np.float64),
        )

    def with_own_languages(self, features: Features) -> Features:
        """Return features that were built for other working languages as for those of this network."""
        return replace(features, **self._language_columns(features.profiles))

    def _language_columns(self, profiles: Sequence[Profile]) -> dict[str, Any]:
        languages = _flags([profile.languages for profile in profiles], self._languages)
        return {"languages": languages, "has_language": languages.any(axis=1)}

    def _theme_columns(self, profiles: Sequence[Profile]) -> dict[str, Any]:
        own = _flags([profile.themes for profile in profiles], self._themes)
        return {
            "themes": own,
            "need_themes": _flags([profile.needs.themes for profile in profiles], self._themes),
            "offer_themes": _flags([profile.offers.themes for profile in profiles], self._themes),
            "theme_tree": np.asfortranarray(own.astype(np.float32) @ self._broader > 0),
        }

    def _sector_columns(self, profiles: Sequence[Profile]) -> dict[str, Any]:
        sectors = self.vocabularies.sectors
        groups = [sectors[profile.sector].group if profile.sector else None for profile in profiles]
        return {
            "sector": np.array([self._sectors.get(profile.sector, UNKNOWN) for profile in profiles], dtype=np.int64),
            "sector_group": np.array([UNKNOWN if code is None else self._groups[code] for code in groups],
                                     dtype=np.int64),
            "wanted_sectors": _flags([profile.wanted_sectors for profile in profiles], self._sectors),
        }

    def _place_columns(self, profiles: Sequence[Profile]) -> dict[str, Any]:
        places = self.vocabularies.places
        near = [{other for code in profile.regions for other in places.neighbours(code)} for profile in profiles]
        municipalities = _flags([profile.municipalities for profile in profiles], self._municipalities)
        regions = _flags([profile.regions for profile in profiles], self._regions)
        return {
            "municipalities": municipalities,
            "has_municipality": municipalities.any(axis=1),
            "regions": regions,
            "has_region": regions.any(axis=1),
            "near_regions": _flags(near, self._regions),
            "country": np.array([self._country(profile) for profile in profiles], dtype=np.int64),
            "areas": {table.id: self._areas(profiles, table) for table in places.tables},
            "points": np.array([self._point(profile) for profile in profiles], dtype=np.float64).reshape(-1, 2),
            "reach": np.array([UNKNOWN if profile.coverage is None else REACH[profile.coverage]
                               for profile in profiles], dtype=np.int64),
        }

    def _country(self, profile: Profile) -> int:
        home = next(iter(profile.regions), "")
        broader = (*self.vocabularies.places.regions.ancestors(home),) if home else ()
        return self._regions[(home, *broader)[-1]] if home else UNKNOWN

    def _areas(self, profiles: Sequence[Profile], table: AreaTable) -> BoolArray:
        positions = _positions(term.code for term in table.areas)
        return _flags([self._areas_of(profile, table) for profile in profiles], positions)

    def _areas_of(self, profile: Profile, table: AreaTable) -> frozenset[str]:
        """Return the areas a profile lies in.

        An authority lies in the area whose name it bears: another office of the same kind in the same town, or its
        predecessor, is not the authority of the place. Others lie in the areas of their municipalities, or in the area
        of their region if that lies in one only.
        """
        if profile.sector == table.authority_sector:
            areas = self._named_areas(profile, table.kind)
            if areas:
                return frozenset(code for table_id, code in areas if table_id == table.id)
        return self.vocabularies.places.areas_of(profile.municipalities, profile.regions, table)

    def _named_areas(self, profile: Profile, kind: str) -> set[tuple[str, str]]:
        """Return the areas of a kind, of any time, that bear a name of the profile, as (table, code)."""
        tables = [table for table in self.vocabularies.places.tables if table.kind == kind]
        names = (profile.name, *profile.names.values())
        return {(table.id, code) for table in tables for name in names for code in table.areas.find(name)}

    def _point(self, profile: Profile) -> tuple[float, float]:
        point = self.vocabularies.places.point_of(profile.municipalities, profile.regions)
        return (np.nan, np.nan) if point is None else (np.radians(point.latitude), np.radians(point.longitude))


def _encode(texts: list[tuple[str, ...]], encoder: Encoder, progress: Callable[[int], None] | None) -> Float32Array:
    """Encode each profile's fields one by one and return the unit vector of their mean, [n, d]."""
    fields = [field for group in texts for field in group]
    positions = _positions(fields)  # an idea is description and need at once: each text is encoded once
    vectors = encoder.encode(list(positions), progress)[[positions[field] for field in fields]]
    owners = np.repeat(np.arange(len(texts)), [len(group) for group in texts])
    sums = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    np.add.at(sums, owners, vectors)
    return unit_rows(sums)


def _positions(codes: Iterable[str]) -> dict[str, int]:
    return {code: position for position, code in enumerate(dict.fromkeys(codes))}


def _flags(groups: Sequence[Iterable[str]], positions: Mapping[str, int]) -> BoolArray:
    flags = np.zeros((len(groups), len(positions)), dtype=np.bool_, order="F")
    for row, codes in enumerate(groups):
        flags[row, [positions[code] for code in codes if code in positions]] = True
    return flags


def _ordinal(day: date | None) -> float:
    return np.nan if day is None else day.toordinal()


def _number(value: int | None) -> float:
    return np.nan if value is None else value
