"""New files: they appear whole or not at all, and are for whoever writes them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from data.errors import DataError
from data.wording.texts import text


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write pieces to a file, which appears when the last one has been written."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.touch(mode=0o600)
        with part.open("wb") as file:
            file.writelines(pieces)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def demand_new(path: Path) -> None:
    """Refuse to write over a file.

    Raises:
        DataError: there is one.
    """
    if path.exists():
        raise DataError(text("There is a file of this name already."), str(path), text("Name another file."))


def free_path(path: Path) -> Path:
    """Return a path at which nothing is: this one, or the first with a number in its name, “list-2.csv”."""
    paths = (path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(1))
    return next(candidate for candidate in paths if not candidate.exists())
