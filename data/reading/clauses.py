"""A text cut into what is read together: words, clauses, sentences and items of lists, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.reading.words import Word, words_of

_BULLET = re.compile(r"[ \t]*(?:[-–—•*·▪◦➢►✓+]|\d{1,2}[.)])[ \t]+")
_SENTENCE_END = re.compile(r"[.!?…]+[)\"”’]*(?=\s|$)|\n")
_CLAUSE_END = re.compile(r"[,;:()\[\]/]|\s[-–—&+]+(?=\s)|—|[.!?…]+(?=\s|$)|\n")
_FULL_STOPS = frozenset(".!…,;")
# What ends with a full stop without ending a sentence, in the three languages.
_ABBREVIATIONS = frozenset((
    "esim", "mm", "ns", "klo", "ym", "yms", "jne", "puh", "nro", "n", "v", "kl", "t.ex", "bl.a", "o.s.v", "osv", "m.fl",
    "ca", "e.g", "i.e", "st", "mr", "ms", "dr", "no", "s.k", "f.ö", "p.g.a", "tel", "max", "min"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a line or an item of a list.

    Attributes:
        start, end: where it stands in the text, in characters.
        clauses: its parts between commas, dashes, brackets and the like, each as its words; none is empty.
        is_item: whether it is the beginning of an item of a list.
        opens_list: whether it ends with no full stop, so that it can be the heading of the items after it.
        is_question, is_exclamation: whether it ends with that mark.
    """

    start: int
    end: int
    clauses: tuple[tuple[Word, ...], ...]
    is_item: bool
    opens_list: bool
    is_question: bool
    is_exclamation: bool

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in order."""
        return tuple(word for clause in self.clauses for word in clause)


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text that have words, in order; a new line begins another one."""
    words = words_of(text)
    starts = [word.start for word in words]
    found = (_sentence(text, words[bisect_left(starts, start):bisect_left(starts, end)], start, end)
             for start, end in _spans(text))
    return tuple(sentence for sentence in found if sentence.clauses)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.group() == "\n" or not _is_abbreviated(text[start:match.start()], text[match.end():]):
            yield start, match.end()
            start = match.end()
    yield start, len(text)


def _is_abbreviated(before: str, after: str) -> bool:
    last = before.rsplit(maxsplit=1)[-1].lower() if before.split() else ""
    is_number = last.replace(".", "").isdigit()
    return last.lstrip("(") in _ABBREVIATIONS or (is_number and after.lstrip(" ")[:1].islower())


def _sentence(text: str, words: tuple[Word, ...], start: int, end: int) -> Sentence:
    bullet = _BULLET.match(text, start, end)
    first = bullet.end() if bullet else start
    cuts = [first, *(match.start() for match in _CLAUSE_END.finditer(text, first, end)), end]
    starts = [word.start for word in words]
    numbers = {bisect_left(starts, cut): cut for cut in cuts}
    bounds = sorted(number for number, cut in numbers.items() if not _lies_within(words, number, cut))
    mark = text[start:end].rstrip()[-1:]
    return Sentence(start, end, tuple(words[left:right] for left, right in pairwise(bounds)),
                    is_item=bullet is not None, opens_list=mark not in _FULL_STOPS,
                    is_question=mark == "?", is_exclamation=mark == "!")


def _lies_within(words: Sequence[Word], number: int, cut: int) -> bool:
    """Return whether a cut lies within the word before that of a number, as the colon of “NGO:t” does."""
    return number > 0 and cut < words[number - 1].end


def covers(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether one of some spans holds a whole stretch of a text."""
    return any(left <= start and end <= right for left, right in spans)
