"""XLSX: the first visible sheet as it is shown, and what would fill the memory is refused."""

import re
import time
import tracemalloc
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.errors import RecordsRefused
from data.files.importing import read_actors
from data.files.readers import read_rows
from data.files.rows import Row
from data.files.sheets import xlsx as module
from data.vocabularies.catalogue import open_vocabularies

FINLAND = open_vocabularies()
TODAY = date(2026, 11, 23)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"


def fill(sheet: Worksheet, *rows: list[Any]) -> None:
    for row in rows:
        sheet.append(row)


def book_of(*rows: list[Any]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    fill(book.worksheets[0], *rows)
    return book, book.worksheets[0]


def saved(book: Workbook, folder: Path) -> Path:
    path = folder / "a.xlsx"
    book.save(path)
    return path


def with_part(source: Path, name: str, content: bytes, target: Path) -> Path:
    """Write a workbook with another content of one part."""
    with ZipFile(source) as archive, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for part in archive.namelist():
            if part != name:
                copy.writestr(part, archive.read(part))
        copy.writestr(name, content)
    return target


def sheet_of(folder: Path, data: str, before: str = "", after: str = "") -> Path:
    """Write a workbook whose sheet is this XML."""
    content = f"{before}<worksheet {MAIN}><sheetData>{data}</sheetData>{after}</worksheet>"
    plain = saved(book_of(["id"])[0], folder)
    return with_part(plain, SHEET, content.encode(), folder / "b.xlsx")


def rows_of(path: Path) -> list[Row]:
    return list(read_rows(path))


def values(path: Path) -> list[dict[str, object]]:
    return [dict(row.values) for row in rows_of(path)]


def refusal(path: Path) -> str:
    with pytest.raises(RecordsRefused) as failure:
        rows_of(path)
    return str(failure.value)


def text_cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


class TestSheets:
    @pytest.mark.parametrize("state", ["hidden", "veryHidden"])
    def test_a_hidden_sheet_is_not_read(self, tmp_path: Path, state: Literal["hidden", "veryHidden"]) -> None:
        book, old = book_of(["id", "name"], ["vanha", "Viime vuosi"])
        old.sheet_state = state
        another = book.create_sheet("Ohje")
        another.sheet_state = state
        fill(book.create_sheet("Toimijat"), ["id", "name"], ["uusi", "Tämä vuosi"])
        book.active = 2
        assert values(saved(book, tmp_path)) == [{"id": "uusi", "name": "Tämä vuosi"}]

    def test_the_first_visible_one_is_read_whatever_is_hidden_behind_it(self, tmp_path: Path) -> None:
        book, _ = book_of(["id"], ["a"])
        fill(book.create_sheet("Vanha"), ["id"], ["b"])
        book.worksheets[1].sheet_state = "hidden"
        assert values(saved(book, tmp_path)) == [{"id": "a"}]

    def test_a_file_that_shows_no_sheet_is_refused(self, tmp_path: Path) -> None:
        path = saved(book_of(["id"], ["a"])[0], tmp_path)
        with ZipFile(path) as archive:
            book = archive.read("xl/workbook.xml").replace(b'state="visible"', b'state="hidden"')
        assert "can be seen" in refusal(with_part(path, "xl/workbook.xml", book, tmp_path / "b.xlsx"))


class TestTexts:
    WORDS = (
        ("Neuvontaa_x000D_\nOhjausta", "Neuvontaa\r\nOhjausta"), ("Nimi_x000D_", "Nimi\r"),
        ("Tunnus_x005F_x000D_", "Tunnus_x000D_"), ("x_x0009_y", "x\ty"), ("Oy_x00A0_Ab", "Oy\u00a0Ab"),
        ("_x005f_x005F_", "_x005F_"), ("tunnus_x12", "tunnus_x12"), ("_xD83D__xDE00_", "😀"),
        ("a_xZZZZ_b", "a_xZZZZ_b"),
    )

    @pytest.mark.parametrize(("written", "meant"), WORDS)
    def test_escapes_of_a_text_in_the_cell(self, tmp_path: Path, written: str, meant: str) -> None:
        path = sheet_of(tmp_path, f'<row>{text_cell("A1", "id")}</row><row>{text_cell("A2", written)}</row>')
        assert values(path) == [{"id": meant}]

    @pytest.mark.parametrize(("written", "meant"), WORDS)
    def test_escapes_of_a_shared_text(self, tmp_path: Path, written: str, meant: str) -> None:
        path = self.shared(tmp_path, f"<si><t>{written}</t></si>")
        assert values(path) == [{"id": meant}]

    def test_runs_are_joined_and_what_is_read_aloud_is_left_out(self, tmp_path: Path) -> None:
        path = self.shared(tmp_path, "<si><r><t>Ää</t></r><r><t xml:space='preserve'> ö</t></r>"
                                     "<rPh><t>reading</t></rPh></si>")
        assert values(path) == [{"id": "Ää ö"}]
        inline = "<c t='inlineStr'><is><r><t>a</t></r><rPh><t>x</t></rPh><r><t>b</t></r></is></c>"
        data = f'<row>{text_cell("A1", "id")}</row><row>{inline}</row>'
        assert values(sheet_of(tmp_path, data)) == [{"id": "ab"}]

    @staticmethod
    def shared(folder: Path, item: str) -> Path:
        path = sheet_of(folder, '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>')
        with ZipFile(path) as archive:
            types = archive.read("[Content_Types].xml")
        if b"sharedStrings" not in types:
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
            path = with_part(path, "[Content_Types].xml", types.replace(b"</Types>", part), folder / "c.xlsx")
        content = f"<sst {MAIN}><si><t>id</t></si>{item}</sst>".encode()
        return with_part(path, "xl/sharedStrings.xml", content, folder / "d.xlsx")


class TestHeader:
    @pytest.mark.parametrize("cell", ["=1+1", "=HYPERLINK(\"x\")", "#REF!"])
    def test_a_formula_or_an_error_is_named_as_it_stands(self, tmp_path: Path, cell: str) -> None:
        path = saved(book_of(["id", "name", "sector", cell], ["a", "A", "ngo", None])[0], tmp_path)
        reading = read_actors(path, FINLAND, TODAY)
        assert [record.id for record in reading.records] == ["a"]
        assert [warning.field for warning in reading.warnings] == [cell]

    def test_a_day_is_one(self, tmp_path: Path) -> None:
        path = saved(book_of(["id", datetime.fromisoformat("2026-01-31"), 2026], ["a", "x", "y"])[0], tmp_path)
        assert values(path) == [{"id": "a", "2026-01-31": "x", "2026": "y"}]

    def test_a_table_formula_is_a_problem_with_its_words(self, tmp_path: Path) -> None:
        cell = '<c r="A2"><f t="array" ref="A2:A3">SUM(B1:B2)</f><v>3</v></c>'
        path = sheet_of(tmp_path, f'<row r="1">{text_cell("A1", "id")}</row><row r="2">{cell}</row>')
        [row] = rows_of(path)
        assert row.values == {"id": "=SUM(B1:B2)"}
        assert "holds a formula" in str(row.problems[0])


@pytest.mark.parametrize("column", ["name", "description", "groups", "source", "id", "themes"])
@pytest.mark.parametrize("value", [datetime.fromisoformat("2026-03-10"), datetime.fromisoformat("2026-03-10T12:30"),
                                   datetime.fromisoformat("2026-03-10T12:30").time()])
def test_what_excel_made_a_date_of_is_no_text(tmp_path: Path, column: str, value: object) -> None:
    record = {"id": "a", "name": "A", "sector": "ngo", "themes": "", "description": "", "groups": "", "source": "",
              column: value}
    reading = read_actors(saved(book_of(list(record), list(record.values()))[0], tmp_path), FINLAND, TODAY)
    [problem] = reading.problems
    assert problem.field == column
    assert re.search(r"holds a date or a time: [0-9-]*( ?12:30(:00)?)?\.$", str(problem.what))
    assert "Format the cell as text" in str(problem.cure)


def test_a_date_where_a_day_is_meant_is_one(tmp_path: Path) -> None:
    book, _ = book_of(["id", "name", "sector", "updated"], ["a", "A", "ngo", datetime.fromisoformat("2026-03-10")])
    [record] = read_actors(saved(book, tmp_path), FINLAND, TODAY).all_or_nothing()
    assert record.updated == date(2026, 3, 10)


class TestMergedCells:
    def read(self, folder: Path, *ranges: str, rows: int = 4) -> list[dict[str, object]]:
        book, sheet = book_of(["id", "kunta", "teema"], *([f"a{number}", f"k{number}", f"t{number}"]
                                                          for number in range(2, rows + 1)))
        for cells in ranges:
            sheet.merge_cells(cells)
        return values(saved(book, folder))

    def test_a_value_holds_for_every_row_that_it_covers(self, tmp_path: Path) -> None:
        rows = self.read(tmp_path, "B2:B3", "C3:C4")
        assert [row["kunta"] for row in rows] == ["k2", "k2", "k4"]
        assert [row["teema"] for row in rows] == ["t2", "t3", "t3"]

    def test_ranges_that_follow_each_other(self, tmp_path: Path) -> None:
        rows = self.read(tmp_path, "B2:B3", "B4:B5", rows=6)
        assert [row["kunta"] for row in rows] == ["k2", "k2", "k4", "k4", "k6"]

    def test_across_columns_with_names_it_is_refused(self, tmp_path: Path) -> None:
        book, sheet = book_of(["id", "kunta", "teema"], ["a", "Turku", None], ["b", "Oulu", "x"])
        sheet.merge_cells("B2:C2")
        first, second = rows_of(saved(book, tmp_path))
        assert ["kunta" in str(problem) and "merged" in str(problem) for problem in first.problems] == [True]
        assert second.problems == ()

    def test_across_columns_without_names_it_is_one_cell(self, tmp_path: Path) -> None:
        book, sheet = book_of(["id", "description"], ["a", "pitkä"])
        sheet.merge_cells("B2:F2")
        assert values(saved(book, tmp_path)) == [{"id": "a", "description": "pitkä"}]

    def test_a_header_is_not_carried_into_the_rows(self, tmp_path: Path) -> None:
        book, sheet = book_of(["id", "name"], [None, "x"])
        sheet.merge_cells("A1:A2")
        assert values(saved(book, tmp_path)) == [{"id": None, "name": "x"}]


class TestBounds:
    @pytest.fixture(autouse=True)
    def in_bounds(self) -> Any:  # noqa: ANN401 - a generator of nothing
        began = time.monotonic()
        tracemalloc.start()
        yield
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 64 * 2**20
        assert time.monotonic() - began < 10

    def test_the_last_row_of_a_sheet_costs_nothing(self, tmp_path: Path) -> None:
        path = sheet_of(tmp_path, f'<row r="1">{text_cell("A1", "id")}</row>'
                                  f'<row r="1048576">{text_cell("A1048576", "a")}</row>')
        [row] = rows_of(path)
        assert (row.line, row.values) == (1_048_576, {"id": "a"})

    def test_the_last_column_of_a_sheet_costs_nothing(self, tmp_path: Path) -> None:
        path = sheet_of(tmp_path, f'<row r="1">{text_cell("A1", "id")}{text_cell("XFD1", "x")}</row>'
                                  f'<row r="2">{text_cell("A2", "a")}</row>')
        assert values(path) == [{"id": "a"}]

    @pytest.mark.parametrize("row", ['<row r="99999999999"/>', '<row r="1048577"/>', '<row r="-1"/>', '<row r="x"/>',
                                     '<row r="2"><c r="XFE2"/></row>', '<row r="2"><c r="2"/></row>'])
    def test_what_no_sheet_can_have_is_refused(self, tmp_path: Path, row: str) -> None:
        assert "damaged" in refusal(sheet_of(tmp_path, f'<row r="1">{text_cell("A1", "id")}</row>{row}'))

    @pytest.mark.parametrize("name", [SHEET, "xl/sharedStrings.xml"])
    def test_a_large_part_is_refused_by_what_it_would_unpack_to(self, tmp_path: Path, name: str) -> None:
        plain = saved(book_of(["id"], ["a"])[0], tmp_path)
        with ZipFile(plain) as archive, ZipFile(tmp_path / "b.xlsx", "w", ZIP_DEFLATED) as copy:
            for part in {*archive.namelist()} - {name}:
                copy.writestr(part, archive.read(part))
            with copy.open(name, "w", force_zip64=True) as stream:
                for _ in range(200):
                    stream.write(b"<c/>" * 2**18)
        assert "more than 64 megabytes" in refusal(tmp_path / "b.xlsx")

    def test_one_row_of_very_many_cells(self, tmp_path: Path) -> None:
        data = f'<row>{text_cell("A1", "id")}</row><row>{text_cell("A2", "a")}{{}}</row>'
        assert values(sheet_of(tmp_path, data.format("<c/>" * 16_000))) == [{"id": "a"}]
        assert "damaged" in refusal(sheet_of(tmp_path, data.format("<c/>" * 20_000)))

    def test_very_many_merged_cells_are_refused(self, tmp_path: Path) -> None:
        merges = "".join(f'<mergeCell ref="A{number}:A{number + 1}"/>' for number in range(2, 60_000, 2))
        data = f'<row r="1">{text_cell("A1", "id")}</row>'
        assert "damaged" in refusal(sheet_of(tmp_path, data, after=f"<mergeCells>{merges}</mergeCells>"))

    def test_entities_are_refused(self, tmp_path: Path) -> None:
        before = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        assert "damaged" in refusal(sheet_of(tmp_path, f"<row>{text_cell('A1', '&b;')}</row>", before=before))

    @pytest.mark.parametrize("name", ["xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"])
    def test_other_parts_have_a_bound_of_their_own(self, tmp_path: Path, name: str) -> None:
        plain = saved(book_of(["id"], ["a"])[0], tmp_path)
        content = b"<x>" + b"<y/>" * (module.MAXIMUM_OTHER_BYTES // 4) + b"</x>"
        assert "more than 2 megabytes" in refusal(with_part(plain, name, content, tmp_path / "b.xlsx"))
