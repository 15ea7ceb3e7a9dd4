"""`rules list|show|draft|activate|rollback|remove`, `audit show|verify`, and what the doctor says of the log."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from data.database.connection import Database
from matcher.defaults import RULES
from service.cli.exits import ExitCode
from tests.networks import ROOT
from tests.terminal import DAY, Terminal
from tests.test_data_governance_audit_log import tamper
from tests.test_service_http_rules import STRICT

FOREIGN = ROOT / "tests" / "foreign"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal in an installation with three actors, beside a rule file that leaves NGOs out."""
    small = Terminal(tmp_path / "home")
    (tmp_path / "small.csv").write_text("id,name,sector\na,A,ngo\nb,B,ngo\nc,C,municipality\n", encoding="utf-8")
    (tmp_path / "strict.toml").write_text(STRICT, encoding="utf-8")
    small.json("import", str(tmp_path / "small.csv"))
    return small


@pytest.fixture
def strict(tmp_path: Path) -> str:
    return str(tmp_path / "strict.toml")


def partners_of_a(terminal: Terminal) -> list[str]:
    answer = terminal.json("suggest", "a", "--as-of", DAY)
    return [item["actor_id"] for item in answer["suggestions"]]


class TestRules:
    def test_from_draft_to_rollback(self, terminal: Terminal, strict: str) -> None:
        before = partners_of_a(terminal)
        assert "number 1" in terminal.text("rules", "draft", strict, "--note", "a trial")
        card = terminal.json("rules", "list")["rules"][0]
        assert (card["number"], card["state"], card["note"], card["author"]) == (1, "draft", "a trial", "command line")
        assert partners_of_a(terminal) == before
        assert terminal.text("rules", "activate", "1") == "The rules with the number 1 are in use.\n"
        assert partners_of_a(terminal) == ["c"]
        assert "1: in use since" in terminal.text("rules", "list")
        assert "rules of the file" not in terminal.text("rules", "list")
        terminal.text("rules", "rollback")
        assert partners_of_a(terminal) == before
        assert terminal.json("rules", "list")["rules"][0]["state"] == "former"

    def test_check_and_rehearse_look_at_the_rules_in_use(self, terminal: Terminal, strict: str) -> None:
        terminal.text("rules", "draft", strict)
        terminal.text("rules", "activate", "1")
        answer = terminal.json("rules", "check")
        assert answer["file"] == "rules 1"
        assert "no-ngo" in {rule["name"] for rule in answer["rules"]}
        assert terminal.json("rules", "rehearse", strict)["changed"] == 0
        assert terminal.json("rules", "rehearse", str(RULES))["changed"] > 0

    def test_stored_rules_are_shown_and_rehearsed(self, terminal: Terminal, strict: str) -> None:
        terminal.text("rules", "draft", strict, "--note", "a trial")
        words = terminal.text("rules", "show", "1")
        assert words.startswith("1: draft\n")
        assert "no-ngo: leaves the candidate out" in words
        assert words.endswith(f"\n{STRICT.expandtabs().rstrip()}\n")
        answer = terminal.json("rules", "show", "1")
        assert (answer["content"], answer["problems"]) == (STRICT, [])
        assert "no-ngo" in {rule["name"] for rule in answer["rules"]}
        reports = [terminal.json("rules", "rehearse", *choice, "--as-of", DAY)
                   for choice in ((strict,), ("--stored", "1"))]
        assert reports[0] == reports[1]
        assert reports[0]["changed"] > 0
        terminal.failure(1, "rules", "show", "2")
        terminal.failure(1, "rules", "rehearse", "--stored", "2")
        for choice in ((), (strict, "--stored", "1")):
            assert terminal.run("rules", "rehearse", *choice).exit_code == ExitCode.USAGE

    def test_rules_that_fit_no_more_are_shown_with_what_is_wrong(self, terminal: Terminal, strict: str) -> None:
        terminal.text("rules", "draft", strict)
        terminal.text("network", "change", "default", "--vocabulary", str(FOREIGN),
                      "--rules", str(FOREIGN / "rules.toml"))
        fault = terminal.json("rules", "show", "1")["problems"][0]
        assert fault["line"] > 0
        assert f"\nrules 1:{fault['line']}: {fault['what']} {fault['cure']}\n" in terminal.text("rules", "show", "1")

    def test_what_another_coordinator_did_meanwhile_is_not_overwritten(self, terminal: Terminal, strict: str) -> None:
        terminal.text("rules", "draft", strict)
        failure = terminal.failure(1, "rules", "activate", "1", "--expected", "1")
        assert "number 0 are in use" in failure["error"]["what"]
        terminal.text("rules", "activate", "1", "--expected", "0")
        terminal.failure(1, "rules", "rollback", "--expected", "0")
        assert partners_of_a(terminal) == ["c"]
        terminal.text("rules", "rollback", "--expected", "1")

    def test_what_is_refused(self, terminal: Terminal, strict: str, tmp_path: Path) -> None:
        (tmp_path / "bad.toml").write_text(STRICT.replace("no-ngo", ""), encoding="utf-8")
        failure = terminal.failure(1, "rules", "draft", str(tmp_path / "bad.toml"))
        assert failure["problems"][0]["file"] == failure["error"]["where"] == str(tmp_path / "bad.toml")
        terminal.failure(1, "rules", "draft", str(tmp_path / "nowhere.toml"))
        terminal.failure(1, "rules", "activate", "7")
        terminal.failure(1, "rules", "rollback")
        terminal.text("rules", "draft", strict)
        terminal.text("rules", "activate", "1")
        assert "in use" in terminal.failure(1, "rules", "remove", "1")["error"]["what"]
        terminal.text("rules", "draft", strict)
        terminal.text("rules", "remove", "2")

    def test_a_vocabulary_that_they_do_not_fit_is_refused(self, terminal: Terminal, strict: str) -> None:
        terminal.text("rules", "draft", strict)
        foreign = ("--vocabulary", str(FOREIGN), "--rules", str(FOREIGN / "rules.toml"))
        terminal.text("network", "change", "default", *foreign)
        terminal.text("network", "change", "default")
        terminal.text("rules", "activate", "1")
        failure = terminal.failure(1, "network", "change", "default", *foreign)
        assert "number 1 do not fit the vocabulary" in failure["error"]["what"]
        assert "kumppani rules rollback" in failure["error"]["cure"]
        assert partners_of_a(terminal) == ["c"]


