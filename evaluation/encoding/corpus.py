"""The texts that an encoder learns from and is measured on."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.datasets.parquet import Holds, read_table

LANGUAGES = ("fi", "sv", "en")
DIRECTIONS = (("fi", "en"), ("sv", "en"), ("fi", "sv"))
HELD_OUT = "dev"
EACH_MESSAGE = 10

Translations = Mapping[str, str]
"""Language to text; what is missing is empty."""


@dataclass(frozen=True)
class Concept:
    """A concept of the general ontology: its number and its label in each language."""

    id: str
    labels: Translations


@dataclass(frozen=True)
class Titles:
    """The titles of one language, each with the numbers of the concepts it is about."""

    texts: Sequence[str]
    concepts: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Corpus:
    """Texts in three languages.

    Attributes:
        concepts: with their labels.
        titles: language to titles.
        parallel: titles of one work.
        messages: texts of public services.
        names: of languages and territories.
    """

    concepts: Sequence[Concept]
    titles: Mapping[str, Titles]
    parallel: Sequence[Translations]
    messages: Sequence[Translations]
    names: Sequence[Translations]

    def texts(self, language: str) -> list[str]:
        """Return all texts of a language: titles, labels, parallel titles, messages and names."""
        translations: Iterable[Translations] = (
            *(concept.labels for concept in self.concepts), *self.parallel, *self.messages, *self.names)
        return [*self.titles[language].texts, *(item[language] for item in translations if item[language])]


def read_corpus(folder: Path) -> tuple[Corpus, Corpus]:
    """Return what may be learned from, and what is held out: one in twenty concepts, their titles, some messages.

    Parallel titles and names are for learning only.

    Raises:
        DatasetRefused: a file is missing or cannot be used.
        MissingExtra: pyarrow is not installed.
    """
    labels = read_table(folder / "yso_labels.parquet", {
        "uri": Holds.KEY, **dict.fromkeys(LANGUAGES, Holds.TEXT), "split": Holds.KEY}).columns
    titles = read_table(folder / "titles.parquet", {
        "lang": Holds.KEY, "title": Holds.KEY, "concepts": Holds.TEXTS, "split": Holds.KEY}).columns
    parallel, messages, names = (_translations(folder / f"{name}.parquet") for name in (
        "parallel_titles", "service_messages", "language_and_territory_names"))
    concepts = [Concept(uri.rpartition("/")[2], dict(zip(LANGUAGES, texts, strict=True)))
                for uri, *texts in zip(labels["uri"], *(labels[name] for name in LANGUAGES), strict=True)]

    def part(held_out: bool) -> Corpus:
        mask = [(split == HELD_OUT) == held_out for split in titles["split"]]
        return Corpus(
            [concept for concept, split in zip(concepts, labels["split"], strict=True)
             if (split == HELD_OUT) == held_out],
            {language: Titles(*_columns((title, about) for is_inside, own_language, title, about in zip(
                mask, titles["lang"], titles["title"], titles["concepts"], strict=True)
                if is_inside and own_language == language)) for language in LANGUAGES},
            () if held_out else parallel,
            [message for message in messages if _is_held_out(message) == held_out],
            () if held_out else names)

    return part(held_out=False), part(held_out=True)


def _translations(path: Path) -> list[Translations]:
    columns = read_table(path, dict.fromkeys(LANGUAGES, Holds.TEXT)).columns
    return [dict(zip(LANGUAGES, texts, strict=True))
            for texts in zip(*(columns[name] for name in LANGUAGES), strict=True)]


def _is_held_out(message: Translations) -> bool:
    return zlib.crc32(message["en"].encode()) % EACH_MESSAGE == 0


def _columns(rows: Iterator[tuple[str, Sequence[str]]]) -> tuple[list[str], list[Sequence[str]]]:
    pairs = list(rows)
    return [text for text, _ in pairs], [concepts for _, concepts in pairs]
