"""The words of a text and where its clauses end: what readers of names and phrases stand on."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f][^\W_]*)*")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:fi|com|org|net|eu)\b")
_SENTENCE = re.compile(r"[.!?…]+(?=[\s\"”’)]|$)|[\n•;]+")
_CLAUSE = re.compile(r"[.!?…]+(?=[\s\"”’)]|$)|[\n•;,()]+|\s[–—-]+\s")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        form: the word as words are compared, composed and case folded.
        start, end: where it stands, in characters; the end is not part of it.
    """

    form: str
    start: int
    end: int


@dataclass(frozen=True)
class WordedText:
    """A text with its words, sentences and clauses. What stands in a web or mail address is no word."""

    text: str

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words, in their order."""
        addresses = [match.span() for match in _ADDRESS.finditer(self.text)]
        return tuple(
            Word(unicodedata.normalize("NFC", match.group()).casefold(), *match.span())
            for match in _WORD.finditer(self.text)
            if not any(start <= match.start() < end for start, end in addresses))

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return where the clauses begin and end that a span lies in."""
        return _around(self._clause_ends, start, end, len(self.text))

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentences begin and end that a span lies in."""
        return _around(self._sentence_ends, start, end, len(self.text))

    def opens_sentence(self, start: int) -> bool:
        """Return whether nothing but signs stands between the begin of a sentence and a place in it."""
        begin, _ = self.sentence(start, start)
        return not re.search(r"\w", self.text[begin:start])

    @cached_property
    def _sentence_ends(self) -> Sequence[int]:
        return [match.end() for match in _SENTENCE.finditer(self.text)]

    @cached_property
    def _clause_ends(self) -> Sequence[int]:
        return [match.end() for match in _CLAUSE.finditer(self.text)]


def _around(ends: Sequence[int], start: int, end: int, length: int) -> tuple[int, int]:
    before, after = bisect_right(ends, start), bisect_right(ends, end)
    return (ends[before - 1] if before else 0), (ends[after] if after < len(ends) else length)
