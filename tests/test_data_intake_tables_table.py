"""Where the table is: headers below titles, sheets, footnotes, and that nothing in a file is lost in silence."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from data.errors import RecordsRefused
from data.files.columns import ACTOR_COLUMNS, COOPERATION_COLUMNS
from data.files.readers import read_rows
from data.files.rows import words_of
from data.intake.tables.table import Table, read_table
from tests.gears import examples

Sheets = dict[str, list[list[Any]]]
HEADER = ["Nimi", "Paikkakunta", "Sähköposti"]
ROWS = [["Turun Setlementti", "Turku", "a@esimerkki.fi"], ["Oulun kaupunki", "Oulu", "b@esimerkki.fi"]]
UNKNOWN = ["Osasto", "Paikka", "Vetäjä"]
FUZZ = settings(max_examples=examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture])


def save(path: Path, sheets: Sheets, *merges: str) -> Path:
    """Write sheets, the last of which has merged cells."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cells in merges:
        book.worksheets[-1].merge_cells(cells)
    book.save(path)
    return path


def read_sheet(folder: Path, rows: list[list[Any]], *merges: str) -> Table:
    return read_table(save(folder / "a.xlsx", {"Taul1": rows}, *merges), ACTOR_COLUMNS)


def read_csv(folder: Path, *lines: str) -> Table:
    path = folder / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_table(path, ACTOR_COLUMNS)


def values(table: Table) -> list[list[object]]:
    return [list(row.values.values()) for row in table.rows]


def notes(table: Table) -> list[str]:
    return [note.text for note in table.skipped.notes]


def refusal(read: Callable[[], Table]) -> str:
    with pytest.raises(RecordsRefused) as failure:
        read()
    return str(failure.value)


