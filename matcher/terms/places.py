"""Terms on where the two actors work.

A national actor's seat says little about where it works, so that places count only between actors that work locally or
regionally, or have not said how far they reach. That national actors reach everyone is a rule, which staff can change.
"""

from __future__ import annotations

import numpy as np

from data.records.profiles import Coverage
from data.vocabularies.regions import EARTH_RADIUS_KM, distance_km
from data.wording.texts import Labels, Text, text
from matcher.context import Context, Pair
from matcher.features import REACH, BoolArray, Features, any_common, pair_count, share, share_area
from models.arrays import Float64Array

NEARNESS_KM = 100.0
FAR_KM = 300.0
REGIONAL_AUTHORITY = "regional_authority"


def same_municipality(seeker: Features, candidate: Features, _context: Context) -> Float64Array:
    """Whether the two are based in the same municipality.

    1 when they are, else 0; counts between local and regional actors.
    """
    return _as_number(share("municipalities", seeker, candidate) & _both_local(seeker, candidate))


def say_same_municipality(pair: Pair) -> Text:
    """Say it in one sentence."""
    names = _common(pair, "municipalities")
    return text("Same municipality: {places}.", places=names)


def same_region(seeker: Features, candidate: Features, _context: Context) -> Float64Array:
    """Whether the two are based in the same region, but not in the same municipality.

    1 when they are, else 0; counts between local and regional actors.
    """
    same = share("regions", seeker, candidate) & ~share("municipalities", seeker, candidate)
    return _as_number(same & _both_local(seeker, candidate))


def say_same_region(pair: Pair) -> Text:
    """Say it in one sentence."""
    return text("Same region: {places}.", places=_common(pair, "regions"))


def neighbouring_region(seeker: Features, candidate: Features, _context: Context) -> Float64Array:
    """Whether the regions of the two are different and share a border.

    1 when they do, else 0; counts between local and regional actors.
    """
    near = any_common(seeker.near_regions, candidate.regions) & ~share("regions", seeker, candidate)
    return _as_number(near & _both_local(seeker, candidate))


def say_neighbouring_region(pair: Pair) -> Text:
    """Say it in one sentence."""
    places = pair.context.vocabularies.places
    one, other = (tuple(places.regions.labels(code) for code in side.regions
                        if not places.neighbours(code).isdisjoint(opposite.regions))
                  for side, opposite in ((pair.seeker, pair.candidate), (pair.candidate, pair.seeker)))
    return text("Neighbouring regions: {one} – {other}.", one=one, other=other)


