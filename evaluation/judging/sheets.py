"""Sheets to be filled in: one for each judge, as XLSX with grades to choose from and as CSV.

A sheet names no system and shows no score. What a spreadsheet might run as a formula is made harmless.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.files.formulas import neutralise
from data.files.writers import write_table
from data.wording.texts import Text, render, text
from evaluation.judging.wording import GRADES
from models.artefacts import write_bytes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ASKS, CANDIDATE, GRADE, REASON, ASKS_KEY, CANDIDATE_KEY = (
    "asks", "candidate", "grade", "reason", "asks_key", "candidate_key")
COLUMNS: Mapping[str, tuple[Text, int]] = {
    ASKS: (text("Who asks"), 60),
    CANDIDATE: (text("Candidate"), 60),
    GRADE: (text("Grade (0–3)"), 12),
    REASON: (text("Reason"), 40),
    ASKS_KEY: (text("Key of who asks"), 20),
    CANDIDATE_KEY: (text("Key of the candidate"), 20),
}
"""What the columns are called, and how wide they are, in characters."""

LONGEST_CELL = 32_000
"""A cell of a spreadsheet holds 32,767 characters."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a sheet: who asks and the candidate, each by its id and in words."""

    asks: str
    candidate: str
    asks_words: str
    candidate_words: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells in the order of `COLUMNS`; grade and reason are empty."""
        return (_plain(self.asks_words), _plain(self.candidate_words), "", "", self.asks, self.candidate)


def _plain(words: str) -> str:
    """Return words without signs that XML or a text file cannot hold, no longer than a cell."""
    return _UNWRITABLE.sub("", words)[:LONGEST_CELL]


def write_sheets(stem: Path, pairs: Sequence[Pair], language: str) -> tuple[Path, Path]:
    """Write a sheet as XLSX and as CSV, and return both paths.

    Args:
        stem: path of the files, without the ending.
        pairs: the rows, in their order.
        language: of the judge.
    """
    headers = [render(name, language) for name, _ in COLUMNS.values()]
    workbook, table = stem.with_name(f"{stem.name}.xlsx"), stem.with_name(f"{stem.name}.csv")
    write_bytes(workbook, _workbook(headers, pairs, language))
    write_table(table, headers, (pair.cells for pair in pairs))
    return workbook, table


def _workbook(headers: Sequence[str], pairs: Iterable[Pair], language: str) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = render(text("Grades"), language)
    _append(sheet, headers)
    for pair in pairs:
        _append(sheet, pair.cells)
    _lay_out(sheet)
    _offer_grades(sheet, language)
    guide = workbook.create_sheet(render(text("How to grade"), language))
    for grade, meaning in GRADES.items():
        _append(guide, (str(grade), render(meaning, language)))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _append(sheet: Worksheet, cells: Sequence[str]) -> None:
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    for column, words in enumerate(cells, start=1):
        if words:
            cell = sheet.cell(row, column, neutralise(words))
            cell.data_type = "s"  # never a formula, whatever it begins with


def _lay_out(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for column, (_, width) in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row in sheet.iter_rows(max_col=len(COLUMNS)):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in next(sheet.iter_rows(max_row=1)):
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"


def _offer_grades(sheet: Worksheet, language: str) -> None:
    """Let the cells of the grade be chosen from 0 to 3, with what each means."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = DataValidation(type="list", formula1=f'"{",".join(map(str, sorted(GRADES)))}"', allow_blank=True)
    choices.promptTitle = choices.errorTitle = render(COLUMNS[GRADE][0], language)
    choices.prompt = "\n".join(f"{grade}: {render(meaning, language)}" for grade, meaning in GRADES.items())
    choices.error = render(text("Give a whole number from 0 to 3."), language)
    choices.showInputMessage = choices.showErrorMessage = True
    column = get_column_letter([*COLUMNS].index(GRADE) + 1)
    choices.add(f"{column}2:{column}{max(2, sheet.max_row)}")
    sheet.add_data_validation(choices)
