"""What all commands share: help, languages, streams, exit codes, and safety of the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from typer.main import get_command

from data.records.network import Network
from models.encoders import DEFAULT
from service.cli import main as cli
from service.cli.actions import vocabulary
from service.cli.exits import ExitCode
from service.cli.shell import locale_language
from service.settings import Settings
from tests.networks import ROOT, actor
from tests.stores import store_network
from tests.terminal import DAY, MONINET, ROVANIEMI, Json, Terminal

LANGUAGES = ("fi", "sv", "en")
COMMANDS = {
    "suggest": ("suggest", MONINET, "--limit", "3", "--as-of", DAY),
    "suggest an idea": ("suggest", "--idea", "Kielikahvila äideille", "--theme", "employment", "--region", "Lappi"),
    "search": ("search", "kielikahvila", "Lappi"),
    "explain": ("explain", MONINET, ROVANIEMI),
    "vocabulary": ("vocabulary",),
    "vocabulary themes": ("vocabulary", "themes"),
    "vocabulary themes --mentioned-in": ("vocabulary", "themes", "--mentioned-in", "Kielikahviloita"),
    "vocabulary municipalities Lahti": ("vocabulary", "municipalities", "Lahti"),
    "rules check": ("rules", "check"),
    "rules list": ("rules", "list"),
    "audit show": ("audit", "show"),
    "audit verify": ("audit", "verify"),
    "settings": ("settings",),
    "doctor": ("doctor",),
    "network list": ("network", "list"),
    "key list": ("key", "list"),
    "database upgrade": ("database", "upgrade"),
    "check": ("check", str(ROOT / "data" / "demo" / "actors_finland.csv")),
}
QUESTIONS = {name: words for name, words in COMMANDS.items() if name != "check"}


@pytest.fixture
def demo(demo_home: Path) -> Terminal:
    return Terminal(demo_home)


@pytest.fixture
def empty(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


def commands(group: Json, prefix: str = "") -> Iterator[tuple[str, Json]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield prefix + name, command


EVERY_COMMAND = dict(commands(get_command(cli.app)))


def test_the_encoder_of_the_settings_is_the_default_one() -> None:
    """Written out there, so that small commands need not load what encoders need."""
    assert Settings().encoder == DEFAULT


def test_a_text_is_looked_up_in_one_vocabulary(demo: Terminal) -> None:
    for words in ((), ("themes", "sports")):
        assert demo.run("vocabulary", *words, "--mentioned-in", "x").exit_code == ExitCode.USAGE


class TestHelp:
    def test_help_loads_nothing_heavy(self) -> None:
        program = ("import sys; sys.argv = ['kumppani', '--help']\nfrom service.cli.main import main\n"
                   "try: main()\nfinally: print(*sorted({name.partition('.')[0] for name in sys.modules}))")
        result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
        modules = set(result.stdout.splitlines()[-1].split())
        heavy = {"numpy", "pydantic", "sqlalchemy", "sklearn", "scipy", "torch", "babel", "fastapi", "faiss", "pandas"}
        assert "service" in modules
        assert modules & heavy == set()

    @pytest.mark.parametrize("told", ["", "2"])
    def test_matrices_have_one_thread_unless_it_is_told_otherwise(self, told: str) -> None:
        """That of the library is told before the library is loaded: what it begins with is what costs."""
        program = ("import os, sys; sys.argv = ['kumppani', '--help']\nfrom service.cli.main import main\n"
                   "try: main()\nfinally: print(os.environ['OPENBLAS_NUM_THREADS'])")
        environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
        result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True,  # noqa: S603
                                env=environment | ({"OPENBLAS_NUM_THREADS": told} if told else {}))
        assert result.stdout.splitlines()[-1] == (told or "1")

    def test_the_commands(self) -> None:
        assert set(EVERY_COMMAND) == {"import", "check", "suggest", "search", "explain", "vocabulary", "serve",
                                      "template", "export actors", "export cooperations", "export suggestions",
                                      "settings", "doctor", "rules check", "rules rehearse", "rules list",
                                      "rules show",
                                      "rules draft", "rules activate", "rules rollback", "rules remove", "audit show",
                                      "audit verify", "evaluate",
                                      "encoder train", "encoder evaluate", "judge sheet", "judge read",
                                      "network list", "network add",
                                      "network change", "network remove", "network backup", "network history",
                                      "network restore", "key list", "key create",
                                      "key rotate", "key revoke", "key token", "database upgrade", "database tidy",
                                      "actor export", "actor erase", "actor receipt", "imports list", "imports undo",
                                      "duplicates list", "duplicates merge", "duplicates differ", "webhooks list",
                                      "webhooks add", "webhooks remove", "webhooks resume"}

    def test_an_installed_package_brings_a_command(self, monkeypatch: pytest.MonkeyPatch) -> None:
        entry = EntryPoint("vocabulary-again", "service.cli.commands.vocabulary:vocabulary", cli.COMMANDS_OF_OTHERS)
        monkeypatch.setattr(cli, "entry_points", lambda group: [entry] if group == cli.COMMANDS_OF_OTHERS else [])
        of_others = {"evaluate", "encoder train", "encoder evaluate", "judge sheet", "judge read"}
        assert set(dict(commands(get_command(cli.make_app())))) == {*EVERY_COMMAND, "vocabulary-again"} - of_others

    def test_a_dot_in_the_name_makes_a_group(self, monkeypatch: pytest.MonkeyPatch) -> None:
        entries = [EntryPoint(f"more.{name}", "service.cli.commands.vocabulary:vocabulary", cli.COMMANDS_OF_OTHERS)
                   for name in ("one", "two")]
        monkeypatch.setattr(cli, "entry_points", lambda group: entries)
        assert {"more one", "more two"} <= set(dict(commands(get_command(cli.make_app()))))

    @pytest.mark.parametrize("name", EVERY_COMMAND)
    def test_every_command_has_help_and_takes_lang_and_json(self, name: str, empty: Terminal) -> None:
        words = empty.text(*name.split(), "--help")
        assert "--lang" in words
        assert "--json" in words
        assert EVERY_COMMAND[name].help
        assert all(option.help for option in EVERY_COMMAND[name].params)

    def test_help_tells_the_exit_codes(self, empty: Terminal) -> None:
        words = " ".join(empty.text("--help").split())
        assert all(f"{code.value}: {code.meaning}." in words for code in ExitCode)

    def test_help_fits_80_columns(self, empty: Terminal) -> None:
        for name in EVERY_COMMAND:
            assert max(map(len, empty.text(*name.split(), "--help").splitlines())) <= 80

    def test_version(self, empty: Terminal) -> None:
        assert empty.text("--version") == "kumppani 0.1.0\n"


class TestLanguages:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("name", QUESTIONS)
    def test_every_command_answers_in_every_language(self, name: str, language: str, demo: Terminal) -> None:
        words = demo.text(*QUESTIONS[name], "--lang", language)
        assert words.strip()
        assert "\x1b" not in words

    @pytest.mark.parametrize("name", COMMANDS)
    def test_json_is_the_same_question_in_every_language(self, name: str, demo: Terminal) -> None:
        if name == "check":
            answers = [demo.json(*COMMANDS[name])]
        else:
            answers = [demo.json("--lang", language, *COMMANDS[name]) for language in ("fi", "en")]
        assert len({str(answer.keys()) for answer in answers}) == 1

    def test_lang_before_and_after_the_command(self, demo: Terminal) -> None:
        words = ("explain", MONINET, ROVANIEMI)
        assert demo.text("--lang", "fi", *words) == demo.text(*words, "--lang", "fi") != demo.text(*words)
        assert demo.text("--lang", "sv", *words, "--lang", "fi") == demo.text(*words, "--lang", "fi")

    def test_the_setting_goes_before_the_locale(self, demo: Terminal) -> None:
        words = ("explain", MONINET, ROVANIEMI)
        swedish = demo.text(*words, "--lang", "sv")
        assert demo.having(LC_ALL="sv_FI.UTF-8").text(*words) == swedish
        assert demo.having(LC_ALL="fi_FI.UTF-8", KUMPPANI_LANGUAGE="sv").text(*words) == swedish

    @pytest.mark.parametrize(("environment", "language"), [
        ({}, "en"), ({"LANG": "C"}, "en"), ({"LANG": "de_DE.UTF-8"}, "en"), ({"LANG": "fil_PH"}, "en"),
        ({"LANG": "fi_FI.UTF-8"}, "fi"), ({"LANG": "sv"}, "sv"), ({"LANG": "fi_FI", "LC_ALL": "en_GB"}, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "sv_FI", "LC_ALL": ""}, "sv"),
    ])
    def test_the_locale(self, environment: dict[str, str], language: str) -> None:
        assert locale_language(environment) == language


class TestExitCodes:
    def test_an_unknown_actor_is_refused_with_those_meant(self, demo: Terminal) -> None:
        error = demo.failure(ExitCode.REFUSED, "suggest", "rovaniemen-kaupunk")["error"]
        assert error["what"] == "There is no actor “rovaniemen-kaupunk”."
        assert ROVANIEMI in error["cure"]

    @pytest.mark.parametrize("words", ["MoniNet", "rovaniemi city", "Rovala Settlement"])
    def test_a_name_instead_of_an_id(self, words: str, demo: Terminal) -> None:
        cure = demo.failure(ExitCode.REFUSED, "explain", ROVANIEMI, words)["error"]["cure"]
        assert MONINET in cure or ROVANIEMI in cure

    def test_an_actor_nothing_is_like(self, demo: Terminal) -> None:
        assert "search" in demo.failure(ExitCode.REFUSED, "suggest", "zzzzqqqq")["error"]["cure"]

    @pytest.mark.parametrize("words", [
        ("suggest", MONINET, "--limit", "0"), ("suggest", MONINET, "--offset", "-1"), ("search", "x", "--limit", "101"),
        ("suggest", MONINET, "--diversity", "2"), ("suggest", MONINET, "--in-region", "Atlantis"),
        ("suggest", "--idea", " "), ("vocabulary", "nothing"), ("vocabulary", "themes", "xyzzy"),
        ("rules", "check", "nowhere.toml"), ("suggest", "--profile", "nowhere.json"), ("check", "nowhere.csv"),
    ])
    def test_input_that_is_refused(self, words: tuple[str, ...], demo: Terminal) -> None:
        demo.failure(ExitCode.REFUSED, *words)

    @pytest.mark.parametrize("words", [
        ("suggest",), ("suggest", MONINET, "--profile", "x.json"), ("suggest", "--idea", "x", "--profile", "x.json"),
        ("suggest", MONINET, "--as-of", "31.12.2025"), ("suggest", MONINET, "--limit", "many"), ("nothing",),
        ("import",), ("import", "--demo", "x.csv"), ("import", "--demo", "--blocks", "x.csv"),
        ("import", "x.csv", "--rejects", "y.csv"), ("import", "x.csv", "--rejects", "x.csv", "--skip-invalid"),
        ("explain", MONINET), ("search",), ("serve", "--port", "70000"), ("settings", "--lang", "de"),
    ])
    def test_a_command_line_that_is_not_understood(self, words: tuple[str, ...], demo: Terminal) -> None:
        result = demo.run(*words)
        assert result.exit_code == ExitCode.USAGE
        assert result.stdout == ""
        assert "Error: " in result.stderr

    def test_a_usage_error_as_json(self, demo: Terminal) -> None:
        result = demo.process(["suggest", "--json"])
        assert (result.returncode, result.stdout) == (ExitCode.USAGE, "")
        assert "ID" in json.loads(result.stderr)["error"]["what"]

    @pytest.mark.parametrize("variables", [
        {"KUMPPANI_INDEX": "nothing"}, {"KUMPPANI_ENCODER": "nothing"}, {"KUMPPANI_WEIGHTS": "nowhere.json"},
        {"KUMPPANI_VOCABULARY": "nowhere"}, {"KUMPPANI_PORT": "many"}, {"KUMPPANI_LANGUAGE": "de"},
        {"KUMPPANI_DATABASE": "nonsense"},
    ])
    def test_an_installation_that_is_not_complete(self, variables: dict[str, str], demo: Terminal) -> None:
        demo.having(**variables).failure(ExitCode.INSTALLATION, "suggest", MONINET)

    def test_nothing_imported_yet(self, empty: Terminal) -> None:
        assert "--demo" in empty.failure(ExitCode.INSTALLATION, "suggest", MONINET)["error"]["cure"]

    def test_a_damaged_store(self, empty: Terminal) -> None:
        empty.home.mkdir()
        (empty.home / "kumppani.db").write_bytes(b"no database" * 1000)
        empty.failure(ExitCode.INSTALLATION, "suggest", MONINET)

    def test_a_bug_is_told_with_its_traceback(self, empty: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:

        monkeypatch.setattr(vocabulary, "list_vocabularies", lambda _: 1 / 0)
        assert "ZeroDivisionError" in empty.failure(ExitCode.INTERNAL, "vocabulary")["error"]["what"]
        result = empty.run("vocabulary")
        assert (result.exit_code, result.stdout) == (ExitCode.INTERNAL, "")
        assert "Traceback" in result.stderr
        assert "report" in result.stderr.splitlines()[-1]

    def test_ctrl_c_is_quiet(self, empty: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:

        def interrupt(_shell: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(vocabulary, "list_vocabularies", interrupt)
        result = empty.run("vocabulary")
        assert (result.exit_code, result.output) == (ExitCode.INTERRUPTED, "")

    @pytest.mark.parametrize("extra", [(), ("--json",)])
    def test_a_reader_that_went_away_is_no_error(self, extra: tuple[str, ...], empty: Terminal) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        result = empty.process(["vocabulary", "municipalities", *extra], stdout=writing)
        os.close(writing)
        assert (result.returncode, result.stderr) == (ExitCode.PIPE_CLOSED, "")

    def test_an_error_is_one_line_for_people(self, demo: Terminal) -> None:
        result = demo.run("suggest", MONINET, "--in-theme", "emplyment")
        assert result.exit_code == ExitCode.REFUSED
        assert result.stderr == "Error: Unknown theme 'emplyment'. Did you mean employment?\n"


class TestProcess:
    def test_json_is_utf8_whatever_the_terminal(self, demo: Terminal) -> None:
        result = demo.having(PYTHONIOENCODING="ascii").process(["vocabulary", "regions", "Päijät-Häme", "--json"])
        assert (result.returncode, result.stderr) == (0, "")
        assert json.loads(result.stdout)["term"]["label"] == "Päijät-Häme"

    def test_a_terminal_without_the_letters(self, demo: Terminal) -> None:
        result = demo.having(PYTHONIOENCODING="ascii").process(["suggest", MONINET, "--lang", "fi", "--limit", "1"])
        assert (result.returncode, result.stderr) == (0, "")

    def test_as_a_program(self, demo: Terminal) -> None:
        result = demo.process(["explain", MONINET, ROVANIEMI, "--lang", "fi"])
        assert (result.returncode, result.stderr) == (0, "")
        assert "Rovaniemen kaupunki" in result.stdout


class TestSafety:
    NAME = "Evil \x1b[31m[bold]red[/bold] \x9b2J\u202e \r\x07 :smile: [link=http://x]y[/link]"

    @pytest.fixture
    def hostile(self, empty: Terminal) -> Terminal:
        store_network(f"sqlite:///{empty.home / 'kumppani.db'}",
                      Network((replace(actor("evil"), name=self.NAME), actor("good"))))
        return empty

    @pytest.mark.parametrize("words", [("suggest", "good"), ("suggest", "evil"), ("search", "evil"),
                                       ("explain", "good", "evil"), ("suggest", "evl")])
    @pytest.mark.parametrize("extra", [(), ("--json",)])
    def test_names_cannot_act_on_the_terminal(self, words: tuple[str, ...], extra: tuple[str, ...],
                                              hostile: Terminal) -> None:
        output = hostile.run(*words, *extra).output
        assert "[bold]red[/bold]" in output
        assert ":smile:" in output
        assert not {"\x1b", "\x9b", "\r", "\x07", "\u202e"} & set(output)

    def test_json_keeps_the_name(self, hostile: Terminal) -> None:
        assert hostile.json("suggest", "evil")["actor"]["name"] == self.NAME
