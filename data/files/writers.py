"""Records to documents and files, and back: what is written here is read again to equal records."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from data.files.columns import ACTOR_COLUMNS, BLOCK_COLUMNS, COOPERATION_COLUMNS, PROBLEM_COLUMN, Column, Layout
from data.files.formulas import neutralise
from data.files.importing import RejectedRow
from data.records.documents import Document, document_of
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation
from data.wording.actions import NO_WAYS, Ways
from data.wording.texts import LANGUAGES

JSON_SUFFIXES = (".jsonl", ".ndjson")


def write_actors(profiles: Iterable[Profile], path: Path) -> None:
    """Write profiles as JSON Lines (`.jsonl`) or CSV; the file appears whole or not at all."""
    _write(path, ACTOR_COLUMNS, list(map(document_of, profiles)))


def write_cooperations(cooperations: Iterable[Cooperation], path: Path) -> None:
    """Write cooperations as JSON Lines (`.jsonl`) or CSV; the file appears whole or not at all."""
    _write(path, COOPERATION_COLUMNS, list(map(document_of, cooperations)))


def write_blocks(blocks: Iterable[Block], path: Path) -> None:
    """Write blocks as JSON Lines (`.jsonl`) or CSV; the file appears whole or not at all."""
    _write(path, BLOCK_COLUMNS, list(map(document_of, blocks)))


def write_rejects(rejects: Sequence[RejectedRow], path: Path, language: str = "en", ways: Ways = NO_WAYS) -> None:
    """Write rejected rows as they were, each with its line and its problems, as JSON Lines (`.jsonl`) or CSV.

    Args:
        rejects: the rows.
        path: of a new file.
        language: of the problems.
        ways: how actions are done at the door where the file is read.
    """
    documents = [
        {**row.row.values, PROBLEM_COLUMN: " | ".join(problem.in_language(language, ways) for problem in row.problems)}
        for row in rejects
    ]
    if path.suffix.lower() in JSON_SUFFIXES:
        _write_lines(path, documents)
    else:
        headers = dict.fromkeys(name for document in documents for name in document if name != PROBLEM_COLUMN)
        write_table(path, [*headers, PROBLEM_COLUMN], ([document.get(name) for name in (*headers, PROBLEM_COLUMN)]
                                                   for document in documents))


def write_table(path: Path, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as CSV that a spreadsheet reads; what it might run as a formula is made harmless."""
    with _new_file(path, "utf-8-sig") as file:  # without the mark Excel takes UTF-8 for Windows-1252
        writer = csv.writer(file)
        writer.writerow([neutralise(header) for header in headers])
        writer.writerows([neutralise(_cell(value)) for value in row] for row in rows)


def _write(path: Path, layout: Layout, documents: Sequence[Document]) -> None:
    if path.suffix.lower() in JSON_SUFFIXES:
        _write_lines(path, documents)
    else:
        columns = [(column, language) for column in layout.columns for language in _languages(column, documents)]
        write_table(path, [column.header(language) for column, language in columns],
                     ([_at(document, column.place_in(language)) for column, language in columns]
                      for document in documents))


def _languages(column: Column, documents: Iterable[Document]) -> tuple[str, ...]:
    """Return the languages a column is needed in, the plain column first."""
    if not column.translations:
        return ("",)
    codes = {key for document in documents for key in _at(document, column.translations) or ()}
    ours = [language for language in LANGUAGES if language in codes]
    return ("", *ours, *sorted(codes - {"", *LANGUAGES}))


def _at(document: Mapping[str, Any], place: tuple[str, ...]) -> Any:  # noqa: ANN401 – whatever stands there
    value: Any = document
    for key in place:
        value = value.get(key) if value else None
    return value


def _write_lines(path: Path, documents: Iterable[Document]) -> None:
    with _new_file(path, "utf-8") as file:
        for document in documents:
            file.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


@contextmanager
def _new_file(path: Path, encoding: str) -> Iterator[TextIO]:
    part = path.with_name(f"{path.name}.part")
    try:
        part.touch(mode=0o600)  # records are for whoever writes them
        with part.open("w", encoding=encoding, newline="", errors="backslashreplace") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
