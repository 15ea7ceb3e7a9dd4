"""What may be meant by words that are not known: the nearest by spelling, as texts are read, and by meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from data.files.columns import CellKind, Column
from data.intake.words.meanings import PLACES
from data.records.profiles import Coverage, Status
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.languages import language_name, languages_by_name
from data.wording.texts import Labels, Text, text
from data.wording.words import is_near, normalise

# Name of a vocabulary and words → codes by meaning, best first, only those that are near enough.
Nearest: TypeAlias = "Callable[[str, Sequence[str]], Sequence[Sequence[str]]]"

MOST_HINTS = 4
# Of names that share letters with a word, so many are looked at for slips; below this share of letters none is.
CANDIDATES, LIKENESS = 8, 80.0
# A text that speaks of more themes than these is no word for one of them.
MOST_READ = 2
BY_MEANING = frozenset(("themes", "sectors"))

# The subject of the whole programme, and words for the rest: no theme is nearer to them than another.
_GENERAL = frozenset(map(normalise, (
    "kotoutuminen", "kotouttaminen", "kotoutumistyö", "kotoutumisen edistäminen", "kotouttamistyö", "maahanmuutto",
    "maahanmuuttajat", "maahanmuuttajatyö", "maahanmuuttotyö", "integraatio", "integration", "integrationsarbete",
    "invandring", "invandrare", "immigration", "migration", "immigrants", "migrants", "integration work",
    "integrationsfrämjande", "muu", "muut", "kaikki", "eri", "yleinen", "yleistä", "övrigt", "annat", "alla", "allmänt",
    "other", "others", "all", "various", "general", "misc")))

SPELLED, READ, MEANT = "spelled", "read", "meant"
REASONS: Mapping[str, Text] = {
    SPELLED: text("spelled like it"), READ: text("read so in texts"), MEANT: text("near in meaning"),
}

CHOICE_LABELS: Mapping[str, Text] = {
    Coverage.LOCAL: text("local"), Coverage.REGIONAL: text("regional"), Coverage.NATIONAL: text("national"),
    Coverage.INTERNATIONAL: text("international"), Status.ACTIVE: text("active"), Status.INACTIVE: text("not active"),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """What may be meant by a word.

    Attributes:
        code: the value.
        reason: why it may be.
        is_likely: whether it may be proposed as the answer.
    """

    code: str
    reason: Text
    is_likely: bool = True


def nothing_near(_vocabulary: str, words: Sequence[str]) -> Sequence[Sequence[str]]:
    """Know of nothing that is near in meaning: where there is no encoder."""
    return [()] * len(words)


class Hints:
    """Finds what may be meant.

    Args:
        vocabularies: the codes and their names.
        nearest: the nearest by meaning.
    """

    def __init__(self, vocabularies: Vocabularies, nearest: Nearest) -> None:
        self._by_name = vocabularies.by_name()
        self._themes = vocabularies.themes
        self._nearest = nearest

    def of(self, column: Column, words: Sequence[str]) -> list[tuple[Hint, ...]]:
        """Return the hints for words of a column, the likeliest first; none for a word that nothing is near."""
        return [_merged(by_reason) for by_reason in self.by_reason(column, words)]

    def by_reason(self, column: Column, words: Sequence[str]) -> list[dict[str, tuple[str, ...]]]:
        """Return for each word what may be meant, for each reason the nearest first."""
        meant: Sequence[Sequence[str]] = [()] * len(words)
        if column.vocabulary in BY_MEANING:
            meant = self._nearest(column.vocabulary, words)
        return [{} if normalise(word) in _GENERAL else {
            READ: self._read(column, word, codes), SPELLED: self._spelled(column, word), MEANT: tuple(codes)}
            for word, codes in zip(words, meant, strict=True)]

    def label(self, column: Column, code: str) -> Labels | Text:
        """Return what a value of a column is called."""
        if column.kind is CellKind.LANGUAGES:
            return language_name(code)
        if column.kind is CellKind.CHOICE:
            return CHOICE_LABELS.get(code) or Labels({"": code})
        names = PLACES if column.vocabulary in PLACES else {column.vocabulary} - {""}
        return next((self._by_name[name].labels(code) for name in names if code in self._by_name[name]),
                    Labels({"": code}))

    def _read(self, column: Column, word: str, meant: Sequence[str]) -> tuple[str, ...]:
        """Return the themes that a text of the word alone speaks of, those nearest in meaning first."""
        codes = self._themes.codes_in(word) if column.vocabulary == self._themes.name else ()
        return tuple(sorted(codes, key=_rank(meant))) if len(codes) <= MOST_READ else ()

    def _spelled(self, column: Column, word: str) -> tuple[str, ...]:
        from rapidfuzz import fuzz, process

        names = _choice_names(column) if column.choices else self._names.get(_vocabulary_of(column), {})
        near = process.extract(normalise(word), list(names), scorer=fuzz.ratio, limit=CANDIDATES, score_cutoff=LIKENESS)
        return tuple(dict.fromkeys(code for name, _, _ in near if is_near(word, name) for code in names[name]))

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Names → codes, by vocabulary; towns and regions are one, since lists write one for the other."""
        names = {name: _names_of(vocabulary) for name, vocabulary in self._by_name.items()}
        places = {**names["regions"], **names["municipalities"]}
        languages = {normalise(name): (code,) for name, code in languages_by_name().items()}
        return {**names, "municipalities": places, "regions": places, "languages": languages}


def _merged(by_reason: Mapping[str, tuple[str, ...]]) -> tuple[Hint, ...]:
    """Return hints of several reasons, each value once; one is likely that is read or spelled so, and none denies."""
    hints: dict[str, Hint] = {}
    for reason, codes in by_reason.items():
        for code in codes:
            is_likely = reason != MEANT and len(codes) == 1 and all(
                code in others for others in by_reason.values() if others)
            hints.setdefault(code, Hint(code, REASONS[reason], is_likely))
    return tuple(hints.values())[:MOST_HINTS]


def _rank(codes: Sequence[str]) -> Callable[[str], int]:
    return lambda code: codes.index(code) if code in codes else len(codes)


def _vocabulary_of(column: Column) -> str:
    return "languages" if column.kind is CellKind.LANGUAGES else column.vocabulary


def _names_of(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    return {name: codes for name in sorted(vocabulary.names_of_terms)
            if not name.isdecimal() and (codes := vocabulary.find(name))}


def _choice_names(column: Column) -> Mapping[str, tuple[str, ...]]:
    return dict(_pairs(column))


def _pairs(column: Column) -> Iterator[tuple[str, tuple[str, ...]]]:
    for value, words in column.choices.items():
        yield from ((normalise(word), (value,)) for word in (value, *words))
