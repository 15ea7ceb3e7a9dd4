"""What an encoder is measured by: finding the same thing in another language. No download, no model: texts and cosines.

To add a measure: a function that yields `(name, value)`, and a line in `MEASURES`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from data.vocabularies.catalogue import FINLAND
from evaluation.encoding.corpus import DIRECTIONS, LANGUAGES, Corpus, Translations
from models.arrays import Float32Array

Encode: TypeAlias = Callable[[Sequence[str]], Float32Array]
"""Texts to unit vectors [n, d]."""

REFORM = Path(__file__).parent / "reform.csv"
TITLES = 1_500
LONG = 25


@dataclass(frozen=True)
class Theme:
    """A theme of integration work: its label and its synonyms in each language."""

    labels: Translations
    synonyms: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Questions:
    """What encoders are asked.

    Attributes:
        held_out: texts that our own encoder has not learned from.
        themes: of integration work, with labels and synonyms; nothing learned from them.
        reform: words of the reform of 2025 and 2026.
    """

    held_out: Corpus
    themes: Sequence[Theme]
    reform: Sequence[Translations]

    @property
    def labels(self) -> Mapping[str, list[str]]:
        """Language to the labels of all themes."""
        return {language: [theme.labels[language] for theme in self.themes] for language in LANGUAGES}


def measure(encode: Encode, questions: Questions) -> dict[str, float]:
    """Return every figure by its name."""
    return {name: value for figures in MEASURES for name, value in figures(encode, questions)}


def read_reform() -> list[Translations]:
    """Return words of the reform in three languages."""
    with REFORM.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_themes() -> list[Theme]:
    """Return the themes of Finland's vocabulary."""
    with (FINLAND / "themes.csv").open(encoding="utf-8", newline="") as file:
        return [Theme({language: row[f"label_{language}"] for language in LANGUAGES},
                      {language: row[f"synonyms_{language}"].split(";") for language in LANGUAGES})
                for row in csv.DictReader(file)]


def theme_labels(encode: Encode, questions: Questions) -> Iterator[tuple[str, float]]:
    """Yield how often the label of a theme finds its translation first, among the labels of all themes."""
    vectors = {language: encode(labels) for language, labels in questions.labels.items()}
    for one, other in DIRECTIONS:
        right = np.arange(len(questions.themes))
        yield f"theme labels {one}→{other}", _success_rate(vectors[one], vectors[other], right, 1)


def theme_synonyms(encode: Encode, questions: Questions) -> Iterator[tuple[str, float]]:
    """Yield how often a synonym finds the label of its theme first, in the same language."""
    for language, labels in questions.labels.items():
        synonyms = [(row, word) for row, theme in enumerate(questions.themes) for word in theme.synonyms[language]]
        right = np.array([row for row, _ in synonyms])
        words = encode([word for _, word in synonyms])
        yield f"theme synonyms {language}", _success_rate(words, encode(labels), right, 1)


def held_out_labels(encode: Encode, questions: Questions) -> Iterator[tuple[str, float]]:
    """Yield how often the label of a held-out concept finds its translation first, or among ten, among all of them."""
    labels = [concept.labels for concept in questions.held_out.concepts if all(concept.labels.values())]
    vectors = {language: encode([item[language] for item in labels]) for language in LANGUAGES}
    for one, other in DIRECTIONS:
        for places in (1, 10):
            name = f"held-out labels {one}→{other}" + ("" if places == 1 else f", in {places}")
            yield name, _success_rate(vectors[one], vectors[other], np.arange(len(labels)), places)


def messages(encode: Encode, questions: Questions) -> Iterator[tuple[str, float]]:
    """Yield how often a held-out message of a public service finds its translation first; short ones are left out."""
    for one, other in DIRECTIONS:
        pairs = [item for item in questions.held_out.messages if item[one] and item[other] and len(item["en"]) > LONG]
        yield f"service messages {one}→{other}", _success_rate(encode([item[one] for item in pairs]),
                                                               encode([item[other] for item in pairs]),
                                                               np.arange(len(pairs)), 1)


def reform_words(encode: Encode, questions: Questions) -> Iterator[tuple[str, float]]:
    """Yield how often a word of the reform finds its translation first, among them and the labels of all themes."""
    vectors = {language: encode([*(item[language] for item in questions.reform), *labels])
               for language, labels in questions.labels.items()}
    rows = np.arange(len(questions.reform))
    for one, other in DIRECTIONS:
        yield f"words of the reform {one}→{other}", _success_rate(vectors[one][rows], vectors[other], rows, 1)


def language_gap(encode: Encode, questions: Questions) -> Iterator[tuple[str, float]]:
    """Yield by how much unrelated titles of one language are more alike than those of two: 0 is best."""
    chance = np.random.default_rng(0)
    halves = {}
    for language, titles in questions.held_out.titles.items():
        rows = chance.permutation(len(titles.texts))[:TITLES]
        vectors = encode([titles.texts[row] for row in rows])
        halves[language] = np.array_split(vectors, 2)
    same = np.mean([(one @ other.T).mean() for one, other in halves.values()])
    cross = np.mean([(halves[one][0] @ halves[other][1].T).mean() for one, other in combinations(halves, 2)])
    yield "language gap", float(same - cross)


MEASURES: tuple[Callable[[Encode, Questions], Iterator[tuple[str, float]]], ...] = (
    theme_labels, theme_synonyms, held_out_labels, messages, reform_words, language_gap)


def _success_rate(queries: Float32Array, answers: Float32Array, right: npt.NDArray[np.integer], places: int) -> float:
    """Return the share of queries whose right answer stands among the first places; equal cosines stand before it."""
    cosines = queries @ answers.T
    own = cosines[np.arange(len(queries)), right]
    return float(np.mean((cosines >= own[:, None]).sum(axis=1) <= places))
