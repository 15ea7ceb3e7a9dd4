"""Search by words: TF-IDF over words and their beginnings, which survives Finnish and Swedish inflection."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from models.arrays import Float64Array, entries_of_rows
from models.errors import InputRefused
from models.rows import GONE, RowChange
from models.text import beginnings, count_words

# About as many as sixty words have.
MOST_FEATURES = 500
# A part of the corpus is put together anew when fewer of its texts are still there.
LEAST_THERE = 0.8
# So many features may be remembered that no text has any more, before they are looked through.
MOST_UNUSED = 10_000
# A feature that stands oftener in a text counts as if it stood so often: counts take up 16 bits.
MOST_COUNTED = 2 ** 16 - 1

Places = npt.NDArray[np.int64]
# The sublinear count of each count, 1 + ln(count); nothing stands nowhere.
SUBLINEAR: Float64Array = np.concatenate([[0.0], 1 + np.log(np.arange(1, MOST_COUNTED + 1))])
SQUARES: Float64Array = SUBLINEAR ** 2
NOT_MET = np.iinfo(np.int64).max
# So many rows of postings are summed up at once: what is worked out of them stays near.
ROWS_AT_ONCE = 64


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
        self._vocabulary = Vocabulary()
        self._open(ids, [Segment(self._vocabulary.count(texts), np.arange(len(texts)))])
        self._count_anew()

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.ids)

    def follow(self, ids: Sequence[str], rows: Places, texts: Sequence[str]) -> LexicalIndex:
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
        change = RowChange(rows, len(self))
        other = LexicalIndex.__new__(LexicalIndex)
        other._vocabulary = self._vocabulary
        new = Segment(self._vocabulary.count(texts), change.new)
        kept = [segment.relocate(change.target) for segment in self._segments]
        other._open(ids, _compact([*kept, new], self._vocabulary), self.ids)
        other._count_on(self, change, kept, new)
        return other

    def without_gone(self) -> LexicalIndex:
        """Return the same index, which holds nothing any more of texts that are gone, nor words of theirs alone."""
        other = copy(self)
        other._segments = [segment.without_gone() for segment in self._segments]
        other._vocabulary = self._vocabulary.without_unused(segment.counts.words.indices for segment in other._segments)
        return other

    def similarities(self, text: str, most: int = MOST_FEATURES) -> Float64Array:
        """Return the cosine of `text` with each text of the corpus, float64 [n] in the order of `ids`, 0 to 1.

        Args:
            text: any.
            most: of a text with more features than that only the weightiest count, so that it comes out lower.
        """
        counts = dict.fromkeys(beginnings(text), 0.0)
        for name in beginnings(text):
            counts[name] += 1
        known, width = self._vocabulary.columns, len(self._texts_with)
        pairs = [(known[name], count) for name, count in counts.items() if known.get(name, NOT_MET) < width]
        columns = np.array([column for column, _ in pairs], dtype=np.int64)
        return self._cosines(columns, 1 + np.log([count for _, count in pairs]), most)

    def similarities_of(self, at: int, most: int = MOST_FEATURES) -> Float64Array:
        """Return the cosine of the text at a place of the corpus with each text, as `similarities` does of its text."""
        columns, counts = self._features_at(at)
        return self._cosines(columns, SUBLINEAR[counts], most)

    def _features_at(self, at: int) -> tuple[Places, Places]:
        """Return the features of the text at a place of the corpus, ascending, and their counts."""
        return next(own for own in (segment.features_at(at, self._vocabulary) for segment in self._segments) if own)

    def _cosines(self, columns: Places, sublinear: Float64Array, most: int) -> Float64Array:
        """Return the cosines [n] of a text given by its features and their sublinear counts; see `similarities`."""
        rarity = self._rarity(columns)
        weights = sublinear * rarity
        # A sum of the same numbers in another order differs in its last digits.
        length = np.linalg.norm(np.sort(weights)) or 1.0
        if len(weights) > most:
            are_weighty = weights >= np.partition(weights, -most)[-most]
            columns, weights, rarity = columns[are_weighty], weights[are_weighty], rarity[are_weighty]
        # Which of equally weighty features count does not depend on which were met first.
        weightiest = np.lexsort((self._vocabulary.keys_of(columns), -weights))[:most]
        columns, weights = columns[weightiest], weights[weightiest] / length * rarity[weightiest]
        products: Float64Array = np.zeros(len(self))
        for segment in self._segments:
            segment.add_products(columns, weights, products)
        return products / self._lengths

    def _rarity(self, columns: Places) -> Float64Array:
        """Return what features weigh; one that no text has any more counts as one that was never met."""
        texts_with = self._texts_with[columns]
        return np.where(texts_with, _commonness(texts_with) + np.log1p(len(self)), 0.0)

    @property
    def _columns(self) -> dict[str, int]:
        """The features that are known, with their numbers."""
        return self._vocabulary.columns

    def _open(self, ids: Sequence[str], segments: Sequence[Segment], known: tuple[str, ...] = ()) -> None:
        """Take ids, which may be known to be distinct, and what their texts are made of."""
        self.ids = tuple(ids)
        if not _are_distinct(self.ids, known):
            raise InputRefused("an id comes twice", "ids", "Give each text one id of its own.")
        self._segments = segments

    def _count_anew(self) -> None:
        """Count in how many texts each feature stands, and work out the lengths of all texts."""
        width = self._vocabulary.width
        texts_with = sum((segment.texts_with(width) for segment in self._segments), np.zeros(width, dtype=np.int64))
        if _are_mostly_unused(texts_with):
            words, places = _union(self._segments, self._vocabulary)
            self._vocabulary, words = self._vocabulary.of_used(words)
            self._segments = [Segment(Counts.of(words, self._vocabulary), places)]
            self._count_anew()
            return
        sums = np.zeros((3, len(self)))
        for segment in self._segments:
            segment.add_sums(texts_with, sums)
        self._weigh(texts_with, sums)

    def _count_on(self, before: LexicalIndex, change: RowChange, kept: Sequence[Segment], new: Segment) -> None:
        """Do as `_count_anew`, by what differs from the index before a change.

        Args:
            before: the index.
            change: where its texts stand here.
            kept: its segments as they stand here.
            new: the texts that it did not have.
        """
        width, known = self._vocabulary.width, len(before._texts_with)
        texts_with = np.pad(before._texts_with, (0, width - known)) + new.texts_with(width)
        for at in change.gone.tolist():
            texts_with[before._features_at(at)[0]] -= 1
        # Where all has been put together as one piece, rounding ends that the sums may have gathered.
        is_one_anew = len(self._segments) == 1 and all(
            self._segments[0].counts is not segment.counts for segment in kept)
        if is_one_anew or _are_mostly_unused(texts_with):
            self._count_anew()
            return
        sums = np.stack([change.table(own, np.zeros(len(change.new))) for own in before._sums])
        columns = np.flatnonzero(before._texts_with != texts_with[:known])
        was, now = _commonness(before._texts_with[columns]), _commonness(texts_with[columns])
        for segment in kept:
            segment.add_squares(columns, np.stack([now - was, now ** 2 - was ** 2]), sums[1:])
        new.add_sums(texts_with, sums)
        self._weigh(texts_with, sums)

    def _weigh(self, texts_with: Places, sums: Float64Array) -> None:
        """Work out the weights of features and the lengths of texts.

        With c the sublinear count of a feature in a text, a its commonness and r = ln(1 + texts), its weight is
        c (a + r), so that three sums over the features of each text, which do not know how many texts there are, give
        its length whenever that changes: the square is r² Σ c² + 2 r Σ c² a + Σ c² a².

        Args:
            texts_with: in how many texts each feature stands.
            sums: Σ c², Σ c² a and Σ c² a² of each text, [3, n].
        """
        self._texts_with, self._sums = texts_with, sums
        size = np.log1p(len(self))
        self._lengths = np.sqrt(np.where(sums[0], size ** 2 * sums[0] + 2 * size * sums[1] + sums[2], 1.0))


def _are_distinct(ids: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Tell whether no id comes twice; those that are known to be distinct are not compared where they stand first."""
    others = ids[len(known):] if ids[:len(known)] == known else ids
    return len(set(others)) == len(others) and (others is ids or not others or set(others).isdisjoint(known))


