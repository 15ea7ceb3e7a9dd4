"""Building the encoder: pieces, regression, polish."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from operator import itemgetter
from typing import TypeAlias

import numpy as np
from tokenizers import Tokenizer

from evaluation.encoding.corpus import LANGUAGES, Corpus
from evaluation.encoding.lessons import Targets, pairs, some, targets, taught_texts
from evaluation.encoding.size import Size
from models.arrays import Float32Array
from models.encoders import Encoder
from models.training.pieces import bags, cut, piece_weights, train_tokenizer
from models.training.polish import Pairs, Taught, polish
from models.training.ridge import STEPS, principal, solve, spelling

# As many of each language; the shortest has no more.
TEXTS_PER_LANGUAGE = 120_000
POWER = 1.5

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
    with stage("polish", size.steps) as advance:
        taught = Taught(cut(tokenizer, known), vectors)
        polished = polish(ridge, _pairs(tokenizer, corpus), taught, size.steps, advance)
    return tokenizer, {"ridge": ridge, "polished": polished}


def _regress(tokenizer: Tokenizer, weights: Float32Array, wanted: Targets,
             advance: Callable[[int], None]) -> Float32Array:
    from scipy.sparse import diags

    roots = np.sqrt(wanted.weights)
    rows = (diags(roots) @ bags(tokenizer, weights, wanted.texts)).tocsr().astype(np.float32)
    names = sorted(tokenizer.get_vocab().items(), key=itemgetter(1))
    shared = spelling([name for name, _ in names])
    table = solve(rows, wanted.vectors * roots[:, None], shared, advance) * weights[:, None]
    return np.asarray(table, dtype=np.float32)


def _pairs(tokenizer: Tokenizer, corpus: Corpus) -> list[Pairs]:
    made = []
    for found, share in pairs(corpus):
        sides = zip(cut(tokenizer, [one for one, _ in found]), cut(tokenizer, [other for _, other in found]),
                    strict=True)
        known = [(one, other) for one, other in sides if one and other]
        made.append(Pairs([one for one, _ in known], [other for _, other in known], share if known else 0))
    return made
