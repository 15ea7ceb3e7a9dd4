"""How the rows of a table after a change come from those before it: what costs little is done for the changed rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import is_
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Item = TypeVar("Item")
Values = TypeVar("Values", bound=np.generic)

NEW = -1
GONE = -1
# So many pieces that stay together are copied one by one; of more, every row is looked up.
MOST_PIECES = 200


@dataclass(frozen=True)
class RowChange:
    """What stands in each row after a change.

    Tables that follow it are new ones where they differ, so that whoever reads those before is not disturbed. A table
    in which nothing differs is the same object, by which is seen that nothing that rests on it alone differs.

    Attributes:
        source: [n] the row before of what stands in each row; `NEW` for what is new. No row comes twice.
        before: how many rows there were.
    """

    source: npt.NDArray[np.int64]
    before: int

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.source)

    @classmethod
    def between(cls, before: Sequence[Item], after: Sequence[Item], find: Callable[[Item], int]) -> RowChange:
        """Return how things come from those before; most of them are the same objects in the same order.

        Args:
            before, after: row by row, nothing twice.
            find: gives the row before of a thing that is not the same object in its row; `NEW` if there is none.
        """
        source, count = np.full(len(after), NEW), min(len(before), len(after))
        stays = np.flatnonzero(np.fromiter(map(is_, before, after), dtype=np.bool_, count=count))
        source[stays] = stays
        if len(before) != len(after):  # counted from the end, most stand where they stood
            stays = np.flatnonzero(np.fromiter(map(is_, reversed(before), reversed(after)), np.bool_, count))
            source[len(after) - 1 - stays] = len(before) - 1 - stays
        for row in np.flatnonzero(source == NEW).tolist():
            source[row] = find(after[row])
        return cls(source, len(before))

    @cached_property
    def new(self) -> npt.NDArray[np.int64]:
        """The rows in which something new stands, ascending."""
        return np.flatnonzero(self.source == NEW)

    @cached_property
    def target(self) -> npt.NDArray[np.int64]:
        """Where what stood in each row before stands now; `GONE` for what is not there any more. [before]."""
        target = np.full(self.before, GONE)
        kept = np.flatnonzero(self.source != NEW)
        target[self.source[kept]] = kept
        return target

    @cached_property
    def gone(self) -> npt.NDArray[np.int64]:
        """The rows before of what is not there any more, ascending."""
        return np.flatnonzero(self.target == GONE)

    @cached_property
    def keeps_places(self) -> bool:
        """Whether whatever stays has stayed in its row, and there are as many rows as before."""
        return len(self) == self.before and bool(((self.source == np.arange(self.before)) | (self.source == NEW)).all())

    def items(self, before: Sequence[Item], new: Sequence[Item]) -> tuple[Item, ...]:
        """Return things row by row after the change.

        Args:
            before: those of all rows before.
            new: those of the new rows.
        """
        if self.keeps_places:
            items = list(before)
        else:
            items = [before[row] for row in self.source.tolist()] if self.before else [*new]
        for row, item in zip(self.new.tolist(), new, strict=True):
            items[row] = item
        return tuple(items)

    def table(self, before: npt.NDArray[Values], new: npt.NDArray[Values]) -> npt.NDArray[Values]:
        """Return a table after the change, laid out in memory as before; see `items`.

        Args:
            before: [before, …].
            new: [number of new rows, …].
        """
        if self.keeps_places:
            if _equal(before[self.new], new):
                return before
            values = before.copy(order="K")
        else:
            values = np.empty((len(self), *before.shape[1:]), before.dtype, "F" if is_by_column(before) else "C")
            self._move(before, values)
        values[self.new] = new
        return values

    def _move(self, before: npt.NDArray[Any], values: npt.NDArray[Any]) -> None:
        """Copy what stays to its rows."""
        if len(self._pieces) <= MOST_PIECES:
            for start, end, source in self._pieces:
                values[start:end] = before[source:source + end - start]
        else:
            kept = np.flatnonzero(self.source != NEW)
            values[kept] = before[self.source[kept]]

    @cached_property
    def _pieces(self) -> Sequence[tuple[int, int, int]]:
        """Which rows stay together: the first, the one after the last, and the row before of the first."""
        framed = np.concatenate([[NEW], self.source, [NEW]])
        bounds = np.flatnonzero((np.diff(framed) != 1) | (framed[:-1] == NEW) | (framed[1:] == NEW))
        return [(start, end, int(self.source[start]))
                for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
                if self.source[start] != NEW]


def is_by_column(values: npt.NDArray[Any]) -> bool:
    """Tell whether a table lies in memory column by column."""
    return values.ndim == 2 and values.flags.f_contiguous and not values.flags.c_contiguous  # noqa: PLR2004 - a table


def _equal(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
