"""The whole sum: each row with both sides, and a bar that begins where the one before has ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from service.schemas.suggestions import LedgerRow

# The bars take the middle of the picture, in per cent of its width.
MARGIN, WIDTH = 5.0, 90.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, in per cent of the width of the picture.

    Attributes:
        kind: base, plus, minus or sum.
        left, width: where it is.
        start, end: where the sum stands before and after it.
    """

    kind: str
    left: float
    width: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row of the sum, in log-odds."""

    sentence: str
    forward: float
    backward: float
    mean: float
    bar: Bar


@dataclass(frozen=True, slots=True)
class Sum:
    """The whole sum.

    Attributes:
        rows: the base first.
        total: all rows together.
        zero: where nought stands in the picture, in per cent.
    """

    rows: tuple[SumRow, ...]
    total: SumRow
    zero: float


def sum_of(ledger: Sequence[LedgerRow]) -> Sum:
    """Return the sum of a ledger with its picture: the scale is the same for all of its rows."""
    levels = [0.0, *accumulate(row.points for row in ledger)]
    low, high = min(levels), max(levels)
    scale = WIDTH / ((high - low) or 1.0)

    def place(value: float) -> float:
        return round(MARGIN + (value - low) * scale, 1)

    def bar(kind: str, before: float, after: float) -> Bar:
        start, end = place(before), place(after)
        return Bar(kind, min(start, end), round(abs(end - start), 1), start, end)

    rows = tuple(
        SumRow(row.sentence, row.forward, row.backward, row.points,
               bar(_kind(number, row.points), levels[number], levels[number + 1]))
        for number, row in enumerate(ledger))
    total = SumRow("", sum(row.forward for row in ledger), sum(row.backward for row in ledger), levels[-1],
                   bar("sum", 0.0, levels[-1]))
    return Sum(rows, total, place(0.0))


def _kind(number: int, points: float) -> str:
    if number == 0:
        return "base"
    return "plus" if points > 0 else "minus"
