"""JSON and JSON Lines to rows, strictly: what two parsers would read differently is refused."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import NoReturn

from data.errors import DataError, Problem
from data.files.rows import Row, excerpt, file_error
from data.wording.texts import text

MAXIMUM_DEPTH = 10

_BETWEEN = re.compile(r"[\s,:]*")
_EXAMPLE = '{"id": "…", "name": "…", "sector": "…"}'


class _NotJson(DataError):
    """A text that is no JSON value we take."""


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
        return _record_row(file, number, _parse(line))
    except _NotJson as error:
        return Row(file, number, {"line": line.strip()}, (Problem(file, number, "", error.what, error.cure),))


def document_rows(path: Path, content: str, key: str) -> Iterator[Row]:
    """Yield a row per object of the array.

    Raises:
        RecordsRefused: the document cannot be parsed, or holds no array of records.
    """
    try:
        document = _parse(content)
    except _NotJson as error:
        raise file_error(path, int(error.where or 0), error.what, error.cure) from error
    records = document.get(key) if isinstance(document, dict) else document
    if not isinstance(records, list) or not records:
        raise file_error(path, 0, text("There are no records."),
                         text("Write an array of objects, or {example}.", example=f'{{"{key}": […]}}'))
    line, position = 1, 0
    for record, start in zip(records, _starts(content, key), strict=True):
        line, position = line + content.count("\n", position, start), start
        yield _record_row(path.name, line, record)


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


def _parse(content: str) -> object:
    try:
        value = json.loads(content, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise _NotJson(text("This is not valid JSON: {reason}, at character {column}.", reason=error.msg,
                            column=error.colno), str(error.lineno), text("Correct it there.")) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:  # an integer of thousands of digits
        raise _no_number("99999…") from error
    if _deeper_than(value, MAXIMUM_DEPTH):
        raise _too_deep()
    return value


def _too_deep() -> _NotJson:
    return _NotJson(text("Lists and objects are nested more than {limit} deep.", limit=MAXIMUM_DEPTH), "",
                    text("Write {example}.", example=_EXAMPLE))


def _deeper_than(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper_than(item, levels - 1) for item in inner)


def _no_number(literal: str) -> _NotJson:
    return _NotJson(text("“{number}” is not a number that can be used.", number=excerpt(literal)), "",
                    text("Write digits, or null where the value is unknown."))


def _refuse_constant(literal: str) -> NoReturn:
    raise _no_number(literal)


def _finite(literal: str) -> float:
    number = float(literal)
    if not isfinite(number):
        raise _no_number(literal)
    return number


def _unique(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = tuple(excerpt(name) for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise _NotJson(text("Keys appear twice in one object: {names}.", names=twice[:10]), "",
                       text("Keep one of each."))
    return values
