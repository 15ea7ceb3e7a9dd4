"""Ridge regression from bags of pieces to a teacher's vectors, where pieces of like spelling share what they learn."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from models.arrays import Float32Array

GRAM_SIZES = range(4, 7)
BUCKETS = 65_536
SPELLING_WEIGHT = 0.7
PENALTY = 0.3
STEPS = 25


def spelling(pieces: Sequence[str]) -> Any:  # noqa: ANN401 - scipy has no types
    """Return what part each hashed character n-gram has in a piece, sparse float32 [pieces, BUCKETS].

    A piece's grams are those of 4 to 6 characters of the piece framed by < and >; each counts 0.7 / √(their number), so
    that a piece's row in the table may be half its own and half that of its spelling.
    """
    from scipy.sparse import csr_matrix

    hashes = [[zlib.crc32(gram.encode()) % BUCKETS for gram in _grams(piece)] for piece in pieces]
    starts = np.cumsum([0, *map(len, hashes)])
    columns = np.fromiter((bucket for buckets in hashes for bucket in buckets), dtype=np.int32, count=starts[-1])
    values = np.repeat([SPELLING_WEIGHT / max(len(buckets), 1) ** 0.5 for buckets in hashes], np.diff(starts))
    return csr_matrix((values.astype(np.float32), columns, starts), shape=(len(pieces), BUCKETS))


def solve(bags: Any, targets: Float32Array, spellings: Any,  # noqa: ANN401 - as above
          progress: Callable[[int], None] = lambda _step: None) -> Float32Array:
    """Return a table of vectors float32 [pieces, d] so that each bag's sum of rows comes close to its target.

    A row is its own vector plus the sum of its grams'; both are penalised alike. Solved by conjugate gradients
    (Hestenes and Stiefel 1952) on the normal equations, all d columns at once; few steps are a penalty of their own.

    Args:
        bags: [n, pieces] sparse; rows may be weighted.
        targets: [n, d], weighted as the bags are.
        spellings: [pieces, grams] sparse, from `spelling`.
        progress: called with the number of steps done, up to STEPS.
    """
    bags_t, spellings_t = bags.T.tocsr(), spellings.T.tocsr()

    def normal(own: Float32Array, grams: Float32Array) -> tuple[Float32Array, Float32Array]:
        back = bags_t @ (bags @ (own + spellings @ grams))
        return back + PENALTY * own, spellings_t @ back + PENALTY * grams

    own_rest = bags_t @ targets
    grams_rest = spellings_t @ own_rest
    own, grams = np.zeros_like(own_rest), np.zeros_like(grams_rest)
    own_way, grams_way = own_rest.copy(), grams_rest.copy()
    size = _squares(own_rest) + _squares(grams_rest)
    for step in range(STEPS):
        own_image, grams_image = normal(own_way, grams_way)
        length = size / _positive((own_way * own_image).sum(axis=0) + (grams_way * grams_image).sum(axis=0))
        own += length * own_way
        grams += length * grams_way
        own_rest -= length * own_image
        grams_rest -= length * grams_image
        smaller = _squares(own_rest) + _squares(grams_rest)
        turn, size = smaller / _positive(size), smaller
        own_way, grams_way = own_rest + turn * own_way, grams_rest + turn * grams_way
        progress(step + 1)
    table: Float32Array = own + spellings @ grams
    return table


def even(table: Float32Array, power: float) -> Float32Array:
    """Return a table [pieces, d] whose rows point where they did and are as long as before to the `power`.

    Below 1 the longest rows, those of rare words, lead less; a row of zeros stays one.
    """
    lengths: Float32Array = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table * (lengths ** power / _positive(lengths)), dtype=np.float32)


def principal(vectors: Float32Array, sample: Float32Array, dimension: int) -> Float32Array:
    """Return unit vectors [n, dimension]: less the mean of those seen, in the directions in which these differ most."""
    mean = sample.mean(axis=0)
    deviations = (sample - mean).astype(np.float64)
    _, directions = np.linalg.eigh(deviations.T @ deviations)
    strongest = directions[:, ::-1][:, :dimension].astype(np.float32)
    projections = (vectors - mean) @ strongest
    lengths: Float32Array = np.linalg.norm(projections, axis=1, keepdims=True)
    return np.asarray(projections / _positive(lengths), dtype=np.float32)


def _grams(piece: str) -> list[str]:
    word = f"<{piece.replace('▁', '')}>"
    return [word[start:start + size] for size in GRAM_SIZES for start in range(len(word) - size + 1)]


def _squares(rows: Float32Array) -> Float32Array:
    return np.asarray(np.square(rows).sum(axis=0), dtype=np.float32)


def _positive(values: Float32Array) -> Float32Array:
    return np.maximum(values, np.float32(1e-20))
