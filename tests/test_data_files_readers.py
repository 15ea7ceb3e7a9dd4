"""Files to rows: what is read, and that every bad file is refused with words instead of a traceback."""

import json
import struct
import time
import tracemalloc
import warnings
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chartsheet import Chartsheet

from data.errors import DataError, RecordsRefused
from data.files import readers as reading
from data.files.readers import read_rows
from data.files.rows import Row, excerpt
from data.files.sheets import xlsx as sheets
from data.files.sheets.text_files import MAXIMUM_LINE
from tests.gears import examples

Save = Callable[[str, str | bytes], Path]

NEW_DATE = datetime.fromisoformat("2026-01-31T00:00")


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def save_sheet(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def values(path: Path) -> list[dict[str, object]]:
    return [dict(row.values) for row in read_rows(path)]


def refusal(path: Path) -> RecordsRefused:
    with pytest.raises(RecordsRefused) as failure:
        list(read_rows(path))
    assert failure.value.problems
    assert failure.value.problems[0].file == path.name
    assert str(failure.value.cure)
    return failure.value


def only_problem(path: Path) -> str:
    [problem] = [problem for row in read_rows(path) for problem in row.problems]
    return str(problem)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_of_every_separator_encoding_and_line_end(save: Save, separator: str, encoding: str, end: str) -> None:
    content = end.join(separator.join(cells) for cells in (["id", "nimi"], ["a", "Jyväskylä – Åbo"], ["b", "€"]))
    path = save("actors.csv", content.encode(encoding))
    assert values(path) == [{"id": "a", "nimi": "Jyväskylä – Åbo"}, {"id": "b", "nimi": "€"}]


def test_lines_are_those_a_row_begins_on(save: Save) -> None:
    path = save("a.csv", '\n\nid,name\n\na,"two\nlines"\n,\nb,x\n')
    assert [(row.line, row.header) for row in read_rows(path)] == [(5, 3), (8, 3)]


def test_separators_in_quotation_marks_do_not_count(save: Save) -> None:
    assert values(save("a.csv", 'id;"a,b,c,d";name\n1;2;"x;y"\n')) == [{"id": "1", "a,b,c,d": "2", "name": "x;y"}]


TABLE = [{"id": "a", "name": "A", "sector": "ngo"}]


@pytest.mark.parametrize("content", [
    "id;name;sector\na;A;ngo\n", "id\tname\tsector\na\tA\tngo\n", "id|name|sector\na|A|ngo\n",
    "sep=;\nid;name;sector\na;A;ngo\n", "sep=,\r\nid,name,sector\r\na,A,ngo\r\n",
    "\n\"sep=\t\"\nid\tname\tsector\na\tA\tngo\n", "SEP=;;\nid;name;sector\na;A;ngo\n",
    "sep=;\nid,name,sector\na,A,ngo\n",  # not true: the headers are known under the comma
    ";;\nid;name;sector\na;A;ngo\n",
])
def test_the_separator_is_the_one_under_which_the_headers_are_known(save: Save, content: str) -> None:
    assert values(save("a.csv", content)) == TABLE


@pytest.mark.parametrize(("header", "names"), [
    ('"Tunnus\n(id)";"Nimi";"Toimiala"', ["Tunnus\n(id)", "Nimi", "Toimiala"]),
    ('"Tunnus\r\n\r\n(id)";Nimi;Toimiala', ["Tunnus\r\n\r\n(id)", "Nimi", "Toimiala"]),
    ('id;"Nimi, virallinen,\nkoko, pitkä";sector', ["id", "Nimi, virallinen,\nkoko, pitkä", "sector"]),
    ("id;name;kuvaus (mitä, missä, milloin, miten)", ["id", "name", "kuvaus (mitä, missä, milloin, miten)"]),
    ("kunta (yksi; kaksi; kolme),id,name", ["kunta (yksi; kaksi; kolme)", "id", "name"]),
    ('omat;"a,b,c,d";muut', ["omat", "a,b,c,d", "muut"]),
])
def test_a_header_is_the_first_record_whatever_stands_in_it(save: Save, header: str, names: list[str]) -> None:
    delimiter = "," if header.startswith("kunta") else ";"
    [row] = read_rows(save("a.csv", f"{header}\n{delimiter.join('xyz')}\n"))
    assert row.values == dict(zip(names, "xyz", strict=True))
    assert row.line == header.count("\n") + 2


@pytest.mark.parametrize("key", ["cooperations", "blocks"])
def test_the_headers_of_other_records_tell_the_separator_too(save: Save, key: str) -> None:
    header = {"cooperations": "actor_a;actor_b;Hanke, rahoitus, kesto, muut", "blocks": "actor;other;syy, kuka, miksi"}
    [row] = read_rows(save("a.csv", f"{header[key]}\na;b;c\n"), key)
    assert list(row.values.values()) == ["a", "b", "c"]


def test_a_quotation_mark_that_is_never_closed_in_the_header_is_refused(save: Save) -> None:
    assert "a.csv:1: The row cannot be divided" in str(refusal(save("a.csv", 'id;"name\n' + "a;b\n" * 50_000)))


def test_the_apostrophe_of_an_export_is_taken_away(save: Save) -> None:
    assert values(save("a.csv", "id\n'-5\n'quoted'\n")) == [{"id": "-5"}, {"id": "'quoted'"}]


def test_empty_columns_at_the_end_are_left_out(save: Save) -> None:
    assert values(save("a.csv", "id,name,,\na,b,,\n")) == [{"id": "a", "name": "b"}]


def test_cells_without_a_column_name_are_a_problem(save: Save) -> None:
    assert only_problem(save("a.csv", "id,name\na,b,c\n")).startswith("a.csv:2: 1 cell has no column name.")
    assert "2 cells" in only_problem(save("a.csv", "id,,name\na,x,b,y\n"))


def test_cells_that_are_missing_are_a_problem(save: Save) -> None:
    assert "a.csv:3: Cells in the row: 1; columns in the header: 2." in only_problem(save("a.csv", "id,name\na,b\nc\n"))


ODS = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize(("name", "content", "message"), [
    ("a.csv", "", "The file is empty"),
    ("a.csv", "\n\n  \n", "The file is empty"),
    ("a.csv", "\ufeff", "The file is empty"),
    ("a.csv", ",,,\n", "The file is empty"),
    ("a.csv", "id,name\n", "no rows below the header"),
    ("a.csv", "id,name\n\n,\n", "no rows below the header"),
    ("a.csv", "id,name,ID\na,b,c\n", "twice in the header: ID"),
    ("a.csv", "id,name fi,name_fi\na,b,c\n", "name_fi"),
    ("a.csv", "id\x00,name\na,b\n", "NUL"),
    ("a.csv", "id,name\na,\x00\n", "a.csv:2: The line holds NUL"),
    ("a.csv", 'id,name\na,b\nc,"never closed\nd,e\n', "a.csv:3: The row cannot be divided"),
    ("a.csv", 'id,name\na,"b"c\n', "a.csv:2"),
    ("a.csv", ",".join(f"c{number}" for number in range(1001)) + "\n", "more than 1,000 columns"),
    ("a.csv", b"id,name\na,\x81\n", "neither UTF-8 nor Windows-1252"),
    ("a.csv", b"id,name\na,\xc3\xa4\nb,\xe4\n", "neither UTF-8 nor Windows-1252"),
    ("a.csv", b"\xff\xfeid,name\na", "neither UTF-8 nor Windows-1252"),
    ("a.csv", "id,name\na,b\n".encode("utf-16-le"), "NUL"),
    ("a.xlsx", "id,name\na,b\n", "not an XLSX file"),
    ("a.xlsx", b"PK\x03\x04 and nothing else", "not an XLSX file"),
    ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 protected", "protected by a password"),
    ("a.ods", ODS, "OpenDocument file (.ods), as LibreOffice saves it. Open it there, and save it as Excel (.xlsx)."),
    ("a.xlsx", ODS, "OpenDocument"), ("a", ODS, "OpenDocument"),
    ("a.csv", b"%PDF-1.7\n", "This is a PDF file"),
    ("a.xlsx", b"\x89PNG\r\n\x1a\n", "This is a PNG file"),
    ("a", b"\xff\xd8\xff\xe0", "This is a JPEG file"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old format"),
    ("a.jsonl", "\n\n", "There are no records"),
    ("a.json", "[]", "There are no records"),
    ("a.json", "{}", "There are no records"),
    ("a.json", '{"actors": {}}', "There are no records"),
    ("a.json", "3", "There are no records"),
    ("a.json", '[{"id": 1},\n{"id": 2}', "a.json:2: This is not valid JSON"),
    ("a.json", '[{"capacity": NaN}]', "“NaN” is not a number"),
    ("a.json", "[" * 100_000, "deep"),
    ("a.json", "[" * 11 + "]" * 11, "deep"),
    ("a.json", "[" + "9" * 5000 + "]", "is not a number"),
    ("a.json", '[{"id": 1, "id": 2}]', "twice in one object: id"),
])
def test_a_bad_file_is_refused_with_a_cure(save: Save, name: str, content: str | bytes, message: str) -> None:
    assert message in str(refusal(save(name, content)))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "no such file" in str(refusal(tmp_path / "missing.csv"))
    assert "not a file" in str(refusal(tmp_path))


@pytest.mark.parametrize(("line", "message"), [
    ('{"id": "a"', "not valid JSON"),
    ("[1, 2]", "This is not an object"),
    ("null", "This is not an object"),
    ('{"capacity": Infinity}', "“Infinity” is not a number"),
    ('{"capacity": 1e999}', "“1e999” is not a number"),
    ('{"a": {"b": 1, "b": 2}}', "twice in one object: b"),
    ('{"a":' * 50_000 + "1" + "}" * 50_000, "more than 10 deep"),
    ('{"a": ' + "[" * 12 + "]" * 12 + "}", "more than 10 deep"),
])
def test_a_broken_line_is_a_problem_and_the_others_are_read(save: Save, line: str, message: str) -> None:
    path = save("a.jsonl", f'{{"id": "a"}}\n{line}\n\n{{"id": "b"}}\n')
    rows = list(read_rows(path))
    assert [row.line for row in rows] == [1, 2, 4]
    assert [row.values for row in (rows[0], rows[2])] == [{"id": "a"}, {"id": "b"}]
    [problem] = rows[1].problems
    assert message in str(problem)
    assert problem.line == 2
    assert list(rows[1].values) == ["line"]


@pytest.mark.parametrize("content", [
    '[\n{"id": "a"},\n\n {"id":\n "b"}, 7 ]',
    '{"name": "x, [",\n"actors": [{"id": "a"},\n\n {"id":\n "b"}, 7 ], "blocks": []}',
])
def test_objects_of_a_json_array_know_their_line(save: Save, content: str) -> None:
    rows = list(read_rows(save("a.json", content)))
    assert [row.values for row in rows] == [{"id": "a"}, {"id": "b"}, {"line": "7"}]
    assert [row.line for row in rows] == [2, 4, 5]


def test_the_key_names_the_array(save: Save) -> None:
    path = save("a.json", '{"actors": [{"id": "a"}], "blocks": [{"actor": "a", "other": "b"}]}')
    assert [row.values for row in read_rows(path, "blocks")] == [{"actor": "a", "other": "b"}]


@pytest.mark.parametrize(("content", "name"), [
    ('[{"id": "a"}]', "a"), ('{"actors": [{"id": "a"}]}', "a"), ('\ufeff {"id": "a"}\n', "a"), ("id\na\n", "a"),
])
def test_without_a_known_extension_the_content_decides(save: Save, content: str, name: str) -> None:
    assert values(save("export.data", content)) == [{"id": name}]


def test_xlsx_keeps_numbers_and_dates_and_skips_blank_rows(tmp_path: Path) -> None:
    path = save_sheet(tmp_path / "a.xlsx", ["id", "capacity", "updated", None], [], [None, " "],
                      [12, 2.5, NEW_DATE], ["b"])
    assert [(row.line, dict(row.values)) for row in read_rows(path)] == [
        (4, {"id": 12, "capacity": 2.5, "updated": NEW_DATE}),
        (5, {"id": "b", "capacity": None, "updated": None}),
    ]
    assert values(path.rename(tmp_path / "unknown")) == values(save_sheet(
        tmp_path / "b.xlsx", ["id", "capacity", "updated"], [12, 2.5, NEW_DATE], ["b"]))


def test_a_formula_and_an_error_of_a_sheet_are_problems(tmp_path: Path) -> None:
    path = save_sheet(tmp_path / "a.xlsx", ["id", "name", "sector"], ["a", "=A1&B1", "#N/A"])
    [row] = read_rows(path)
    assert [str(problem) for problem in row.problems] == [
        "a.xlsx:2:name: The cell holds a formula. Put its value into the cell.",
        "a.xlsx:2:sector: The cell holds the error #N/A. Correct it in the spreadsheet.",
    ]
    assert row.values == {"id": "a", "name": "=A1&B1", "sector": "#N/A"}


def test_more_cells_than_the_header_of_a_sheet(tmp_path: Path) -> None:
    assert "1 cell" in only_problem(save_sheet(tmp_path / "a.xlsx", ["id"], ["a", "b"]))


def test_a_book_without_a_sheet_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.create_chartsheet()
    del book[book.sheetnames[0]]
    assert isinstance(book[book.sheetnames[0]], Chartsheet)
    book.save(tmp_path / "a.xlsx")
    refusal(tmp_path / "a.xlsx")


def test_a_zip_that_is_no_sheet_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert "not an XLSX file" in str(refusal(tmp_path / "a.xlsx"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive, archive.open("xl/workbook.xml", "w") as part:
        for _ in range(sheets.MAXIMUM_UNPACKED_BYTES // 2**24 + 1):
            part.write(bytes(2**24))
    assert path.stat().st_size < 2**20
    start = time.monotonic()
    assert "would unpack" in str(refusal(path))
    assert time.monotonic() - start < 1


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = save_sheet(tmp_path / "a.xlsx", ["id"], *[["a" * 50] for _ in range(500)])
    content = bytearray(path.read_bytes())
    start = content.find(b"PK\x01\x02")
    while start >= 0:
        struct.pack_into("<I", content, start + 24, 10)
        start = content.find(b"PK\x01\x02", start + 1)
    path.write_bytes(content)
    assert "not an XLSX file" in str(refusal(path))


def test_a_sheet_that_states_an_enormous_size_is_read_by_what_it_holds(tmp_path: Path) -> None:
    plain = save_sheet(tmp_path / "plain.xlsx", ["id"], ["a"])
    with ZipFile(plain) as source, ZipFile(tmp_path / "a.xlsx", "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    start = time.monotonic()
    assert values(tmp_path / "a.xlsx") == [{"id": "a"}]
    assert time.monotonic() - start < 2


def test_reading_a_sheet_leaves_the_filters_of_warnings_alone(tmp_path: Path) -> None:
    path = save_sheet(tmp_path / "a.xlsx", ["id"], ["a"], ["b"])
    before = list(warnings.filters)
    rows = read_rows(path)
    next(rows)
    assert list(warnings.filters) == before
    list(rows)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".json", ".data"])
@pytest.mark.parametrize("start", [b"id,name\n", b""])
@pytest.mark.parametrize("megabytes", [100, 60])
def test_one_enormous_line_is_refused_quickly_and_in_little_memory(
    tmp_path: Path, suffix: str, start: bytes, megabytes: int,
) -> None:
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.write(start)
        for _ in range(megabytes):
            file.write(b"a" * 10**6)
    began = time.monotonic()
    tracemalloc.start()
    try:
        refusal(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 32 * 2**20
    assert time.monotonic() - began < 3


def test_the_longest_line_is_read_and_one_sign_more_is_not(save: Save) -> None:
    frame = '{"id": ""}\n'
    assert values(save("a.jsonl", frame.replace('""', f'"{"a" * (MAXIMUM_LINE - len(frame))}"')))
    error = refusal(save("b.jsonl", frame.replace('""', f'"{"a" * (MAXIMUM_LINE - len(frame) + 1)}"')))
    assert "b.jsonl:1: The line is longer than 1,048,576 characters." in str(error)


def test_a_json_document_has_a_limit_of_its_own(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAXIMUM_JSON_BYTES", 10)
    assert "Split it" in str(refusal(save("a.json", '[{"id": "a"}]')))


def test_a_field_that_swallows_the_file_is_refused(save: Save) -> None:
    assert "cannot be divided" in str(refusal(save("a.csv", 'id,name\na,"' + "x\n" * 100_000)))


@pytest.mark.parametrize(("value", "words"), [("a\x1b[31m\nb", "a [31m b"), ("x" * 100, "x" * 79 + "…"), (5, "5")])
def test_what_a_user_wrote_is_shown_short_and_tame(value: object, words: str) -> None:
    assert excerpt(value) == words


def read_bytes(folder: Path, suffix: str, content: bytes) -> list[Row]:
    path = folder / f"fuzz{suffix}"
    path.write_bytes(content)
    return list(read_rows(path))


FUZZ = settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
TABLE_BYTES = st.lists(st.sampled_from([b"id", b"name", b",", b";", b"\t", b"\n", b"\r", b'"', b"\x00", b"\xff", b"=",
                                        b"\xc3\xa4", b"\xe4", b"\x81", b"a", b"{", b"}", b"[", b"]", b":", b"NaN"]),
                       max_size=40).map(b"".join)


@FUZZ
@given(content=st.one_of(st.binary(max_size=200), TABLE_BYTES),
       suffix=st.sampled_from([".csv", ".jsonl", ".json", ".xlsx", ".data"]))
def test_any_bytes_are_rows_or_refused(tmp_path: Path, content: bytes, suffix: str) -> None:
    with suppress(DataError):
        assert read_bytes(tmp_path, suffix, content)


@FUZZ
@given(record=st.dictionaries(st.text(max_size=10), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8), max_size=5))
def test_any_object_comes_back_from_json_lines_and_json(tmp_path: Path, record: dict[str, object]) -> None:
    lines, document = (json.dumps(value).encode() for value in (record, [record]))
    for suffix, content in ((".jsonl", lines), (".json", document)):
        [row] = read_bytes(tmp_path, suffix, content)
        assert row.values == record or any("deep" in str(problem) for problem in row.problems)