def _commonness(texts_with: Places) -> Float64Array:
    """Return for features what their weight has besides ln(1 + texts): 1 − ln(1 + texts with it)."""
    return np.asarray(1 - np.log1p(texts_with))


def _are_mostly_unused(texts_with: Places) -> bool:
    return len(texts_with) > MOST_UNUSED and bool(2 * np.count_nonzero(texts_with) < len(texts_with))


class Vocabulary:
    """The words that were met in texts, with their beginnings, which are the features of texts.

    It only grows, so that a corpus and those that follow it share it; who knows fewer features leaves out later ones.

    Attributes:
        columns: feature → its number.
        width: how many numbers of features were given; some may have been forgotten.
        words: word → its number.
        features_of: the features of each word; none of one that was forgotten.
    """

    def __init__(self) -> None:
        self.columns: dict[str, int] = {}
        self.width = 0
        self._keys = array("I")
        self.words: dict[str, int] = {}
        self.features_of: list[npt.NDArray[np.int32]] = []
        self._growing = Lock()

    def count(self, texts: Sequence[str]) -> Counts:
        """Return the words and features of texts; those not met before are met now."""
        from scipy.sparse import csr_array

        counts, words = count_words(texts)
        with self._growing:
            numbers = np.array([self._number(word) for word in words], dtype=np.int32)
        indices = numbers[counts.indices]
        matrix = csr_array((counts.data.astype(np.int32), indices, counts.indptr.astype(np.int32)),
                           shape=(len(texts), len(self.features_of)))
        return Counts.of(matrix, self)

    def _number(self, word: str) -> int:
        number = self.words.get(word)
        if number is None:
            number = self.words[word] = len(self.features_of)
            self.features_of.append(np.array([self._column(name) for name in beginnings(word)], dtype=np.int32))
        return number

    def _column(self, feature: str) -> int:
        column = self.columns.setdefault(feature, self.width)
        if column == self.width:
            self._keys.append(crc32(feature.encode(errors="surrogatepass")))
            self.width += 1
        return column

    def keys_of(self, columns: Places) -> Places:
        """Return a number of each feature, the same in every vocabulary, and as good as never that of another one."""
        return np.array([self._keys[column] for column in columns.tolist()], dtype=np.int64)

    def without_unused(self, used: Iterable[npt.NDArray[np.integer]]) -> Vocabulary:
        """Return a vocabulary that has forgotten all words but some, given by their numbers; the numbers stay."""
        with self._growing:
            other, is_used = Vocabulary(), np.zeros(len(self.features_of), dtype=np.bool_)
            for words in used:
                is_used[words] = True
            other.features_of = [features if stays else features[:0].copy()
                                 for features, stays in zip(self.features_of, is_used.tolist(), strict=True)]
            other.words = {word: number for word, number in self.words.items() if is_used[number]}
            stands = np.zeros(self.width, dtype=np.bool_)
            stands[np.concatenate([*other.features_of, np.zeros(0, dtype=np.int32)])] = True
            other.columns, other.width = {name: at for name, at in self.columns.items() if stands[at]}, self.width
            other._keys = self._keys[:]
        return other

    def of_used(self, matrix: Any) -> tuple[Vocabulary, Any]:  # noqa: ANN401 - SciPy has no types
        """Return a vocabulary of those words alone that stand in texts, and the counts of words in its numbers.

        Args:
            matrix: how often each word stands in each text, sparse [m, words].
        """
        from scipy.sparse import csr_array

        other, names = Vocabulary(), {number: word for word, number in self.words.items()}
        numbers = np.zeros(len(self.features_of), dtype=np.int32)
        for word in np.unique(matrix.indices).tolist():
            numbers[word] = other._number(names[word])
        return other, csr_array((matrix.data, numbers[matrix.indices], matrix.indptr),
                                shape=(matrix.shape[0], len(other.features_of)))


