"""Which names a text speaks of, and where: through endings, compounds, hyphens and accents."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from data.vocabularies.forms import Forms
from data.wording.words import INVISIBLE, fold

EXACT = "="
SHORTEST = 4
SHORTEST_IN_COMPOUNDS = 5
SHORTEST_WITH_ENDINGS = 4
LONGEST_WORD = 60
# What is left of a compound beside a name: “naisten|ryhmä”, but not “ryhmä|n”.
REST_OF_COMPOUND = 3
# Of a long word the last letters change with the case: “mentorointi”, “mentoroinnin”; “yrittäjyys”, “yrittäjyyden”.
LONG, ENDING = 9, 2
LONGEST_ENDING = 4
# Between two words of a name others may stand: “suomen ja ruotsin kurssit”.
WORDS_BETWEEN = 2

_WORD = re.compile(f"[^\\W_](?:[^\\W_]|[\u0300-\u036f{INVISIBLE}])*")
_CLAUSE_END = re.compile("[,:()]|\\s[-\u2013\u2014]\\s")
_SENTENCE_END = re.compile(r"[.!?;]\s|\n\s*\n")
# Two words that one may write as one: “språk-café”, “kieli kahvila”.
_JOINT = re.compile("[-\u2010\u2011]?\\s?")
_LITTLE_WORDS = frozenset((
    "ja", "sekä", "och", "i", "att", "till", "för", "av", "på", "med", "and", "of", "the", "in", "for", "to", "a",
    "s"))  # as in “women’s”

Codes = tuple[str, ...]
Span = tuple[int, int]
# By word of a name and number of the word in the text where it begins: by number, the characters that are its own.
_Places = Mapping[str, Mapping[int, Mapping[int, Span]]]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in a text that speaks of a code.

    Attributes:
        code: what it speaks of.
        start, end: the words, in characters of the text; the end is not among them.
    """

    code: str
    start: int
    end: int


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    sentence: int
    clause: int


class _Name(NamedTuple):
    """A name, by the words it consists of.

    Attributes:
        words: each as the table of forms has it.
        codes: what the name stands for.
        is_whole: whether it has to be a word of its own, not a part of a compound.
        is_exact: whether it has to be written as it is.
    """

    words: tuple[str, ...]
    codes: Codes
    is_whole: bool
    is_exact: bool


class _Match(NamedTuple):
    """A name in a text: by number of each word of the text, the characters of it that are its own."""

    codes: Codes
    parts: Mapping[int, Span]
    is_exact: bool

    @property
    def weight(self) -> tuple[int, bool]:
        """How many letters are its own, and whether they are as they are written."""
        return sum(end - start for start, end in self.parts.values()), self.is_exact

    @property
    def is_hiding(self) -> bool:
        """Whether it is a word that stands for nothing."""
        return not self.codes and len(self.parts) == 1

    def has_part_of(self, other: _Match) -> bool:
        """Return whether one of its parts is only a part of what the other takes of the word."""
        return any(number in self.parts and start <= self.parts[number][0] and self.parts[number][1] <= end
                   and (start, end) != self.parts[number] for number, (start, end) in other.parts.items())

    def holds(self, other: _Match) -> bool:
        """Return whether another match lies within this one, and weighs less."""
        return other.weight < self.weight and all(
            number in self.parts and self.parts[number][0] <= start and end <= self.parts[number][1]
            for number, (start, end) in other.parts.items())


