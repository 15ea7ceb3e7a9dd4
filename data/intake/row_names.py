"""What a row calls its actor: its id and its name."""

from __future__ import annotations

from data.files.cells import CellRefused, line
from data.files.columns import ACTOR_COLUMNS
from data.files.rows import Row, words_of

NAME = "name"


def id_of(row: Row) -> str:
    """Return the id in a row as its record has it; empty without one."""
    value = row.values.get("id")
    try:
        return line(value)
    except CellRefused:  # the check of the row says why
        return words_of(value)


def name_of(row: Row) -> str:
    """Return the name in a row, in the first language it has one if it has none without; empty without any."""
    headers = (NAME, *(header for header in row.values if _is_name_in_a_language(header)))
    return next(filter(None, (words_of(row.values.get(header)) for header in headers)), "")


def _is_name_in_a_language(header: str) -> bool:
    found = ACTOR_COLUMNS.find(header) if header.startswith(f"{NAME}_") else None
    return found is not None and found[0].name == NAME