@dataclass(frozen=True)
class Counts:
    """What m texts are made of: their words, and turned round, so that a query touches only what it has, the features.

    Attributes:
        words: how often each word stands in each text, sparse [m, words].
        features: the features that stand in any, ascending.
        rows: the row of the postings of each of these; features of the same words, such as the longer beginnings of a
            rare one, have the same.
        postings: how often the features of each row stand in each text, sparse [rows, m].
    """

    words: Any
    features: Places
    rows: Places
    postings: Any

    @classmethod
    def of(cls, words: Any, vocabulary: Vocabulary) -> Counts:  # noqa: ANN401 - SciPy has no types
        """Return the counts of texts of which the words are counted."""
        from scipy.sparse import csr_array

        used, own_words = np.unique(words.indices, return_inverse=True)
        features_of = [vocabulary.features_of[word] for word in used.tolist()]
        flat = np.concatenate([*features_of, np.zeros(0, dtype=np.int32)])
        owners = np.repeat(np.arange(len(used), dtype=np.int32), [*map(len, features_of)])
        order = np.argsort(flat, kind="stable")
        features, starts = np.unique(flat[order], return_index=True)
        # All indices have 32 bits: they are most of what is kept.
        words_of = csr_array((np.ones(len(flat), dtype=np.int32), owners[order], _ends(starts, len(flat))),
                             shape=(len(features), len(used)))
        rows, firsts = _same_rows(words_of)
        texts = csr_array((words.data, own_words.astype(np.int32), words.indptr), shape=(words.shape[0], len(used)))
        postings = (texts @ words_of[firsts].T).T.tocsr()
        postings.data = np.minimum(postings.data, MOST_COUNTED).astype(np.uint16)
        return cls(words, features.astype(np.int64), rows, postings)


