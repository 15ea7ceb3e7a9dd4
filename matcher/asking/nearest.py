"""The terms of a vocabulary nearest to a word in meaning, by the vectors of their names in all languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np

from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from matcher.single_flight import single_flight
from models.arrays import Float32Array
from models.encoders import Encoder

# Name of a vocabulary and words → codes by meaning, best first, only those that are near enough.
Nearest: TypeAlias = "Callable[[str, Sequence[str]], Sequence[Sequence[str]]]"

# Chosen on the words of `evaluation.intake.words` that are not held out: below and above it, less is right.
LEAST = 0.65
MOST = 3
WORDS_AT_ONCE = 4096


class NamesOfTerms:
    """The vectors of the labels and synonyms of a vocabulary.

    Args:
        vocabulary: the terms.
        encoder: texts → unit vectors.
    """

    def __init__(self, vocabulary: Vocabulary, encoder: Encoder) -> None:
        self._vocabulary = vocabulary
        self._encoder = encoder

    @cached_property
    def _rows(self) -> tuple[Float32Array, np.ndarray]:
        """Vectors of all names, those of a term together, and the number of the first name of each term."""
        names = [sorted({*term.labels.texts.values(), *term.synonyms}) for term in self._vocabulary]
        starts = np.cumsum([0, *(len(own) for own in names[:-1])])
        return self._encoder.encode([name for own in names for name in own]), starts

    def nearest(self, words: Sequence[str], least: float = LEAST) -> list[tuple[str, ...]]:
        """Return the codes of the terms with a name of at least this cosine similarity, the nearest first."""
        codes = list(self._vocabulary.terms)
        found: list[tuple[str, ...]] = []
        vectors, starts = self._rows
        for first in range(0, len(words), WORDS_AT_ONCE):
            similarities = self._encoder.encode(words[first:first + WORDS_AT_ONCE]) @ vectors.T
            best = np.maximum.reduceat(similarities, starts, axis=1)
            for row in best:
                order = np.argsort(-row, kind="stable")[:MOST]
                found.append(tuple(codes[at] for at in order if row[at] >= least))
        return found


def open_nearest(vocabularies: Vocabularies, encoder: Encoder) -> Nearest:
    """Return what gives the nearest codes; the names of a vocabulary are encoded when it is first asked for."""
    by_name = vocabularies.by_name()
    names = single_flight(lambda vocabulary: NamesOfTerms(by_name[vocabulary], encoder), size=len(by_name))

    def nearest(vocabulary: str, words: Sequence[str]) -> Sequence[Sequence[str]]:
        return names(vocabulary).nearest(words)

    return nearest