class TestHeader:
    @pytest.mark.parametrize("header", [HEADER, UNKNOWN])
    @pytest.mark.parametrize("above", [
        [], [["Toimijat 2025"]], [["Toimijat 2025"], []], [["Toimijat"], ["Päivitetty 3/2025"], [], ["Lähde: kunnat"]],
        [[None, "Toimijat"], [], [], []], [["Nimi"]], [["Luettelo", "MK"]], [["Toimijat"]] * 6,
    ])
    def test_titles_stand_above(self, tmp_path: Path, header: list[Any], above: list[Any]) -> None:
        table = read_sheet(tmp_path, [*above, header, *ROWS])
        assert (list(table.headers), values(table)) == (header, ROWS)
        assert table.header_line == len(above) + 1
        assert notes(table) == [" | ".join(filter(None, line)) for line in above if line]

    @pytest.mark.parametrize("above", [[], ["Toimijat, jotka tekevät työtä, 2025", ""], ["Toimijat;;", ";;", "MK;;"],
                                       ["sep=;"], ["sep=;", "Toimijat, 2025"]])
    def test_titles_stand_above_in_csv(self, tmp_path: Path, above: list[str]) -> None:
        table = read_csv(tmp_path, *above, *(";".join(cells) for cells in [HEADER, *ROWS]))
        assert (list(table.headers), values(table), table.header_line) == (HEADER, ROWS, len(above) + 1)

    def test_columns_before_the_table_are_empty(self, tmp_path: Path) -> None:
        table = read_sheet(tmp_path, [["Otsikko"], *([None, None, *cells] for cells in [HEADER, *ROWS])])
        assert (list(table.headers), values(table)) == (HEADER, ROWS)

    def test_one_known_name_suffices_beside_others(self, tmp_path: Path) -> None:
        table = read_sheet(tmp_path, [["Osasto", "Paikka", "Nimi"], ["Kunta", "x", "y"], ["Kunta", "z", "w"]])
        assert table.headers == ("Osasto", "Paikka", "Nimi")

    @pytest.mark.parametrize("rows", [
        ROWS, [["SPR", "Turku", "järjestö"], ["MLL", "Oulu", "järjestö"]], [["SPR", "Turku", "040 1234567"], ROWS[0]],
        [["SPR", "Turku", 3], ["SPR", "Oulu", 4]], [["SPR", "www.spr.fi"], ["MLL", "www.mll.fi"]],
    ])
    def test_a_table_without_a_header_is_refused(self, tmp_path: Path, rows: list[list[Any]]) -> None:
        message = refusal(lambda: read_sheet(tmp_path, rows))
        assert "a.xlsx:1: There is no header" in message
        assert "names of the columns" in message

    def test_a_group_above_tells_the_names_of_persons_from_those_of_actors(self, tmp_path: Path) -> None:
        rows: list[list[Any]] = [
            ["Lista"], ["Organisaatio", None, "Yhteyshenkilö", None], ["Nimi", "Kunta", "Nimi", "Puhelin"],
            ["SPR", "Turku", "Anna", "040 1"], ["MLL", "Oulu", "Ali", "040 2"]]
        for merges in ((), ("A2:B2", "C2:D2", "A1:D1")):
            table = read_sheet(tmp_path, rows, *merges)
            assert table.headers == ("Nimi", "Kunta", "Yhteyshenkilö Nimi", "Puhelin")
            assert notes(table) == ["Lista", "Organisaatio | Yhteyshenkilö"]

    def test_a_person_below_a_group_is_no_actor(self, tmp_path: Path) -> None:
        table = read_csv(tmp_path, "Organisaatio;Kunta;Yhteystiedot;", ";;Nimi;Sähköposti", "SPR;Turku;Anna;a@x.fi")
        assert table.headers == ("Organisaatio", "Kunta", "Yhteystiedot Nimi", "Sähköposti")

    def test_names_on_two_lines_merged_downwards(self, tmp_path: Path) -> None:
        table = read_sheet(tmp_path, [["Nimi", "Kunta", "Yhteystiedot", None], [None, None, "Puhelin", "Sähköposti"],
                                      ["SPR", "Turku", "040 1", "a@x.fi"]], "A1:A2", "B1:B2", "C1:D1")
        assert table.headers == ("Nimi", "Kunta", "Puhelin", "Sähköposti")
        assert values(table) == [["SPR", "Turku", "040 1", "a@x.fi"]]

    def test_equal_names_are_numbered(self, tmp_path: Path) -> None:
        assert read_csv(tmp_path, "Nimi;Kunta;Nimi;NIMI", "a;Turku;b;c").headers == ("Nimi", "Kunta", "Nimi (2)",
                                                                                   "NIMI (3)")

    def test_a_column_without_a_name_is_named_by_its_place(self, tmp_path: Path) -> None:
        table = read_sheet(tmp_path, [HEADER[:2], ["SPR", "Turku", "huomio"], ["MLL", "Oulu"]])
        assert table.headers == ("Nimi", "Paikkakunta", "column 3")
        assert values(table) == [["SPR", "Turku", "huomio"], ["MLL", "Oulu", None]]
        assert not any(row.problems for row in table.rows)

    def test_in_csv_a_cell_too_many_is_a_problem(self, tmp_path: Path) -> None:
        table = read_csv(tmp_path, "Nimi;Kunta", "SPR;Turku;x")
        assert [str(problem.what) for row in table.rows for problem in row.problems] == ["1 cell has no column name."]

    def test_rows_of_records_find_the_header_in_the_same_way(self, tmp_path: Path) -> None:
        path = save(tmp_path / "a.xlsx", {"Ohje": [["Täytä lista"]], "Lista": [["Toimijat"], [], HEADER, *ROWS]})
        assert [list(row.values.values()) for row in read_rows(path)] == ROWS
        path = tmp_path / "a.csv"
        path.write_text("Toimijat, 2025\n\nid;Nimi\na;A\n")
        assert [row.values for row in read_rows(path)] == [{"id": "a", "Nimi": "A"}]


