"""The eight lists get in: what is asked, stored, merged and left is what was counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.intake.questions import Topic
from evaluation.intake.eight import Course, Importing, answers_of, main
from evaluation.intake.made_lists import NAMES, truths, workbook, write_list
from tests.gears import in_gear

MOST_ASKED = 15


@pytest.fixture(scope="module")
def importing() -> Importing:
    return Importing()


def course(importing: Importing, name: str, folder: Path) -> Course:
    return importing.course(name, write_list(name, folder))


@pytest.mark.parametrize("name", in_gear(quick=("register", "platform", "old"), thorough=NAMES))
def test_a_list_gets_in(importing: Importing, tmp_path: Path, name: str) -> None:
    result = course(importing, name, tmp_path)
    assert result.answered.dialogue <= MOST_ASKED
    assert len(result.missed) <= 1
    reading, rows = result.answered.read.reading, result.answered.read.table.rows
    merged = len(reading.records) - len(result.settled.profiles)
    assert result.added + result.changed + merged + len(reading.rejects) >= len(rows) - 2
    assert {problem.field for problem in reading.problems} <= {"name", "sector"}  # of a row without a name


def test_a_header_of_two_languages_is_two_columns(importing: Importing, tmp_path: Path) -> None:
    result = course(importing, "register", tmp_path)
    assert result.answered.read.mapping.targets["Nimi / Namn På svenska"] == "name_sv"
    assert {profile.id: profile for profile in result.settled.profiles}["vaasan-kaupunki"].names["sv"] == "Vasa stad"


def test_a_text_is_a_workbook() -> None:
    book = workbook("! sheet Eka\n! merged A1:B1\nOtsikko\nnimi|1|'003|=SUM(B2:B2)\n\n! sheet Toka\n! hidden\nx")
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [("Eka", "visible"), ("Toka", "hidden")]
    assert [cell.value for cell in book["Eka"][2]] == ["nimi", 1, "003", "=SUM(B2:B2)"]
    assert [str(cells) for cells in book["Eka"].merged_cells.ranges] == ["A1:B1"]


def test_workbooks_and_encodings_are_as_people_have_them(tmp_path: Path) -> None:
    assert load_workbook(write_list("municipal", tmp_path))["Arkisto 2024"].sheet_state == "hidden"
    assert b"J\xc4RJ." in write_list("old", tmp_path).read_bytes()
    assert write_list("survey", tmp_path).read_bytes().startswith(b"\xef\xbb\xbf")


def test_truths_and_answers_are_of_lists(tmp_path: Path) -> None:
    assert [name for name in NAMES if not truths(name)] == []
    assert answers_of("municipal").get(Topic.WORD, "sector", "oppilaitos") == "vocational_school"


def test_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["old", "--questions"])
    printed = capsys.readouterr().out
    assert printed.startswith("old: 24 rows, questions: ")
    assert "twice: 5 found, 0 missed" in printed
    assert "What does the column “LAJI” hold? → sector" in printed
