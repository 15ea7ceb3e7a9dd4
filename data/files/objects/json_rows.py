"""JSON and JSON Lines to rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from data.errors import Problem
from data.files.objects.strict_json import JsonRefused, read_json
from data.files.rows import Row, file_error
from data.wording.texts import text

_BETWEEN = re.compile(r"[\s,:]*")
_EXAMPLE = '{"id": "…", "name": "…", "sector": "…"}'


def line_rows(path: Path, lines: Iterable[str]) -> Iterator[Row]:
    """Yield a row per line that is not blank; a broken line is a row with a problem.

    Raises:
        RecordsRefused: there is not one record.
    """
    has_records = False
    for number, line in enumerate(lines, 1):
        if line.strip():
            has_records = True
            yield _line_row(path.name, number, line)
    if not has_records:
        raise file_error(path, 0, text("There are no records."), text("Write one object per line."))


def _line_row(file: str, number: int, line: str) -> Row:
    try:
        return _record_row(file, number, read_json(line))
    except JsonRefused as error:
        return Row(file, number, {"line": line.strip()}, (Problem(file, number, "", error.what, error.cure),))


def document_rows(path: Path, content: str, key: str) -> Iterator[Row]:
    """Yield a row per object of the array: of the one under the key, or of the only one that there is.

    Raises:
        RecordsRefused: the document cannot be parsed, or holds no array of records.
    """
    try:
        document = read_json(content)
    except JsonRefused as error:
        raise file_error(path, int(error.where or 0), error.what, error.cure) from error
    key = _key_of_records(document, key)
    records = document.get(key) if isinstance(document, dict) else document
    if not isinstance(records, list) or not records:
        raise file_error(path, 0, text("There are no records."),
                         text("Write an array of objects, or {example}.", example=f'{{"{key}": […]}}'))
    line, position = 1, 0
    for record, start in zip(records, _starts(content, key), strict=True):
        line, position = line + content.count("\n", position, start), start
        yield _record_row(path.name, line, record)


def _key_of_records(document: object, key: str) -> str:
    """Return the key of the only array of objects, if there is none under the one that is looked for."""
    if not isinstance(document, dict) or key in document:
        return key
    keys = [name for name, value in document.items()
            if isinstance(value, list) and any(isinstance(item, dict) for item in value)]
    return keys[0] if len(keys) == 1 else key


def _record_row(file: str, line: int, record: object) -> Row:
    if isinstance(record, dict):
        return Row(file, line, record)
    problem = Problem(file, line, "", text("This is not an object."), text("Write {example}.", example=_EXAMPLE))
    return Row(file, line, {"line": json.dumps(record, ensure_ascii=False)}, (problem,))


def _starts(content: str, key: str) -> Iterator[int]:
    """Yield where each element of the array of records begins, in a document known to be valid."""
    position = _after(content, 0)
    if content[position] == "{":
        position = _start_of_value(content, position + 1, key)
    position = _after(content, position + 1)
    while content[position] != "]":
        yield position
        position = _next(content, position)


def _start_of_value(content: str, position: int, key: str) -> int:
    position = _after(content, position)
    while True:
        name, end = json.JSONDecoder().raw_decode(content, position)
        position = _after(content, end)
        if name == key:
            return position
        position = _next(content, position)


def _next(content: str, position: int) -> int:
    _, end = json.JSONDecoder().raw_decode(content, position)
    return _after(content, end)


def _after(content: str, position: int) -> int:
    match = _BETWEEN.match(content, position)
    return match.end() if match else position
