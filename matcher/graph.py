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
class Memberships:
    """Who takes part in which of m cooperations.

    Attributes:
        matrix: sparse [m, n], 1 where an actor takes part; members that are not among the actors are left out.
        are_whole: whether none is left out.
    """

    matrix: Any
    are_whole: bool

    @classmethod
    def of(cls, rows: Mapping[str, int], members: Sequence[Sequence[str]]) -> Memberships:
        """Return who takes part.

        Args:
            rows: id of each actor → its row.
            members: the ids of those of each cooperation, each once.
        """
        from scipy.sparse import csr_array

        ends = np.cumsum([0, *map(len, members)])
        actors = np.fromiter(map(rows.get, chain.from_iterable(members), repeat(NEW)), np.int64, ends[-1])
        is_here = actors != NEW
        starts = np.concatenate([[0], np.cumsum(is_here)])[ends]
        matrix = csr_array((np.ones(starts[-1]), actors[is_here], starts), shape=(len(members), len(rows)))
        return cls(matrix, bool(is_here.all()))

    def follow(self, change: RowChange, new: Memberships) -> Memberships:
        """Return who takes part after a change of cooperations, to actors who may have become more.

        Args:
            change: which cooperations stay.
            new: of the other ones.
        """
        from scipy.sparse import vstack

        order = change.source.copy()
        order[change.new] = change.before + np.arange(len(change.new))
        matrix = vstack([_with_columns(self.matrix, new.matrix.shape[1]), new.matrix], format="csr")[order]
        return Memberships(matrix, self.are_whole and new.are_whole)


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
    def of(cls, memberships: Memberships, known: KnownCooperations, as_of: date) -> CooperationGraph:
        """Return the graph of the cooperations that had begun on a day.

        Args:
            memberships: who takes part in what is known.
            known: the cooperations.
            as_of: the day.
        """
        from scipy.sparse import csr_array

        has_begun = known.first_days <= as_of.toordinal()
        members = memberships.matrix[has_begun].T.tocsr()
        strength = _ties(members.multiply(known.weights(as_of)[has_begun]) @ members.T)
        adjacency = csr_array((np.ones(strength.nnz), strength.indices, strength.indptr), shape=strength.shape)
        partners = np.diff(strength.indptr).astype(np.float64)
        shares = np.divide(1, np.log1p(partners), out=np.zeros_like(partners), where=partners > 0)
        return cls(strength, adjacency, shares, tuple(compress(known.cooperations, has_begun.tolist())), members)

    def with_actors(self, count: int) -> CooperationGraph:
        """Return the same among as many actors, of whom those that stand after these have done nothing."""
        if count == len(self.shares):
            return self
        strength, adjacency = (_with_columns(_with_rows(matrix, count), count)
                               for matrix in (self.strength, self.adjacency))
        shares = np.concatenate([self.shares, np.zeros(count - len(self.shares))])
        return CooperationGraph(strength, adjacency, shares, self.cooperations, _with_rows(self.members, count))

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


def _ties(products: Any) -> Any:  # noqa: ANN401 - SciPy has no types
    """Return a sparse matrix [n, n] without its diagonal and what is not positive."""
    from scipy.sparse import csr_array

    products.sort_indices()
    rows = np.repeat(np.arange(products.shape[0]), np.diff(products.indptr))
    is_tie = (rows != products.indices) & (products.data > 0)
    starts = np.concatenate([[0], np.cumsum(is_tie)])[products.indptr]
    return csr_array((products.data[is_tie], products.indices[is_tie], starts), shape=products.shape)


def _with_rows(matrix: Any, count: int) -> Any:  # noqa: ANN401
    """Return a sparse matrix with empty rows after its own, so that there are as many."""
    from scipy.sparse import csr_array

    starts = np.pad(matrix.indptr, (0, count - matrix.shape[0]), mode="edge")
    return csr_array((matrix.data, matrix.indices, starts), shape=(count, matrix.shape[1]))


def _with_columns(matrix: Any, count: int) -> Any:  # noqa: ANN401
    """Return a sparse matrix with empty columns after its own, so that there are as many."""
    from scipy.sparse import csr_array

    return csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], count))


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
