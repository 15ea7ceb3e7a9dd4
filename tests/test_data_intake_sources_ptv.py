"""Organisations and services of the service catalogue: what becomes of them, and what stays where it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from data.intake.lists import ListOfActors
from data.intake.questions import Topic
from data.intake.sources import SourceFormat
from data.intake.sources.ptv import MOST_TERMS
from data.intake.storing import settle_list
from data.records.profiles import Coverage, Profile
from tests.contracts.source import FILES, KOTKA, DocumentContract, ground, read

ORGANISATIONS, SERVICES = FILES / "ptv_organisations.json", FILES / "ptv_services.json"


def read_actors(path: Path, *stored: Profile) -> ListOfActors:
    result = read(SourceFormat.PTV, path, *stored)
    assert isinstance(result, ListOfActors)
    return result


def by_id(path: Path, *stored: Profile) -> dict[str, dict[str, Any]]:
    return {str(row.values["id"]): dict(row.values) for row in read_actors(path, *stored).table.rows}


class TestPtv(DocumentContract):
    form = SourceFormat.PTV
    files = ("ptv_organisations.json", "ptv_services.json")


def test_an_organisation_is_an_actor() -> None:
    (city, *_) = read_actors(ORGANISATIONS).reading.records
    assert (city.id, city.name, city.names) == ("kotkan-kaupunki", "Kotkan kaupunki", {"sv": "Kotka stad"})
    assert (city.sector, city.municipalities, city.regions) == ("municipality", ("285",), ("08",))
    assert city.descriptions == {"fi": "Kaupunki auttaa maahan muuttaneita alkuun."}
    assert (city.business_id, city.website) == ("0160225-7", "https://www.kotka.example")
    assert city.updated == date(2026, 3, 2)
    assert city.source == "https://api.palvelutietovaranto.suomi.fi/api/v11/Organization/11111111-1111-4111-8111-111111111111"


def test_a_unit_is_part_of_its_whole_in_the_file_and_works_in_its_areas() -> None:
    unit = by_id(ORGANISATIONS)["kotkan-kaupunki-maahanmuuttopalvelut"]
    assert unit["part_of"] == "kotkan-kaupunki"
    assert (unit["municipalities"], unit["regions"]) == (["285"], ["08"])
    assert "part_of" not in by_id(ORGANISATIONS)["kotkan-kaupunki"]


def test_a_kind_that_is_not_certain_is_asked_about_once() -> None:
    asked = {question.about for question in read_actors(ORGANISATIONS).needed if question.topic is Topic.WORD}
    assert asked == {("sector", "Organization")}


def test_nationwide_reach_and_drafts() -> None:
    rows = by_id(ORGANISATIONS)
    assert rows["kymen-ystavyysseura-ry"]["coverage"] == Coverage.NATIONAL.value
    assert "luonnos-oy" not in rows
    told = [str(note) for note in read_actors(ORGANISATIONS).notes]
    assert told == ["1 record is a service channel or not published, and was passed over.",
                    "2 e-mail addresses and phone numbers were left where they are."]


def test_terms_of_services_are_themes_by_their_concept_and_words_otherwise() -> None:
    result = read_actors(SERVICES)
    (city,) = [profile for profile in result.reading.records if profile.id == "kotkan-kaupunki"]
    assert city.themes[:2] == ("interpreting", "guidance_counselling")
    assert {"Lapset ja lapsiperheet", "ajanvaraus – sähköinen"} <= {*city.keywords}
    assert city.languages == ("fi", "en", "ar")
    assert any(str(note).startswith("“tulkkipalvelut” is read as ") for note in result.notes)


def test_an_organisation_that_only_services_name_is_an_actor_whose_kind_is_asked_about() -> None:
    result = read_actors(SERVICES)
    assert by_id(SERVICES)["tulkkiosuuskunta-kieli"]["themes"]
    assert ("sector", "Tulkkiosuuskunta Kieli") in {question.about for question in result.needed}


def test_services_alone_are_read(tmp_path: Path) -> None:
    document = json.loads(SERVICES.read_text(encoding="utf-8"))["services"]["itemList"][0]
    (tmp_path / "service.json").write_text(json.dumps(document), encoding="utf-8")
    assert {*by_id(tmp_path / "service.json")} == {"kotkan-kaupunki", "tulkkiosuuskunta-kieli"}


def test_what_a_source_does_not_say_of_a_stored_actor_stays_and_its_sector_too() -> None:
    stored = replace(KOTKA, id="kotka", sector="employment_authority", capacity=3)
    result = read_actors(ORGANISATIONS, stored)
    (city,) = [profile for profile in settle_list(result, ground(stored)).profiles if profile.id == "kotka"]
    assert (city.sector, city.capacity) == ("employment_authority", 3)
    assert city.descriptions == {"fi": "Kaupunki auttaa maahan muuttaneita alkuun."}


def test_many_terms_do_not_fill_a_profile(tmp_path: Path) -> None:
    document = json.loads(SERVICES.read_text(encoding="utf-8"))
    document["services"]["itemList"][0]["ontologyTerms"] = [
        {"name": [{"value": f"erikoistermi {number}", "language": "fi"}], "uri": f"http://www.yso.fi/onto/koko/p{number}"}
        for number in range(700)]
    (tmp_path / "many.json").write_text(json.dumps(document), encoding="utf-8")
    result = read_actors(tmp_path / "many.json")
    (city,) = [profile for profile in result.reading.records if profile.id == "kotkan-kaupunki"]
    assert len(city.keywords) == MOST_TERMS + 1  # and the target group
    assert any("1,300 terms" in str(note) or "1300 terms" in str(note) for note in result.notes)
