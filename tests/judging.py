"""Sheets of a judging as judges fill them in."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

from data.files.formulas import restore

GRADE, REASON, ASKS, CANDIDATE = 2, 3, 4, 5
"""Where the columns stand in a sheet."""

Grader = Callable[[str, str], object]
"""Who asks and the candidate, by id → what is written into the cell of the grade."""


def fill(path: Path, grader: Grader, reason: str = "") -> Path:
    """Write grades into a sheet, XLSX or CSV, and return its path."""
    if path.suffix == ".csv":
        _fill_csv(path, grader, reason)
        return path
    workbook = load_workbook(path)
    for row in workbook.worksheets[0].iter_rows(min_row=2):
        row[GRADE].value = grader(str(row[ASKS].value), str(row[CANDIDATE].value))  # type: ignore[assignment]
        row[REASON].value = reason or None
    workbook.save(path)
    return path


def _fill_csv(path: Path, grader: Grader, reason: str) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    for row in rows:
        row[GRADE], row[REASON] = str(grader(restore(row[ASKS]), restore(row[CANDIDATE]))), reason
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