def same_authority(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """Whether the two are in the area of the same regional state authority, in different regions.

    1 when they do on the day asked for, else 0; counts between local and regional actors.
    """
    table = context.area_tables.get(REGIONAL_AUTHORITY)
    if table is None:
        return np.zeros(pair_count(seeker, candidate))
    same_area = share_area(table.id, seeker, candidate)
    same = same_area & ~share("regions", seeker, candidate)
    return _as_number(same & _both_local(seeker, candidate))


def say_same_authority(pair: Pair) -> Text:
    """Say it in one sentence."""
    table = pair.context.authority_table(REGIONAL_AUTHORITY)
    if table is None:
        return text("The regional state authority is the same.")
    one, other = (pair.context.vocabularies.places.areas_of(side.municipalities, side.regions, table)
                  for side in (pair.seeker, pair.candidate))
    return text("The regional state authority is the same: {area}.",
                area=tuple(table.areas.labels(code) for code in sorted(one & other)))


def nearness(seeker: Features, candidate: Features, _context: Context) -> Float64Array:
    """How near the two are to each other, when they are not in the same municipality.

    exp(−distance / 100 km): 0.82 at 20 km, 0.37 at 100 km; 0 beyond 300 km, or when a municipality is not known; counts
    between local and regional actors.
    """
    distance = distances_km(seeker, candidate)
    counts = (distance <= FAR_KM) & _both_local(seeker, candidate)
    counts &= seeker.has_municipality & candidate.has_municipality
    counts &= ~share("municipalities", seeker, candidate)
    return np.where(counts, np.exp(-distance / NEARNESS_KM), 0.0)


def say_nearness(pair: Pair) -> Text:
    """Say it in one sentence."""
    places = pair.context.vocabularies.places
    one, other = (places.point_of(side.municipalities, side.regions) for side in (pair.seeker, pair.candidate))
    distance = distance_km(one, other) if one and other else 0.0
    return text("The distance is about {distance} km.", distance=round(distance))


def reach(seeker: Features, candidate: Features, _context: Context) -> Float64Array:
    """Whether the other's work reaches the seeker's place.

    1 when a local actor shares the municipality, or a regional one the region; else 0.
    """
    local = (candidate.reach == REACH[Coverage.LOCAL]) & share("municipalities", seeker, candidate)
    regional = (candidate.reach == REACH[Coverage.REGIONAL]) & share("regions", seeker, candidate)
    return _as_number(local | regional)


def say_reach(_pair: Pair) -> Text:
    """Say it in one sentence; it is true whichever of the two reaches the other."""
    return text("Their work reaches the same area.")


def out_of_reach(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """Whether the other's work stays away from the place of the one who asks.

    0 when the other is at home in one of the same regions, is an authority of the place or works nationwide, 1 when
    not, but 0.5 when it works beyond its municipality and its region is a neighbour; 0 for one who works nationwide
    itself, or when a place is unknown.
    """
    stays = (candidate.reach < REACH[Coverage.NATIONAL]) & candidate.has_region & seeker.has_region
    elsewhere = stays & (seeker.reach < REACH[Coverage.NATIONAL]) & ~share("regions", seeker, candidate)
    near = any_common(seeker.near_regions, candidate.regions) & (candidate.reach != REACH[Coverage.LOCAL])
    return np.where(elsewhere & ~_is_own_authority(seeker, candidate, context), np.where(near, 0.5, 1.0), 0.0)


def say_out_of_reach(pair: Pair) -> Text:
    """Say it in one sentence; places are those of the one who asks."""
    regions = pair.context.vocabularies.places.regions
    one, other = (tuple(regions.labels(code) for code in side.regions) for side in (pair.seeker, pair.candidate))
    return text("{candidate} works in another region: {other}, not {one}.", candidate=pair.candidate.label, other=other,
                one=one)


def distances_km(seeker: Features, candidate: Features) -> Float64Array:
    """Return the great-circle distance of each pair in kilometres (haversine formula); NaN when a place is unknown."""
    single, others = (seeker, candidate) if len(seeker) == 1 else (candidate, seeker)
    return single.once("distance", others, _distances_km)


def _distances_km(single: Features, others: Features) -> Float64Array:
    one, (other, spot_of) = single.points, others.spots
    latitude, longitude = (one - other).T / 2
    half = np.sin(latitude) ** 2 + np.cos(one[:, 0]) * np.cos(other[:, 0]) * np.sin(longitude) ** 2
    return np.asarray((2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))[spot_of])


def _is_own_authority(seeker: Features, candidate: Features, context: Context) -> BoolArray:
    """Return for each pair whether the other is an authority in whose area the one who asks lies."""
    is_own = np.zeros(pair_count(seeker, candidate), dtype=np.bool_)
    for table, sector in context.authorities:
        is_own |= (candidate.sector == sector) & share_area(table.id, seeker, candidate)
    return is_own


def _as_number(holds: BoolArray) -> Float64Array:
    return holds.astype(np.float64)


def _both_local(seeker: Features, candidate: Features) -> BoolArray:
    single, others = (seeker, candidate) if len(seeker) == 1 else (candidate, seeker)
    return single.once("both local", others, _are_both_local)


def _are_both_local(single: Features, others: Features) -> BoolArray:
    return np.asarray((single.reach <= REACH[Coverage.REGIONAL]) & (others.reach <= REACH[Coverage.REGIONAL]))


def _common(pair: Pair, kind: str) -> tuple[Labels, ...]:
    vocabulary = pair.context.vocabularies.by_name()[kind]
    codes = getattr(pair.candidate, kind)
    return tuple(vocabulary.labels(code) for code in getattr(pair.seeker, kind) if code in codes)
