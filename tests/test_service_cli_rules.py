"""`rules`, `vocabulary`, `settings` and `serve`."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from matcher import defaults
from service.settings import Settings
from tests.networks import ROOT
from tests.terminal import DAY, Terminal


@pytest.fixture
def demo(demo_home: Path) -> Terminal:
    return Terminal(demo_home)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The shipped rules, and one more: parishes and other faith communities are left out."""
    extra = ('\n[[rules]]\nname = "no-faith"\n[rules.sentence]\nfi = "Ei."\nsv = "Nej."\nen = "No."\n'
             '[rules.candidate]\nsector = ["faith_community"]\n[rules.effect]\nexclude = true\n')
    path = tmp_path / "rules.toml"
    path.write_text(defaults.RULES.read_text(encoding="utf-8") + extra, encoding="utf-8")
    return path


class TestRulesCheck:
    def test_the_rules_in_use(self, demo: Terminal) -> None:
        answer = demo.json("rules", "check", "--as-of", DAY)
        rules = {rule["name"]: rule for rule in answer["rules"]}
        assert rules["not-oneself"]["effect"] == "exclude"
        assert rules["statutory-municipality"]["points"] > 0
        assert rules["programme-2023-2024-talent-boost"]["in_force"] is False
        assert rules["programme-2023-2024-talent-boost"]["valid_until"] == "2024-12-31"

    def test_a_file_for_people(self, demo: Terminal, rules: Path) -> None:
        words = demo.text("rules", "check", str(rules), "--as-of", DAY)
        assert "no-faith: leaves the candidate out\n    No.\n" in words
        assert "until Dec 31, 2024, not in force" in words
        assert words.splitlines()[-1].startswith(f"{rules}: 17 rules without faults, 15 in force")

    def test_every_fault_with_its_line(self, demo: Terminal, rules: Path) -> None:
        content = rules.read_text(encoding="utf-8")
        for right, wrong in (('["faith_community"]', '["faith_comunity"]'),
                             ('known_partners = true', 'known_partner = true')):
            content = content.replace(right, wrong)
        rules.write_text(content, encoding="utf-8")
        failure = demo.failure(1, "rules", "check", str(rules))
        rows = rules.read_text(encoding="utf-8").splitlines()
        assert {problem["file"] for problem in failure["problems"]} == {str(rules)}
        assert [rows[problem["line"] - 1] for problem in failure["problems"]] == [
            'known_partner = true', 'sector = ["faith_comunity"]']
        result = demo.run("rules", "check", str(rules))
        assert "Did you mean faith_community?" in result.stderr
        assert len(result.stderr.splitlines()) == 3


class TestRehearse:
    def test_the_same_rules_change_nothing(self, tmp_path: Path) -> None:
        small = Terminal(tmp_path)
        (tmp_path / "small.csv").write_text("id,name,sector\na,A,ngo\nb,B,ngo\nc,C,municipality\n", encoding="utf-8")
        small.json("import", str(tmp_path / "small.csv"))
        answer = small.json("rules", "rehearse", str(defaults.RULES))
        assert (answer["lists"], answer["changed"], answer["changes"], answer["places"]) == (3, 0, [], [])
        assert "0 of 3 lists change" in small.text("rules", "rehearse", str(defaults.RULES))

    def test_who_gains_and_who_loses(self, demo: Terminal, rules: Path) -> None:
        answer = demo.json("rules", "rehearse", str(rules), "--limit", "5", "--as-of", DAY)
        assert answer["lists"] == 211
        assert answer["changed"] == len(answer["changes"]) > 0
        assert answer["exposure"].keys() == {"region", "sector", "group", "coverage"}
        sectors = {item["code"]: item["places"] for item in answer["exposure"]["sector"]}
        assert sectors["faith_community"] == min(sectors.values()) < 0
        assert sum(sectors.values()) == sum(item["places"] for item in answer["places"]) == 0
        losses = sum(len(change["lost"]) for change in answer["changes"])
        assert losses == sum(len(change["gained"]) for change in answer["changes"]) == -sectors["faith_community"]
        sizes = [len(change["gained"]) + len(change["lost"]) for change in answer["changes"]]
        assert sizes == sorted(sizes, reverse=True)
        assert answer["rules_now"] != answer["rules_then"]

    def test_for_people(self, demo: Terminal, rules: Path) -> None:
        words = demo.text("rules", "rehearse", str(rules), "--limit", "5", "--as-of", DAY)
        for title in ("Places gained", "Places lost", "Places by region", "Places by sector", "Places by reach",
                      "The lists that change most"):
            assert f"\n{title}" in words
        assert re.search(r"^-\d+ +Faith|^-\d+ +Parish", words, flags=re.MULTILINE)


