"""The dated region model: memberships have days, and Lahti changed its authority on 1 January 2026."""

from datetime import date
from pathlib import Path

import pytest

from data.errors import UnknownCode
from data.vocabularies.catalogue import open_vocabularies
from data.vocabularies.regions import Point, RegionModel, distance_km

PLACES = open_vocabularies().places
FOREIGN = open_vocabularies(Path(__file__).parent / "foreign").places
LAHTI, HELSINKI, TURKU, MARIEHAMN = "398", "091", "853", "478"
LAST_ELY_DAY, FIRST_CENTRE_DAY = date(2025, 12, 31), date(2026, 1, 1)


def table_id(model: RegionModel, kind: str, as_of: date) -> str:
    table = model.table(kind, as_of)
    return table.id if table else ""


def area_of(places: RegionModel, municipality: str, kind: str, day: date) -> str:
    """The code of the one area a municipality lies in on a day; empty for none."""
    table = places.table(kind, day)
    return "".join(places.areas_of((municipality,), (), table)) if table else ""


def test_lahti_moves_from_hame_to_southeast_at_new_year() -> None:
    assert table_id(PLACES, "regional_authority", LAST_ELY_DAY) == "ely"
    assert table_id(PLACES, "regional_authority", FIRST_CENTRE_DAY) == "edc"
    assert area_of(PLACES, LAHTI, "regional_authority", LAST_ELY_DAY) == "04"
    assert area_of(PLACES, LAHTI, "regional_authority", FIRST_CENTRE_DAY) == "03"


def test_the_two_halves_of_old_hame_part() -> None:
    hameenlinna = "109"
    assert area_of(PLACES, hameenlinna, "regional_authority", LAST_ELY_DAY) == "04"
    assert area_of(PLACES, hameenlinna, "regional_authority", FIRST_CENTRE_DAY) != "03"


@pytest.mark.parametrize(("day", "table"), [
    (date(2022, 12, 31), ""), (date(2023, 1, 1), "wellbeing_county"), (date(2030, 1, 1), "wellbeing_county"),
])
def test_before_the_first_table_there_is_none(day: date, table: str) -> None:
    assert table_id(PLACES, "wellbeing_county", day) == table
    assert bool(area_of(PLACES, LAHTI, "wellbeing_county", day)) == bool(table)


def test_the_foreign_model_changes_on_its_own_day() -> None:
    days = date(2029, 12, 31), date(2030, 1, 1)
    assert [area_of(FOREIGN, "A1-01", "office", day) for day in days] == ["x", "z"]
    table = FOREIGN.table("office", days[0])
    assert table is not None
    assert FOREIGN.areas_of_region("B1", table) == {"y"}


def test_an_unknown_kind_is_refused_and_an_unknown_municipality_belongs_nowhere() -> None:
    with pytest.raises(UnknownCode, match="regional_authority"):
        PLACES.table("county", FIRST_CENTRE_DAY)
    assert area_of(PLACES, "000", "regional_authority", FIRST_CENTRE_DAY) == ""


def test_neighbours_are_mutual() -> None:
    for region in PLACES.regions:
        for other in PLACES.neighbours(region.code):
            assert region.code in PLACES.neighbours(other)
    assert PLACES.neighbours("21") == {"02"}  # Åland touches Southwest Finland only, at sea


def test_distances_against_known_ones() -> None:
    helsinki, turku = PLACES.points["municipality", HELSINKI], PLACES.points["municipality", TURKU]
    assert distance_km(helsinki, turku) == pytest.approx(150, abs=3)
    assert distance_km(helsinki, turku) == distance_km(turku, helsinki)
    assert distance_km(helsinki, helsinki) == 0
    assert distance_km(Point(0, 0), Point(0, 180)) == pytest.approx(20015.1, abs=0.1)


def test_the_point_of_an_actor_is_its_home() -> None:
    assert PLACES.point_of((TURKU, HELSINKI), ("01",)) == PLACES.points["municipality", TURKU]
    assert PLACES.point_of((), ("01",)) == PLACES.points["region", "01"]
    assert PLACES.point_of((), ()) is None
    assert FOREIGN.point_of(("A1-01",), ()) is None


def test_every_municipality_has_a_region_and_a_point() -> None:
    for municipality in PLACES.municipalities:
        assert PLACES.region_of[municipality.code] in PLACES.regions
        assert ("municipality", municipality.code) in PLACES.points
    assert PLACES.region_of[MARIEHAMN] == "21"
