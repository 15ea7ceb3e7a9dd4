"""How text is normalised and cut into features, for everything that works on letters rather than on a model."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

# Letters and digits of any script; an underscore is punctuation here.
_WORD = re.compile(r"[^\W_]+")
GRAM_SIZES = range(3, 6)
SHORTEST_BEGINNING = 3


def normalise(text: str) -> str:
    """Return `text` composed (NFKC) and case-folded; å, ä and ö stay distinct from a and o."""
    # Case folding can decompose what NFKC composed, hence twice.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def words(text: str) -> list[str]:
    """Return the words of `text`, normalised, in order, with repeats."""
    return _WORD.findall(normalise(text))


def has_content(text: str) -> bool:
    """Return whether `text` has at least one letter or digit; only then can it have a vector."""
    return _WORD.search(normalise(text)) is not None


def features(text: str) -> Iterator[str]:
    """Yield each word as `=word`, and its character 3- to 5-grams with a blank at either end.

    The grams are what survives Finnish and Swedish inflection: "koulutuksen" and "koulutus" share most of theirs.
    """
    for word in words(text):
        yield f"={word}"
        yield from _grams(f" {word} ")


def beginnings(text: str) -> Iterator[str]:
    """Yield each word as `=word`, and its beginnings from three letters on, itself among them.

    Inflected words share their beginnings, and what lies within another word is no part of it: "rauma" is not in
    "trauma".
    """
    for word in words(text):
        yield f"={word}"
        yield from (word[:end] for end in range(SHORTEST_BEGINNING, len(word) + 1))


def count_words(texts: Sequence[str]) -> tuple[Any, list[str]]:
    """Return how often each word stands in each text, sparse [texts, words], and the words in their order.

    Whatever is counted of a text is the sum of what is counted of its words, and words come again and again: cutting
    each into its features once is what makes large corpora quick.
    """
    from scipy.sparse import csr_array

    positions: dict[str, int] = {}
    columns = [np.array([positions.setdefault(word, len(positions)) for word in words(text)], dtype=np.int64)
               for text in texts]
    starts = np.cumsum([0, *(len(row) for row in columns)])
    flat = np.concatenate([*columns, np.zeros(0, dtype=np.int64)])
    counts = csr_array((np.ones(len(flat)), flat, starts), shape=(len(texts), len(positions)))
    counts.sum_duplicates()
    return counts, list(positions)


def _grams(framed_word: str) -> Iterator[str]:
    for size in GRAM_SIZES:
        # A gram as long as the padded word would only repeat the word itself.
        if size < len(framed_word):
            for start in range(len(framed_word) - size + 1):
                yield framed_word[start : start + size]
