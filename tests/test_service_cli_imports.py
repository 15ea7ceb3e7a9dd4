"""`import` and `check`: all or nothing, every problem named, and rows left out on purpose."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from data import demo
from data.records.network import Network
from models.encoders import HashingEncoder
from tests.stores import stored_network
from tests.terminal import Terminal

BAD = """id,name,sector,municipalities,themes
good,Hyvä yhdistys,ngo,Lahti,employment
bad,Paha yhdistys,ngoo,Lahtti,emplyment;language_learning
worse,,ngo,Lahti,
"""
FAULTY = """id,name,sector,updated
good,Hyvä yhdistys,ngo,
worse,,ngo,2999-01-01
twice,Toinen yhdistys,ngo,
twice,Kolmas yhdistys,ngo,
"""
FAULTS = ["faulty.csv:3:updated", "faulty.csv:3:name", "faulty.csv:4:id", "faulty.csv:5:id"]
PROBLEMS = ["bad.csv:3:sector", "bad.csv:3:municipalities", "bad.csv:4:name"]
GOOD = "id,name,sector,municipalities\nfirst,Ensimmäinen,ngo,Lahti\nsecond,Toinen,municipality,Lahti\n"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "bad.csv").write_text(BAD, encoding="utf-8")
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "faulty.csv").write_text(FAULTY, encoding="utf-8")
    (tmp_path / "blocks.csv").write_text("actor,other\nfirst,second\n", encoding="utf-8")
    (tmp_path / "together.csv").write_text("actor_a,actor_b,title\nfirst,second,Hanke\n", encoding="utf-8")
    return tmp_path


def network_of(terminal: Terminal) -> Network:
    return stored_network(f"sqlite:///{terminal.home / 'kumppani.db'}")


class TestImport:
    def test_the_demo_twice(self, terminal: Terminal) -> None:
        words = ("import", "--demo")
        first, second = terminal.json(*words), terminal.json(*words)
        assert (first["added"], first["unchanged"]) == (second["unchanged"], second["added"]) == (256, 0)
        assert len(network_of(terminal).actors) == 211

    def test_it_encodes_so_that_the_first_question_is_fast(self, terminal: Terminal,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(HashingEncoder, "is_costly", True)
        terminal.json("import", "--demo")
        with closing(sqlite3.connect(terminal.home / "kumppani.db")) as raw:
            assert raw.execute("SELECT count(*) FROM vectors").fetchone()[0] > 211

    def test_a_quick_encoder_keeps_no_vectors(self, terminal: Terminal, files: Path) -> None:
        """Nor does it leave the file of an earlier version."""
        terminal.home.mkdir(exist_ok=True)
        (terminal.home / "vectors.db").write_bytes(b"")
        terminal.json("import", str(files / "good.csv"))
        with closing(sqlite3.connect(terminal.home / "kumppani.db")) as raw:
            assert raw.execute("SELECT count(*) FROM vectors").fetchone() == (0,)
        assert [file.name for file in terminal.home.iterdir() if file.name.startswith("vectors")] == []

    def test_for_people(self, terminal: Terminal, files: Path) -> None:
        result = terminal.run("import", str(files / "good.csv"), "--cooperations", str(files / "together.csv"),
                              "--blocks", str(files / "blocks.csv"))
        assert result.exit_code == 0
        assert result.stdout.splitlines() == ["Read – actors: 2, cooperations: 1, blocks: 1.",
                                              "Records added: 4, changed: 0, unchanged: 0, removed: 0.",
                                              "This was import 1; “kumppani imports undo 1” takes it back."]
        assert result.stderr.splitlines() == ["Next: kumppani suggest first"]

    def test_others_are_kept_unless_replaced(self, terminal: Terminal, files: Path) -> None:
        terminal.json("import", str(files / "good.csv"), "--blocks", str(files / "blocks.csv"))
        (files / "more.csv").write_text("id,name,sector\nfirst,Uusi nimi,ngo\nthird,Kolmas,ngo\n", encoding="utf-8")
        answer = terminal.json("import", str(files / "more.csv"))
        assert [answer[name] for name in ("added", "changed", "unchanged", "removed")] == [1, 1, 0, 0]
        assert [actor.id for actor in network_of(terminal).actors] == ["first", "second", "third"]
        answer = terminal.json("import", str(files / "more.csv"), "--replace")
        assert [answer[name] for name in ("added", "changed", "unchanged", "removed")] == [0, 0, 2, 2]
        assert [actor.id for actor in network_of(terminal).actors] == ["first", "third"]

    def test_replacing_actors_keeps_the_blocks_of_those_who_stay(self, terminal: Terminal, files: Path) -> None:
        terminal.json("import", str(files / "good.csv"), "--blocks", str(files / "blocks.csv"),
                      "--cooperations", str(files / "together.csv"))
        before = network_of(terminal)
        terminal.json("import", str(files / "good.csv"), "--replace")
        assert network_of(terminal) == before

    def test_blocks_can_come_alone(self, terminal: Terminal, files: Path) -> None:
        terminal.json("import", str(files / "good.csv"))
        assert terminal.json("import", "--blocks", str(files / "blocks.csv"))["added"] == 1
        assert len(network_of(terminal).actors) == 2
        (files / "blocks.csv").write_text("actor,other\nsecond,first\n", encoding="utf-8")
        terminal.json("import", "--blocks", str(files / "blocks.csv"), "--replace")
        assert [(block.actor, block.other) for block in network_of(terminal).blocks] == [("second", "first")]
        assert len(network_of(terminal).actors) == 2

    def test_relations_may_refer_to_stored_actors(self, terminal: Terminal, files: Path) -> None:
        terminal.json("import", str(files / "good.csv"))
        (files / "more.csv").write_text("id,name,sector\nthird,Kolmas,ngo\n", encoding="utf-8")
        words = ("import", str(files / "more.csv"), "--cooperations", str(files / "together.csv"))
        assert terminal.json(*words)["cooperations"] == 1
        assert len(terminal.failure(1, *words, "--replace")["problems"]) == 2

    def test_unknown_columns_are_warned_of(self, terminal: Terminal, files: Path) -> None:
        (files / "good.csv").write_text("id,name,sector,colour\nfirst,Ensimmäinen,ngo,red\n", encoding="utf-8")
        assert terminal.json("import", str(files / "good.csv"))["warnings"][0]["where"] == "good.csv:1:colour"
        assert terminal.run("import", str(files / "good.csv")).stderr.startswith("Warning: good.csv:1:colour: ")


class TestAllOrNothing:
    def test_every_problem_is_named_and_the_store_is_as_it_was(self, terminal: Terminal, files: Path) -> None:
        terminal.json("import", str(files / "good.csv"))
        before = network_of(terminal)
        failure = terminal.failure(1, "import", str(files / "faulty.csv"))
        assert [problem["where"] for problem in failure["problems"]] == FAULTS
        assert failure["error"]["where"] == "faulty.csv"
        assert network_of(terminal) == before

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_for_people_one_line_per_problem(self, language: str, terminal: Terminal, files: Path) -> None:
        result = terminal.run("import", str(files / "faulty.csv"), "--lang", language)
        assert (result.exit_code, result.stdout) == (1, "")
        lines = result.stderr.splitlines()
        assert [line.split(": ")[0] for line in lines[:-1]] == FAULTS
        assert "2999" in lines[0]
        assert "--skip-invalid" in lines[-1]

    def test_problems_of_all_files_together(self, terminal: Terminal, files: Path) -> None:
        (files / "blocks.csv").write_text("actor,other\ngood,nobody\n", encoding="utf-8")
        failure = terminal.failure(1, "import", str(files / "faulty.csv"), "--blocks", str(files / "blocks.csv"))
        assert [problem["where"] for problem in failure["problems"]] == [*FAULTS, "blocks.csv:2:other"]
        assert failure["error"]["where"] == "faulty.csv, blocks.csv"


class TestSkipInvalid:
    def test_the_rows_left_out_can_be_corrected_and_imported(self, terminal: Terminal, files: Path) -> None:
        rejects = files / "rejects.csv"
        answer = terminal.json("import", str(files / "bad.csv"), "--skip-invalid", "--rejects", str(rejects))
        assert [problem["where"] for problem in answer["problems"]] == PROBLEMS
        assert answer["rejects"] == [{"file": "bad.csv", "rows": 2, "written_to": str(rejects)}]
        assert [actor.id for actor in network_of(terminal).actors] == ["good"]
        content = rejects.read_text(encoding="utf-8-sig")
        cures = {"ngoo": "ngo", "Lahtti": "Lahti", "emplyment": "employment", "worse,": "worse,Nimi"}
        for wrong, right in cures.items():
            content = content.replace(wrong, right, 1)
        rejects.write_text(content, encoding="utf-8")
        assert terminal.json("import", str(rejects))["added"] == 2
        assert [actor.id for actor in network_of(terminal).actors] == ["bad", "good", "worse"]

    def test_for_people(self, terminal: Terminal, files: Path) -> None:
        result = terminal.run("import", str(files / "bad.csv"), "--skip-invalid")
        target = files / "bad.rejected.csv"
        assert result.exit_code == 0
        assert f"problems in {target}" in result.stdout
        assert [line.split(": ")[0] for line in result.stderr.splitlines()[:-1]] == PROBLEMS
        with target.open(encoding="utf-8-sig", newline="") as stream:
            assert [row["id"] for row in csv.DictReader(stream)] == ["bad", "worse"]

    def test_json_lines_stay_json_lines(self, terminal: Terminal, files: Path) -> None:
        (files / "bad.jsonl").write_text('{"id": "x", "name": "X", "sector": "ngo"}\n{"id": "y"}\n', encoding="utf-8")
        answer = terminal.json("import", str(files / "bad.jsonl"), "--skip-invalid")
        assert answer["rejects"][0]["written_to"] == str(files / "bad.rejected.jsonl")

    def test_a_file_without_a_good_row_is_refused(self, terminal: Terminal, files: Path) -> None:
        terminal.json("import", str(files / "good.csv"))
        (files / "bad.csv").write_text("id,name,sector\nx,,ngo\n", encoding="utf-8")
        terminal.failure(1, "import", str(files / "bad.csv"), "--skip-invalid", "--replace")
        assert len(network_of(terminal).actors) == 2

    def test_rejects_that_somebody_has_corrected_are_not_written_over(self, terminal: Terminal, files: Path) -> None:
        words = ("import", str(files / "bad.csv"), "--skip-invalid")
        terminal.json(*words)
        target = files / "bad.rejected.csv"
        target.write_text("corrected", encoding="utf-8")
        for number in (2, 3):
            other = files / f"bad.rejected-{number}.csv"
            assert terminal.json(*words)["rejects"][0]["written_to"] == str(other)
            assert len(other.read_text(encoding="utf-8-sig").splitlines()) == 3
        assert target.read_text(encoding="utf-8") == "corrected"
        assert terminal.json(*words, "--rejects", str(target))["rejects"][0]["written_to"] == str(
            files / "bad.rejected-4.csv")
        assert target.read_text(encoding="utf-8") == "corrected"

    def test_rejects_that_cannot_be_written(self, terminal: Terminal, files: Path) -> None:
        target = str(files / "no" / "x.csv")
        terminal.failure(1, "import", str(files / "bad.csv"), "--skip-invalid", "--rejects", target)
        assert network_of(terminal).actors == ()


class TestCheck:
    def test_files_without_problems(self, terminal: Terminal, files: Path) -> None:
        words = ("check", str(files / "good.csv"), "--cooperations", str(files / "together.csv"))
        assert terminal.json(*words)["files"] == [{"file": "good.csv", "records": 2},
                                                  {"file": "together.csv", "records": 1}]
        assert terminal.text(*words).splitlines()[0] == "good.csv: 2 records, no problems."

    def test_nothing_is_imported(self, terminal: Terminal, files: Path) -> None:
        terminal.json("check", str(files / "good.csv"))
        assert not terminal.home.exists()

    def test_the_problems_of_all_files(self, terminal: Terminal, files: Path) -> None:
        failure = terminal.failure(1, "check", "nowhere.csv", str(files / "bad.csv"), str(files / "good.csv"))
        assert [problem["where"] for problem in failure["problems"]] == ["nowhere.csv", "bad.csv:themes", *PROBLEMS]

    def test_the_demo(self, terminal: Terminal) -> None:
        answer = terminal.json("check", str(demo.actors_file()), "--cooperations", str(demo.cooperations_file()))
        assert [item["records"] for item in answer["files"]] == [211, 45]


class TestUndoing:
    def test_an_import_is_listed_and_taken_back(self, terminal: Terminal, files: Path) -> None:
        assert terminal.text("imports", "list") == "No list was imported.\n"
        before = network_of(terminal)
        assert terminal.json("import", str(files / "good.csv"), "--cooperations", str(files / "together.csv"))[
            "number"] == 1
        assert terminal.json("import", str(files / "good.csv"))["number"] is None
        [card] = terminal.json("imports", "list")["imports"]
        assert (card["number"], card["file"], card["author"], card["added"]) == (
            1, "good.csv, together.csv", "command line", 3)
        assert terminal.text("imports", "undo", "1") == "Import 1 was undone – added: 0, changed: 0, removed: 3.\n"
        assert network_of(terminal) == before
        lines = terminal.text("imports", "list").splitlines()
        assert lines[0] == "1: good.csv, together.csv"
        assert "; undone on " in lines[1]
        assert "was undone on" in terminal.failure(1, "imports", "undo", "1")["error"]["what"]

    def test_an_import_that_is_not_there(self, terminal: Terminal) -> None:
        assert terminal.failure(1, "imports", "undo", "7")["error"] == {
            "what": "There is no import 7.", "where": "",
            "cure": "Look at the list of imports: “kumppani imports list”."}
