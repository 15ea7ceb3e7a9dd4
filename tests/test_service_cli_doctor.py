"""`doctor`: what is wrong with an installation, and what to do."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from data.database.connection import Database
from data.records.network import Network
from data.tenancy.networks import Networks
from models.encoders import HashingEncoder
from service.cli.exits import ExitCode
from tests.stores import store_network
from tests.terminal import Terminal


def copy_of(home: Path, folder: Path) -> Terminal:
    """A terminal in an installation of its own, which is like another one."""
    shutil.copytree(home, folder / "home")
    return Terminal(folder / "home")


class TestDoctor:
    def findings(self, terminal: Terminal, code: int = 0) -> dict[str, dict[str, object]]:
        result = terminal.run("doctor", "--json")
        assert result.exit_code == code, result.output
        answer = json.loads(result.stdout)
        assert answer["healthy"] == (code == 0)
        return {finding["name"]: finding for finding in answer["findings"]}

    def test_a_healthy_installation(self, demo_home: Path) -> None:
        findings = self.findings(Terminal(demo_home))
        assert all(finding["healthy"] for finding in findings.values())
        assert "211 actors" in str(findings["network default"]["said"])
        output = Terminal(demo_home).text("doctor")
        assert "network default: fine" in output

    def test_a_setting_that_there_is_not(self, demo_home: Path) -> None:
        findings = self.findings(Terminal(demo_home).having(KUMPPANI_PROT="1"), ExitCode.INSTALLATION)
        assert "KUMPPANI_PROT" in str(findings["settings"]["said"])
        assert findings["settings"]["cure"]

    def test_what_is_wrong_comes_with_a_cure(self, demo_home: Path, tmp_path: Path,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(HashingEncoder, "is_costly", True)
        terminal = copy_of(demo_home, tmp_path)
        open_to_all = terminal.having(KUMPPANI_HOST="0.0.0.0", KUMPPANI_RATE="often")  # noqa: S104 - is refused
        findings = self.findings(open_to_all, ExitCode.INSTALLATION)
        wrong = {name for name, finding in findings.items() if not finding["healthy"]}
        assert wrong == {"settings", "keys", "rate"}
        assert all(findings[name]["cure"] for name in wrong)
        assert "TO BE MENDED" in open_to_all.run("doctor").stdout

    @pytest.mark.parametrize(("language", "words"), [
        ("fi", "Tietokantaa ei ole vielä."), ("sv", "Det finns ingen databas ännu."),
        ("en", "There is no database yet."),
    ])
    def test_no_database_yet_and_none_is_made(self, language: str, words: str, tmp_path: Path) -> None:
        terminal = Terminal(tmp_path / "home").having(KUMPPANI_LANGUAGE=language)
        findings = self.findings(terminal, ExitCode.INSTALLATION)
        assert {name for name, finding in findings.items() if not finding["healthy"]} == {"database"}
        assert findings["database"]["said"] == f"sqlite:///{terminal.home / 'kumppani.db'}: {words}"
        assert "kumppani import" in str(findings["database"]["cure"])
        assert not (terminal.home / "kumppani.db").exists()

    def test_a_database_without_actors(self, empty_url: str, tmp_path: Path) -> None:
        terminal = Terminal(tmp_path / "home").having(KUMPPANI_DATABASE=empty_url)
        findings = self.findings(terminal, ExitCode.INSTALLATION)
        assert {name for name, finding in findings.items() if not finding["healthy"]} == (
            {"actors"} if "postgresql" in empty_url else {"database"})
        store_network(empty_url, Network())
        findings = self.findings(terminal, ExitCode.INSTALLATION)
        assert {name for name, finding in findings.items() if not finding["healthy"]} == {"actors"}
        assert "There are no actors yet." in str(findings["actors"]["said"])
        assert "kumppani import" in str(findings["actors"]["cure"])

    def test_actors_of_another_network_are_answered_from_with_a_key_only(self, tmp_path: Path) -> None:
        terminal = Terminal(tmp_path / "home")
        terminal.text("network", "add", "lapland")
        (tmp_path / "a.csv").write_text("id,name,sector\none,One,ngo\n", encoding="utf-8")
        terminal.run("--network", "lapland", "import", str(tmp_path / "a.csv"))
        assert not self.findings(terminal, ExitCode.INSTALLATION)["actors"]["healthy"]
        assert self.findings(terminal.having(KUMPPANI_NETWORK="lapland"))["actors"]["healthy"]
        terminal.run("--network", "lapland", "key", "create", "x", "--scope", "read")
        assert self.findings(terminal)["actors"]["said"] == "1 actor to answer from"

    def test_a_network_that_cannot_be_opened(self, demo_home: Path, tmp_path: Path) -> None:
        terminal = copy_of(demo_home, tmp_path)
        with closing(Database(f"sqlite:///{terminal.home / 'kumppani.db'}")) as database:
            Networks(database).add("broken", {"rules": "/nowhere.toml"})
        findings = self.findings(terminal, ExitCode.INSTALLATION)
        assert "rule file cannot be read" in str(findings["network broken"]["said"])
        assert {name for name, finding in findings.items() if not finding["healthy"]} == {"network broken"}

    def test_a_database_that_is_none(self, tmp_path: Path) -> None:
        terminal = Terminal(tmp_path)
        (tmp_path / "kumppani.db").write_bytes(b"no database" * 100)
        findings = self.findings(terminal, ExitCode.INSTALLATION)
        assert not findings["database"]["healthy"]
        assert findings.keys().isdisjoint({"keys", "actors", "audit log"})  # nothing can be said of them

    def test_it_does_not_load_the_server(self) -> None:
        program = ("import sys, service.cli.actions.doctor; "
                   "print(sorted({'uvicorn', 'fastapi', 'service.app', 'service.http'} & set(sys.modules)))")
        result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
        assert result.stdout.strip() == "[]"
