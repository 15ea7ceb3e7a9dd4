"""Who has worked with whom, as far as it was known on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Any

import numpy as np

from data.records import Cooperation
from matcher.features import IntArray
from models.arrays import Float64Array

HALF_LIFE_YEARS = 5.0
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class CooperationGraph:
    """The graph of partners on a day.

    Attributes:
        strength: sparse [n, n], the sum over common cooperations of 0.5 ** (years since the last day / 5).
        rarity: sparse [n, n], for every two actors the sum over shared partners of 1 / ln(1 + number of partners of
            the shared one) (Adamic and Adar, Friends and neighbors on the Web, 2003, with 1 + so that a shared
            partner of two is finite).
        shared: cooperations by pair of rows, both orders.
    """

    strength: Any
    rarity: Any
    shared: Mapping[tuple[int, int], tuple[Cooperation, ...]]

    @classmethod
    def build(cls, ids: Sequence[str], cooperations: Sequence[Cooperation], as_of: date) -> CooperationGraph:
        """Return the graph of the cooperations that had begun on a day; undated ones count as begun.

        Args:
            ids: actor ids, one per row.
            cooperations: members that are not among the ids are left out.
            as_of: the day.
        """
        from scipy.sparse import csr_array, diags_array

        rows = {actor: row for row, actor in enumerate(ids)}
        shared: dict[tuple[int, int], tuple[Cooperation, ...]] = {}
        for cooperation in cooperations:
            if cooperation.since is None or cooperation.since <= as_of:
                members = [rows[actor] for actor in cooperation.members if actor in rows]
                for pair in permutations(members, 2):
                    shared[pair] = (*shared.get(pair, ()), cooperation)
        weights = [sum(remembrance(item, as_of) for item in items) for items in shared.values()]
        pairs = np.array(list(shared), dtype=np.int64).reshape(-1, 2)
        strength = csr_array((weights, (pairs[:, 0], pairs[:, 1])), shape=(len(ids), len(ids)), dtype=np.float64)
        adjacency = (strength > 0).astype(np.float64)
        partners = np.asarray(adjacency.sum(axis=1)).ravel()
        shares = np.divide(1, np.log1p(partners), out=np.zeros_like(partners), where=partners > 0)
        return cls(strength, csr_array(adjacency @ diags_array(shares) @ adjacency), shared)

    def partners(self, row: int) -> IntArray:
        """Return the rows of an actor's partners, ascending; none for an actor that is not stored."""
        return self._row(self.strength, row)

    def partners_of_partners(self, row: int) -> IntArray:
        """Return the rows that share a partner with an actor, without the actor itself."""
        found = self._row(self.rarity, row)
        return np.asarray(found[found != row])

    def _row(self, matrix: Any, row: int) -> IntArray:  # noqa: ANN401 - SciPy's sparse arrays have no types
        if row < 0:
            return np.array([], dtype=np.int64)
        found: IntArray = np.sort(matrix.indices[matrix.indptr[row]:matrix.indptr[row + 1]].astype(np.int64))
        return found

    def between(self, one: int, other: int) -> tuple[Cooperation, ...]:
        """Return what two rows did together."""
        return self.shared.get((one, other), ())


def remembrance(cooperation: Cooperation, as_of: date) -> float:
    """Return how much a cooperation still counts: it halves every five years after its last day.

    One that goes on counts 1; one without any date counts like one that ended five years ago.
    """
    last = cooperation.until or cooperation.since
    if last is None:
        return 0.5
    years = max(0.0, (as_of - last).days / DAYS_PER_YEAR)
    return float(0.5 ** (years / HALF_LIFE_YEARS))


def pair_values(matrix: Any, one: IntArray, other: IntArray) -> Float64Array:  # noqa: ANN401
    """Return entries of a sparse matrix for pairs of rows, 0 where a row is not stored.

    Args:
        matrix: sparse [n, n].
        one, other: rows of the pairs; one of them may have length 1 and is then paired with all of the other.
    """
    one, other = np.broadcast_arrays(one, other)
    known = (one >= 0) & (other >= 0)
    found = np.zeros(len(one))
    if known.any():
        found[known] = np.asarray(matrix[one[known], other[known]]).ravel()
    return found
