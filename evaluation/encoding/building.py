"""Building the encoder: pieces, regression, polish, and the folder that is shipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias

import numpy as np
from tokenizers import Tokenizer

from evaluation.encoding.corpus import LANGUAGES, Corpus
from evaluation.encoding.lessons import Targets, pairs, targets, taught_texts
from models.arrays import Float32Array
from models.encoders import Encoder
from models.training.folder import quantise, whole, write_folder
from models.training.pieces import bags, piece_weights, train_tokenizer
from models.training.polish import Pairs, Taught, polish
from models.training.ridge import STEPS, principal, solve, spelling

# As many of each language; the shortest has no more.
TEXTS_PER_LANGUAGE = 120_000
POWER = 1.5
BEST_FIRST = ("en", "fi", "sv")

Stage: TypeAlias = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]
"""Opens a progress bar with a name and a total, if it is known; gives what is to be called with the number done."""


@dataclass(frozen=True)
class Size:
    """What decides how large an encoder is, how good, and how long its building takes.

    Attributes:
        pieces: rows of the table.
        dimension: its columns.
        taught: English titles that the teacher is asked for, beside labels and parallel titles.
        steps: of the polish; 0 leaves it out, and what is built is then the same to the byte every time.
    """

    pieces: int = 64_000
    dimension: int = 256
    taught: int = 30_000
    steps: int = 800


def build(corpus: Corpus, teacher: Encoder, size: Size, stage: Stage) -> tuple[Tokenizer, dict[str, Float32Array]]:
    """Return the tokenizer, and the table [pieces, d] after each step: “ridge” and, if there is one, “polished”.

    Args:
        corpus: what may be learned from.
        teacher: knows English.
        size: see `Size`.
        stage: shows how far it is.
    """
    with stage("word pieces", None):
        tokenizer = train_tokenizer(_some_of_each(corpus), size.pieces)
        weights = piece_weights(tokenizer, {language: corpus.texts(language) for language in LANGUAGES}, POWER)
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
        taught = Taught(_pieces(tokenizer, known), vectors)
        polished = polish(ridge, _pairs(tokenizer, corpus), taught, size.steps, advance)
    return tokenizer, {"ridge": ridge, "polished": polished}


def write(folder: Path, tokenizer: Tokenizer, table: Float32Array, *, quantised: bool) -> None:
    """Write an encoder of our three languages; see `models.training.folder.write_folder`."""
    write_folder(folder, tokenizer, quantise(table) if quantised else whole(table), BEST_FIRST)


def _some_of_each(corpus: Corpus) -> list[str]:
    chance = np.random.default_rng(0)
    texts = [corpus.texts(language) for language in LANGUAGES]
    return [found[row] for found in texts for row in np.sort(chance.permutation(len(found))[:TEXTS_PER_LANGUAGE])]


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
        sides = zip(_pieces(tokenizer, [one for one, _ in found]), _pieces(tokenizer, [other for _, other in found]),
                    strict=True)
        known = [(one, other) for one, other in sides if one and other]
        made.append(Pairs([one for one, _ in known], [other for _, other in known], share if known else 0))
    return made


def _pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]
