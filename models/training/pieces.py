"""Word pieces: how a text is cut for a static encoder, and how much each piece counts."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np
from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Lowercase, Replace, Strip
from tokenizers.normalizers import Sequence as Steps
from tokenizers.pre_tokenizers import Metaspace

from models.arrays import Float32Array
from models.errors import InputRefused
from models.registry import load_package

UNKNOWN = "[UNK]"
# Vowel signs of Thai or Hindi are marks: without them a word falls apart.
_BETWEEN_WORDS = Regex(r"[^\p{L}\p{M}\p{N}]+")


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """Return a unigram tokenizer (Kudo 2018) with `size` pieces, the unknown one among them.

    SentencePiece learns the pieces, as it gives the same ones every time; the tokenizer reads them.

    Args:
        texts: what to learn from, as many of each language as of the others.
        size: the number of pieces.

    Raises:
        MissingExtra: sentencepiece is not installed.
        InputRefused: there is too little text for so many pieces.
    """
    sentencepiece = load_package("sentencepiece", "encoder")
    normalizer, model = _normalizer(), io.BytesIO()
    try:
        _learn(sentencepiece, (normalizer.normalize_str(text) for text in texts), model, size)
    except RuntimeError as error:
        raise InputRefused(f"the texts do not make {size} pieces", "pieces", "Use fewer, or more texts.") from error
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    pieces = [(processor.id_to_piece(row), processor.get_score(row)) for row in range(processor.vocab_size())]
    tokenizer = Tokenizer(Unigram(pieces, unk_id=0))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always")
    return tokenizer


def vary(tokenizer: Tokenizer, noise: float, seed: int) -> Tokenizer:
    """Return the tokenizer with scores that are off by chance: it cuts the same texts in other ways.

    What is learned from words that are cut in many ways holds for words that were not met, after the subword
    regularisation of Kudo (2018); a way is the best one under noisy scores (Papandreou and Yuille 2011), which is as
    quick as the best one without noise.

    Args:
        tokenizer: from `train_tokenizer`.
        noise: standard deviation of what is added to each score, which is the natural logarithm of a probability.
        seed: the same one gives the same tokenizer.
    """
    document = json.loads(tokenizer.to_str())
    pieces = document["model"]["vocab"]
    errors = np.random.default_rng(seed).normal(0, noise, len(pieces))
    document["model"]["vocab"] = [(piece, score + float(error))
                                  for (piece, score), error in zip(pieces, errors, strict=True)]
    return Tokenizer.from_str(json.dumps(document))


def cut(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """Return the pieces of each text, in order; the unknown one is left out, as it says nothing."""
    encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
    return [[piece for piece in encoding.ids if piece] for encoding in encodings]


def count_pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> Any:  # noqa: ANN401 - scipy has no types
    """Return how often each piece stands in each text, sparse float32 [texts, pieces]; the unknown one counts 0."""
    from scipy.sparse import csr_matrix

    pieces_of_texts = cut(tokenizer, texts)
    starts = np.cumsum([0, *map(len, pieces_of_texts)])
    columns = np.fromiter((piece for pieces in pieces_of_texts for piece in pieces), dtype=np.int32, count=starts[-1])
    ones = np.ones(len(columns), dtype=np.float32)
    counts = csr_matrix((ones, columns, starts), shape=(len(pieces_of_texts), tokenizer.get_vocab_size()))
    counts.sum_duplicates()
    return counts


def piece_weights(tokenizer: Tokenizer, texts: Mapping[str, Sequence[str]], power: float) -> Float32Array:
    """Return how much each piece counts, from 0 to 1: (log(1 / df) scaled to 1 for the rarest) ** power.

    df is the largest share of the texts of one language that hold the piece: a word that is common in any of them says
    little in all.

    Args:
        tokenizer: cuts the texts.
        texts: language to texts.
        power: above 1 lets common pieces count still less.
    """
    shares = [_share(count_pieces(tokenizer, of_language)) for of_language in texts.values()]
    # Of one text alone every piece is as common as can be.
    rarest = 1 / max(2, *map(len, texts.values()))
    rarity = np.log(1 / np.maximum(np.max(shares, axis=0), rarest)) / np.log(1 / rarest)
    weights: Float32Array = (rarity ** power).astype(np.float32)
    weights[0] = 0
    return weights


def bags(tokenizer: Tokenizer, weights: Float32Array, texts: Sequence[str]) -> Any:  # noqa: ANN401 - as above
    """Return the weighted counts of each text's pieces, rows of length 1, sparse float32 [texts, pieces]."""
    from sklearn.preprocessing import normalize

    weighted = count_pieces(tokenizer, texts).multiply(weights[None]).tocsr()
    return normalize(weighted, copy=False).astype(np.float32)


def _learn(sentencepiece: ModuleType, texts: Iterator[str], model: io.BytesIO, size: int) -> None:
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=texts, model_writer=model, model_type="unigram", vocab_size=size,
        normalization_rule_name="identity", character_coverage=0.9999, unk_id=0, unk_piece=UNKNOWN,
        bos_id=-1, eos_id=-1, pad_id=-1, shuffle_input_sentence=False, minloglevel=2)


def _share(counts: Any) -> Float32Array:  # noqa: ANN401 - as above
    return np.asarray(np.diff(counts.tocsc().indptr) / max(counts.shape[0], 1), dtype=np.float32)


def _normalizer() -> Steps:
    return Steps([NFKC(), Lowercase(), Replace(_BETWEEN_WORDS, " "), Strip()])
