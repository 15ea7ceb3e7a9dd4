"""What kind of actor a name speaks of: “ry” of an association, “kaupunki” of a municipality."""

from __future__ import annotations

from pathlib import Path

from data.reading.phrases import rows_of
from data.wording.words import normalise

TABLE = "name_signs.csv"
ANY = "*"


class KindsOfNames:
    """The sectors that names speak of.

    Args:
        folder: holds `name_signs.csv`: its columns are `sector` and `words`, with semicolons between; a word with “*”
            before or behind it may be the end or the beginning of a longer one. The first row that fits comes first.
            None: nothing is known.
    """

    def __init__(self, folder: Path | None) -> None:
        rows = rows_of(folder / TABLE) if folder else ()
        self._signs = [(row["sector"], [_sign(word) for word in row["words"].split(";")]) for row in rows]

    def of(self, name: str) -> tuple[str, ...]:
        """Return the codes of the sectors that a name speaks of, the likeliest first."""
        padded = f" {normalise(name)} "
        return tuple(dict.fromkeys(sector for sector, signs in self._signs if any(sign in padded for sign in signs)))


def _sign(word: str) -> str:
    """Return what must stand in the normalised name with a blank at both ends."""
    before, behind = (" " * (not has_any) for has_any in (word.startswith(ANY), word.endswith(ANY)))
    return f"{before}{normalise(word)}{behind}"