class TestRows:
    def test_empty_and_repeated_rows_are_counted(self, tmp_path: Path) -> None:
        table = read_sheet(tmp_path, [HEADER, ROWS[0], [], [None, " "], ROWS[1], ROWS[0], ROWS[0]])
        assert values(table) == ROWS
        assert (table.skipped.blank, table.skipped.repeated) == (2, (6, 7))
        table = read_csv(tmp_path, "Nimi;Kunta", "", "a;Turku", ";", "a;Turku")
        assert (table.skipped.blank, table.skipped.repeated) == (2, (5,))

    @pytest.mark.parametrize("again", [HEADER, ["Namn", "Hemort", "E-post"]])
    def test_the_header_again_is_a_note(self, tmp_path: Path, again: list[str]) -> None:
        table = read_sheet(tmp_path, [HEADER, ROWS[0], again, ROWS[1]])
        assert (values(table), notes(table)) == (ROWS, [" | ".join(again)])

    @pytest.mark.parametrize(("below", "expected"), [
        ([["Päivitetty 3/2025 / MK"]], ["Päivitetty 3/2025 / MK"]), ([[], ["MK"]], ["MK"]),
        ([["Yhteensä", 2]], ["Yhteensä | 2"]),
        ([["Yhteensä", "=COUNTA(A2:A3)"]], ["Yhteensä | =COUNTA(A2:A3)"]),
        ([[], ["* ei vahvistettu"], ["** kesken"]], ["* ei vahvistettu",
        "** kesken"]),
        ([[None, None, "Lähde: kunnat"]], ["Lähde: kunnat"]),
    ])
    def test_footnotes_are_notes(self, tmp_path: Path, below: list[list[Any]], expected: list[str]) -> None:
        table = read_sheet(tmp_path, [HEADER, *ROWS, *below])
        assert (values(table), notes(table)) == (ROWS, expected)

    def test_a_cell_over_several_columns_heads_a_section(self, tmp_path: Path) -> None:
        table = read_sheet(tmp_path, [HEADER, ["JÄRJESTÖT"], ROWS[0], ["KUNNAT"], ROWS[1]], "A2:C2", "A4:B4")
        assert (values(table), notes(table)) == (ROWS, ["JÄRJESTÖT", "KUNNAT"])

    def test_a_name_alone_is_a_row(self, tmp_path: Path) -> None:
        table = read_sheet(tmp_path, [HEADER, *ROWS, ["Vaasan opisto"]])
        assert values(table)[-1] == ["Vaasan opisto", None, None]

    def test_merged_cells_count_for_rows_that_have_others(self, tmp_path: Path) -> None:
        table = read_sheet(tmp_path, [HEADER, ["SPR", "Turku"], ["MLL"], [], ["Moniheli"]], "B2:B5")
        assert [row[:2] for row in values(table)] == [["SPR", "Turku"], ["MLL", "Turku"], ["Moniheli", "Turku"]]

    @pytest.mark.parametrize("rows", [[HEADER], [["Toimijat"], HEADER], [HEADER, HEADER], [HEADER, [], ["MK"]]])
    def test_a_header_alone_is_refused(self, tmp_path: Path, rows: list[list[Any]]) -> None:
        assert "no rows below" in refusal(lambda: read_sheet(tmp_path, rows))


