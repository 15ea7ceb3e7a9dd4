"""Lines of the files of a judged collection, and what is said of one that cannot be used."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.datasets.errors import DatasetRefused
from models.artefacts import parse_json

SAVE = "Save the file in UTF-8, and name its folder with --data."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file.

    Attributes:
        path: of the file.
        number: of the line, from 1.
        values: what it holds, by column or key.
    """

    path: Path
    number: int
    values: Mapping[str, Any]

    def refusal(self, what: str, cure: str) -> DatasetRefused:
        """Return the error for this line."""
        return DatasetRefused(what, f"{self.path}, line {self.number}", cure)

    def words(self, name: str) -> str:
        """Return the text in a column or under a key, without blanks around it.

        Raises:
            DatasetRefused: there is none.
        """
        value = self.values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.refusal(f"“{name}” is missing.", f"Write it into “{name}”, as text.")
        return value.strip()

    def names(self, values: Mapping[str, Any], name: str) -> tuple[str, ...]:
        """Return the texts of a list among the values of this line; nothing where there is no list.

        Raises:
            DatasetRefused: it is no list of texts.
        """
        texts = values.get(name, [])
        if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
            raise self.refusal(f"“{name}” is no list of texts.", f"Write “{name}” as in [\"one\", \"other\"].")
        return tuple(texts)


def read_document(path: Path) -> Mapping[str, Any]:
    """Return the object that a JSON file holds.

    Raises:
        DatasetRefused: it cannot be read, or holds something else.
    """
    return _object(Line(path, 1, {}), read_text(path))


def csv_lines(path: Path, columns: tuple[str, ...]) -> Iterator[Line]:
    """Yield the rows of a CSV file.

    Raises:
        DatasetRefused: it cannot be read, or lacks a column.
    """
    reader = csv.DictReader(read_text(path).splitlines(keepends=True), restval="")
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise DatasetRefused(f"The column “{missing[0]}” is missing.", f"{path}, line 1",
                             f"Begin the file with a row of the columns {', '.join(columns)}.")
    for row in reader:
        yield Line(path, reader.line_num, row)


def json_lines(path: Path) -> Iterator[Line]:
    """Yield the objects of a file in JSON Lines; empty lines are passed over.

    Raises:
        DatasetRefused: it cannot be read, or a line holds something else.
    """
    for number, words in enumerate(read_text(path).split("\n"), start=1):
        if words.strip():
            line = Line(path, number, {})
            yield Line(path, number, _object(line, words))


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        DatasetRefused: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatasetRefused(f"The file cannot be read: {error.strerror or 'unknown reason'}.", str(path),
                             SAVE) from error
    except UnicodeDecodeError as error:
        raise DatasetRefused("The characters cannot be read.", str(path), SAVE) from error


def _object(line: Line, words: str) -> Mapping[str, Any]:
    try:
        document = parse_json(words.encode())
    except (ValueError, RecursionError) as error:
        raise line.refusal(f"This is not valid JSON: {error}.", "Correct it; every key stands once.") from error
    if not isinstance(document, dict):
        raise line.refusal("This is no JSON object.", "Write it in braces, with a name before each value.")
    return document