def _ends(starts: Places, end: int) -> npt.NDArray[np.int32]:
    return np.append(starts, end).astype(np.int32)


def _same_rows(matrix: Any) -> tuple[Places, Places]:  # noqa: ANN401 - SciPy has no types
    """Return for each row of a sparse matrix of ones the number of the rows that are as it is, and the first of each.

    Args:
        matrix: the columns of each row are in order.
    """
    numbers: dict[bytes, int] = {}
    columns, size, ends = matrix.indices.tobytes(), matrix.indices.itemsize, matrix.indptr.tolist()
    rows = np.array([numbers.setdefault(columns[size * start:size * end], len(numbers))
                     for start, end in pairwise(ends)], dtype=np.int64)
    return rows, np.unique(rows, return_index=True)[1]


@dataclass(frozen=True)
class Segment:
    """Some texts of a corpus: what is worked out for them once holds as long as most of them are there.

    Attributes:
        counts: of m texts.
        places: [m] where each text stands in the corpus; `GONE` for one that is not there any more.
    """

    counts: Counts
    places: Places

    @property
    def present(self) -> npt.NDArray[np.bool_]:
        """Which texts are still in the corpus, [m]."""
        return np.asarray(self.places != GONE)

    def features_at(self, at: int, vocabulary: Vocabulary) -> tuple[Places, Places] | None:
        """Return the features of the text at a place of the corpus and their counts; None where it is not of these."""
        rows = np.flatnonzero(self.places == at)
        if not len(rows):
            return None
        words = self.counts.words
        own = slice(*words.indptr[rows[0]:rows[0] + 2])
        features_of = [vocabulary.features_of[word] for word in words.indices[own].tolist()]
        counts = np.repeat(words.data[own], [len(features) for features in features_of])
        features, numbers = np.unique(np.concatenate([*features_of, np.zeros(0, dtype=np.int32)]), return_inverse=True)
        sums = np.bincount(numbers, weights=counts, minlength=len(features)).astype(np.int64)
        return features.astype(np.int64), np.minimum(sums, MOST_COUNTED)

    def relocate(self, target: Places) -> Segment:
        """Return the segment in another corpus, where what stood at i stands at target[i]."""
        return Segment(self.counts, np.where(self.present, target[self.places], GONE) if len(target) else self.places)

    def without_gone(self) -> Segment:
        """Return the segment with those texts alone that are there."""
        present, counts = self.present, self.counts
        if present.all():
            return self
        return Segment(Counts(counts.words[present], counts.features, counts.rows, counts.postings[:, present]),
                       self.places[present])

    def texts_with(self, width: int) -> Places:
        """Return in how many texts that are there each feature stands, [features_known]."""
        postings = self.counts.postings
        stand = np.repeat(np.arange(postings.shape[0]), np.diff(postings.indptr))
        of_rows = np.bincount(stand[self.present[postings.indices]], minlength=postings.shape[0])
        texts_with = np.zeros(width, dtype=np.int64)
        texts_with[self.counts.features] = of_rows[self.counts.rows]
        return texts_with

    def add_products(self, columns: Places, weights: Float64Array, products: Float64Array) -> None:
        """Add to `products` [n] those of the texts with weights of features.

        Args:
            columns: the features, in any order; so few that SciPy would take longer to begin.
            weights: one each.
            products: one for each text of the corpus.
        """
        rows, is_here = self._find(columns)
        entries, counts = entries_of_rows(self.counts.postings.indptr, rows)
        added = SUBLINEAR[self.counts.postings.data[entries]] * np.repeat(weights[is_here], counts)
        sums = np.bincount(self.counts.postings.indices[entries], added, minlength=len(self.places))
        products[self.places[self.present]] += sums[self.present]

    def _find(self, columns: Places) -> tuple[Places, npt.NDArray[np.bool_]]:
        """Return the postings of features that stand in any of the texts, and which of the columns those are."""
        at = np.searchsorted(self.counts.features, columns)
        is_here = at < len(self.counts.features)
        is_here[is_here] = self.counts.features[at[is_here]] == columns[is_here]
        return self.counts.rows[at[is_here]], is_here

    def add_sums(self, texts_with: Places, sums: Float64Array) -> None:
        """Add to the sums of all texts [3, n] those of these; see `LexicalIndex._weigh`.

        Args:
            texts_with: in how many texts each feature stands.
            sums: see above.
        """
        commonness = _commonness(texts_with[self.counts.features])
        self.add_squares(self.counts.features, np.stack([np.ones_like(commonness), commonness, commonness ** 2]), sums)

    def add_squares(self, columns: Places, weights: Float64Array, sums: Float64Array) -> None:
        """Add to sums of all texts those of the squares of the sublinear counts of features, weighed in several ways.

        Args:
            columns: the features, k of them.
            weights: [ways, k].
            sums: [ways, n].
        """
        rows, is_here = self._find(columns)
        used, places = np.unique(rows, return_inverse=True)
        by_row = np.stack([np.bincount(places, own[is_here], len(used)) for own in weights], axis=1)
        added = np.zeros((len(self.places), len(weights)))
        for start in range(0, len(used), ROWS_AT_ONCE):
            some = self.counts.postings[used[start:start + ROWS_AT_ONCE]]
            some.data = SQUARES.take(some.data)
            added += some.T @ by_row[start:start + ROWS_AT_ONCE]
        present = self.present
        sums[:, self.places[present]] += added[present].T


