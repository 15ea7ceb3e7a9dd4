"""What is counted over all actors of a network: of a change, the actors that it concerns are counted alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.features import BoolArray, Features, IntArray
from models.arrays import Float32Array, Float64Array
from models.rows import RowChange

Kind: TypeAlias = Literal["themes", "need_themes"]

# Keeps the scale of closeness finite in a network of copies.
HIGHEST_USUAL = 0.99
# Numbers of vectors are summed as whole multiples of this, so that no order of summing and no change rounds otherwise;
# sums of four million unit vectors fit into 64 bits.
STEP = 2.0 ** -40
ROWS_AT_ONCE = 4096


@dataclass(frozen=True)
class Tally:
    """What is counted over n actors, in whole numbers: after any changes it is what is counted anew, to the last bit.

    Attributes:
        count: n.
        vector_sum: [d] the sum of the vectors, in units of `STEP`.
        with_vector: how many have a vector.
        with_theme: [themes] how many name a theme or a narrower one.
        rarity_sums: kind of themes → [n], the sum of the rarities of those of each actor.
    """

    count: int
    vector_sum: IntArray
    with_vector: int
    with_theme: IntArray
    rarity_sums: Mapping[Kind, Float64Array]

    @classmethod
    def of(cls, features: Features) -> Tally:
        """Return what is counted over all actors of a network."""
        with_theme = _with_theme(features.theme_tree)
        rarity = theme_rarity(with_theme, len(features))
        return cls(len(features), _vector_sum(features.vectors), _with_vector(features.vectors), with_theme,
                   {"themes": _sums(features.themes, rarity), "need_themes": _sums(features.need_themes, rarity)})

    def follow(self, change: RowChange, before: Features, after: Features) -> Tally:
        """Return what is counted after a change.

        Args:
            change: which rows stay.
            before: the features counted so far.
            after: those that follow them.
        """
        gone, new = before.vectors[change.gone], after.vectors[change.new]
        with_theme = (self.with_theme - _with_theme(before.theme_tree[change.gone])
                      + _with_theme(after.theme_tree[change.new]))
        rarity = theme_rarity(with_theme, len(after))
        is_same = np.array_equal(rarity, self.theme_rarity)

        def sums(kind: Kind) -> Float64Array:
            flags: BoolArray = getattr(after, kind)
            if not is_same:
                return _sums(flags, rarity)
            return change.table(self.rarity_sums[kind], _sums(flags[change.new], rarity))

        return Tally(len(after), self.vector_sum - _vector_sum(gone) + _vector_sum(new),
                     self.with_vector - _with_vector(gone) + _with_vector(new), with_theme,
                     {"themes": sums("themes"), "need_themes": sums("need_themes")})

    @cached_property
    def usual_similarity(self) -> float:
        """The mean cosine between two different vectors that are not zero; 0 when there are fewer than two."""
        pairs = self.with_vector * (self.with_vector - 1)
        if not pairs:
            return 0.0
        total = self.vector_sum * STEP
        return float(np.clip((total @ total - self.with_vector) / pairs, 0.0, HIGHEST_USUAL))

    @cached_property
    def theme_rarity(self) -> Float64Array:
        """How rare each theme is, [themes]; see `theme_rarity`."""
        return theme_rarity(self.with_theme, self.count)


def theme_rarity(with_theme: IntArray, count: int) -> Float64Array:
    """Return how rare each theme is among n profiles: ln((n + 1) / (n with the theme + 1)) / ln(n + 1).

    The inverse document frequency (Spärck Jones, 1972), smoothed and scaled to run from 0 to 1.

    Args:
        with_theme: [themes] how many profiles name the theme or a narrower one.
        count: n.
    """
    if count == 0:
        return np.zeros(len(with_theme))
    return np.asarray(np.log((count + 1) / (with_theme + 1)) / np.log(count + 1))


def _vector_sum(vectors: Float32Array) -> IntArray:
    """Return the sum of vectors [n, d] in units of `STEP`, [d]."""
    total = np.zeros(vectors.shape[1], dtype=np.int64)
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        wide = vectors[start:start + ROWS_AT_ONCE].astype(np.float64)
        total += np.rint(wide / STEP).astype(np.int64).sum(axis=0)
    return total


def _with_vector(vectors: Float32Array) -> int:
    return int(vectors.any(axis=1).sum())


def _with_theme(theme_tree: BoolArray) -> IntArray:
    return np.asarray(theme_tree.sum(axis=0, dtype=np.int64))


def _sums(flags: BoolArray, rarity: npt.NDArray[np.float64]) -> Float64Array:
    """Return for each profile the sum of the rarities of the themes that it names, [n]."""
    sums = np.zeros(len(flags))
    for column in np.flatnonzero(flags.any(axis=0)).tolist():
        sums += flags[:, column] * rarity[column]
    return sums
