"""The plane that maps of Finland are drawn in."""

from __future__ import annotations

from math import asinh, atan, atanh, cos, cosh, radians, sin, sinh, sqrt, tan

from data.vocabularies.regions import Point

SEMI_MAJOR_AXIS_M = 6_378_137.0
FLATTENING = 1 / 298.257222101
CENTRAL_MERIDIAN = 27.0
SCALE = 0.9996
EASTING_M = 500_000.0


def tm35fin(point: Point) -> tuple[float, float]:
    """Return where a place lies in ETRS-TM35FIN: metres to the east and to the north.

    The transverse Mercator projection of the ellipsoid GRS 80 in the series of Krüger up to the fourth power of the
    third flattening, as JHS 197 (appendix 2) gives it for Finland; exact to less than a millimetre there.
    """
    n = FLATTENING / (2 - FLATTENING)
    radius = SEMI_MAJOR_AXIS_M / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    series = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180, 13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
              61 * n**3 / 240 - 103 * n**4 / 140, 49561 * n**4 / 161280)
    eccentricity = sqrt(FLATTENING * (2 - FLATTENING))
    latitude, longitude = radians(point.latitude), radians(point.longitude - CENTRAL_MERIDIAN)
    isometric = asinh(tan(latitude)) - eccentricity * atanh(eccentricity * sin(latitude))
    conformal = atan(sinh(isometric))
    east = atanh(cos(conformal) * sin(longitude))
    north = atan(tan(conformal) / cos(longitude))
    # The angles on the sphere are those on the ellipsoid but for the series.
    norths = north + sum(h * sin(2 * k * north) * cosh(2 * k * east) for k, h in enumerate(series, 1))
    easts = east + sum(h * cos(2 * k * north) * sinh(2 * k * east) for k, h in enumerate(series, 1))
    return EASTING_M + SCALE * radius * easts, SCALE * radius * norths
