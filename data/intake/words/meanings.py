"""What the words of a list stand for: values of the column they stand in, or of one that they belong in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from data.errors import UnknownCode
from data.files import cells
from data.files.cells import LONGEST_ITEM, CellRefused
from data.files.columns import CellKind, Column, Layout
from data.intake.words.places import PlaceMeanings
from data.reading.languages import LanguageReader, open_languages
from data.reading.words import words_of
from data.vocabularies.catalogue import Vocabularies
from data.wording.languages import known_languages
from data.wording.words import normalise

# Names of columns with values of theirs.
Meaning: TypeAlias = "tuple[tuple[str, str], ...]"

# What reads cells that hold neither words nor text: of these, too, one that cannot be read is asked about.
READERS: Mapping[CellKind, Callable[[str], object]] = {
    CellKind.DAY: cells.last_day, CellKind.FIRST_DAY: cells.first_day, CellKind.LAST_DAY: cells.last_day,
    CellKind.NUMBER: cells.number, CellKind.LINK: cells.link, CellKind.BUSINESS_ID: cells.business_id,
}
SINGLE = frozenset((CellKind.CODE, CellKind.CHOICE, *READERS))
WORDY = frozenset((*SINGLE, CellKind.CODES, CellKind.LANGUAGES))
PLACES = frozenset(("municipalities", "regions"))
KEYWORDS = "keywords"

_LINE = re.compile(r"[\r\n\u2028\u2029]+")
_BULLET = re.compile(r"^[\s•·▪●◦*–—-]+(?=\w)")
_SLASH = re.compile(r"(?<!\bja)(?<!\band)(?<!\boch)/")  # not that of “and/or”
_JOINT = re.compile(r"/|,|;|\s(?:ja|sekä|tai|och|samt|eller|and|or|[-–—])\s|[()&+]", re.IGNORECASE)
_NO_KEYWORD = re.compile("[;|,]")
_BEFORE_KEYWORD = re.compile(r"^[\W_]+")
# What says of a language only that it is one, or how it is used.
_OF_LANGUAGES = frozenset(("kieli", "kielen", "kieltä", "kielellä", "språk", "språket", "language", "på", "in", "the"))
# Codes of ISO 639-2 and such, which lists have for want of a rule.
_SHORT = {"fin": "fi", "swe": "sv", "sve": "sv", "eng": "en", "rus": "ru", "ven": "ru", "ara": "ar", "est": "et",
          "ukr": "uk", "som": "so", "fra": "fr", "deu": "de", "ger": "de", "spa": "es", "kur": "ku", "per": "fa"}
# Language made easy: the language, and a keyword.
_EASY = {"selkosuomi": "fi", "selkokieli": "fi", "selkokielinen suomi": "fi", "selkeä suomi": "fi", "lätt finska": "fi",
         "easy finnish": "fi", "plain finnish": "fi", "selkoruotsi": "sv", "lätt svenska": "sv", "lättläst": "sv",
         "easy swedish": "sv", "easy english": "en", "plain english": "en", "selkoenglanti": "en"}


def as_keyword(word: str) -> str:
    """Return a word as it is kept among keywords; empty where it cannot be."""
    keyword = _BEFORE_KEYWORD.sub("", word)
    return "" if _NO_KEYWORD.search(keyword) or len(keyword) > LONGEST_ITEM else keyword


class Meanings:
    """What is known of words, each looked up once.

    Args:
        layout: the columns of the list.
        vocabularies: the codes.
    """

    def __init__(self, layout: Layout, vocabularies: Vocabularies) -> None:
        self._columns = {column.name for column in layout.columns}
        self._by_name = vocabularies.by_name()
        self._reading = vocabularies.reading
        self._places = PlaceMeanings(vocabularies)
        self._known: dict[tuple[str, str], Meaning | None] = {}
        self._words: dict[tuple[str, str], Sequence[str]] = {}

    def of(self, column: Column, word: str) -> Meaning | None:
        """Return what a word of a column stands for; None where that is not known, or not the only one."""
        key = column.name, word
        if key not in self._known:
            meaning = self._look_up(column, word)
            fits = meaning is None or all(name in self._columns for name, _ in meaning)
            self._known[key] = meaning if fits else None
        return self._known[key]

    def possible(self, column: Column, word: str) -> tuple[str, ...]:
        """Return the codes that a word of a column may stand for, if it can be one or the other."""
        parts = _parts(word, _JOINT) if column.kind in SINGLE else []
        meanings = [self.of(column, part) for part in parts]
        if len(parts) > 1:
            return tuple(dict.fromkeys(code for meaning in meanings for _, code in meaning or ()))
        if column.vocabulary in PLACES:
            return self._places.possible(column.vocabulary, word)
        return self._by_name[column.vocabulary].find(word) if column.vocabulary else ()

    def is_plain(self, column: Column, word: str) -> bool:
        """Return whether a word is known wherever the column is read, and not only in lists."""
        try:
            if column.kind is CellKind.LANGUAGES:
                return bool(cells.language(word))
            if column.kind is CellKind.CHOICE:
                return bool(cells.choice(word, column.choices))
            if column.kind in READERS:
                return READERS[column.kind](word) is not None
        except (UnknownCode, CellRefused):
            return False
        return len(self._by_name[column.vocabulary].find(word)) == 1

    def words(self, column: Column, value: object) -> list[str]:
        """Return the words of a cell: its items, and the parts of those that lists join (“Kotka / Kouvola”).

        Raises:
            CellRefused: the cell holds no text or list, or an item is too long.
        """
        if isinstance(value, bool):
            value = str(value).lower()
        if isinstance(value, str):
            value = _LINE.sub(";", value)
        if column.kind in SINGLE:
            return [word] if (word := cells.line(value, LONGEST_ITEM)) else []
        items = cells.items(value, lambda part: self.of(column, part) is not None)
        return [part for item in items for part in self._words_of_item(column, item)]

    def _words_of_item(self, column: Column, item: object) -> Sequence[str]:
        key = column.name, item if isinstance(item, str) else str(item)
        if key not in self._words:
            word = _BULLET.sub("", cells.line(item, LONGEST_ITEM))
            self._words[key] = self._split(column, word) if word else ()
        return self._words[key]

    def _split(self, column: Column, item: str) -> list[str]:
        if self.of(column, item) is not None:
            return [item]
        parts = _parts(item, _JOINT)
        if len(parts) > 1 and all(self.of(column, part) is not None for part in parts):
            return parts
        by_slash = _parts(item, _SLASH)
        return [part for one in by_slash for part in self._split(column, one)] if len(by_slash) > 1 else [item]

    def _look_up(self, column: Column, word: str) -> Meaning | None:
        meaning = self._look_up_whole(column, word)
        if meaning is not None or column.kind not in SINGLE:
            return meaning
        codes = self.possible(column, word) if self._is_joined(column, word) else ()
        return ((column.name, codes[0]),) if len(codes) == 1 else None

    def _is_joined(self, column: Column, word: str) -> bool:
        parts = _parts(word, _JOINT)
        return len(parts) > 1 and all(self._look_up_whole(column, part) is not None for part in parts)

    def _look_up_whole(self, column: Column, word: str) -> Meaning | None:
        if column.kind is CellKind.LANGUAGES:
            return self._language(column, word)
        if column.vocabulary in PLACES:
            return self._places.of(column.vocabulary, word)
        if not self.is_plain(column, word):
            return None
        if column.kind in READERS:
            return ((column.name, word),)
        code = (cells.choice(word, column.choices) if column.kind is CellKind.CHOICE
                else self._by_name[column.vocabulary].find(word)[0])
        return ((column.name, code),)

    def _language(self, column: Column, word: str) -> Meaning | None:
        if self.is_plain(column, word):
            return ((column.name, cells.language(word)),)
        if normalise(word) in _SHORT:
            return ((column.name, _SHORT[normalise(word)]),)
        easy = _EASY.get(normalise(word))
        if easy:
            return (column.name, easy), (KEYWORDS, as_keyword(word))
        codes = self._languages_read(word)
        return ((column.name, codes.pop()),) if len(codes) == 1 else None

    def _languages_read(self, word: str) -> set[str]:
        """Return the languages that a word is a form of the name of: “venäjän kieli”, “arabiaksi”."""
        words = words_of(word)
        others = {at for at, one in enumerate(words) if one.letters in _OF_LANGUAGES}
        found = (name for tongue in (self._languages.tongues.values() if self._languages else ())
                 for name in tongue.names.find(words))
        return {name.value.code for name in found
                if others | set(range(name.first, name.last)) == set(range(len(words)))
                and name.value.code in known_languages()}

    @cached_property
    def _languages(self) -> LanguageReader | None:
        return open_languages(self._reading) if self._reading else None


def _parts(word: str, joint: re.Pattern[str]) -> list[str]:
    return [part for one in joint.split(word) if (part := one.strip())]


def columns_of(meaning: Meaning, column: str) -> tuple[str, ...]:
    """Return the values that a meaning has in a column."""
    return tuple(value for name, value in meaning if name == column)


def joined(meanings: Iterable[Meaning]) -> Meaning:
    """Return several meanings as one, each value once."""
    return tuple(dict.fromkeys(pair for meaning in meanings for pair in meaning))
