"""Tables in Parquet to columns of plain values, each checked for what it must hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from evaluation.datasets.errors import DatasetRefused, cell_refusal
from models.registry import load_package


class Holds(Enum):
    """What the cells of a column hold, in the words of an error."""

    KEY = "text, never empty"
    TEXT = "text"
    TEXTS = "lists of text"
    NUMBER = "floating-point numbers"
    FLAG = "true or false"


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """A table that has been read.

    Attributes:
        path: the file.
        columns: name → one value per row; a missing text is empty, a missing list has no items, a missing flag is
            false and a missing number is None.
    """

    path: Path
    columns: Mapping[str, list[Any]]

    def refusal(self, column: str, row: int, what: str, cure: str) -> DatasetRefused:
        """Return the error for one cell, `row` counted from 0."""
        return cell_refusal(self.path, column, row, what, cure)

    def positions(self, column: str) -> dict[str, int]:
        """Return the row of each value of a column.

        Raises:
            DatasetRefused: a value stands twice.
        """
        rows: dict[str, int] = {}
        for row, value in enumerate(self.columns[column]):
            first = rows.setdefault(value, row)
            if first != row:
                raise self.refusal(column, row, f"“{value}” stands in row {first + 1} already.", "Keep one of them.")
        return rows


def read_table(path: Path, columns: Mapping[str, Holds]) -> ParquetTable:
    """Read some columns of a file.

    Raises:
        DatasetRefused: the file or a column is missing, or a column holds something else.
        MissingExtra: pyarrow is not installed.
    """
    arrow, parquet = load_package("pyarrow", "evaluation"), load_package("pyarrow.parquet", "evaluation")
    if not path.is_file():
        raise DatasetRefused("The file is missing.", str(path), "Give a folder laid out as data/collections/cordis.")
    try:
        with parquet.ParquetFile(path) as file:
            _check_schema(path, file.schema_arrow, columns)
            table = file.read(columns=list(columns))
    except (arrow.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise DatasetRefused(f"This is no Parquet file that can be read: {reason}.", str(path),
                             "Write the table again.") from error
    return ParquetTable(path, {name: _values(path, name, holds, table.column(name).to_pylist())
                               for name, holds in columns.items()})


def _check_schema(path: Path, schema: Any, columns: Mapping[str, Holds]) -> None:  # noqa: ANN401 - pyarrow is untyped
    types = load_package("pyarrow.types", "evaluation")

    def is_text(kind: Any) -> bool:  # noqa: ANN401
        value_type = kind.value_type if types.is_dictionary(kind) else kind
        return bool(types.is_string(value_type) or types.is_large_string(value_type))

    fits: Mapping[Holds, Callable[[Any], bool]] = {
        Holds.KEY: is_text,
        Holds.TEXT: is_text,
        Holds.TEXTS: lambda kind: (types.is_list(kind) or types.is_large_list(kind)) and is_text(kind.value_type),
        Holds.NUMBER: types.is_floating,
        Holds.FLAG: types.is_boolean,
    }
    missing = [name for name in columns if schema.names.count(name) != 1]
    if missing:
        raise DatasetRefused("A column is missing, or there are two.", f"{path}, column {', '.join(missing)}",
                             "Write the table with one of each.")
    for name, holds in columns.items():
        where = f"{path}, column {name}"
        if not fits[holds](schema.field(name).type):
            raise DatasetRefused(f"The column holds {schema.field(name).type}.", where, f"Write {holds.value}.")


def _values(path: Path, column: str, holds: Holds, values: list[Any]) -> list[Any]:
    if holds is Holds.KEY and not all(values):
        raise cell_refusal(path, column, next(row for row, value in enumerate(values) if not value),
                           "The value is missing.", "Give one, or leave out the row.")
    if holds is Holds.TEXTS:
        return [[item or "" for item in value or ()] for value in values]
    empty = {Holds.TEXT: "", Holds.FLAG: False}.get(holds)
    return [empty if value is None else value for value in values]
