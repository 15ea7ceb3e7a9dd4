"""Questions to a file that people fill in with a spreadsheet or an editor, and their answers back.

XLSX: what to do, then a row per question with the likely answer filled in and a list to choose from; what has no
likely answer comes first among words, and is marked. JSON: the same for programs. An answer is a value, or the words
for it; an empty one leaves the question open.
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

COLUMNS = ("question", "answer", "examples", "rows", "choices", "key")
TITLES = (text("Question"), text("Answer: look at it, change it if it is wrong"),
          text("Examples and reasons"), text("Rows"))
WIDTHS = (52, 42, 60, 8, 20, 20)
ANSWER, CHOICES, KEY = (COLUMNS.index(name) for name in ("answer", "choices", "key"))
SEPARATOR = " = "
GUIDE = text("Look at each answer. Where it is wrong, or where the cell is yellow, choose another one from its list. "
             "Save the file, and import the list again with it. What is empty stays open.")
HEADER_LINE = 3
TO_DO, LIKELY = "FFF2CC", "E2EFDA"  # colours of answers that are open, and of likely ones
GUIDE_HEIGHT = 32  # points


def json_questions(questions: Sequence[Question], language: str) -> bytes:
    """Return a JSON file of questions with their likely answers, in the language of the reader."""
    documents = [question_document(question, language) for question in questions]
    return json.dumps({"questions": documents}, ensure_ascii=False, indent=2).encode() + b"\n"


def xlsx_questions(questions: Sequence[Question], language: str) -> bytes:
    """Return an XLSX file of questions with their likely answers, in the language of the reader."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = render(text("Questions"), language)
    sheet.append([render(GUIDE, language)])
    sheet.append([])
    sheet.append([*(render(title, language) for title in TITLES), *COLUMNS[CHOICES:]])
    offers = _Offers(book.create_sheet("choices"))
    for number, question in enumerate(sorted(questions, key=_urgency), HEADER_LINE + 1):
        sheet.append([neutralise(cell) if isinstance(cell, str) else cell for cell in _cells(question, language)])
        offers.offer(sheet, number, question, language)
    _dress(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _urgency(question: Question) -> tuple[bool, bool]:
    """Return what puts columns before words, and what has no likely answer before what has one."""
    return question.topic is not Topic.COLUMN, question.topic is not Topic.COLUMN and bool(question.proposal)


def _dress(sheet: Any) -> None:  # noqa: ANN401 – openpyxl's
    """Make a sheet of questions easy to read."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(WIDTHS, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width, column.hidden = width, number > CHOICES
    for cells in sheet.iter_rows(min_row=HEADER_LINE):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=cell.column <= CHOICES, vertical="top")
            cell.font = Font(bold=cell.row == HEADER_LINE or cell.column == ANSWER + 1)
        if cells[ANSWER].row > HEADER_LINE:
            cells[ANSWER].fill = PatternFill("solid", fgColor=LIKELY if cells[ANSWER].value else TO_DO)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=CHOICES)
    sheet["A1"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[1].height = GUIDE_HEIGHT
    sheet.freeze_panes = f"A{HEADER_LINE + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


class _Offers:
    """Lists to choose answers from, on a sheet of their own, each once; others may be written, too."""

    def __init__(self, sheet: Any) -> None:  # noqa: ANN401 – openpyxl's
        self._sheet = sheet
        self._sheet.sheet_state = "hidden"
        self._places: dict[tuple[str, ...], str] = {}

    def offer(self, sheet: Any, row: int, question: Question, language: str) -> None:  # noqa: ANN401 – openpyxl's
        """Let the answer in a row be chosen."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        labels = tuple(neutralise(render(choice.label, language)) for choice in question.choices)
        if not labels:
            return
        if labels not in self._places:
            letter = get_column_letter(len(self._places) + 1)
            for number, label in enumerate(labels, 1):
                self._sheet[f"{letter}{number}"] = label
            self._places[labels] = f"choices!${letter}$1:${letter}${len(labels)}"
        offer = DataValidation(type="list", formula1=self._places[labels], allow_blank=True, showErrorMessage=False)
        offer.add(f"{get_column_letter(ANSWER + 1)}{row}")
        sheet.add_data_validation(offer)


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
        records = list(book.records(book.sheets[0], HEADER_LINE, range(1, len(COLUMNS) + 1)))
    starts = [place for place, (_, cells) in enumerate(records)
              if tuple(cells[CHOICES:len(COLUMNS)]) == COLUMNS[CHOICES:]]
    if not starts:
        raise _no_questions(path)
    rows = records[starts[0] + 1:]
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
    return [render(question.sentence, language), proposal,
            "\n".join(render(item, language) for item in question.examples), question.rows,
            "\n".join(f"{choice.value}{SEPARATOR}{label}" for choice, label in labels),
            json.dumps([question.topic.value, *question.about], ensure_ascii=False)]
