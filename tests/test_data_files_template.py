"""The template: an empty list whose headers, choices and example are read as our own columns and codes."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from data.files.cells import EXAMPLE_MARK
from data.files.columns import ACTOR_COLUMNS, CellKind, Column
from data.files.exporting import template
from data.files.exporting.template import EXAMPLE, TITLES, template_bytes, title
from data.files.importing import read_actors
from data.records.profiles import Profile
from data.wording.texts import LANGUAGES, text
from tests.networks import ROOT
from tests.test_data_files_writers import FINLAND, TODAY

COLUMNS = ACTOR_COLUMNS.columns
BY_NAME = {column.name: column for column in COLUMNS}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def book(language: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_bytes(FINLAND, language)))


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_its_headers_are_our_columns(book: openpyxl.Workbook, language: str) -> None:
    found = [ACTOR_COLUMNS.find(str(cell.value)) for cell in sheet_of(book)[1]]
    assert [meaning and meaning[0] for meaning in found] == list(COLUMNS)
    assert {meaning[1] for meaning in found if meaning and meaning[0].kind is CellKind.TEXT} == {language}


def test_titles_and_examples_are_of_columns() -> None:
    names = {column.name for column in COLUMNS}
    assert set(TITLES) <= names
    assert set(EXAMPLE) <= names
    assert {language for words in TITLES.values() for language in words} == {"fi", "sv"}


def test_the_example_is_refused_in_one_sentence(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.save(tmp_path / "a.xlsx")
    reading = read_actors(tmp_path / "a.xlsx", FINLAND, TODAY)
    assert [str(problem) for problem in reading.problems] == [
        f"a.xlsx:2:{sheet_of(book)['A1'].value}: This is the example row of the template. Remove the row."]
    assert reading.warnings == ()


def test_a_row_like_the_example_is_an_actor(book: openpyxl.Workbook, language: str, tmp_path: Path) -> None:
    sheet = sheet_of(book)
    assert str(sheet["A2"].value).startswith(EXAMPLE_MARK)
    sheet["A2"] = "kaiku"
    book.save(tmp_path / "a.xlsx")
    record, = read_actors(tmp_path / "a.xlsx", FINLAND, TODAY).all_or_nothing()
    assert replace(record, name="", descriptions={}, needs=Profile("", "").needs, offers=Profile("", "").offers,
                   groups=(), keywords=(), source="") == Profile(
        "kaiku", "", "ngo", municipalities=("698", "240"), regions=("19",), coverage=record.coverage,
        themes=("employment", "culture_arts"), languages=("fi", "sv"), wanted_sectors=("municipality",), capacity=2,
        updated=date(2026, 1, 31), business_id="0201256-6", website="https://www.example.org")
    assert record.coverage == "regional"
    assert set(record.descriptions) == set(record.needs.texts) == set(record.offers.texts) == {language}
    assert all((record.needs.themes, record.offers.themes, record.groups, record.keywords, record.source))


def test_every_choice_is_read_as_what_it_stands_for(book: openpyxl.Workbook, language: str) -> None:
    offers = sheet_of(book).data_validations.dataValidation
    choices = book.worksheets[2]
    assert choices.sheet_state == "hidden"
    by_header = {str(cell.value): [item.value for item in column[1:] if item.value is not None]
                 for column in choices.iter_cols() for cell in column[:1]}
    assert set(by_header) == {"sector", "municipalities", "regions", "coverage", "themes", "need_themes",
                              "offer_themes", "wanted_sectors", "status"}
    for name, words in by_header.items():
        column = BY_NAME[name]
        if column.vocabulary:
            vocabulary = FINLAND.by_name()[column.vocabulary]
            assert [vocabulary.find(str(word)) for word in words] == [(code,) for code in vocabulary.terms]
            assert sum(word in vocabulary.terms for word in words) < len(words) / 10
        else:
            assert [next(value for value, others in column.choices.items() if word in (value, *others))
                    for word in words] == list(column.choices)
    assert len(offers) == len(by_header)
    for offer in offers:
        assert offer.formula1.startswith(f"='{choices.title}'!$") or offer.formula1.startswith(f"={choices.title}!$")
        assert len(offer.prompt) <= 255
        assert len(offer.promptTitle) <= 32
    strict = {str(offer.sqref)[0] for offer in offers if offer.showErrorMessage}
    headers = {cell.coordinate.rstrip("1"): cell.value for cell in sheet_of(book)[1]}
    assert {headers[letter] for letter in strict} == {
        title(BY_NAME[name], language) for name in ("sector", "coverage", "status")}


def test_every_column_is_explained_in_every_language(book: openpyxl.Workbook) -> None:
    header, *rows = book.worksheets[1].iter_rows(values_only=True)
    assert len(header) == 3 + len(LANGUAGES)
    assert [ACTOR_COLUMNS.find(str(row[0])) is not None for row in rows] == [True] * len(COLUMNS)
    assert [bool(row[1]) for row in rows] == [column.required for column in COLUMNS]
    assert all(len(set(row[3:])) == len(LANGUAGES) and all(row[3:]) for row in rows)


def test_a_new_column_appears_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Column("founded", CellKind.DAY, ("founded",), text("The day."))
    monkeypatch.setattr(template, "ACTOR_COLUMNS", replace(ACTOR_COLUMNS, columns=(*COLUMNS, new)))
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(FINLAND, "sv")))
    assert [cell.value for cell in sheet_of(book)[1]][-1] == "founded"
    assert [cell.value for cell in book.worksheets[1]["A"]][-1] == "founded"


def test_other_vocabularies_can_be_filled_in(tmp_path: Path) -> None:
    from data.vocabularies.catalogue import open_vocabularies

    foreign = open_vocabularies(ROOT / "tests" / "foreign")
    (tmp_path / "a.xlsx").write_bytes(template_bytes(foreign, "en"))
    assert len(read_actors(tmp_path / "a.xlsx", foreign, TODAY).rejects) == 1
