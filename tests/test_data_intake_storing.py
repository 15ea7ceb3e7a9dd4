"""What is stored of a list: under which id, and what stays of what is known already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.intake.questions import Sameness
from data.intake.reading import read_list
from data.intake.storing import settle_list
from data.records.profiles import Coverage, Profile, Status, Wish
from tests.gears import examples
from tests.lists import ground, settled, stored, write
from tests.networks import LAHTI, TURKU

NUMBER = "0201256-6"
FULL = stored(
    "silta", "Turun Silta ry", names={"sv": "Åbo Bro rf", "en": "Bridge of Turku"}, sector="ngo",
    municipalities=(TURKU,), regions=("02", "19"), coverage=Coverage.REGIONAL, themes=("employment",),
    languages=("fi", "ar"), descriptions={"fi": "Auttaa alkuun.", "sv": "Hjälper."},
    needs=Wish({"fi": "Tiloja"}, ("culture_arts",)), offers=Wish({"fi": "Neuvoja"}, ("employment",)),
    wanted_sectors=("company",), capacity=0, groups=("migrant-led",), source="Luettelo 2025", updated=date(2025, 3, 31),
    business_id=NUMBER, website="https://www.silta.fi", keywords=("kerho",))
BASE = ("id", "Nimi", "Sektori")
ROW = ("silta", "Turun Silta ry", "ngo")
# What stands in the row of another actor, so that the column is not empty.
FILLED = {"Kunta": "Lahti", "Maakunta": "Lappi", "Kuvaus": "Paja", "Kuvaus_sv": "Verkstad", "Kuvaus_fi": "Paja",
          "Nimi_sv": "Verkstaden rf", "Tarpeet": "Aikaa", "Tarpeet_fi": "Aikaa", "need_themes": "employment",
          "Tarjoaa": "Tilaa", "Teemat": "employment", "Kapasiteetti": 1, "Avainsanat": "paja", "Lähde": "Luettelo",
          "www": "www.paja.fi", "Kielet": "suomi", "Y-tunnus": "0116510-6", "Toiminta-alue": "paikallinen"}
WHOLE = stored("koko", "Kokonaisuus ry")


def after(tmp_path: Path, headers: Sequence[str], row: Sequence[object], *others: Sequence[object],
          before: Profile = FULL) -> Profile:
    """Return what is stored of an actor once a list has told of it."""
    path = write(tmp_path / "a.xlsx", (*BASE, *headers), (*ROW, *row), *others)
    return settled(path, ground(before)).profiles[0]


def changed(profile: Profile) -> dict[str, object]:
    return {item.name: getattr(profile, item.name) for item in fields(Profile)
            if getattr(profile, item.name) != getattr(FULL, item.name)}


class TestCompleted:
    """What a table says nothing of stays as it is."""

    def test_all_of_it_stays(self, tmp_path: Path) -> None:
        assert after(tmp_path, (), ()) == FULL

    @pytest.mark.parametrize(("header", "cell", "expected"), [
        ("Kunta", "Lahti", {"municipalities": (LAHTI,), "regions": ("07",)}),
        ("Maakunta", "Lappi; Varsinais-Suomi", {"municipalities": (TURKU,), "regions": ("19", "02")}),
        ("Kuvaus", "Uusi", {"descriptions": {"fi": "Auttaa alkuun.", "sv": "Hjälper.", "": "Uusi"}}),
        ("Kuvaus_sv", "Ny", {"descriptions": {"fi": "Auttaa alkuun.", "sv": "Ny"}}),
        ("Nimi_sv", "Åbobron rf", {"names": {"fi": "Turun Silta ry", "sv": "Åbobron rf", "en": "Bridge of Turku"}}),
        ("Tarpeet", "Rahaa", {"needs": Wish({"fi": "Tiloja", "": "Rahaa"}, ("culture_arts",))}),
        ("need_themes", "employment", {"needs": Wish({"fi": "Tiloja"}, ("employment",))}),
        ("Teemat", "culture_arts", {"themes": ("culture_arts",)}),
        ("Kapasiteetti", 3, {"capacity": 3}), ("Avainsanat", "kuoro", {"keywords": ("kuoro",)}),
        ("Lähde", "Luettelo 2026", {"source": "Luettelo 2026"}),
        ("Kielet", "suomi", {"languages": ("fi",)}),
        ("Toiminta-alue", "paikallinen", {"coverage": Coverage.LOCAL}),
    ])
    def test_what_it_has_one_for_is_as_it_says(self, tmp_path: Path, header: str, cell: object,
                                               expected: dict[str, object]) -> None:
        profile = after(tmp_path, (header,), (cell,), ("b", "Paja ry", "ngo", FILLED[header]))
        assert changed(profile) == {name: value for name, value in expected.items() if value != getattr(FULL, name)}

    def test_what_the_words_of_other_columns_give_comes_besides(self, tmp_path: Path) -> None:
        assert changed(after(tmp_path, ("Kunta",), ("koko maa",))) == {
            "coverage": Coverage.NATIONAL}
        assert changed(after(tmp_path, ("Teemat",), ("sepäntyö",))) == {
            "keywords": ("kerho", "sepäntyö")}

    def test_words_of_other_rows_take_nothing_away(self, tmp_path: Path) -> None:
        profile = after(tmp_path, ("Teemat",), ("employment",), ("b", "Paja ry", "ngo", "sepäntyö"))
        assert profile == FULL

    def test_a_column_that_is_empty_says_nothing(self, tmp_path: Path) -> None:
        assert after(tmp_path, tuple(FILLED), [""] * len(FILLED)) == FULL

    def test_who_takes_no_part_is_not_called_back_by_a_list(self, tmp_path: Path) -> None:
        gone = stored("silta", "Turun Silta ry", status=Status.INACTIVE)
        assert after(tmp_path, (), (), before=gone).status is Status.INACTIVE
        assert after(tmp_path, ("tila",), ("aktiivinen",), before=gone).status is Status.ACTIVE

    def test_records_of_json_are_whole(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.json", {"id": "silta", "name": "Turun Silta ry", "sector": "ngo"})
        assert settled(path, ground(FULL)).profiles == (Profile("silta", "Turun Silta ry", "ngo"),)

    @settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(headers=st.lists(st.sampled_from([header for header in FILLED if header != "Nimi_sv"]),
                            unique=True))
    def test_an_empty_cell_takes_nothing_away(self, tmp_path: Path, headers: list[str]) -> None:
        profile = after(tmp_path, headers, [""] * len(headers),
                        ("b", "Paja ry", "ngo", *(FILLED[header] for header in headers)))
        assert changed(profile) == {}


class TestNextYear:
    """The same list again changes the rows of the same actors."""

    HEADER = ("Nimi", "Sektori", "Y-tunnus", "Kunta", "S-posti")
    FIRST = (("Turun Silta ry", "ngo", NUMBER, "Turku", "a@x.fi"), ("Kaarna ry", "ngo", "", "Lahti", ""))

    def test_by_name(self, tmp_path: Path) -> None:
        first = settled(write(tmp_path / "a.xlsx", self.HEADER, *self.FIRST), ground()).profiles
        result = settled(write(tmp_path / "b.xlsx", self.HEADER, ("Kaarna", "ngo", "", "Lahti", "b@x.fi"),
                               ("Turun Silta ry", "ngo", NUMBER, "Raisio", "")), ground(*first))
        assert {profile.id: profile.municipalities for profile in result.profiles} == {
            "kaarna-ry": (LAHTI,), "turun-silta-ry": ("680",)}
        assert {key: contact.email for key, contact in result.contacts.items()} == {"kaarna-ry": "b@x.fi"}

    @pytest.mark.parametrize(("value", "key", "name"), [
        (Sameness.SAME, "turun-silta-ry", "Varsinais-Suomen Kohtaamo ry"),
        (Sameness.MERGE, "turun-silta-ry", "Turun Silta ry"),
        (Sameness.DIFFERENT, "varsinais-suomen-kohtaamo-ry", "Varsinais-Suomen Kohtaamo ry")])
    def test_by_the_business_id_where_the_name_changed(self, tmp_path: Path, value: Sameness, key: str,
                                                       name: str) -> None:
        first = settled(write(tmp_path / "a.xlsx", self.HEADER, *self.FIRST), ground()).profiles
        path = write(tmp_path / "b.xlsx", self.HEADER,
                     ("Varsinais-Suomen Kohtaamo ry", "ngo", NUMBER, "Turku", "uusi@x.fi"))
        question, = read_list(path, ground(*first)).needed
        assert question.proposal == Sameness.SAME
        against = ground(*first, answers={question.key: value})
        result = settle_list(read_list(path, against), against)
        assert [(profile.id, profile.name) for profile in result.profiles] == [(key, name)]
        assert result.contacts[key].email == "uusi@x.fi"


class TestWholes:
    """Units are part of what their rows say, under the id that it has in the network."""

    HEADER = ("id", "Nimi", "Sektori", "Y-tunnus", "part_of")

    def test_that_is_stored_under_another_id(self, tmp_path: Path) -> None:
        known = stored("silta", "Turun Silta ry", business_id=NUMBER)
        path = write(tmp_path / "a.xlsx", self.HEADER, ("1", "Turun Silta ry", "ngo", NUMBER, ""),
                     ("2", "Kahvila", "ngo", "", "1"))
        result = settled(path, ground(known))
        assert [(profile.id, profile.part_of) for profile in result.profiles] == [("silta", ""), ("2", "silta")]

    def test_that_stands_twice_in_the_list(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.xlsx", self.HEADER, ("1", "Turun Silta ry", "ngo", NUMBER, ""),
                     ("2", "Turun Silta", "ngo", NUMBER, ""), ("3", "Kahvila", "ngo", "", "2"))
        result = settled(path, ground())
        assert [(profile.id, profile.part_of) for profile in result.profiles] == [("1", ""), ("3", "1")]

    def test_that_is_in_the_network(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.xlsx", self.HEADER, ("2", "Kahvila", "ngo", "", "koko"))
        assert settled(path, ground(WHOLE)).profiles[0].part_of == "koko"

    def test_of_a_stored_unit_stays_without_a_column(self, tmp_path: Path) -> None:
        unit = stored("silta", "Turun Silta ry", part_of="koko")
        path = write(tmp_path / "a.xlsx", BASE, ROW, ("koko", "Kokonaisuus ry", "ngo"))
        assert settled(path, ground(unit, WHOLE)).profiles[0].part_of == "koko"