class TestVocabulary:
    def test_the_list(self, demo: Terminal) -> None:
        sizes = {item["name"]: item["terms"] for item in demo.json("vocabulary")["vocabularies"]}
        assert sizes["municipalities"] == 308
        assert {"sectors", "themes", "regions", "ely", "edc"} <= set(sizes)
        assert "themes: 80 terms" in demo.text("vocabulary")

    def test_a_tree(self, demo: Terminal) -> None:
        assert len(demo.json("vocabulary", "themes")["terms"]) == 80
        lines = demo.text("vocabulary", "themes").splitlines()
        assert len(lines) == 80
        at = lines.index("language_learning: Language learning")
        assert lines[at + 1].startswith("    finnish_l2: ")

    def test_a_word_in_any_language(self, demo: Terminal) -> None:
        codes = {demo.json("vocabulary", "municipalities", word)["term"]["code"] for word in ("Lahti", "Lahtis", "398")}
        assert codes == {"398"}

    @pytest.mark.parametrize(("day", "authority"), [
        ("2025-12-31", "Häme ELY Centre (04)"), ("2026-01-01", "Economic Development Centre"),
    ])
    def test_the_authorities_of_lahti(self, day: str, authority: str, demo: Terminal) -> None:
        words = demo.text("vocabulary", "municipalities", "Lahti", "--as-of", day)
        assert "region: Päijät-Häme (07)" in words
        line = next(line for line in words.splitlines() if "regional authority: " in line)
        assert authority in line

    def test_the_authorities_as_json(self, demo: Terminal) -> None:
        tables = [{area["vocabulary"] for area in
                   demo.json("vocabulary", "municipalities", "Lahti", "--as-of", day)["term"]["areas"]}
                  for day in ("2025-12-31", "2026-01-01")]
        assert tables[0] - tables[1] == {"ely"}
        assert tables[1] - tables[0] == {"edc"}


class TestSettings:
    def test_all_are_listed(self, demo: Terminal) -> None:
        settings = {item["name"]: item for item in demo.json("settings")["settings"]}
        assert set(settings) == set(Settings.model_fields)
        assert all(item["help"] and item["variable"] == f"KUMPPANI_{name.upper()}" for name, item in settings.items())
        assert settings["encoder"]["value"] == "hashing"
        assert all(f"KUMPPANI_{name.upper()}\n" in demo.text("settings") for name in settings)

    @pytest.mark.parametrize("url", [
        "postgresql://user:geheim@host/network", "postgresql://host/network?user=u&password=geheim",
        "postgres//user:geheim@host/network", "postgresql://user:geheim@host:port/network"])
    def test_a_password_is_not_shown(self, demo: Terminal, url: str) -> None:
        secret = demo.having(KUMPPANI_DATABASE=url)
        assert "geheim" not in secret.text("settings") + secret.text("settings", "--json")


class TestServe:
    def test_it_serves_the_imported_network(self, demo: Terminal) -> None:
        words = [sys.executable, "-m", "service.cli.main", "serve", "--port", "0"]
        with subprocess.Popen(words, env=demo.environment, cwd=ROOT, stderr=subprocess.PIPE,  # noqa: S603
                              encoding="utf-8") as process:
            try:
                assert process.stderr is not None
                address = next(match[0] for line in process.stderr if (match := re.search(r"http://[\d.:]+", line)))
                with urllib.request.urlopen(f"{address}/v1/vocabularies/themes") as answer:  # noqa: S310
                    assert len(json.load(answer)["terms"]) == 80
            finally:
                process.send_signal(signal.SIGTERM)

    def test_a_port_in_use(self, demo: Terminal) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            failure = demo.failure(3, "serve", "--port", str(listener.getsockname()[1]))
        assert "already" in failure["error"]["cure"]
