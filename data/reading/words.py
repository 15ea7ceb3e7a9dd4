"""The words of a text and where its clauses end: what readers of names and phrases stand on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.wording.words import INVISIBLE, composed, visible

_PLAIN = rf"[^\W_](?:[^\W_]|[\u0300-\u036f{INVISIBLE}])*"
_WORD = re.compile(_PLAIN)
# A colon belongs to a word before the ending of an abbreviation (“NGO:t”), an apostrophe before an “s”.
_JOINED = re.compile(_PLAIN + r"(?:['’][^\W_]{1,2}(?![^\W_])|(?<=[A-ZÅÄÖ]):[a-zåäö]{1,4}(?![^\W_]))?")
_UNBROKEN = re.compile(r"\S+")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:fi|com|org|net|eu)(?:[/:]\S*)?")
_SENTENCE = re.compile(r"[.!?…]+(?=[\s\"”’)]|$)|[\n•;]+")
_CLAUSE = re.compile(r"[.!?…]+(?=[\s\"”’)]|$)|[\n•;,()]+|\s[–—-]+\s")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        letters: the word as words are compared, composed and case folded.
        start, end: where it stands, in characters; the end is not part of it.
    """

    letters: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; an ending after an apostrophe or a colon belongs to its word.

    Words joined by hyphens are words of their own. What stands in a web or mail address is no word.
    """
    return tuple(_words(text, _JOINED))


@dataclass(frozen=True)
class WordedText:
    """A text with its words, which signs part everywhere, and where its sentences and clauses end."""

    text: str

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words, in their order."""
        return tuple(_words(self.text, _WORD))

    def words_within(self, start: int, end: int) -> tuple[int, int]:
        """Return the number of the first word that begins in a span, and of the first one after it."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return where the clauses begin and end that a span lies in."""
        return _around(self._clause_ends, start, end, len(self.text))

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentences begin and end that a span lies in."""
        return _around(self._sentence_ends, start, end, len(self.text))

    def opens_sentence(self, number: int) -> bool:
        """Return whether a word, given by its number, is the first of a sentence."""
        start = self.words[number].start
        return not number or self.words[number - 1].start < self.sentence(start, start)[0]

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [word.start for word in self.words]

    @cached_property
    def _sentence_ends(self) -> Sequence[int]:
        return [match.end() for match in _SENTENCE.finditer(self.text)]

    @cached_property
    def _clause_ends(self) -> Sequence[int]:
        return [match.end() for match in _CLAUSE.finditer(self.text)]


def _words(text: str, pattern: re.Pattern[str]) -> Iterator[Word]:
    for unbroken in _UNBROKEN.finditer(text):
        if not _is_address(unbroken.group()):
            for match in pattern.finditer(text, *unbroken.span()):
                letters = composed(visible(match.group())).casefold()
                yield Word(letters, match.start(), match.end())


def _is_address(unbroken: str) -> bool:
    return "@" in unbroken or "://" in unbroken or unbroken.startswith("www.") or (
        "." in unbroken and bool(_HOST.fullmatch(unbroken.strip("(),.;:!?"))))


def _around(ends: Sequence[int], start: int, end: int, length: int) -> tuple[int, int]:
    before, after = bisect_right(ends, start), bisect_right(ends, end)
    return (ends[before - 1] if before else 0), (ends[after] if after < len(ends) else length)
