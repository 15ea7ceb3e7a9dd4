"""Questions to a file that people fill in with a spreadsheet or an editor, and their answers back.

XLSX: a row per question, with the likely answer filled in and a list to choose from. JSON: the same for programs. An
answer is a value, or the words that stand beside it; an empty one leaves the question open.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from data.errors import Problem, RecordsRefused
from data.files.formulas import neutralise, restore
from data.files.objects.strict_json import JsonRefused, read_json
from data.files.rows import excerpt, file_error
from data.files.sheets.xlsx import open_book
from data.intake.questions import Answers, Question, Topic, key_of
from data.wording.texts import render, text
from data.wording.words import normalise

COLUMNS = ("question", "examples", "rows", "answer", "choices", "key")
WIDTHS = (60, 40, 8, 30, 60, 20)
ANSWER, CHOICES, KEY = (COLUMNS.index(name) for name in ("answer", "choices", "key"))
SEPARATOR = " = "
LONGEST_LIST = 255  # characters that a spreadsheet takes as a list to choose from


def json_questions(questions: Sequence[Question], language: str) -> bytes:
    """Return a JSON file of questions with their likely answers, in the language of the reader."""
    documents = [question_document(question, language) for question in questions]
    return json.dumps({"questions": documents}, ensure_ascii=False, indent=2).encode() + b"\n"


def xlsx_questions(questions: Sequence[Question], language: str) -> bytes:
    """Return an XLSX file of questions with their likely answers, in the language of the reader."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "questions"
    sheet.append(COLUMNS)
    for question in questions:
        sheet.append([neutralise(cell) if isinstance(cell, str) else cell for cell in _cells(question, language)])
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.column_dimensions[get_column_letter(KEY + 1)].hidden = True
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1 or cell.column == ANSWER + 1)
    sheet.freeze_panes = "A2"
    for row, question in enumerate(questions, 2):
        _offer(sheet, f"{get_column_letter(ANSWER + 1)}{row}", question, language)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def question_document(question: Question, language: str) -> dict[str, Any]:
    """Return a question as JSON values, with its likely answer under `answer`."""
    return {
        "topic": question.topic.value, "about": list(question.about),
        "question": render(question.sentence, language), "rows": question.rows,
        "examples": [render(example, language) for example in question.examples],
        "choices": [{"value": choice.value, "label": render(choice.label, language),
                     "reason": render(choice.reason, language) if choice.reason else ""}
                    for choice in question.choices],
        "answer": question.proposal,
    }


def read_answers(path: Path) -> Answers:
    """Read the answers that people have given in a file of questions.

    Raises:
        RecordsRefused: this is no such file, or an answer is none of those that can be given; all are told.
    """
    if not path.is_file():
        raise file_error(path, 0, text("There is no such file."), text("Check the path."))
    entries = _xlsx_entries(path) if path.suffix.lower() == ".xlsx" else _json_entries(path)
    return Answers(dict(entries))


def answers_of(documents: Sequence[Mapping[str, Any]], path: Path = Path()) -> Answers:
    """Return the answers that stand in questions as JSON values.

    Raises:
        RecordsRefused: something in them is no question; all are told.
    """
    return Answers(dict(_entries(documents, path)))


def _json_entries(path: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    try:
        document = read_json(path.read_text(encoding="utf-8-sig"))
    except (JsonRefused, UnicodeDecodeError) as error:
        raise _no_questions(path) from error
    questions = document.get("questions") if isinstance(document, dict) else None
    if not isinstance(questions, list):
        raise _no_questions(path)
    return _entries(questions, path)


def _entries(documents: Sequence[Mapping[str, Any]], path: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    for number, document in enumerate(documents, 1):
        match document:
            case {"topic": str(topic), "about": [*about], "answer": str(answer)} if topic in list(Topic) and all(
                    isinstance(part, str) for part in about):
                if answer.strip():
                    yield key_of(Topic(topic), about), answer.strip()
            case _:
                raise file_error(path, number, text("This is no question with its answer."),
                                 text("Take the file of questions as it was written, and change the answers only."))


def _xlsx_entries(path: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    with open_book(path) as book:
        (_, header), *rows = list(book.records(book.sheets[0], 1, range(1, len(COLUMNS) + 1))) or [(0, ())]
    if tuple(header[:len(COLUMNS)]) != COLUMNS:
        raise _no_questions(path)
    problems: list[Problem] = []
    entries: dict[tuple[str, ...], str] = {}
    for line, cells in rows:
        words = [restore(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
                 for cell in cells[:len(COLUMNS)]]
        if not "".join(words[ANSWER:ANSWER + 1]).strip():
            continue
        value = _value(words[ANSWER], words[CHOICES])
        try:
            topic, *about = json.loads(words[KEY])
            entries[key_of(Topic(topic), about)] = value
        except ValueError:
            problems.append(Problem(path.name, line, "key", text("“{value}” is not known here.",
                                                                 value=excerpt(words[KEY])),
                                    text("Leave this column as it was written.")))
    if problems:
        raise RecordsRefused(tuple(problems), problems[0].what, path.name, problems[0].cure)
    yield from entries.items()


def _value(answer: str, choices: str) -> str:
    """Return the value of a choice that is named by its words; else the answer as it was written."""
    for line in choices.splitlines():
        value, _, label = line.partition(SEPARATOR)
        if normalise(answer) in (normalise(label), normalise(line)):
            return value
    return answer.strip()


def _no_questions(path: Path) -> RecordsRefused:
    return file_error(path, 0, text("This is no file of questions."),
                      text("Import the list without --answers: the questions are written to a file."))


def _cells(question: Question, language: str) -> list[str | int]:
    labels = [(choice, render(choice.label, language)) for choice in question.choices]
    proposal = next((label for choice, label in labels if choice.value == question.proposal), question.proposal)
    return [render(question.sentence, language), "\n".join(render(item, language) for item in question.examples),
            question.rows, proposal, "\n".join(f"{choice.value}{SEPARATOR}{label}" for choice, label in labels),
            json.dumps([question.topic.value, *question.about], ensure_ascii=False)]


def _offer(sheet: Any, cell: str, question: Question, language: str) -> None:  # noqa: ANN401 – openpyxl's
    """Let the answer be chosen from a list, as far as a spreadsheet has room for it; others may be written, too."""
    from openpyxl.worksheet.datavalidation import DataValidation

    labels = [render(choice.label, language).replace(",", " ").replace('"', "'") for choice in question.choices]
    words = ",".join(labels)
    if labels and len(words) + 2 <= LONGEST_LIST:
        offer = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
        offer.add(cell)
        sheet.add_data_validation(offer)
