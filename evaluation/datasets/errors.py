"""What can be wrong with the files of a dataset."""

from __future__ import annotations

from pathlib import Path

from evaluation.errors import EvaluationError


class DatasetRefused(EvaluationError):
    """Files that a dataset cannot be made of."""


def cell_refusal(path: Path, column: str, row: int, what: str, cure: str) -> DatasetRefused:
    """Return the error for one cell.

    Args:
        path: the file.
        column: name of the column.
        row: position of the row, from 0; people are told it from 1.
        what: what is wrong, as a sentence.
        cure: what to do next, as a sentence.
    """
    return DatasetRefused(what, f"{path}, column {column}, row {row + 1}", cure)
