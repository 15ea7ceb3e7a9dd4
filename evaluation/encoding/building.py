"""Building the encoder: pieces, regression, polish."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from operator import itemgetter
from typing import TypeAlias

import numpy as np
from tokenizers import Tokenizer

from evaluation.encoding.corpus import LANGUAGES, Corpus
from evaluation.encoding.lessons import PARALLEL, Targets, TextPairs, draw_sample, pairs, targets, teacher_texts
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
        sample = [text for own in texts.values() for text in draw_sample(own, TEXTS_PER_LANGUAGE)]
        tokenizer = train_tokenizer(sample, size.pieces)
        weights = piece_weights(tokenizer, texts, POWER)
    teacher_input = teacher_texts(corpus, size.taught)
    with stage("teacher", len(teacher_input)) as advance:
        vectors = teacher.encode(teacher_input, advance)
    vectors = principal(vectors, vectors, size.dimension)
    goal = targets(corpus, dict(zip(teacher_input, vectors, strict=True)))
    with stage("regression", STEPS) as advance:
        ridge = _regress(tokenizer, weights, goal, advance)
    if not size.steps:
        return tokenizer, {"ridge": ridge}
    anchors, start, table = Anchors(cut(tokenizer, teacher_input), vectors), even(ridge, EVENNESS), np.zeros_like(ridge)
    for run in range(POLISHES):
        with stage(f"polish {run + 1} of {POLISHES}", size.steps) as advance:
            table += polish(start, _pairs(tokenizer, corpus, run), anchors, size.steps, run, advance) / POLISHES
    return tokenizer, {"ridge": ridge, "polished": POLISHED_PART * table + (1 - POLISHED_PART) * start}


def _regress(tokenizer: Tokenizer, weights: Float32Array, goal: Targets,
             advance: Callable[[int], None]) -> Float32Array:
    from scipy.sparse import diags, vstack

    rows_translated = np.flatnonzero(goal.weights >= PARALLEL)
    texts = [goal.texts[row] for row in rows_translated.tolist()]
    variants = [bags(vary(tokenizer, NOISE, seed), weights, texts) for seed in range(VARIANTS)]
    counts = goal.weights.copy()
    counts[rows_translated] *= 1 - VARIED_PART
    roots = np.sqrt([*counts, *np.tile(goal.weights[rows_translated] * VARIED_PART / VARIANTS, VARIANTS)])
    rows = (diags(roots) @ vstack([bags(tokenizer, weights, goal.texts), *variants])).tocsr().astype(np.float32)
    vectors = np.concatenate([goal.vectors, *[goal.vectors[rows_translated]] * VARIANTS])
    names = sorted(tokenizer.get_vocab().items(), key=itemgetter(1))
    spellings = spelling([name for name, _ in names])
    table = solve(rows, (vectors * roots[:, None]).astype(np.float32), spellings, advance) * weights[:, None]
    return np.asarray(table, dtype=np.float32)


def _pairs(tokenizer: Tokenizer, corpus: Corpus, run: int) -> list[PiecePairs]:
    """Return the pairs as they are cut best, and as they are cut under noise, each run and each kind in its own way."""
    result = []
    for kind, (texts, share) in enumerate(pairs(corpus)):
        one, other = (vary(tokenizer, NOISE, VARIANTS + SEEDS_PER_RUN * run + 2 * kind + side) for side in range(2))
        result.append(_cut_pairs(tokenizer, tokenizer, texts, share * (1 - VARIED_SHARE)))
        result.append(_cut_pairs(one, other, texts, share * VARIED_SHARE))
    return result


def _cut_pairs(one: Tokenizer, other: Tokenizer, texts: TextPairs, share: float) -> PiecePairs:
    sides = zip(cut(one, [text for text, _ in texts]), cut(other, [text for _, text in texts]), strict=True)
    cut_pairs = [(left, right) for left, right in sides if left and right]
    return PiecePairs([left for left, _ in cut_pairs], [right for _, right in cut_pairs], share if cut_pairs else 0)
