"""Questions in files: what is filled in comes back as answers, and what is no such file is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from data.errors import RecordsRefused
from data.intake.question_files import answers_of, json_questions, question_document, read_answers, xlsx_questions
from data.intake.questions import KEEP, LEAVE_OUT, SECTOR, Answers, Choice, Question, Sameness, Topic
from data.wording.texts import Labels, text
from tests.gears import examples

COLUMN = Question(Topic.COLUMN, ("Organisaation nimi",), (
    Choice("name", text("the name"), text("It is spelled alike.")), Choice(LEAVE_OUT, text("leave it out"))),
    "name", ("Kaiku ry", "Moninet"), 30)
WORD = Question(Topic.WORD, ("themes", "Kahvila; =2+5"), (
    Choice("meeting_places", Labels({"fi": "Kohtaamispaikat", "en": "Meeting places"})),
    Choice(KEEP, text("keep it as a keyword"))), "", ("Kaiku ry",), 2)
KIND = Question(Topic.WORD, (SECTOR, "Kaiku ry"), (Choice("ngo", Labels({"fi": "Yhdistys", "en": "Association"})),),
                "ngo", (), 1)
PAIR = Question(Topic.PAIR, ("a", "B"), tuple(Choice(item.value, text("yes")) for item in Sameness), "same")
QUESTIONS = (COLUMN, WORD, KIND, PAIR)
FORMS: Sequence[tuple[str, Callable[[Sequence[Question], str], bytes]]] = [
    (".json", json_questions), (".xlsx", xlsx_questions)]

words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20).filter(lambda word: word.strip())


def written(tmp_path: Path, form: tuple[str, Callable[[Sequence[Question], str], bytes]],
            questions: Sequence[Question] = QUESTIONS, language: str = "fi") -> Path:
    suffix, write = form
    path = tmp_path / f"questions{suffix}"
    path.write_bytes(write(questions, language))
    return path


@pytest.mark.parametrize("form", FORMS, ids=[".json", ".xlsx"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_is_filled_in_already_is_the_answer(tmp_path: Path, language: str,
                                                 form: tuple[str, Callable[[Sequence[Question], str], bytes]]) -> None:
    answers = read_answers(written(tmp_path, form, language=language))
    assert answers == Answers({COLUMN.key: "name", KIND.key: "ngo", PAIR.key: "same"})


@pytest.mark.parametrize(("answer", "value"), [
    ("Kohtaamispaikat", "meeting_places"), ("kohtaamispaikat ", "meeting_places"), ("meeting_places", "meeting_places"),
    (KEEP, KEEP), ("säilytä avainsanana", KEEP), ("digital_skills", "digital_skills"), ("  ", None), (None, None)])
def test_an_answer_may_be_given_in_words(tmp_path: Path, answer: str | None, value: str | None) -> None:
    path = written(tmp_path, FORMS[1])
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet["B5"].fill.fgColor.rgb.endswith("FFF2CC")  # what has no likely answer comes after the columns
    keep = sheet["E5"].value.splitlines()[1].partition(" = ")[2]
    sheet["B5"].value = keep if answer and answer.startswith("säilytä") else answer
    book.save(path)
    assert read_answers(path).get(Topic.WORD, *WORD.about) == value


def test_people_see_the_question_and_choose_from_a_list(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path, FORMS[1], language="en"))
    sheet = book.worksheets[0]
    assert sheet["A1"].value.startswith("Look at each answer.")
    assert [cell.value for cell in sheet[4]][:4] == [
        "What does the column “Organisaation nimi” hold?", "the name", "Kaiku ry\nMoninet", 30]
    assert sheet["A6"].value == "What kind of actor is “Kaiku ry”?"
    assert sheet["A7"].value == "Are “a” and “B” the same actor?"
    offer = sheet.data_validations.dataValidation[0]
    assert (str(offer.sqref), offer.formula1) == ("B4", "choices!$A$1:$A$2")
    assert [cell.value for cell in book["choices"]["A"]][:2] == ["the name", "leave it out"]
    assert book["choices"].sheet_state == "hidden"
    assert sheet.column_dimensions["F"].hidden
    assert sheet.freeze_panes == "A4"


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b'{"questions": 1}', b"\xff\xfe", b'{"questions": [1]}',
    b'{"questions": [{"topic": "colour", "about": ["a"], "answer": "b"}]}',
    b'{"questions": [{"topic": "column", "about": "a", "answer": "b"}]}',
    b'{"questions": [{"topic": "column", "about": ["a"], "answer": 1}]}'])
@pytest.mark.parametrize("suffix", [".json", ".xlsx"])
def test_what_is_no_file_of_questions_is_refused(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"f{suffix}"
    path.write_bytes(content)
    with pytest.raises(RecordsRefused):
        read_answers(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordsRefused, match="no such file"):
        read_answers(tmp_path / "none.json")


def test_a_key_that_was_changed_is_told_with_its_row(tmp_path: Path) -> None:
    path = written(tmp_path, FORMS[1])
    book = load_workbook(path)
    book.worksheets[0]["F4"].value = "oops"
    book.save(path)
    with pytest.raises(RecordsRefused) as refusal:
        read_answers(path)
    assert [problem.line for problem in refusal.value.problems] == [4]


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(words, words), max_size=5, unique_by=lambda pair: (" ".join(pair)).casefold()))
def test_any_word_and_answer_comes_back(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]) -> None:
    questions = [Question(Topic.WORD, ("themes", word), (), answer) for word, answer in pairs]
    documents = [question_document(question, "en") for question in questions]
    folder = tmp_path_factory.mktemp("questions")
    expected = answers_of(documents)
    assert expected == Answers({question.key: question.proposal.strip() for question in questions})
    for form in FORMS:
        assert read_answers(written(folder, form, questions)) == expected


def test_json_is_for_programs(tmp_path: Path) -> None:
    document = json.loads(written(tmp_path, FORMS[0], language="en").read_text(encoding="utf-8"))
    assert document["questions"][0] == {
        "topic": "column", "about": ["Organisaation nimi"], "rows": 30, "examples": ["Kaiku ry", "Moninet"],
        "question": "What does the column “Organisaation nimi” hold?", "answer": "name",
        "choices": [{"value": "name", "label": "the name", "reason": "It is spelled alike."},
                    {"value": "-", "label": "leave it out", "reason": ""}]}
