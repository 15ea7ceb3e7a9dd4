"""Search by words: TF-IDF over words and their beginnings, which survives Finnish and Swedish inflection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from models.arrays import Float64Array
from models.errors import InputRefused
from models.text import beginnings, count_words

# About as many as sixty words have.
MOST_FEATURES = 500
NOWHERE = -1
# A part of the corpus is put together anew when fewer of its texts are still there.
LEAST_THERE = 0.8
# So many features may be remembered that no text has any more, before they are looked through.
MOST_UNUSED = 10_000


class LexicalIndex:
    """The texts of a corpus by the cosine of their TF-IDF weights (sublinear counts, smooth IDF).

    Built once from `ids` and `texts`, one text per id. A text without a letter or digit is similar to nothing, and so
    is everything in a corpus of such texts or of none. The weights are those of scikit-learn's `TfidfTransformer`; they
    are worked out when asked, so that a corpus of which little has changed can be followed.

    Raises:
        InputRefused: an id comes twice, or ids and texts differ in number.
    """

    def __init__(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        if len(ids) != len(texts):
            raise InputRefused(f"{len(ids)} ids for {len(texts)} texts", "ids", "Give each text one id of its own.")
        self._columns: dict[str, int] = {}
        self._open(ids, [Segment(Counts(self._count(texts)), np.arange(len(texts)))])

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.ids)

    def follow(self, ids: Sequence[str], rows: npt.NDArray[np.int64], texts: Sequence[str]) -> LexicalIndex:
        """Return the index of a corpus that shares texts with this one; it answers as one that is built anew.

        Only which of equally weighty features of a very long text are the last to count may differ.

        Args:
            ids: of the corpus, n of them.
            rows: [n] where each text stands in this corpus; -1 for one that is new.
            texts: the new ones, in the order of the ids.

        Raises:
            InputRefused: an id comes twice, or there is not one text for each -1.
        """
        if len(ids) != len(rows) or (rows < 0).sum() != len(texts):
            raise InputRefused(f"{len(texts)} texts for {len(ids)} ids", "texts", "Give a text for each new id.")
        other = LexicalIndex.__new__(LexicalIndex)
        other._columns = dict(self._columns)
        place = np.full(len(self), NOWHERE)
        place[rows[rows >= 0]] = np.flatnonzero(rows >= 0)
        shared_segments = [segment.relocate(place) for segment in self._segments]
        segments = _compact([*shared_segments, Segment(Counts(other._count(texts)), np.flatnonzero(rows < 0))])
        other._open(ids, other._without_unused(segments))
        return other

    def similarities(self, text: str) -> Float64Array:
        """Return the cosine of `text` with each text of the corpus, float64 [n] in the order of `ids`, 0 to 1.

        Of a text with more than `MOST_FEATURES` features only the weightiest count, so that it comes out lower.
        """
        counts = dict.fromkeys(beginnings(text), 0.0)
        for name in beginnings(text):
            counts[name] += 1
        pairs = [(self._columns[name], count) for name, count in counts.items() if name in self._columns]
        columns = np.array([column for column, _ in pairs], dtype=np.int64)
        return self._cosines(columns, 1 + np.log([count for _, count in pairs]))

    def similarities_of(self, at: int) -> Float64Array:
        """Return the cosine of the text at a place of the corpus with each text, as `similarities` does of its text."""
        return self._cosines(*next(own for own in (segment.counts_of(at) for segment in self._segments) if own))

    def _cosines(self, columns: npt.NDArray[np.int64], sublinear: Float64Array) -> Float64Array:
        """Return the cosines [n] of a text given by its features and their sublinear counts."""
        # Of equally weighty features the first ones count, wherever the text comes from.
        order = np.argsort(columns)
        columns, weights = columns[order], sublinear[order] * self._rarity[columns[order]]
        weights /= np.linalg.norm(weights) or 1.0
        weightiest = np.argsort(-weights, kind="stable")[:MOST_FEATURES]
        columns, weights = columns[weightiest], weights[weightiest] * self._rarity[columns[weightiest]]
        products: Float64Array = np.zeros(len(self))
        for segment in self._segments:
            segment.add_products(columns, weights, products)
        return products / self._lengths

    def _count(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - SciPy has no types
        """Return the sublinear counts of features, sparse [texts, features]; features not met before get a column."""
        from scipy.sparse import csr_array

        counts, words = count_words(texts)
        columns_of_words = [[self._columns.setdefault(name, len(self._columns)) for name in beginnings(word)]
                            for word in words]
        starts = np.cumsum([0, *map(len, columns_of_words)])
        columns = np.fromiter((column for row in columns_of_words for column in row), dtype=np.int64, count=starts[-1])
        of_words = csr_array((np.ones(len(columns)), columns, starts), shape=(len(words), len(self._columns)))
        sublinear = (counts @ of_words).tocsr()
        sublinear.data = 1 + np.log(sublinear.data)
        return sublinear

    def _without_unused(self, segments: Sequence[Segment]) -> Sequence[Segment]:
        """Return segments for the same texts, without the features that no text has any more once they are the most."""
        width = len(self._columns)
        columns_in_use = np.flatnonzero(sum((segment.texts_with(width) for segment in segments), np.zeros(width)))
        if width <= MOST_UNUSED or 2 * len(columns_in_use) > width or not segments:
            return segments
        names = list(self._columns)
        self._columns = {names[column]: at for at, column in enumerate(columns_in_use.tolist())}
        union = _join(segments)
        counts = union.counts.matrix
        counts.resize((counts.shape[0], width))
        return [Segment(Counts(counts[:, columns_in_use].tocsr()), union.places)]

    def _open(self, ids: Sequence[str], segments: Sequence[Segment]) -> None:
        if len(set(ids)) != len(ids):
            raise InputRefused("an id comes twice", "ids", "Give each text one id of its own.")
        self.ids = tuple(ids)
        self._segments = segments
        texts_with = sum((segment.texts_with(len(self._columns)) for segment in segments),
                         np.zeros(len(self._columns)))
        # A feature that no text has any more counts as one that was never met.
        self._rarity = np.where(texts_with, np.log((1 + len(ids)) / (1 + texts_with)) + 1, 0.0)
        squares = np.zeros(len(ids))
        for segment in segments:
            segment.add_squares(self._rarity, squares)
        self._lengths = np.sqrt(np.where(squares, squares, 1.0))


@dataclass(frozen=True)
class Counts:
    """The features of m texts, with what is worked out from them once.

    Attributes:
        matrix: sublinear counts of features, sparse [m, features]; later features have no column.
    """

    matrix: Any

    @cached_property
    def postings(self) -> Any:  # noqa: ANN401 - SciPy has no types
        """One row per feature, so that a query touches only the features it has."""
        return self.matrix.T.tocsr()

    @cached_property
    def squared_counts(self) -> Any:  # noqa: ANN401 - as above
        """The squares of the counts, sparse [m, features]."""
        return self.matrix.power(2)

    @cached_property
    def texts_with(self) -> npt.NDArray[np.int64]:
        """In how many texts each feature stands, [features]."""
        return np.bincount(self.matrix.indices, minlength=self.matrix.shape[1])


@dataclass(frozen=True)
class Segment:
    """Some texts of a corpus: what is worked out for them once holds as long as most of them are there.

    Attributes:
        counts: of m texts.
        places: [m] where each text stands in the corpus; `NOWHERE` for one that is not there any more.
    """

    counts: Counts
    places: npt.NDArray[np.int64]

    @property
    def present(self) -> npt.NDArray[np.bool_]:
        """Which texts are still in the corpus, [m]."""
        return np.asarray(self.places != NOWHERE)

    def counts_of(self, at: int) -> tuple[npt.NDArray[np.int64], Float64Array] | None:
        """Return the features of the text at a place of the corpus and their counts; None where it is not of these."""
        rows = np.flatnonzero(self.places == at)
        if not len(rows):
            return None
        own = slice(*self.counts.matrix.indptr[rows[0]:rows[0] + 2])
        return self.counts.matrix.indices[own].astype(np.int64), self.counts.matrix.data[own]

    def relocate(self, place: npt.NDArray[np.int64]) -> Segment:
        """Return the segment in another corpus, where what stood at i stands at place[i]."""
        return Segment(self.counts, np.where(self.present, place[self.places], NOWHERE))

    def texts_with(self, width: int) -> Float64Array:
        """Return in how many texts each feature stands, [features_known]."""
        totals = np.zeros(width)
        totals[:len(self.counts.texts_with)] = self.counts.texts_with
        absent = self.counts.matrix[~self.present]
        return totals - np.bincount(absent.indices, minlength=width)

    def add_squares(self, rarity: Float64Array, squares: Float64Array) -> None:
        """Add to `squares` [n] the squared lengths of the texts."""
        counts = self.counts.squared_counts
        squares[self.places[self.present]] += (counts @ rarity[:counts.shape[1]] ** 2)[self.present]

    def add_products(self, columns: npt.NDArray[np.int64], weights: Float64Array, products: Float64Array) -> None:
        """Add to `products` [n] those of the texts with a query, given by its columns and their weights."""
        postings = self.counts.postings
        in_range = columns < postings.shape[0]
        sums = postings[columns[in_range]].T @ weights[in_range]
        products[self.places[self.present]] += sums[self.present]


def _compact(segments: Sequence[Segment]) -> Sequence[Segment]:
    """Return segments for the same texts of which each has twice as many texts as the next, and few that are gone."""
    compact: list[Segment] = []
    for segment in (item for item in segments if item.present.any()):
        mostly_there = segment.present.sum() >= LEAST_THERE * len(segment.places)
        compact.append(segment if mostly_there else _join([segment]))
        while len(compact) > 1 and 2 * len(compact[-1].places) > len(compact[-2].places):
            compact[-2:] = [_join(compact[-2:])]
    return compact


def _join(segments: Sequence[Segment]) -> Segment:
    from scipy.sparse import csr_array, vstack

    width = max(segment.counts.matrix.shape[1] for segment in segments)
    rows = [csr_array((counts.data, counts.indices, counts.indptr), shape=(counts.shape[0], width))
            for counts in (segment.counts.matrix[segment.present] for segment in segments)]
    return Segment(Counts(vstack(rows, format="csr")), np.concatenate([item.places[item.present] for item in segments]))
