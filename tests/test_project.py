"""What holds for the project as a whole: translations, settings, documentation, packaging."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from data.wording.texts import Labels, Text, catalogue, render, text, texts
from matcher import defaults
from matcher.terms import TERMS
from service.settings import Settings
from tests.messages import TRANSLATED, read_catalogue, template
from tests.networks import ROOT
from tests.readme import README, generated, shell_lines
from tests.services import running_service
from tests.terminal import Terminal

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
PRODUCTION = ROOT / "docs" / "production.md"


def names_in(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string),)


@pytest.mark.parametrize("language", TRANSLATED)
class TestTranslations:
    def test_no_message_is_missing_and_none_is_left_over(self, language: str) -> None:
        ours, theirs = template(), read_catalogue(language)
        wanted = {str(message.id) for message in ours if message.id}
        given = {str(message.id) for message in theirs if message.id and all(forms(message))}
        assert sorted(wanted - given) == []
        assert sorted(given - wanted) == []

    def test_values_of_a_message_are_those_of_its_translation(self, language: str) -> None:
        for message in read_catalogue(language):
            if message.id:
                template_ = message.id if isinstance(message.id, str) else message.id[1]
                for form in forms(message):
                    assert names_in(form) == names_in(template_), template_

    def test_typography_and_ends_agree(self, language: str) -> None:
        for message in read_catalogue(language):
            if isinstance(message.id, str) and message.id:
                assert (message.id[-1] in ".?:!") == (str(message.string)[-1] in ".?:!"), message.id

    def test_a_catalogue_is_in_the_form_the_command_writes(self, language: str) -> None:
        assert catalogue(language).plural_forms == "nplurals=2; plural=(n != 1);"


class TestRendering:
    def test_numbers_lists_and_days_follow_the_language(self) -> None:
        names = (Labels({"fi": "Lappi", "sv": "Lappland"}), Labels({"fi": "Kainuu", "sv": "Kajanaland"}))
        message = text("Shared themes: {themes}.", themes=names)
        assert render(message, "sv").endswith("Lappland; Kajanaland.")
        assert render(message, "fi").endswith("Lappi; Kainuu.")

        plain = text("write one of {codes}.", codes=("a", "b", "c"))
        assert str(plain) == "write one of a, b, and c."

    def test_plurals(self) -> None:
        one, two = (texts("They share a partner: {names}.", "They share {count} partners: {names}.", count=count,
                          names=("x",)) for count in (1, 2))
        for language in ("fi", "sv", "en"):
            assert render(one, language) != render(two, language)

    def test_a_text_within_a_text(self) -> None:
        assert render(Text(Labels({"fi": "{x}!"}), {"x": text("a")}), "fi") == "a!"


class TestDocumentation:
    @pytest.mark.parametrize("name", list(Settings.model_fields))
    def test_every_setting_is_documented(self, name: str) -> None:
        assert Settings.model_fields[name].description
        assert f"`KUMPPANI_{name.upper()}`" in (ROOT / "README.md").read_text(encoding="utf-8")

    def test_settings_of_the_production_document_exist(self) -> None:
        words = PRODUCTION.read_text(encoding="utf-8")
        named = set(re.findall(r"KUMPPANI_([A-Z_]+)", words))
        assert named
        assert named <= {name.upper() for name in Settings.model_fields}

    @pytest.mark.parametrize("document", DOCUMENTS)
    def test_files_that_are_named_exist(self, document: str) -> None:
        words = (ROOT / document).read_text(encoding="utf-8")
        packages = "data|models|matcher|service|evaluation|tests"
        named = re.findall(rf"`((?:{packages})/[\w./]*[\w/])`", words)
        assert named
        assert [name for name in named if not (ROOT / name).exists()] == []

    def test_the_generated_parts_of_the_readme_are_up_to_date(self) -> None:
        assert README.read_text(encoding="utf-8") == generated()

    def test_commands_of_the_readme_work(self, demo_home: Path, tmp_path: Path,
                                         monkeypatch: pytest.MonkeyPatch) -> None:
        # Those that evaluate take minutes; test_evaluation_end_to_end runs them on data of a few actors.
        home = tmp_path / "home"
        shutil.copytree(demo_home, home)
        shutil.copy(defaults.RULES, tmp_path / "lapland.toml")
        (tmp_path / "actors.csv").write_text("id,name,sector\none,One,ngo\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        lines = [*shell_lines(), *shell_lines(PRODUCTION)]
        commands = [line for line in lines if re.match("kumppani (?!evaluate )", line)]
        assert len(commands) > 20
        for line in commands:
            done = Terminal(home).run(*shlex.split(line, comments=True)[1:])
            assert (line, done.exit_code) == (line, 0), done.output

    def test_requests_of_the_readme_work(self, demo_home: Path, tmp_path: Path) -> None:
        """They are sent by curl, as they stand there and in that order, to a service that runs."""
        shutil.copytree(demo_home, tmp_path / "home")
        requests = [line for line in shell_lines() if line.startswith("curl ")]
        assert len(requests) > 10
        with running_service({**os.environ, **Terminal(tmp_path / "home").environment}) as port:
            for line in requests:
                here = line.replace(":8000", f":{port}").replace("curl ", "curl -sS --fail-with-body ")
                done = subprocess.run(["bash", "-c", here], capture_output=True, text=True, check=False)  # noqa: S603, S607
                assert (line, done.returncode) == (line, 0), done.stdout + done.stderr

    def test_the_readme_begins_with_the_two_commands(self) -> None:
        head = (ROOT / "README.md").read_text(encoding="utf-8")[:2500]
        assert head.index("make run") < head.index("make test")

    def test_the_lock_pins_every_dependency(self) -> None:
        lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
        project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        wanted = re.findall(r'^    "([a-z0-9-]+)[>=]=', project, flags=re.MULTILINE)
        assert {"torch", "faiss-cpu", "fastapi", "pytest"} <= set(wanted)
        assert [name for name in wanted if not re.search(rf"^{name}==[\w.]+$", lock, flags=re.MULTILINE)] == []
        assert "+cpu" not in lock


class TestShipped:
    def test_hand_set_weights_say_so(self) -> None:
        weights = json.loads(defaults.WEIGHTS.read_text(encoding="utf-8"))
        assert weights["origin"] == "hand-set"
        assert set(weights["terms"]) == set(TERMS)

    @pytest.mark.parametrize("package", ["data", "models", "matcher", "service", "evaluation"])
    def test_a_package_can_be_imported_alone_without_heavy_libraries(self, package: str) -> None:
        heavy = "{'torch', 'transformers', 'sentence_transformers', 'faiss', 'sklearn', 'scipy', 'pandas', 'openpyxl'}"
        program = f"import sys, {package}; print(sorted({heavy} & set(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
        assert done.stdout.strip() == "[]"
