"""Rejected rows come in the form of their file, with the problem beside them, and are read again."""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.files.columns import PROBLEM_COLUMN
from data.files.exporting.rejects import rejects_path, write_rejects
from data.files.importing import RejectedRow, read_actors
from data.files.rows import Row
from service.cli.ways import WAYS
from tests.test_data_files_writers import FINLAND, TODAY

HEADER = ["tunnus", "nimi", "toimiala", "päivitetty", "kunnat"]
ROWS: list[list[object]] = [["a", "Äiti", "ngoo", date(2026, 1, 31), "091"], ["b", "Hyvä", "ngo", None, ""],
                            ["c", "-1", "ngo", "x", "Lahtti"]]


def rejected(source: Path) -> Path:
    """Write what is refused of a file where it goes by itself."""
    target = rejects_path(source)
    write_rejects(read_actors(source, FINLAND, TODAY).rejects, target, source, "fi", WAYS)
    return target


@pytest.mark.parametrize(("name", "delimiter", "encoding"), [
    ("a.csv", ";", "cp1252"), ("a.csv", ",", "utf-8-sig"), ("a.tsv", "\t", "utf-16"), ("a.txt", "|", "utf-8"),
    ("a.csv", ";", "utf-8")])
def test_csv_keeps_separator_and_encoding(tmp_path: Path, name: str, delimiter: str, encoding: str) -> None:
    source = tmp_path / name
    with source.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([HEADER, *([cell or "" for cell in row] for row in ROWS)])
    target = rejected(source)
    assert target == tmp_path / name.replace(".", ".rejected.")
    with target.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
        header, *rows = csv.reader(file, delimiter=delimiter)
    assert header == [*HEADER, PROBLEM_COLUMN]
    assert [row[1] for row in rows] == ["Äiti", "'-1"]
    assert rows[0][-1].startswith(f"{name}:2:toimiala: ")
    content = target.read_bytes().decode(encoding).replace("ngoo", "ngo").replace("Lahtti", "Lahti")
    target.write_bytes(content.replace(f"{delimiter}x{delimiter}", delimiter * 2).encode(encoding))
    again = read_actors(target, FINLAND, TODAY)
    assert [(actor.id, actor.name) for actor in again.all_or_nothing()] == [("a", "Äiti"), ("c", "-1")]
    assert not [problem for problem in again.warnings if problem.field == PROBLEM_COLUMN]


def test_xlsx_stays_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    table: Any = book.active
    for row in [HEADER, *ROWS]:
        table.append(row)
    table["B2"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    target = rejected(tmp_path / "a.xlsx")
    assert target.name == "a.rejected.xlsx"
    sheet: Any = openpyxl.load_workbook(target).active
    assert [cell.value for cell in sheet[1]] == [*HEADER, PROBLEM_COLUMN]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert (sheet["D2"].value, sheet["E2"].value) == (datetime(2026, 1, 31), "091")  # noqa: DTZ001
    assert str(sheet["F3"].value).startswith("a.xlsx:4:")
    again = read_actors(target, FINLAND, TODAY)
    assert len(again.rejects) == 2
    assert again.warnings == ()


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson"])
def test_json_becomes_json_lines(tmp_path: Path, name: str) -> None:
    records = ['{"id": "a", "needs": {"themes": ["qqqq"]}}', '{"id": "b"}']
    source = tmp_path / name
    source.write_text(f"[{','.join(records)}]" if name == "a.json" else "\n".join(records), encoding="utf-8")
    target = rejected(source)
    assert target.name == "a.rejected.jsonl"
    first, second = map(json.loads, target.read_text(encoding="utf-8").splitlines())
    assert first["needs"] == {"themes": ["qqqq"]}
    assert second[PROBLEM_COLUMN].startswith(name)


def test_a_broken_line_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a"}\n{broken\n', encoding="utf-8")
    assert json.loads(rejected(tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[1])["line"] == "{broken"


def test_every_try_has_a_file_of_its_own(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("id,name,sector\na,A,ngoo\n", encoding="utf-8")
    assert [rejected(source).name for _ in range(3)] == [
        "a.rejected.csv", "a.rejected-2.csv", "a.rejected-3.csv"]
    assert rejected(tmp_path / "a.rejected-2.csv").name == "a.rejected-4.csv"


def test_a_file_of_another_format_can_be_named(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"id": "a", "needs": {"themes": ["qqqq"]}, "themes": ["x", "y"]}\n', encoding="utf-8")
    rejects = read_actors(source, FINLAND, TODAY).rejects
    write_rejects(rejects, tmp_path / "r.csv", source)
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        row, = csv.DictReader(file)
    assert (row["needs"], row["themes"]) == ('{"themes": ["qqqq"]}', "x;y")


def test_days_can_be_read_again(tmp_path: Path) -> None:
    row = Row("a.xlsx", 2, {"id": "a", "updated": datetime(2026, 1, 31)})  # noqa: DTZ001
    write_rejects([RejectedRow(row, ())], tmp_path / "a.csv")
    assert "a,2026-01-31," in (tmp_path / "a.csv").read_text(encoding="utf-8")
