"""Tables that follow a change are those that would be made anew, and those before stay as they are."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rows import GONE, LEAST_SPARE, MOST_PIECES, NEW, RowChange, is_by_column
from tests.gears import examples

Table: TypeAlias = npt.NDArray[np.float64]


@st.composite
def changes(draw: st.DrawFn) -> RowChange:
    before = draw(st.integers(0, 12))
    stays = draw(st.lists(st.sampled_from(range(before)), unique=True)) if before else []
    if draw(st.booleans()):
        stays.sort()
    source = [*stays]
    for place in draw(st.lists(st.integers(0, len(stays)), max_size=4)):
        source.insert(place, NEW)
    return RowChange(np.array(source, dtype=np.int64), before)


@pytest.mark.parametrize("shape", [(), (3,)])
@pytest.mark.parametrize("order", ["C", "F"])
@given(change=changes())
@settings(max_examples=examples(150))
def test_a_table_follows(shape: tuple[int, ...], order: str, change: RowChange) -> None:
    before = np.arange(change.before * int(np.prod(shape, dtype=int)), dtype=np.float64).reshape(change.before, *shape)
    before = np.asarray(before, order=order)  # type: ignore[call-overload]
    first, count = before.copy(), len(change.new)
    new = -1.0 - np.arange(count * int(np.prod(shape, dtype=int)), dtype=np.float64).reshape(count, *shape)
    waiting = iter(new)
    right = [before[row] if row != NEW else next(waiting) for row in change.source.tolist()]
    after = change.table(before, new)
    np.testing.assert_array_equal(after, np.array(right).reshape(len(change), *shape))
    np.testing.assert_array_equal(before, first)
    assert not np.shares_memory(after, before) or after is before
    assert change.items(tuple(before), list(new)) == tuple(right) if not shape else True


@pytest.mark.parametrize("order", ["C", "F"])
def test_rows_that_are_added_stand_behind_those_before(order: str) -> None:
    first = np.asarray(np.arange(6.0).reshape(3, 2), order=order)  # type: ignore[call-overload]
    one = added(first, 10.0)
    two, rival = added(one, 20.0), added(one, 30.0)
    assert np.shares_memory(two, one)
    assert not np.shares_memory(rival, one)  # the room behind is taken
    assert {table.flags.writeable for table in (one, two, rival)} == {True}
    assert [is_by_column(table) for table in (one, two, rival)] == [order == "F"] * 3
    for table, rows in ((one, [10.0]), (two, [10.0, 20.0]), (rival, [10.0, 30.0])):
        np.testing.assert_array_equal(table, [*first, *([row, row] for row in rows)])


def test_a_part_of_a_table_is_not_lengthened_in_its_place() -> None:
    table = added(added(np.zeros((3, 2)), 1.0), 2.0)
    part = table[:4]
    assert not np.shares_memory(added(part, 3.0), table)
    assert table.tolist() == [[0.0, 0.0]] * 3 + [[1.0, 1.0], [2.0, 2.0]]


def test_a_table_without_room_is_copied() -> None:
    table = added(np.zeros((1, 2)), 1.0)
    lengths = [np.shares_memory(table, table := added(table, float(number))) for number in range(2, 3 * LEAST_SPARE)]
    assert set(lengths) == {True, False}
    assert table.tolist() == [[float(number)] * 2 for number in range(3 * LEAST_SPARE)]


def added(table: Table, value: float) -> Table:
    """A table with one row more."""
    return RowChange(np.array([*range(len(table)), NEW]), len(table)).table(table, np.full((1, 2), value))


@given(change=changes())
@settings(max_examples=examples(150))
def test_where_rows_are_is_told_from_both_sides(change: RowChange) -> None:
    for row, target in enumerate(change.target.tolist()):
        assert (row in change.gone.tolist()) == (target == GONE)
        assert target == GONE or change.source[target] == row
    assert sorted({*change.source.tolist()} - {NEW}) == np.setdiff1d(np.arange(change.before), change.gone).tolist()


def test_a_table_in_which_nothing_differs_is_the_same() -> None:
    change = RowChange(np.array([0, NEW, 2]), 3)
    for table in (np.array([1.0, np.nan, 3.0]), np.asfortranarray(np.eye(3, dtype=np.bool_))):
        assert change.table(table, table[[1]]) is table
    assert change.table(np.arange(3), np.array([7])).tolist() == [0, 7, 2]


def test_many_pieces_are_moved_as_few_are() -> None:
    rows = np.random.default_rng(0).permutation(3 * MOST_PIECES)
    change = RowChange(np.insert(rows, [5, 50], NEW), len(rows))
    table = np.asfortranarray(np.random.default_rng(1).random((len(rows), 4)))
    after = change.table(table, np.zeros((2, 4)))
    np.testing.assert_array_equal(after, np.insert(table[rows], [5, 50], 0.0, axis=0))
    assert is_by_column(after)


@given(before=st.lists(st.integers(0, 20), unique=True), after=st.lists(st.integers(0, 20), unique=True))
@settings(max_examples=examples(150))
def test_rows_are_found_of_what_stays_moves_or_is_made_again(before: list[int], after: list[int]) -> None:
    one = [f"{number}-" for number in before]
    kept = {number: name for number, name in zip(before, one, strict=True) if number % 3}
    other = [kept.get(number, f"{number}-") for number in after]  # some are equal and another object
    change = RowChange.between(one, other, lambda name: one.index(name) if name in one else NEW)
    assert change.source.tolist() == [before.index(number) if number in before else NEW for number in after]
    assert (len(change), change.before) == (len(after), len(before))
