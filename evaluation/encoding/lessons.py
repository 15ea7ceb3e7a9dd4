"""From texts to what is learned: a vector for each text, and pairs of texts that mean the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np

from evaluation.encoding.corpus import DIRECTIONS, LANGUAGES, Corpus, Titles, Translations
from models.arrays import Float32Array, unit_rows

# How much a row of each kind counts in the regression.
LABEL, PARALLEL, ENGLISH, ABOUT = 2.0, 1.5, 1.0, 0.6
# How often pairs of each kind are drawn in the polish.
LABELS_SHARE, PARALLEL_SHARE, MESSAGES_SHARE, NAMES_SHARE, ABOUT_SHARE, LIKE_SHARE = 3.0, 1.0, 0.3, 0.05, 1.0, 0.5
TITLES_TO_LABELS = 50_000
TITLES_TO_MEANING = 60_000
TITLES_PER_SUBJECT = 2

T = TypeVar("T")
TextPairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Targets:
    """What each text's vector shall come close to.

    Attributes:
        texts: n of them.
        vectors: [n, d] unit vectors.
        weights: [n] how much each counts.
    """

    texts: Sequence[str]
    vectors: Float32Array
    weights: Float32Array


def teacher_texts(corpus: Corpus, titles: int) -> list[str]:
    """Return the English texts that the teacher is asked for: labels, parallel titles, and some of the other titles."""
    translations = (*(concept.labels for concept in corpus.concepts), *corpus.parallel)
    sample = draw_sample(corpus.titles["en"].texts, titles)
    return list(dict.fromkeys((*(item["en"] for item in translations if item["en"]), *sample)))


def targets(corpus: Corpus, teacher: Mapping[str, Float32Array]) -> Targets:
    """Return the rows of the regression.

    A label or a parallel title shall come close to the teacher's vector of its English side, an English title to its
    own, and any other title to the mean of the labels of its concepts.

    Args:
        corpus: what may be learned from.
        teacher: English text to its vector.
    """
    labels = {concept.id: teacher[concept.labels["en"]] for concept in corpus.concepts
              if concept.labels["en"] in teacher}
    rows = [*_translation_rows((concept.labels for concept in corpus.concepts), teacher, LABEL),
            *_translation_rows(corpus.parallel, teacher, PARALLEL),
            *((text, teacher[text], ENGLISH) for text in corpus.titles["en"].texts if text in teacher)]
    about = [row for language in LANGUAGES for row in _about(corpus.titles[language], labels)]
    texts = [text for text, *_ in (*rows, *about)]
    vectors = unit_rows(np.stack([vector for _, vector, _ in (*rows, *about)]))
    return Targets(texts, vectors, np.array([weight for *_, weight in (*rows, *about)], dtype=np.float32))


def pairs(corpus: Corpus) -> Iterator[tuple[TextPairs, float]]:
    """Yield pairs of texts that mean the same, or nearly, with the share of each kind.

    They are of two languages; but titles stand beside the labels of their concepts in the same language, too.
    """
    labels = {language: {concept.id: concept.labels[language] for concept in corpus.concepts}
              for language in LANGUAGES}
    for one, other in DIRECTIONS:
        yield _sides((concept.labels for concept in corpus.concepts), one, other), LABELS_SHARE
        yield _sides(corpus.parallel, one, other), PARALLEL_SHARE
        yield _sides(corpus.messages, one, other), MESSAGES_SHARE
        yield _sides(corpus.names, one, other), NAMES_SHARE
        yield list(_alike(corpus.titles[one], corpus.titles[other])), LIKE_SHARE
        for of_titles, of_labels in ((one, other), (other, one)):
            yield list(_with_labels(corpus.titles[of_titles], labels[of_labels])), ABOUT_SHARE / 2
    for language in LANGUAGES:
        yield list(_with_labels(corpus.titles[language], labels[language])), ABOUT_SHARE


def draw_sample(items: Sequence[T], count: int) -> list[T]:
    """Return at most `count` of the items, always the same ones."""
    return [items[row] for row in np.sort(np.random.default_rng(0).permutation(len(items))[:count])]


def _translation_rows(items: Iterable[Translations], teacher: Mapping[str, Float32Array],
                      weight: float) -> Iterator[tuple[str, Float32Array, float]]:
    for item in items:
        if item["en"] in teacher:
            yield from ((item[language], teacher[item["en"]], weight) for language in LANGUAGES if item[language])


def _about(titles: Titles, labels: Mapping[str, Float32Array]) -> Iterator[tuple[str, Float32Array, float]]:
    for row in draw_sample(range(len(titles.texts)), TITLES_TO_MEANING):
        vectors = [labels[concept] for concept in titles.concepts[row] if concept in labels]
        if vectors:
            yield titles.texts[row], unit_rows(np.mean(vectors, axis=0)[None])[0], ABOUT


def _sides(items: Iterable[Translations], one: str, other: str) -> list[tuple[str, str]]:
    return [(item[one], item[other]) for item in items if item[one] and item[other]]


def _alike(one: Titles, other: Titles) -> Iterator[tuple[str, str]]:
    """Yield titles of two languages about the very same concepts, at most two pairs per set of concepts."""
    subjects, others = _by_subject(one), _by_subject(other)
    for subject, texts in subjects.items():
        yield from islice(zip(texts, others.get(subject, ()), strict=False), TITLES_PER_SUBJECT)


def _by_subject(titles: Titles) -> Mapping[tuple[str, ...], list[str]]:
    subjects = defaultdict(list)
    for text, concepts in zip(titles.texts, titles.concepts, strict=True):
        subjects[tuple(sorted(concepts))].append(text)
    return subjects


def _with_labels(titles: Titles, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield some titles with the labels of their concepts in a language."""
    for row in draw_sample(range(len(titles.texts)), TITLES_TO_LABELS):
        names = [labels[concept] for concept in titles.concepts[row] if labels.get(concept)]
        if names:
            yield titles.texts[row], ", ".join(names)
