"""`export` and `template`: what goes out comes in again, and lists are written with their reasons."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.records.network import Network
from data.store.store import DEFAULT
from service.cli.exits import ExitCode
from tests.stores import stored_network
from tests.terminal import DAY, MONINET, ROVANIEMI, Terminal

FORMATS = ("csv", "xlsx", "jsonl", "jsonld")
LIST = ("--as-of", DAY, "--limit", "3")


@pytest.fixture
def demo(demo_home: Path) -> Terminal:
    return Terminal(demo_home)


def network_of(terminal: Terminal) -> Network:
    return stored_network(f"sqlite:///{terminal.home / 'kumppani.db'}", DEFAULT)


class TestRecords:
    @pytest.mark.parametrize("form", FORMATS)
    def test_a_network_goes_out_and_comes_in_again(self, form: str, demo: Terminal, tmp_path: Path) -> None:
        files = [tmp_path / f"{kind}.{form}" for kind in ("actors", "cooperations")]
        for file in files:
            answer = demo.json("export", file.stem, "--all", "--out", str(file), "--lang", "fi")
            assert str(file) in answer["done"]
        other = Terminal(tmp_path / "other")
        other.json("import", str(files[0]), "--cooperations", str(files[1]))
        assert network_of(other) == network_of(demo)
        assert len(network_of(other).actors) == 211

    def test_some_actors_are_printed(self, demo: Terminal) -> None:
        rows = list(csv.DictReader(io.StringIO(demo.text("export", "actors", MONINET, ROVANIEMI).lstrip("\ufeff"))))
        assert [row["id"] for row in rows] == sorted((MONINET, ROVANIEMI))
        lines = demo.text("export", "actors", MONINET, "--format", "jsonl").splitlines()
        assert [json.loads(line)["id"] for line in lines] == [MONINET]
        assert demo.text("export", "actors", MONINET, "--lang", "sv").startswith("\ufeffid;name;")

    def test_the_cooperations_of_some(self, demo: Terminal) -> None:
        cooperations = network_of(demo).cooperations
        one = cooperations[0].members[0]
        lines = demo.text("export", "cooperations", one, "--format", "jsonl").splitlines()
        assert [one in json.loads(line)["members"] for line in lines] == [True] * len(lines)
        assert 0 < len(lines) < len(cooperations)

    def test_filters(self, demo: Terminal) -> None:
        lines = demo.text("export", "actors", "--all", "--format", "jsonl", "--in-region", "Lappi").splitlines()
        assert lines
        assert all("19" in json.loads(line)["regions"] for line in lines)

    @pytest.mark.parametrize("words", [
        ("actors",), ("actors", "x", "--all"), ("actors", "--all", "--format", "xlsx"),
        ("actors", "--all", "--json"), ("suggestions", "--all", "--format", "jsonld"),
        ("suggestions", "--all", "--out", "x.jsonld")])
    def test_command_lines_that_mean_nothing(self, words: tuple[str, ...], demo: Terminal) -> None:
        assert demo.run("export", *words).exit_code == ExitCode.USAGE

    def test_what_cannot_be_done_is_told(self, demo: Terminal, tmp_path: Path) -> None:
        there = tmp_path / "there.csv"
        there.write_text("x", encoding="utf-8")
        for kind in ("actors", "cooperations", "suggestions"):
            failure = demo.failure(1, "export", kind, "--all", "--out", str(there))
            assert failure["error"]["where"] == str(there)
        demo.failure(1, "export", "actors", "--all", "--out", str(tmp_path / "no" / "a.csv"))
        assert "rovaniemen-kaupunki" in demo.failure(1, "export", "actors", "rovaniemen-kaupunk", "--out",
                                                     str(tmp_path / "a.csv"))["error"]["cure"]
        assert [file.name for file in tmp_path.iterdir()] == ["there.csv"]


class TestSuggestions:
    def test_every_list_in_one_workbook(self, demo: Terminal, tmp_path: Path) -> None:
        file = tmp_path / "lists.xlsx"
        demo.json("export", "suggestions", MONINET, ROVANIEMI, *LIST, "--out", str(file), "--lang", "fi")
        pairs, summary = openpyxl.load_workbook(file)
        assert (pairs.title, summary.title) == ("Parit", "Yhteenveto")
        rows = list(pairs.iter_rows(min_row=2, values_only=True))
        expected = [(actor, item["actor_id"], item["level_label"], round(item["score"], 2))
                    for actor in sorted((MONINET, ROVANIEMI))
                    for item in demo.json("suggest", actor, *LIST, "--lang", "fi")["suggestions"]]
        assert [(row[0], row[3], row[7], row[10]) for row in rows] == expected
        assert [row[2] for row in rows] == [1, 2, 3, 1, 2, 3]
        lines = list(summary.iter_rows(min_row=2, values_only=True))
        assert [(line[0], line[5], line[6]) for line in lines] == [
            (rows[0][0], 3, rows[0][4]), (rows[3][0], 3, rows[3][4])]
        frame = pd.read_excel(file, sheet_name=0)
        assert len(frame) == 6

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_reasons_are_sentences_of_the_reader(self, language: str, demo: Terminal) -> None:
        printed = demo.text("export", "suggestions", MONINET, *LIST, "--lang", language).lstrip("\ufeff")
        rows = list(csv.reader(io.StringIO(printed), delimiter="," if language == "en" else ";"))
        answer = demo.json("suggest", MONINET, *LIST, "--lang", language)
        for row, item in zip(rows[1:], answer["suggestions"], strict=True):
            assert all(reason["sentence"] in row[-1] for reason in item["ledger"][1:])
        assert ("," in rows[1][10]) == (language != "en")

    def test_json_lines_hold_the_whole_answer(self, demo: Terminal) -> None:
        lines = demo.text("export", "suggestions", MONINET, *LIST, "--format", "jsonl").splitlines()
        answer = demo.json("suggest", MONINET, *LIST)
        assert [json.loads(line) for line in lines] == [
            {"actor": {"id": MONINET, "name": answer["actor"]["name"]}, "as_of": DAY, "place": place,
             "suggestion": item} for place, item in enumerate(answer["suggestions"], 1)]

    def test_filters_and_counterparts_apart(self, demo: Terminal) -> None:
        lines = [json.loads(line) for line in demo.text(
            "export", "suggestions", MONINET, *LIST, "--format", "jsonl", "--counterparts", "apart",
            "--not-sector", "ngo").splitlines()]
        assert [line["place"] for line in lines[:4]] == [1, 2, 3, None]
        assert all(line["suggestion"]["counterpart"] == (line["place"] is None) for line in lines)
        assert not [line for line in lines if (line["suggestion"]["actor"]["sector"] or {}).get("code") == "ngo"]

    def test_all_lists(self, demo: Terminal, tmp_path: Path) -> None:
        file = tmp_path / "all.csv"
        answer = demo.json("export", "suggestions", "--all", "--as-of", DAY, "--limit", "1", "--out", str(file))
        active = [actor for actor in network_of(demo).actors if actor.status == "active"]
        assert str(len(active)) in answer["done"]
        with file.open(encoding="utf-8-sig", newline="") as stream:
            assert len({row["Id"] for row in csv.DictReader(stream)}) == len(active)


class TestTemplate:
    @pytest.mark.parametrize(("option", "language", "header"), [
        ("--language", "fi", "tunnus"), ("--lang", "sv", "id"), ("--lang", "en", "id")])
    def test_it_is_written_in_a_language(self, option: str, language: str, header: str, tmp_path: Path) -> None:
        terminal, file = Terminal(tmp_path / "home"), tmp_path / "list.xlsx"
        assert str(file) in terminal.json("template", str(file), option, language)["done"]
        assert openpyxl.load_workbook(file).worksheets[0]["A1"].value == header
        failure = terminal.failure(1, "check", str(file), "--lang", "en")
        assert [problem["what"] for problem in failure["problems"]] == ["This is the example row of the template."]
        assert not terminal.home.exists()

    def test_it_is_refused(self, tmp_path: Path) -> None:
        terminal = Terminal(tmp_path / "home")
        assert terminal.run("template", str(tmp_path / "a.csv")).exit_code == ExitCode.USAGE
        (tmp_path / "a.xlsx").write_bytes(b"x")
        terminal.failure(1, "template", str(tmp_path / "a.xlsx"))
        assert (tmp_path / "a.xlsx").read_bytes() == b"x"