class TestAudit:
    def test_of_a_network_where_nothing_was_changed(self, terminal: Terminal) -> None:
        for command in ("show", "verify"):
            assert terminal.text("audit", command).startswith("The log has no entry yet")
        answer = terminal.json("audit", "verify")
        assert (answer["entries"], answer["head"]) == (0, "0" * 64)
        assert "hash that was noted" in terminal.failure(3, "audit", "verify", "--head", "1" * 64)["error"]["what"]

    def test_it_is_shown_and_verified(self, terminal: Terminal, strict: str) -> None:
        terminal.text("rules", "draft", strict)
        before = terminal.json("audit", "verify")
        terminal.text("rules", "activate", "1")
        answer = terminal.json("audit", "show")
        assert [entry["what"] for entry in answer["entries"]][-2:] == ["rules-drafted", "rules-activated"]
        assert before["head"] == answer["entries"][-2]["hash"]
        assert terminal.json("audit", "verify", "--head", before["head"])["entries"] == answer["entries_in_all"]
        assert "rules-activated" in terminal.text("audit", "show")
        assert answer["head"] in terminal.text("audit", "verify")

    def test_what_was_changed_is_named(self, terminal: Terminal, strict: str) -> None:
        terminal.text("rules", "draft", strict)
        number, head = terminal.json("audit", "verify")["entries"], terminal.json("audit", "verify")["head"]
        with closing(Database(f"sqlite:///{terminal.home / 'kumppani.db'}")) as database:
            tamper(database, "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)")
        assert "hash that was noted" in terminal.failure(3, "audit", "verify", "--head", head)["error"]["what"]
        with closing(Database(f"sqlite:///{terminal.home / 'kumppani.db'}")) as database, \
                database.writing() as connection:
            connection.execute(sql("INSERT INTO audit VALUES ('default', :n, '2026', 'me', 'x', '{}', 'x')"),
                               {"n": number})
        assert f"Entry {number} of" in terminal.failure(3, "audit", "verify")["error"]["what"]
        assert terminal.run("doctor", "--json").exit_code == 3

    def test_the_log_of_a_removed_network_stays(self, terminal: Terminal) -> None:
        terminal.text("network", "add", "lapland")
        terminal.text("network", "remove", "lapland", "--yes")
        answer = terminal.json("--network", "lapland", "audit", "show")
        assert [entry["what"] for entry in answer["entries"]] == ["network-added", "network-removed"]
        terminal.failure(1, "--network", "nowhere", "audit", "verify")
