"""How the rows of a table after a change come from those before it: what costs little is done for the changed rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import is_
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Item = TypeVar("Item")
Values = TypeVar("Values", bound=np.generic)

NEW = -1
GONE = -1
# So many pieces that stay together are copied one by one; of more, every row is looked up.
MOST_PIECES = 200
# A table that is copied gets room for one row more for each of so many, and for a few in any case.
ROWS_PER_SPARE = 32
LEAST_SPARE = 16


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
        if before is after:
            return cls(np.arange(len(after)), len(after))
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
    def adds_only(self) -> bool:
        """Whether all has stayed in its row, and what is new stands after it."""
        return len(self) > self.before and bool((self.source[:self.before] == np.arange(self.before)).all())

    @cached_property
    def keeps_places(self) -> bool:
        """Whether whatever stays has stayed in its row, and there are as many rows as before."""
        return len(self) == self.before and bool(((self.source == np.arange(self.before)) | (self.source == NEW)).all())

    @cached_property
    def is_none(self) -> bool:
        """Whether everything is as it was."""
        return self.keeps_places and not len(self.new)

    def items(self, before: Sequence[Item], new: Sequence[Item]) -> tuple[Item, ...]:
        """Return things row by row after the change.

        Args:
            before: those of all rows before.
            new: those of the new rows.
        """
        items: list[Any] = [None] * len(self)
        for start, end, source in self._pieces:
            items[start:end] = before[source:source + end - start]
        for row, item in zip(self.new.tolist(), new, strict=True):
            items[row] = item
        return tuple(items)

    def table(self, before: npt.NDArray[Values], new: npt.NDArray[Values]) -> npt.NDArray[Values]:
        """Return a table after the change, laid out in memory as before; see `items`.

        Rows that are added at the end are written behind those before, where there is room and nobody else has taken
        it: both tables have the first rows in common, which nobody may change.

        Args:
            before: [before, …].
            new: [number of new rows, …].
        """
        if self.keeps_places and _equal(before[self.new], new):
            return before
        values = _lengthened(before, len(self)) if self.adds_only else None
        if values is None:
            values = _with_room(before, len(self))
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


class _Memory:
    """Where tables lie of which one is the beginning of the next, and rows that no table has yet.

    Args:
        rows: all of them, [m, …].
        used: so many are those of a table.
    """

    def __init__(self, rows: npt.NDArray[Any], used: int) -> None:
        self._rows = rows
        self._used = used
        self._lock = Lock()

    def lengthened(self, before: int, count: int) -> npt.NDArray[Any] | None:
        """Return the table of `count` rows that follows one of `before`; None if there is no room, or it is taken."""
        with self._lock:
            if self._used != before or count > len(self._rows):
                return None
            self._used = count
        return self.first(count)

    def first(self, count: int) -> npt.NDArray[Any]:
        """Return the table of the first rows, whose `base` tells where it lies."""
        return np.asarray(_Beginning(self, self._rows[:count]))


class _Beginning:
    """The first rows of a memory, as NumPy reads them."""

    def __init__(self, memory: _Memory, rows: npt.NDArray[Any]) -> None:
        self.memory = memory
        self.__array_interface__ = rows.__array_interface__


def _lengthened(before: npt.NDArray[Any], count: int) -> npt.NDArray[Any] | None:
    beginning = before.base
    return beginning.memory.lengthened(len(before), count) if isinstance(beginning, _Beginning) else None


def _with_room(like: npt.NDArray[Any], count: int) -> npt.NDArray[Any]:
    """Return a table of `count` rows for those of another one, which is laid out as that and has room for more."""
    shape = (count + count // ROWS_PER_SPARE + LEAST_SPARE, *like.shape[1:])
    return _Memory(np.empty(shape, like.dtype, "F" if is_by_column(like) else "C"), count).first(count)


def is_by_column(values: npt.NDArray[Any]) -> bool:
    """Tell whether a table lies in memory column by column."""
    return values.ndim == 2 and values.strides[0] < values.strides[1]  # noqa: PLR2004 - a table


def _equal(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