class TestSheets:
    SHEETS: ClassVar[Sheets] = {"Ohje": [["Täytä välilehti Toimijat."], ["Kysy, jos et tiedä."]],
                      "Tiedot": [["Laatija", "MK"], ["Päivitetty", "3/2025"], ["Versio", "2"]],
                      "Toimijat": [["Toimijat"], HEADER, *ROWS],
                      "Vanhat": [HEADER, ["Vanha", "Turku", "c@x.fi"]], "Tyhjä": []}

    def test_the_first_that_looks_like_a_table_is_read_and_the_others_are_named(self, tmp_path: Path) -> None:
        table = read_table(save(tmp_path / "a.xlsx", self.SHEETS), ACTOR_COLUMNS)
        assert (table.sheet, table.header_line, values(table)) == ("Toimijat", 2, ROWS)
        assert {other.name: other.is_table for other in table.other_sheets} == {
            "Ohje": False, "Tiedot": False, "Vanhat": True, "Tyhjä": False}

    @pytest.mark.parametrize("name", ["Vanhat", "vanhat", " VANHAT "])
    def test_another_is_read_by_its_name(self, tmp_path: Path, name: str) -> None:
        table = read_table(save(tmp_path / "a.xlsx", self.SHEETS), ACTOR_COLUMNS, name)
        assert [row.values["Nimi"] for row in table.rows] == ["Vanha"]

    def test_one_that_is_not_there_is_refused_with_those_that_are(self, tmp_path: Path) -> None:
        message = refusal(lambda: read_table(save(tmp_path / "a.xlsx", self.SHEETS), ACTOR_COLUMNS, "Uudet"))
        assert "“Uudet”" in message
        assert "Toimijat" in message

    @pytest.mark.parametrize("name", ["a.csv", "a.json"])
    def test_other_files_have_none(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("id,name\na,b\n")
        assert "no sheets" in refusal(lambda: read_table(tmp_path / name, ACTOR_COLUMNS, "Taul1"))


class TestRecords:
    def test_json_of_a_platform(self, tmp_path: Path) -> None:
        records = [{"title": "A", "address": {"city": "Turku", "geo": {"lat": 1}}, "names": {"fi": "A"},
                    "contact": {"email": "x@y.fi", "fax": "1"}}, {"title": "B"}, {"title": "B"}, 3]
        path = tmp_path / "a.json"
        path.write_text(json.dumps({"status": "ok", "organizations": records}))
        table = read_table(path, ACTOR_COLUMNS)
        assert table.headers == ("title", "address.city", "address.geo.lat", "names", "contact.email", "contact.fax")
        assert table.rows[0].values["names"] == {"fi": "A"}
        assert (len(table.rows), table.skipped.repeated, table.header_line) == (3, (1,), 0)
        assert table.rows[2].problems

    def test_json_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text('{"title": "x"}\n{"title": "x"}\n{"otsikko": "y"}\nno\n')
        table = read_table(path, COOPERATION_COLUMNS)
        assert (table.headers, table.skipped.repeated) == (("title", "otsikko"), (2,))
        assert [row.line for row in table.rows] == [1, 3, 4]


WORDS = st.sampled_from(["", "", "", "Turku", "SPR", "järjestö", "Nimi", "Kunta", "a@x.fi", "040 123456", "3.2.2025",
                         "Yhteensä", "Huom. tarkista", "uusi; vanha", "12"])
TABLES = st.lists(st.lists(WORDS, max_size=6), max_size=10)


def told(table: Table, lines: list[list[str]]) -> Counter[str]:
    """Return the words that are in headers, rows, notes, or rows that were repeated."""
    # A header may have its group before it, or a number behind it.
    header = [word for word in lines[table.header_line - 1] if word in " ".join(table.headers)]
    words = [*header, *(part for note in table.skipped.notes for part in note.text.split(" | ")),
             *(words_of(value) for row in table.rows for value in row.values.values()),
             *(word for line in table.skipped.repeated for word in lines[line - 1])]
    return Counter(filter(None, words))


@FUZZ
@given(lines=TABLES, has_header=st.booleans(), titles=st.integers(0, 6), suffix=st.sampled_from([".xlsx", ".csv"]))
def test_nothing_is_lost_in_silence(tmp_path: Path, lines: list[list[str]], *, has_header: bool, titles: int,
                                    suffix: str) -> None:
    rows = [*([["Toimijat"]] * titles), *([HEADER] if has_header else []), *lines]
    path = tmp_path / f"a{suffix}"
    if suffix == ".csv":
        path.write_text("".join(";".join(row) + "\n" for row in rows).replace("uusi; vanha", '"uusi; vanha"'))
    else:
        save(path, {"Taul1": [[word or None for word in row] for row in rows]})
    try:
        table = read_table(path, ACTOR_COLUMNS)
    except RecordsRefused:
        return
    assert Counter(word for row in rows for word in row if word) <= told(table, rows)
    assert not has_header or table.header_line >= titles + 1 or not any(any(line) for line in lines)


@FUZZ
@given(titles=st.lists(st.sampled_from(["Toimijat 2025", "", "Päivitetty 3/2025", "Lähde: kunnat"]), max_size=6),
       before=st.integers(0, 3), names=st.sampled_from([HEADER, UNKNOWN, ["Nimi", "Mitä teette?", "Muuta"]]),
       below=st.lists(st.sampled_from(["Päivitetty 3/2025 / MK", "* kesken"]), max_size=2))
def test_a_table_is_found_among_titles_and_notes(tmp_path: Path, titles: list[str], before: int, names: list[str],
                                                 below: list[str]) -> None:
    lines = [[title] for title in titles] + [[*[None] * before, *cells] for cells in [names, *ROWS]]
    table = read_sheet(tmp_path, [[cell or None for cell in line] for line in lines] + [[words] for words in below])
    assert (list(table.headers), values(table), table.header_line) == (names, ROWS, len(titles) + 1)
    assert notes(table) == [*filter(None, titles), *below]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_file_of_libreoffice(tmp_path: Path) -> None:
    source = save(tmp_path / "a.xlsx", {"Ohje": [["Ohje"]], "Lista": [["Toimijat"], [], HEADER, *ROWS, ["MLL"]]},
        "B5:B6")
    for path, suffix, folder in ((source, "ods", tmp_path), (tmp_path / "a.ods", "xlsx", tmp_path / "out")):
        command: list[str | Path] = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
                                     "--convert-to", suffix, "--outdir", folder, path]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
    table = read_table(tmp_path / "out" / "a.xlsx", ACTOR_COLUMNS)
    assert (table.sheet, table.header_line, list(table.headers)) == ("Lista", 3, HEADER)
    assert values(table) == [*ROWS, ["MLL", "Oulu", None]]
