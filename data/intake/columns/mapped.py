"""The rows of a list under headers of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

from data.errors import Problem
from data.files.rows import Row, excerpt, is_blank, words_of
from data.intake.columns.mapping import HeaderMapping
from data.intake.questions import LEAVE_OUT
from data.intake.tables.table import Table
from data.wording.texts import text

# What web tools leave of signs: “&amp;”.
_ENTITY = re.compile(r"&(amp|quot|apos|lt|gt|nbsp|[AaOo]uml|Aring|aring|#[0-9]{2,5});")


def apply(table: Table, mapping: HeaderMapping) -> tuple[Row, ...]:
    """Return the rows with their values under the headers that they mean.

    Cells of several headers are joined as `HeaderMapping.joints` says; where only one can be taken and they differ,
    that is a problem of the row. Cells of headers that are left out are dropped (`count_left_out`), with the problems
    of those cells; those of headers that are open stay under their own.
    """
    return tuple(_mapped(row, mapping) for row in table.rows)


def count_left_out(table: Table, mapping: HeaderMapping) -> dict[str, int]:
    """Return how many cells are dropped, by the headers that are left out and hold something."""
    counts = {header: len(table.column(header)) for header in mapping.left_out}
    return {header: count for header, count in counts.items() if count}


def _mapped(row: Row, mapping: HeaderMapping) -> Row:
    targets = mapping.targets
    fields = {excerpt(header): excerpt(target) for header, target in targets.items()}
    problems = [replace(problem, field=fields.get(problem.field, problem.field)) for problem in row.problems
                if fields.get(problem.field) != LEAVE_OUT]
    values: dict[str, object] = {}
    headers: dict[str, str] = {}
    for header, written in row.values.items():
        value = unescape(written) if isinstance(written, str) and _ENTITY.search(written) else written
        if targets.get(header) == LEAVE_OUT:
            continue
        target = targets.get(header, header)
        if target not in values or is_blank(values[target]):
            values[target], headers[target] = value, header
        elif not is_blank(value) and words_of(value) != words_of(values[target]):
            if target in mapping.joints:
                values[target] = _joined(values[target], value, mapping.joints[target])
            else:
                problems.append(Problem(row.file, row.line, excerpt(target), text(
                    "The value differs from that in “{field}”.", field=excerpt(headers[target])),
                    text("Keep one of the two.")))
    return replace(row, values=values, problems=tuple(problems))


def _joined(before: object, value: object, joint: str | None) -> object:
    """Return two cells as one: a list where there is no sign to stand between them."""
    if joint is not None and not isinstance(before, list | Mapping) and not isinstance(value, list | Mapping):
        return f"{words_of(before)}{joint}{words_of(value)}"
    if isinstance(before, list) or isinstance(value, list):
        return [*_items(before), *_items(value)]
    return f"{words_of(before)}; {words_of(value)}"


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [part.strip() for part in words_of(value).split(";")]