@dataclass(frozen=True)
class Mentions:
    """Finds names in texts.

    A name is found where its words stand in order in one sentence: each in any form that the table knows, or with any
    ending, or as the first part of a compound, or as its last part if the table says so. A compound may also be written
    in two words, or with a hyphen. At most two other words of the same clause stand between one word and the next;
    little words such as “and” are not looked for, and accents do not count (“café”, “cafe”), but å, ä and ö do. A name
    of four letters has to be a word of its own; a shorter one is looked for only if it is an abbreviation (“ESF”), in
    capitals.

    What lies within a longer name that was found does not count: “vocational training” is no “training”. A name without
    codes stands for nothing and hides what lies within it; one of a single word hides every name that has a part of
    that word. A name that begins with “=” is looked for as it is written, and weighs more than another one of the same
    words.

    Attributes:
        names: codes by name.
        abbreviations: codes by abbreviation, as it is written.
        forms: the forms of words.
    """

    names: Mapping[str, Codes]
    abbreviations: Mapping[str, Codes] = field(default_factory=dict)
    forms: Forms = field(default_factory=Forms)

    def find(self, text: str) -> frozenset[str]:
        """Return the codes whose names a text speaks of."""
        return frozenset(occurrence.code for occurrence in self.spans(text))

    def spans(self, text: str) -> tuple[Occurrence, ...]:
        """Return every place of a name in a text, in the order of the text; a name of two codes gives two."""
        words = _words_of(text)
        found = {Occurrence(code, words[min(match.parts)].start, words[max(match.parts)].end)
                 for match in _longest(self._matches(text, words)) for code in match.codes}
        short = {Occurrence(code, word.start, word.end) for word in words
                 for code in self.abbreviations.get(text[word.start:word.end], ())}
        return tuple(sorted(found | short, key=lambda item: (item.start, item.end, item.code)))

    def _matches(self, text: str, words: Sequence[_Word]) -> Iterator[_Match]:
        places = self._places(text, words)
        for first, starts in places.items():
            for name in self._names_by_word.get(first, ()):
                for number in starts:
                    if not name.is_whole or first in self._words_by_form(words[number].text):
                        parts = _follow(name.words, number, places, words, 0 if name.is_exact else WORDS_BETWEEN)
                        if parts:
                            yield _Match(name.codes, parts, name.is_exact)

    def _places(self, text: str, words: Sequence[_Word]) -> _Places:
        """Return for each word of a name where in the text it stands."""
        places: dict[str, dict[int, Mapping[int, Span]]] = defaultdict(dict)
        parts = {word: self._parts(word) for word in {word.text for word in words}}
        for number, word in enumerate(words):
            for own, start, end in parts[word.text]:
                places[own][number] = {number: (word.start + start, min(word.start + end, word.end))}
        for number, (word, after) in enumerate(pairwise(words)):
            for own in self._words_by_form(word.text + after.text):
                if _JOINT.fullmatch(text, word.end, after.start):
                    places[own][number] = {number: (word.start, word.end), number + 1: (after.start, after.end)}
        return places

    def _parts(self, word: str) -> list[tuple[str, int, int]]:
        """Return the words of names that lie in a word of a text, with the letters they take; the longest come last."""
        length, forms, roots = min(len(word), LONGEST_WORD), self.forms.words, self._words_by_root
        parts = [(own, start, length) for start in range(length - SHORTEST_IN_COMPOUNDS, REST_OF_COMPOUND - 1, -1)
                 if word[start:] in forms for own in forms[word[start:]] if own in self.forms.last_parts]
        for end in range(SHORTEST_WITH_ENDINGS, length + 1):
            beginning = word[:end]
            if beginning in roots:
                covered = length if length - end <= LONGEST_ENDING else end
                parts += [(own, 0, covered) for own in roots[beginning]]
            if beginning in forms and SHORTEST_IN_COMPOUNDS <= end <= length - REST_OF_COMPOUND:
                parts += [(own, 0, end) for own in forms[beginning]]
        return [*parts, *((own, 0, length) for own in self._words_by_form(word))]

    @cached_property
    def _names_by_word(self) -> Mapping[str, Sequence[_Name]]:
        names = defaultdict(list)
        for name, codes in self.names.items():
            if name.startswith(EXACT):
                words = tuple(EXACT + word for word in fold(name).split())
                names[words[0]].append(_Name(words, codes, is_whole=True, is_exact=True))
            elif _is_looked_for(name):
                for words in product(*map(self.forms.of, _telling(name))):
                    is_short = len(fold(name)) < SHORTEST_IN_COMPOUNDS
                    names[words[0]].append(_Name(words, codes, is_short, is_exact=False))
        return names

    @cached_property
    def _own_words(self) -> Mapping[str, Codes]:
        """The words of names as they are written, each with itself, and with the mark of an exact name."""
        own = {word for names in self._names_by_word.values() for name in names for word in name.words}
        plain = {word.removeprefix(EXACT) for word in own}
        return {word: tuple(known for known in (word, EXACT + word) if known in own) for word in plain}

    def _words_by_form(self, form: str) -> Codes:
        own = self._own_words.get(form, ())
        others = self.forms.words.get(form, ())
        return own + others if own and others else own or others

    @cached_property
    def _words_by_root(self) -> Mapping[str, Codes]:
        """The words of names by what a word of a text begins with; short ones only if their forms are not known."""
        roots: dict[str, dict[str, None]] = defaultdict(dict)
        for word in {word for name in self.names if _is_looked_for(name) for word in _telling(name)}:
            if word not in self.forms.words:
                roots[_root(word)][word] = None
            elif len(word) >= SHORTEST_IN_COMPOUNDS:
                roots[word].update(dict.fromkeys(self.forms.of(word)))
        return {root: tuple(words) for root, words in roots.items()}


def _is_looked_for(name: str) -> bool:
    return len(fold(name)) >= SHORTEST and not name.startswith(EXACT)


def _words_of(text: str) -> list[_Word]:
    sentences = [found.start() for found in _SENTENCE_END.finditer(text)]
    clauses = [found.start() for found in _CLAUSE_END.finditer(text)]
    return [_Word(fold(found.group()), *found.span(), bisect(sentences, found.start()),
                  bisect(clauses, found.start())) for found in _WORD.finditer(text)]


def _telling(name: str) -> Sequence[str]:
    words = fold(name).split()
    return [word for word in words if word not in _LITTLE_WORDS] or words


def _root(word: str) -> str:
    return word[:-ENDING] if len(word) >= LONG else word


def _follow(names: Sequence[str], number: int, places: _Places, words: Sequence[_Word],
            between: int) -> Mapping[int, Span]:
    """Return the parts of a name whose first word stands at a number, each soon after the one before; or nothing."""
    own = places[names[0]][number]
    if len(names) == 1:
        return own
    last = max(own)
    for later in range(last + 1, min(last + between + 2, len(words))):
        if later in places.get(names[1], ()) and _stand_together(words[last], words[later], later == last + 1):
            rest = _follow(names[1:], later, places, words, between)
            if rest:
                return {**own, **rest}
    return {}


def _stand_together(word: _Word, later: _Word, is_next: bool) -> bool:
    """Return whether two words can be of one name: others between them have to be of the same clause."""
    return word.sentence == later.sentence and (is_next or word.clause == later.clause)


def _longest(matches: Iterable[_Match]) -> Iterator[_Match]:
    """Yield the matches that are not part of a longer one."""
    over: dict[int, list[_Match]] = defaultdict(list)
    ordered = sorted(matches, key=lambda match: match.weight, reverse=True)
    hiding = {number: match for match in reversed(ordered) if match.is_hiding for number in match.parts}  # the longest
    for match in ordered:
        hidden = any(number in hiding and match.has_part_of(hiding[number]) for number in match.parts)
        if not hidden and not any(longer.holds(match) for longer in over[min(match.parts)]):
            yield match
            for number in match.parts:
                over[number].append(match)
