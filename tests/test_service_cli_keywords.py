"""`kumppani vocabulary keywords`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.intake.words.keywords import KeywordCount, count_keywords
from data.records.network import Network
from service.cli.exits import ExitCode
from tests.networks import actor
from tests.stores import store_network
from tests.terminal import Terminal

ACTORS = (
    replace(actor("a"), keywords=("hevosterapia", "kaveritoiminta")),
    replace(actor("b"), keywords=("Hevosterapia", "hevosterapia")),
    replace(actor("c"), keywords=("Hevosterapia",)),
)


def test_keywords_are_counted_by_profile_in_their_commonest_spelling() -> None:
    assert count_keywords(ACTORS) == (KeywordCount("hevosterapia", 3), KeywordCount("kaveritoiminta", 1))
    assert count_keywords(()) == ()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    home = tmp_path / "home"
    home.mkdir()
    store_network(f"sqlite:///{home}/kumppani.db", Network(ACTORS))
    return Terminal(home)


def test_keywords_of_a_network_with_the_nearest_theme(terminal: Terminal) -> None:
    keywords = terminal.json("vocabulary", "keywords")["keywords"]
    assert [(entry["word"].casefold(), entry["profiles"]) for entry in keywords] == [
        ("hevosterapia", 3), ("kaveritoiminta", 1)]
    assert keywords[1]["theme"]["code"] == "volunteering"


def test_keywords_are_shown_as_a_table(terminal: Terminal) -> None:
    result = terminal.run("vocabulary", "keywords")
    assert "kaveritoiminta" in result.stdout
    assert "(volunteering)" in result.stdout


def test_keywords_are_no_vocabulary_to_look_up_in(terminal: Terminal) -> None:
    assert terminal.run("vocabulary", "keywords", "x").exit_code == ExitCode.USAGE


def test_a_network_without_keywords(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    store_network(f"sqlite:///{home}/kumppani.db", Network((actor("a"),)))
    assert "No profile carries keywords." in Terminal(home).run("--lang", "en", "vocabulary", "keywords").stdout
