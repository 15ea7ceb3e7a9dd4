"""Lists of projects: joint ones are cooperations, and nobody is taken for a member who may be another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.intake.lists import ListOfCooperations
from data.intake.questions import LEAVE_OUT, Answers, Topic, key_of
from data.intake.reading import read_cooperation_list
from data.intake.sources import SOURCES, SourceFormat
from tests.contracts.source import FILES, FRIENDS, KOTKA, SourceContract, ground, read

EURA, AMIF = FILES / "eura_projects.csv", FILES / "amif_projects.csv"
LIBRARY = ("members", "Kotkan kaupunki (kirjasto)")


class TestEura(SourceContract):
    form = SourceFormat.EURA
    files = ("eura_projects.csv", "amif_projects.csv")


def projects(path: Path, answers: Answers | None = None) -> ListOfCooperations:
    against = ground(KOTKA, FRIENDS).knowing(answers or Answers())
    return read_cooperation_list(path, against, (KOTKA, FRIENDS), {}, "", SOURCES[SourceFormat.EURA]().read)


def test_rows_of_one_group_are_one_project_with_its_first_and_last_day() -> None:
    result = projects(EURA)
    (project,) = result.reading.records
    assert (project.title, project.lead) == ("Kieli ja työ yhdessä", "")
    assert project.members == ("kotkan-kaupunki", "ystavat")
    assert (project.since, project.until) == (date(2023, 9, 1), date(2025, 9, 30))
    assert [*project.descriptions.values()] == ["Hanke tukee kielen oppimista työssä."]
    assert project.source == "https://eura2021.fi/tiepa/S10001"
    assert result.needed == ()


def test_what_is_passed_over_is_told() -> None:
    told = [str(note) for note in projects(EURA).notes]
    assert told[0] == "2 projects tell of no two actors of the network and were passed over."
    assert "“Tuntematon Tutkimuskeskus Oy”" in told[1]
    assert "Toteutunut rahoitus yhteensä" in told[2]


def test_partners_in_a_column_come_with_the_one_who_leads() -> None:
    village = projects(AMIF).reading.records[0]
    assert (village.title, village.lead) == ("Vastaanottava kylä", "ystavat")
    assert village.members == ("kotkan-kaupunki", "ystavat")
    assert (village.since, village.until) == (date(2024, 3, 1), date(2026, 2, 28))


def test_a_name_that_is_near_is_asked_about_and_may_be_left_out() -> None:
    (question,) = projects(AMIF).needed
    assert question.about == LIBRARY
    assert question.proposal == "kotkan-kaupunki"
    result = projects(AMIF, Answers({key_of(Topic.WORD, LIBRARY): LEAVE_OUT}))
    assert [item.members for item in result.reading.records] == [("kotkan-kaupunki", "ystavat")] * 2
    assert result.reading.rejects == ()


def test_without_actors_there_are_no_cooperations_and_nothing_is_asked() -> None:
    result = read(SourceFormat.EURA, EURA)
    assert isinstance(result, ListOfCooperations)
    assert (result.reading.records, result.reading.rejects, result.needed) == ((), (), ())


def test_a_project_that_is_left_with_one_member_is_told(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Hankkeen nimi,Tuensaaja,Partners\nPöytä,Kotkan kaupunki,Kotkan kaupunki (kirjasto)\n",
                    encoding="utf-8")
    assert projects(path).needed
    result = projects(path, Answers({key_of(Topic.WORD, LIBRARY): LEAVE_OUT}))
    assert (result.reading.records, result.reading.rejects) == ((), ())
    assert any("was passed over" in str(note) for note in result.notes)
