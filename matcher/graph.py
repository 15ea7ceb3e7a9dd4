"""Who has worked with whom, as far as it was known on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, compress, repeat
from typing import Any

import numpy as np

from data.records.relations import Cooperation
from matcher.features import IntArray
from models.arrays import Float64Array, entries_of_rows
from models.rows import NEW, RowChange

HALF_LIFE_YEARS = 5.0
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class KnownCooperations:
    """What of m cooperations does not depend on the day, nor on who else is there.

    Attributes:
        cooperations: m of them.
        members: the ids of those of each, each once.
        first_days: [m] the number of the first day of each; 0, which is before any, for one that is undated.
        last_days: [m] the number of the last day that is known of each; 0 where none is.
    """

    cooperations: tuple[Cooperation, ...]
    members: tuple[tuple[str, ...], ...]
    first_days: IntArray
    last_days: IntArray

    @classmethod
    def of(cls, cooperations: Sequence[Cooperation]) -> KnownCooperations:
        """Return what is known of cooperations."""
        return cls(tuple(cooperations), tuple(tuple(dict.fromkeys(item.members)) for item in cooperations),
                   _numbers(item.since for item in cooperations),
                   _numbers(item.until or item.since for item in cooperations))

    def follow(self, change: RowChange, new: Sequence[Cooperation]) -> KnownCooperations:
        """Return what is known after a change, of which the new cooperations are given."""
        added = KnownCooperations.of(new)
        return KnownCooperations(change.items(self.cooperations, added.cooperations),
                                 change.items(self.members, added.members),
                                 change.table(self.first_days, added.first_days),
                                 change.table(self.last_days, added.last_days))

    def weights(self, as_of: date) -> Float64Array:
        """Return how much each still counts on a day, [m]: it halves every five years after the last day.

        One that goes on counts 1; one without any date counts like one that ended five years ago.
        """
        years = np.maximum(0.0, (as_of.toordinal() - self.last_days) / DAYS_PER_YEAR)
        return np.where(self.last_days > 0, 0.5 ** (years / HALF_LIFE_YEARS), 0.5)


@dataclass(frozen=True)
class CooperationGraph:
    """The graph of partners on a day.

    Attributes:
        strength: sparse [n, n], the sum over common cooperations of 0.5 ** (years since the last day / 5).
        adjacency: sparse [n, n], 1 for partners.
        shares: [n], 1 / ln(1 + number of partners) of each actor, 0 without partners.
        cooperations: those that had begun.
        members: sparse [n, cooperations], 1 where an actor takes part.
    """

    strength: Any
    adjacency: Any
    shares: Float64Array
    cooperations: tuple[Cooperation, ...]
    members: Any

    @classmethod
    def of(cls, rows: Mapping[str, int], known: KnownCooperations, as_of: date) -> CooperationGraph:
        """Return the graph of the cooperations that had begun on a day.

        Args:
            rows: id of each actor → its row.
            known: members that are not among the actors are left out.
            as_of: the day.
        """
        from scipy.sparse import csr_array

        has_begun = known.first_days <= as_of.toordinal()
        members = _members(rows, list(compress(known.members, has_begun)))
        products = (members.multiply(known.weights(as_of)[has_begun]) @ members.T).tocoo()
        one, other = products.coords
        is_tie = (one != other) & (products.data > 0)
        strength = csr_array((products.data[is_tie], (one[is_tie], other[is_tie])), shape=products.shape)
        adjacency = (strength > 0).astype(np.float64)
        partners = np.asarray(adjacency.sum(axis=1)).ravel()
        shares = np.divide(1, np.log1p(partners), out=np.zeros_like(partners), where=partners > 0)
        return cls(strength, adjacency, shares, tuple(compress(known.cooperations, has_begun)), members)

    def ties(self, row: int) -> Float64Array:
        """Return for every actor the strength of its tie with one; zeros if that is not stored."""
        values = np.zeros(len(self.shares))
        if row >= 0:
            own = slice(self.strength.indptr[row], self.strength.indptr[row + 1])
            values[self.strength.indices[own]] = self.strength.data[own]
        return values

    def partners(self, row: int) -> IntArray:
        """Return the rows of an actor's partners, ascending; none for an actor that is not stored."""
        return np.array([], dtype=np.int64) if row < 0 else np.sort(_columns(self.adjacency, row))

    def adamic_adar(self, row: int) -> Float64Array:
        """Return for every actor the sum of the shares of the partners it has in common with one; zeros if not stored.

        The index of Adamic and Adar (Friends and neighbors on the Web, 2003), with 1 + number of partners so that a
        shared partner of two is finite.
        """
        partners = self.partners(row)
        if not len(partners):
            return np.zeros(len(self.shares))
        # Rows instead of columns of the symmetric matrix: they lie together in memory.
        entries, counts = entries_of_rows(self.adjacency.indptr, partners)
        shares = np.repeat(self.shares[partners], counts)
        return np.asarray(np.bincount(self.adjacency.indices[entries], shares, len(self.shares)), dtype=np.float64)

    def common_cooperations(self, one: int, other: int) -> tuple[Cooperation, ...]:
        """Return what two rows did together, in the order of the records."""
        if one < 0 or other < 0:
            return ()
        positions = np.intersect1d(_columns(self.members, one), _columns(self.members, other))
        return tuple(self.cooperations[at] for at in positions.tolist())


def _numbers(days: Iterable[date | None]) -> IntArray:
    return np.array([0 if day is None else day.toordinal() for day in days], dtype=np.int64)


def begun(cooperations: Iterable[Cooperation], as_of: date) -> tuple[Cooperation, ...]:
    """Return the cooperations that had begun on a day; undated ones count as begun."""
    return tuple(item for item in cooperations if item.since is None or item.since <= as_of)


def _members(rows: Mapping[str, int], members: Sequence[Sequence[str]]) -> Any:  # noqa: ANN401 - SciPy has no types
    """Return the sparse matrix [actors, cooperations] of who takes part in what."""
    from scipy.sparse import csr_array

    sizes = np.fromiter(map(len, members), dtype=np.int64, count=len(members))
    actors = np.fromiter(map(rows.get, chain.from_iterable(members), repeat(NEW)), np.int64, sizes.sum())
    columns, is_here = np.repeat(np.arange(len(members)), sizes), actors != NEW
    entries = actors[is_here], columns[is_here]
    return csr_array((np.ones(len(entries[0])), entries), shape=(len(rows), len(members)))


def _columns(matrix: Any, row: int) -> IntArray:  # noqa: ANN401
    """Return the columns that a row of a sparse matrix has entries in."""
    columns: IntArray = matrix.indices[matrix.indptr[row]:matrix.indptr[row + 1]].astype(np.int64)
    return columns


def pair_values(values_of: Callable[[int], Float64Array], one: IntArray, other: IntArray) -> Float64Array:
    """Return a mutual value for pairs of rows, 0 where a row is not stored.

    Args:
        values_of: gives the values [network] of one row with all others.
        one, other: rows of the pairs; one of them has length 1 and is paired with all of the other.
    """
    single, rows = (one, other) if len(one) == 1 else (other, one)
    values = values_of(int(single[0]))
    return np.where(rows >= 0, values[rows], 0.0) if len(values) else np.zeros(len(rows))
