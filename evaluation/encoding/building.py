"""Building the encoder: pieces, regression, polish."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from operator import itemgetter
from typing import TypeAlias

import numpy as np
from tokenizers import Tokenizer

from evaluation.encoding.corpus import LANGUAGES, Corpus
from evaluation.encoding.lessons import PARALLEL, Targets, TextPairs, pairs, some, targets, taught_texts
from evaluation.encoding.size import Size
from models.arrays import Float32Array
from models.encoders import Encoder
from models.training.pieces import bags, cut, piece_weights, train_tokenizer, vary
from models.training.polish import Anchors, PiecePairs, polish
from models.training.ridge import STEPS, even, principal, solve, spelling

# As many of each language; the shortest has no more.
TEXTS_PER_LANGUAGE = 120_000
POWER = 1.0
# The polish starts from rows that differ less in length: texts that were held out are found more often then.
EVENNESS = 0.5
# Labels and parallel titles are learned as they are cut best, and as they are cut under noise.
VARIANTS = 3
NOISE = 7.0
VARIED_PART = 0.6
VARIED_SHARE = 0.7
# The mean of tables that were polished apart, and of a part of the table before, is better than each of them (Wortsman
# and others 2022, “Model soups” and “Robust fine-tuning of zero-shot models”).
POLISHES = 3
SEEDS_PER_RUN = 100
POLISHED_PART = 0.9

Stage: TypeAlias = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]
"""Opens a progress bar with a name and a total, if it is known; gives what is to be called with the number done."""


def build(corpus: Corpus, teacher: Encoder, size: Size, stage: Stage) -> tuple[Tokenizer, dict[str, Float32Array]]:
    """Return the tokenizer, and the table [pieces, d] after each step: “ridge” and, if there is one, “polished”.

    Args:
        corpus: what may be learned from.
        teacher: knows English.
        size: see `Size`.
        stage: shows how far it is.
    """
    texts = {language: corpus.texts(language) for language in LANGUAGES}
    with stage("word pieces", None):
        chosen = [text for found in texts.values() for text in some(found, TEXTS_PER_LANGUAGE)]
        tokenizer = train_tokenizer(chosen, size.pieces)
        weights = piece_weights(tokenizer, texts, POWER)
    known = taught_texts(corpus, size.taught)
    with stage("teacher", len(known)) as advance:
        vectors = teacher.encode(known, advance)
    vectors = principal(vectors, vectors, size.dimension)
    wanted = targets(corpus, dict(zip(known, vectors, strict=True)))
    with stage("regression", STEPS) as advance:
        ridge = _regress(tokenizer, weights, wanted, advance)
    if not size.steps:
        return tokenizer, {"ridge": ridge}
    taught, evened, polished = Anchors(cut(tokenizer, known), vectors), even(ridge, EVENNESS), np.zeros_like(ridge)
    for run in range(POLISHES):
        with stage(f"polish {run + 1} of {POLISHES}", size.steps) as advance:
            polished += polish(evened, _pairs(tokenizer, corpus, run), taught, size.steps, run, advance) / POLISHES
    return tokenizer, {"ridge": ridge, "polished": POLISHED_PART * polished + (1 - POLISHED_PART) * evened}


def _regress(tokenizer: Tokenizer, weights: Float32Array, wanted: Targets,
             advance: Callable[[int], None]) -> Float32Array:
    from scipy.sparse import diags, vstack

    translated = np.flatnonzero(wanted.weights >= PARALLEL)
    texts = [wanted.texts[row] for row in translated.tolist()]
    varied = [bags(vary(tokenizer, NOISE, seed), weights, texts) for seed in range(VARIANTS)]
    counts = wanted.weights.copy()
    counts[translated] *= 1 - VARIED_PART
    roots = np.sqrt([*counts, *np.tile(wanted.weights[translated] * VARIED_PART / VARIANTS, VARIANTS)])
    rows = (diags(roots) @ vstack([bags(tokenizer, weights, wanted.texts), *varied])).tocsr().astype(np.float32)
    vectors = np.concatenate([wanted.vectors, *[wanted.vectors[translated]] * VARIANTS])
    names = sorted(tokenizer.get_vocab().items(), key=itemgetter(1))
    shared = spelling([name for name, _ in names])
    table = solve(rows, (vectors * roots[:, None]).astype(np.float32), shared, advance) * weights[:, None]
    return np.asarray(table, dtype=np.float32)


def _pairs(tokenizer: Tokenizer, corpus: Corpus, run: int) -> list[PiecePairs]:
    """Return the pairs as they are cut best, and as they are cut under noise, each run and each kind in its own way."""
    made = []
    for kind, (found, share) in enumerate(pairs(corpus)):
        one, other = (vary(tokenizer, NOISE, VARIANTS + SEEDS_PER_RUN * run + 2 * kind + side) for side in range(2))
        made.append(_cut_pairs(tokenizer, tokenizer, found, share * (1 - VARIED_SHARE)))
        made.append(_cut_pairs(one, other, found, share * VARIED_SHARE))
    return made


def _cut_pairs(one: Tokenizer, other: Tokenizer, texts: TextPairs, share: float) -> PiecePairs:
    sides = zip(cut(one, [text for text, _ in texts]), cut(other, [text for _, text in texts]), strict=True)
    known = [(left, right) for left, right in sides if left and right]
    return PiecePairs([left for left, _ in known], [right for _, right in known], share if known else 0)
