"""Rejected rows in the form of their file, each with its problems, to be corrected and read again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from data.files.columns import LAYOUTS, PROBLEM_COLUMN
from data.files.exporting.files import free_path, write_pieces
from data.files.exporting.formats import Format, format_of
from data.files.exporting.lines import line_pieces
from data.files.exporting.separated import CsvForm, csv_pieces
from data.files.exporting.tables import Table, Value
from data.files.exporting.workbooks import xlsx_pieces
from data.files.importing import RejectedRow
from data.files.sheets.grids import csv_shape
from data.wording.actions import NO_WAYS, Ways

# What a former try has added to the name of a file.
_FORMER = re.compile(r"\.rejected(-\d+)?$")


def rejects_path(source: Path) -> Path:
    """Return where the rejected rows of a file go: a new file beside it, “list.rejected.csv” or “list.rejected-2.csv”.

    It has the form of the file: CSV stays CSV, XLSX stays XLSX, and JSON becomes JSON Lines.
    """
    form = format_of(source)
    suffix = source.suffix if form is Format.CSV and source.suffix else f".{form}"
    return free_path(source.with_name(f"{_FORMER.sub('', source.stem)}.rejected{suffix}"))


def write_rejects(rejects: Sequence[RejectedRow], path: Path, source: Path | None = None,
                  language: str = "en", ways: Ways = NO_WAYS) -> None:
    """Write rejected rows as they were, each with its line and its problems.

    Args:
        rejects: the rows.
        path: of a new file; the ending of its name says in which format.
        source: the file they stood in: CSV has its separator and its encoding again.
        language: of the problems.
        ways: how actions are done at the door where the file is read.
    """
    documents = [{**row.row.values, PROBLEM_COLUMN: _problems(row, language, ways)} for row in rejects]
    form = format_of(path)
    if form is Format.CSV:
        write_pieces(path, csv_pieces(_table(documents), _form_of(source)))
    elif form is Format.XLSX:
        write_pieces(path, xlsx_pieces([_table(documents)]))
    else:
        write_pieces(path, line_pieces(documents))


def _problems(row: RejectedRow, language: str, ways: Ways) -> str:
    return " | ".join(problem.in_language(language, ways) for problem in row.problems)


def _form_of(source: Path | None) -> CsvForm:
    if source is None or format_of(source) is not Format.CSV:
        return CsvForm()
    encoding, delimiter = csv_shape(source, tuple(LAYOUTS.values()))
    return CsvForm(delimiter, encoding=encoding)


def _table(documents: Sequence[Mapping[str, Any]]) -> Table:
    names = dict.fromkeys(name for document in documents for name in document if name != PROBLEM_COLUMN)
    headers = (*names, PROBLEM_COLUMN)
    return Table(PROBLEM_COLUMN, headers, _rows(headers, documents))


def _rows(headers: Sequence[str], documents: Sequence[Mapping[str, Any]]) -> Iterator[list[Value]]:
    for document in documents:
        yield [_value(document.get(name)) for name in headers]


def _value(value: object) -> Value:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, str | int | float | date) else str(value)
