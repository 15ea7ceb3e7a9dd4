"""Codes found and looked for, and their precision and recall."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """Codes found and looked for, over several texts.

    Attributes:
        right: codes found that the reader takes.
        wrong: codes found that the reader does not take.
        missed: codes that the reader takes and that were not found.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of the codes found that are right; 1 where none was found."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the codes looked for that were found; 1 where there are none."""
        return _share(self.right, self.right + self.missed)

    def __str__(self) -> str:
        return f"precision {self.precision:.2f}  recall {self.recall:.2f}"


def count(found: Collection[str], looked_for: Collection[str], further: Collection[str] = ()) -> Count:
    """Return how many codes are found in one text, rightly, wrongly or not.

    Args:
        found: what was read.
        looked_for: what the reader takes.
        further: what is no error, though the reader does not take it.
    """
    right = set(found) & set(looked_for)
    return Count(len(right), len(set(found) - right - set(further)), len(set(looked_for) - right))


def _share(part: int, total: int) -> float:
    return part / total if total else 1.0
