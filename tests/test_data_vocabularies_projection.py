"""The plane that maps are drawn in, against coordinates that the authorities publish."""

from __future__ import annotations

import pytest

from data.vocabularies.catalogue import open_vocabularies
from data.vocabularies.projection import tm35fin
from data.vocabularies.regions import Point
from data.wording.texts import render

PLACES = open_vocabularies().places
# A town is no point: its seat lies near the place that is published.
NEAR_M = 1_500


def test_the_example_of_the_recommendation() -> None:
    """JHS 197, appendix 3: the point G4 (Geta) in ETRS-TM35FIN."""
    east, north = tm35fin(Point(60.3851068722, 19.84813676944))
    assert (east, north) == pytest.approx((106_256.35961, 6_715_706.37708), abs=1e-4)


def test_a_town() -> None:
    """The market square of Vaasa, as the National Land Survey gives it as an example: N 7 007 657, E 228 415."""
    vaasa = next(term.code for term in PLACES.municipalities if render(term.labels, "sv") == "Vasa")
    east, north = tm35fin(PLACES.points["municipality", vaasa])
    assert (east, north) == pytest.approx((228_415, 7_007_657), abs=NEAR_M)


def test_the_middle_is_straight_and_the_sides_are_alike() -> None:
    assert tm35fin(Point(64.0, 27.0))[0] == pytest.approx(500_000)
    west, east = tm35fin(Point(64.0, 25.0)), tm35fin(Point(64.0, 29.0))
    assert west[1] == pytest.approx(east[1])
    assert west[0] + east[0] == pytest.approx(1_000_000)
