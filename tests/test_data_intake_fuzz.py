"""Any table at all: it is read or refused, and of every cell it is told what became of it; so is any answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from data.errors import RecordsRefused
from data.files.columns import ACTOR_COLUMNS, CONTACT_COLUMNS
from data.files.rows import is_blank, words_of
from data.intake.columns.mapping import find_target
from data.intake.lists import Ground, ListOfActors
from data.intake.questions import LEAVE_OUT, Answers, Question, Sameness, Topic, proposals
from data.intake.reading import read_list, without_open
from data.intake.storing import settle_list
from data.intake.words.hints import nothing_near
from data.records.documents import document_of
from data.wording.texts import render
from data.wording.words import composed
from tests.gears import in_gear
from tests.networks import actor, finland

TODAY = date(2026, 11, 29)
STORED = (replace(actor("lahden-kaupunki", sector="municipality", municipalities=("398",)), name="Lahden kaupunki"),
          replace(actor("moniheli-ry", sector="migrant_association"), name="Moniheli ry"))
HEADERS = ("nimi", "Organisaatio", "namn", "Kunta", "Paikkakunta", "tyyppi", "sector", "Puhelin", "sähköposti", "Huom!",
           "kuvaus", "Kuvaus sv", "Kuvus", "kielet", "teemat", "www", "Y-tunnus", "päivitetty", "kk",
           "Saako julkaista?", "isActive", "", " ", "id", "part_of", "x" * 400, "12", "capacity", "keywords", "🙂",
           "contact.email")
WORDS = ("Lahti", "Kotka / Kouvola", "Helsingfors", "kunta", "järjestö", "srk", "Lahden kaupunki", "Moniheli",
         "Turun Sointu", "fi; sv", "sorani", "työllisyys, asuminen", "a@example.org", "040 1234567", "www.example.org",
         "1234567-1",
         "3/2025", "12.2.2025 13.45", "2024", "ei", "-", "x", "&amp; co", "=1+1", "'=A1", "rivi\nkaksi", "\t", "a;b|c",
         "yhteensä", "JÄRJESTÖT", "\u202e", "é" * 300, "Valtakunnallinen", "kyllä", "999999999999999999999", "0", "-1")
CELLS = st.one_of(st.none(), st.sampled_from(WORDS), st.integers(-5, 10**9), st.booleans(), st.floats(allow_nan=False,
                  allow_infinity=False, width=32), st.dates(date(1900, 3, 1), date(2100, 1, 1)),
                  st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - as spreadsheets hold them
                  st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12))
SAID = frozenset(("name", "description"))  # columns whose cells are stored as they are
LONGEST = 60  # of a cell as it is told
Rows = list[list[Any]]
FUZZ = settings(max_examples=in_gear(quick=100, thorough=600),
                suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    """Titles, a header and rows, some of them again or shorter than others."""
    width = draw(st.integers(1, 6))
    titles = draw(st.lists(st.lists(st.sampled_from(WORDS), max_size=2), max_size=2))
    headers = draw(st.lists(st.sampled_from(HEADERS), min_size=width, max_size=width))
    rows = draw(st.lists(st.lists(CELLS, max_size=width + 1), max_size=5))
    again = draw(st.lists(st.sampled_from(rows), max_size=1)) if rows else []
    return [*titles, headers, *rows, *again]


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """An XLSX file with merged cells and further sheets, or a CSV file in some separator and encoding."""
    rows = draw(tables())
    if draw(st.booleans()):
        stream = io.StringIO()
        csv.writer(stream, delimiter=draw(st.sampled_from(",;\t|"))).writerows(
            ["" if cell is None else cell for cell in row] for row in rows)
        return "list.csv", stream.getvalue().encode(draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252"))),
                                                    "replace")
    return "list.xlsx", workbook([rows, *draw(st.lists(tables(), max_size=1))], draw(st.sampled_from(
        (None, "A1:B1", "A2:A4", "A1:C1", "B3:C4"))), is_hidden=draw(st.booleans()))


def workbook(sheets: Sequence[Rows], merged: str | None, *, is_hidden: bool) -> bytes:
    book = Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet(f"Taul{number + 1}")
        sheet.sheet_state = "hidden" if number and is_hidden else "visible"
        for row in rows:
            sheet.append([cell if not isinstance(cell, str) else "".join(filter(_can_stand, cell)) for cell in row])
    if merged:
        book.worksheets[0].merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _can_stand(sign: str) -> bool:
    """Tell whether a workbook can hold a sign."""
    return sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff")


def ground(answers: Answers | None = None) -> Ground:
    return Ground(finland(), TODAY, STORED, frozenset(item.id for item in STORED), answers or Answers(), nothing_near)


@FUZZ
@given(files(), st.data())
def test_any_file_is_read_or_refused_and_nothing_is_lost(tmp_path: Path, file: tuple[str, bytes],
                                                         data: st.DataObject) -> None:
    name, content = file
    path = tmp_path / name
    path.write_bytes(content)
    answers = Answers()
    for _ in range(4):
        try:
            found = read_list(path, ground(answers))
        except RecordsRefused:  # nothing else may come of it
            return
        assert_nothing_is_lost(found)
        assert_whole(found, answers)
        if not found.questions:
            break
        answers = answers.and_then(Answers({question.key: data.draw(_answers(question))
                                            for question in found.questions}))


def _answers(question: Question) -> st.SearchStrategy[str]:
    """Answers of people: what is likely, another choice, what is known elsewhere, and nonsense."""
    choices = [choice.value for choice in question.choices]
    return st.sampled_from([question.proposal or LEAVE_OUT, *choices, "name", "ngo", "398", "nonsense", "+", "-"])


def assert_nothing_is_lost(found: ListOfActors) -> None:
    """Every cell below a header is in a record, in contact data, left out by name, of a refused row, or told."""
    refused = {reject.row.line for reject in found.reading.rejects}
    told = " ".join((*(render(note, "en") for note in found.notes),
                     *(render(warning.what, "en") for warning in found.reading.warnings),
                     *(" ".join(question.about) for question in found.questions), *(item.word for item in found.kept)))
    records = {record.id: json.dumps(document_of(record), ensure_ascii=False) for record in found.reading.records}
    stored = {row.line: f"{records.get(key)} {found.contacts.get(key)}" for key, row in found.rows.items()}
    for row in found.table.rows:
        for header, value in row.values.items():
            if is_blank(value) or row.line in refused or header in found.left_out:
                continue
            if row.line not in stored:  # an actor of no known kind that somebody leaves out
                assert "is left out, as answered" in told
                continue
            target = found.mapping.targets.get(header, "")
            assert target == LEAVE_OUT or find_target(target, (ACTOR_COLUMNS, CONTACT_COLUMNS)), header
            if target.partition("_")[0] in SAID:
                words = {plain(value), plain(f"{value:.0f}")} if isinstance(value, float) else {plain(value)}
                places = plain(stored[row.line]), plain(told)
                assert any(word[:LONGEST] in place for word in words for place in places), found


def plain(value: object) -> str:
    """Return letters and digits alone, as they are told or stored after blanks and signs were tidied."""
    return "".join(filter(str.isalnum, composed(unescape(words_of(value))).casefold()))


def assert_whole(found: ListOfActors, answers: Answers) -> None:
    """What is stored has names, known kinds, and ids of its own; each good row is in it."""
    settled = settle_list(without_open(found, ground(answers)), ground(answers))
    ids = [profile.id for profile in settled.profiles]
    assert len(set(ids)) == len(ids)
    assert all(profile.name and profile.sector in finland().sectors for profile in settled.profiles)
    assert set(settled.contacts) <= set(ids)


LISTED = "Nimi;Tyyppi;Kunta;Aiheet\nKaiku;järjestö;Lahti;neuvonta\nMoniheli;zzz;Helsinki;\n"


@pytest.mark.parametrize(("about", "answer"), [
    (("column", "Aiheet"), "colour"), (("column", "Nimi"), "nmae")])
def test_an_answer_that_names_no_column_is_refused(tmp_path: Path, about: tuple[str, str], answer: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(LISTED, encoding="utf-8")
    with pytest.raises(RecordsRefused, match="is no column"):
        read_list(path, ground(Answers({(about[0], about[1].casefold()): answer})))


@pytest.mark.parametrize("answer", ["zzzz", "", "ngo;company", "398"])
def test_an_answer_that_fits_no_word_leaves_it_open(tmp_path: Path, answer: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(LISTED, encoding="utf-8")
    first = read_list(path, ground())
    likely = proposals(first.questions).and_then(Answers({(Topic.WORD, "sector", "zzz"): answer}))
    second = read_list(path, ground(likely))
    assert [reject.row.line for reject in second.reading.rejects] == [3]


def test_pairs_answered_either_way_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(LISTED.replace("zzz", "järjestö"), encoding="utf-8")
    for answer in Sameness:
        given_answers = proposals(read_list(path, ground()).questions).and_then(Answers(
            {(Topic.PAIR, "moniheli", "moniheli-ry"): answer.value}))
        assert_whole(read_list(path, ground(given_answers)), given_answers)