def _compact(segments: Iterable[Segment], vocabulary: Vocabulary) -> Sequence[Segment]:
    """Return segments for the same texts of which each has twice as many texts as the next, and few that are gone."""
    compact: list[Segment] = []
    for segment in (item for item in segments if item.present.any()):
        mostly_there = segment.present.sum() >= LEAST_THERE * len(segment.places)
        compact.append(segment if mostly_there else _join([segment], vocabulary))
        while len(compact) > 1 and 2 * len(compact[-1].places) > len(compact[-2].places):
            compact[-2:] = [_join(compact[-2:], vocabulary)]
    return compact


def _join(segments: Sequence[Segment], vocabulary: Vocabulary) -> Segment:
    words, places = _union(segments, vocabulary)
    return Segment(Counts.of(words, vocabulary), places)


def _union(segments: Sequence[Segment], vocabulary: Vocabulary) -> tuple[Any, Places]:
    """Return the counts of words of all texts of some segments that are there, and their places."""
    from scipy.sparse import csr_array, vstack

    width = len(vocabulary.features_of)
    rows = [csr_array((words.data, words.indices, words.indptr), shape=(words.shape[0], width))
            for words in (segment.counts.words[segment.present] for segment in segments)]
    places = [item.places[item.present] for item in segments]
    return (vstack([csr_array((0, width), dtype=np.int32), *rows], format="csr"),
            np.concatenate([np.zeros(0, dtype=np.int64), *places]))
