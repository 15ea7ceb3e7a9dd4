"""`kumppani import --format`: a source goes the way of any list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.records.network import Network
from tests.contracts.source import FILES
from tests.stores import stored_network
from tests.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


def network_of(terminal: Terminal) -> Network:
    return stored_network(f"sqlite:///{terminal.home / 'kumppani.db'}")


def test_the_service_catalogue_asks_once_is_stored_and_undone(terminal: Terminal, tmp_path: Path) -> None:
    words = ("import", "--format", "ptv", str(FILES / "ptv_organisations.json"))
    questions = tmp_path / "questions.json"
    first = terminal.run(*words, "--questions", str(questions))
    assert first.exit_code == 1
    assert "Organization" in questions.read_text(encoding="utf-8")
    filled = questions.read_text(encoding="utf-8").replace('"answer": ""', '"answer": "ngo"')
    questions.write_text(filled, encoding="utf-8")
    answer = terminal.json(*words, "--answers", str(questions))
    assert (answer["added"], answer["list_read"]["contacts"]) == (3, 0)
    assert [actor.id for actor in network_of(terminal).actors] == [
        "kotkan-kaupunki", "kotkan-kaupunki-maahanmuuttopalvelut", "kymen-ystavyysseura-ry"]
    again = terminal.json(*words)
    assert (again["number"], again["unchanged"]) == (None, 3)
    projects = terminal.json("import", "--format", "eura", str(FILES / "eura_projects.csv"))
    assert (projects["cooperations"], projects["added"], projects["actors"]) == (1, 1, 0)
    assert projects["list_read"]["notes"]
    assert len(network_of(terminal).actors) == 3
    terminal.json("imports", "undo", "2")
    terminal.json("imports", "undo", "1")
    assert network_of(terminal) == Network()


def test_replacing_by_a_list_of_projects_keeps_the_actors(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "id,name,sector,municipalities\nkotka,Kotkan kaupunki,municipality,Kotka\n"
        "ystavat,Kymen Ystävyysseura ry,ngo,Kotka\n",
        encoding="utf-8")
    terminal.json("import", str(tmp_path / "a.csv"))
    terminal.json("import", "--format", "eura", str(FILES / "eura_projects.csv"), "--replace")
    network = network_of(terminal)
    assert (len(network.actors), len(network.cooperations)) == (2, 1)


@pytest.mark.parametrize("form", ["ptv", "prh", "eura", "jsonld"])
def test_a_wrong_file_is_refused_and_nothing_is_stored(terminal: Terminal, tmp_path: Path, form: str) -> None:
    (tmp_path / "good.csv").write_text("id,name,sector\nfirst,Ensimmäinen,ngo\n", encoding="utf-8")
    result = terminal.run("import", "--format", form, str(tmp_path / "good.csv"))
    assert result.exit_code == 1
    assert network_of(terminal) == Network()


def test_checking_reads_it_as_an_import_would_and_stores_nothing(terminal: Terminal) -> None:
    result = terminal.run("check", "--format", "ptv", str(FILES / "ptv_organisations.json"), "--json")
    assert result.exit_code == 1  # one word is asked about
    problems = json.loads(result.stderr)["problems"]
    assert [(problem["field"], problem["file"]) for problem in problems] == [
        ("sector", "ptv_organisations.json")]
    assert network_of(terminal) == Network()


def test_a_format_needs_a_file_and_one_list_of_cooperations(terminal: Terminal) -> None:
    assert terminal.run("import", "--format", "ptv", "--demo").exit_code == 2
    both = terminal.run("import", "--format", "eura", str(FILES / "eura_projects.csv"), "--cooperations",
                        str(FILES / "amif_projects.csv"))
    assert both.exit_code == 1
    assert "one after the other" in both.stderr
