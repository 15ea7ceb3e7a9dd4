"""`duplicates` on the command line, and earlier ids there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.records.network import Network
from service.cli.exits import ExitCode
from tests.networks import actor, together
from tests.stores import store_network, stored_network
from tests.terminal import Terminal

SILTA = replace(actor("silta-ry", website="https://silta.fi"), name="Naisten Silta ry")
SAME = replace(actor("naisten-silta"), name="Naisten Silta")
START = Network((actor("a"), SAME, SILTA), (together("a", "naisten-silta"),))


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path / "home")
    store_network(url(terminal), START)
    return terminal


def url(terminal: Terminal) -> str:
    return f"sqlite:///{terminal.home / 'kumppani.db'}"


def test_pairs_are_listed(terminal: Terminal) -> None:
    (pair,) = terminal.json("duplicates", "list")["pairs"]
    assert {pair["first"]["id"], pair["second"]["id"]} == {"naisten-silta", "silta-ry"}
    output = terminal.text("duplicates", "list")
    assert "naisten-silta – silta-ry" in output
    assert "https://silta.fi" in output
    assert "duplicates merge" in output


def test_two_become_one_and_the_earlier_id_is_understood(terminal: Terminal) -> None:
    output = terminal.text("duplicates", "merge", "silta-ry", "naisten-silta")
    assert "“naisten-silta” is “silta-ry” now" in output
    assert [one.id for one in stored_network(url(terminal)).actors] == ["a", "silta-ry"]
    result = terminal.run("suggest", "naisten-silta", "--json")
    assert result.exit_code == 0
    assert "“naisten-silta” was merged with “silta-ry”" in result.stderr
    assert '"id": "silta-ry"' in result.stdout
    assert terminal.run("explain", "a", "naisten-silta").exit_code == 0
    assert terminal.json("duplicates", "list")["total"] == 0
    assert "0" in terminal.text("duplicates", "merge", "silta-ry", "naisten-silta")


def test_two_that_are_two_are_not_listed(terminal: Terminal) -> None:
    assert "two actors" in terminal.text("duplicates", "differ", "silta-ry", "naisten-silta")
    assert terminal.json("duplicates", "list")["total"] == 0


@pytest.mark.parametrize("command", ["merge", "differ"])
def test_who_is_not_there_or_the_same_is_refused(terminal: Terminal, command: str) -> None:
    assert "x" in terminal.failure(ExitCode.REFUSED, "duplicates", command, "silta-ry", "x")["error"]["what"]
    assert terminal.failure(ExitCode.REFUSED, "duplicates", command, "silta-ry", "silta-ry")
