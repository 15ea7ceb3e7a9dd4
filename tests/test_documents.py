"""The documents: what they name exists, what they show is so, what they tell to type works, and they can be built."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path

import pytest

from data.wording.texts import render
from matcher import defaults
from matcher.levels import LEVEL_LABELS, level, thresholds_of
from service.settings import Settings
from tests.documents import (
    CONFIGURATION,
    GENERATED,
    MEASURED,
    PAGES,
    PICTURE,
    README,
    WRITTEN_ELSEWHERE,
    blocks,
    documents,
    generated,
    navigation,
    shell_lines,
)
from tests.judging import fill
from tests.networks import ROOT, default_weights
from tests.pictures import ledger_picture, points_in
from tests.services import running_service
from tests.terminal import Terminal

DOCUMENTS = documents()
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
PACKAGES = "data|models|matcher|service|evaluation|tests|docs"
LONGEST_README = 150


def words_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose_of(path: Path) -> str:
    """A document without its blocks of text."""
    return re.sub(r"^```.*?^```", "", words_of(path), flags=re.DOTALL | re.MULTILINE)


def headings(path: Path) -> set[str]:
    """The anchors of a page, as they are made of its headings."""
    titles = re.findall(r"^#+ (.+)$", prose_of(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", title.lower()).replace(" ", "-") for title in titles}


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the site of a folder as strictly as can be."""
    return subprocess.run([sys.executable, "-m", "zensical", "build", "--strict"], cwd=folder, capture_output=True,
                          encoding="utf-8", check=False, timeout=120)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with nothing but the pages and what builds them."""
    shutil.copytree(PAGES, tmp_path / "docs")
    shutil.copy(CONFIGURATION, tmp_path)
    return tmp_path


class TestReadme:
    def test_it_is_a_page_one_reads(self) -> None:
        assert len(words_of(README).splitlines()) <= LONGEST_README

    def test_it_has_the_two_commands_one_after_the_other(self) -> None:
        assert [line.split("#")[0].strip() for line in shell_lines([README])] == ["make run", "make test"]

    def test_it_warns_of_the_demo(self) -> None:
        assert "> **The demo is real and old.**" in words_of(README)

    @pytest.mark.parametrize("reader", ["actor", "coordinator", "developer of a platform", "operator", "evaluator",
                                        "contributor"])
    def test_it_leads_every_reader_somewhere(self, reader: str) -> None:
        row = re.search(rf"^\| \*\*an? {reader}\*\*.*$", words_of(README), flags=re.MULTILINE)
        assert row is not None
        assert len(re.findall(r"\]\([\w/-]+\.md\)", row[0], flags=re.IGNORECASE)) > 1


class TestPicture:
    def test_it_shows_the_suggestion_that_stands_above_it(self) -> None:
        block = words_of(README).partition("<!-- begin: suggestion -->")[2].partition("<!-- end: suggestion -->")[0]
        *reasons, total = points_in(words_of(PICTURE))
        told = re.findall(r"^ {4}([+-]\d\.\d\d)  ", block, flags=re.MULTILINE)
        assert len(told) == 3
        assert set(told) <= set(reasons)
        fit = render(LEVEL_LABELS[level(float(total), thresholds_of(default_weights()))], "en")
        assert re.search(rf"^1\. .* {fit}$", block, flags=re.MULTILINE)
        assert sum(map(_number, reasons)) == pytest.approx(_number(total), abs=0.01 * len(reasons))

    def test_its_bars_add_up_and_it_can_be_read_aloud(self) -> None:
        rows = [("Where all begin.", -2.0), ("One <reason> & another.", 3.0), ("A long one, " * 9, -0.5)]
        ledger = [{"sentence": sentence, "points": points} for sentence, points in rows]
        picture = ET.fromstring(ledger_picture({  # noqa: S314 – our own
            "other": {"name": "A & B"}, "actor": {"name": "C"}, "ledger": ledger, "score": 0.5}))
        space = "{http://www.w3.org/2000/svg}"
        bars = [(bar.get("class"), float(bar.get("x", "")), float(bar.get("width", "")))
                for bar in picture.findall(f"{space}rect")[1:]]
        kinds, lefts, widths = zip(*bars, strict=True)
        assert kinds == ("minus", "plus", "minus", "total")
        unit = widths[0] / 2
        assert widths == pytest.approx((2 * unit, 3 * unit, unit / 2, unit / 2), abs=0.2)
        assert lefts[1] == lefts[0]  # the second begins where the first ended
        assert lefts[2] + widths[2] == pytest.approx(lefts[1] + widths[1], abs=0.2)
        assert lefts[3] == pytest.approx(lefts[0] + widths[0], abs=0.2)  # zero
        assert picture.findtext(f"{space}title") == "Why A & B?"
        assert "+3.00 One <reason> & another.; −0.50 A long one" in str(picture.findtext(f"{space}desc"))


class TestNavigation:
    def test_every_page_stands_in_it_once(self) -> None:
        assert sorted(navigation()) == sorted(PAGES.rglob("*.md"))

    def test_commands_are_run_from_the_readme_on(self) -> None:
        assert DOCUMENTS[:2] == (README, PAGES / "index.md")
        assert ROOT / "CONTRIBUTING.md" in DOCUMENTS


class TestSite:
    def test_it_is_built_without_a_complaint_and_loads_nothing_from_elsewhere(self, copy: Path) -> None:
        done = build(copy)
        assert (done.returncode, "No issues found" in done.stdout + done.stderr) == (0, True), done.stderr
        pages = {path.relative_to(copy / "site"): words_of(path) for path in (copy / "site").rglob("*.html")}
        assert len(pages) == len(navigation()) + 1  # and the page for addresses that are not there
        loaded = r'<(?:script|img|iframe|source)[^>]*\ssrc="?https?:|<link[^>]*"?stylesheet[^>]*href="?https?:|@import'
        assert [name for name, page in pages.items() if re.search(loaded, page)] == []
        styles = "".join(map(words_of, (copy / "site").rglob("*.css")))
        assert re.findall(r"url\(['\"]?https?:", styles) == []

    def test_tables_within_marks_become_tables(self, copy: Path) -> None:
        build(copy)
        for page in ("settings", "your-own-list", "score", "evaluation"):
            built = words_of(copy / "site" / page / "index.html")
            assert "<table" in built
            assert "<p>|" not in built

    @pytest.mark.parametrize("fault", ["[a page](nowhere.md)", "[a heading](settings.md#nowhere)", "[here](#nowhere)",
                                       "[outside](../README.md)"])
    def test_a_link_to_nowhere_is_found(self, fault: str, copy: Path) -> None:
        with (copy / "docs" / "asking.md").open("a", encoding="utf-8") as page:
            page.write(f"\n{fault}\n")
        done = build(copy)
        assert done.returncode != 0
        assert "asking.md" in done.stdout + done.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
class TestNames:
    def test_files_that_are_named_exist(self, document: Path) -> None:
        named = re.findall(rf"`((?:{PACKAGES})/[\w./-]*[\w/])`", words_of(document))
        assert [name for name in named if not (ROOT / name).exists()] == []

    def test_links_lead_somewhere(self, document: Path) -> None:
        links = re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", prose_of(document))
        for name, heading in links:
            path = (document.parent / name).resolve() if name else document
            assert path.exists(), name
            assert not heading or heading in headings(path), (name, heading)

    def test_modules_that_are_run_exist(self, document: Path) -> None:
        named = set(re.findall(r"python -m ([\w.]+\w)", words_of(document))) - {"venv"}
        assert [name for name in named if find_spec(name) is None] == []

    def test_settings_that_are_named_exist(self, document: Path) -> None:
        named = set(re.findall(r"KUMPPANI_([A-Z_]*[A-Z])", words_of(document)))
        assert named <= {name.upper() for name in Settings.model_fields}

    def test_targets_of_make_exist(self, document: Path) -> None:
        named = set(re.findall(r"(?:^|`)make ([a-z]+)", words_of(document), flags=re.MULTILINE))
        assert named <= set(re.findall(r"^([a-z]+):", words_of(ROOT / "Makefile"), flags=re.MULTILINE))


class TestGenerated:
    def test_every_part_is_made_by_a_command(self) -> None:
        assert set(blocks()) == {*GENERATED, *MEASURED, *WRITTEN_ELSEWHERE}

    def test_the_parts_that_depend_on_no_machine_are_up_to_date(self) -> None:
        made = generated()
        assert len(made) > 3
        for path, words in made.items():
            assert words_of(path) == words, path

    def test_the_figure_of_the_front_page_is_that_of_the_table(self) -> None:
        page = words_of(PAGES / "evaluation.md")
        row = re.search(r"^\| kumppani \(with_history\) \| (0\.\d{3} \S+) \|", page, flags=re.MULTILINE)
        assert row is not None
        assert f"**{row[1]}**" in words_of(README)

    @pytest.mark.parametrize("name", list(Settings.model_fields))
    def test_every_setting_is_documented(self, name: str) -> None:
        assert Settings.model_fields[name].description
        assert f"| `KUMPPANI_{name.upper()}` |" in words_of(PAGES / "settings.md")


class TestCommands:
    def test_they_work(self, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # Those that evaluate take minutes; test_evaluation_end_to_end runs them on data of a few actors.
        home = tmp_path / "home"
        shutil.copytree(demo_home, home)
        shutil.copy(defaults.RULES, tmp_path / "lapland.toml")
        (tmp_path / "actors.csv").write_text("id,name,sector\none,One,ngo\n", encoding="utf-8")
        (tmp_path / "ideas.txt").write_text("A language café in Rovaniemi\nEn simskola i Vasa\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        commands = [line for line in shell_lines() if re.match("kumppani (?!evaluate )", line)]
        assert len(commands) > 30
        for line in commands:
            if line.startswith("kumppani judge read "):
                for sheet in Path("judging", "sheets").glob("*.xlsx"):  # people fill them in
                    fill(sheet, lambda asks, candidate: len(asks + candidate) % 4)
            done = Terminal(home).run(*shlex.split(line, comments=True)[1:])
            assert (line, done.exit_code) == (line, 0), done.output

    def test_requests_work(self, demo_home: Path, tmp_path: Path) -> None:
        """They are sent by curl, as they stand there and in that order, to a service that runs."""
        shutil.copytree(demo_home, tmp_path / "home")
        # One that carries a key tells what a key is for; there is none here.
        requests = [line for line in shell_lines() if line.startswith("curl ") and "Bearer KEY" not in line]
        assert len(requests) > 30
        with running_service({**os.environ, **Terminal(tmp_path / "home").environment}) as port:
            for line in requests:
                here = line.replace(":8000", f":{port}").replace("curl ", "curl -sS --fail-with-body ")
                done = subprocess.run(["bash", "-c", here], capture_output=True, text=True, check=False)  # noqa: S603, S607
                assert (line, done.returncode) == (line, 0), done.stdout + done.stderr


def _number(points: str) -> float:
    return float(points.replace("−", "-"))
