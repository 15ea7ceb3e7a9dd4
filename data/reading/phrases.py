"""Phrases of a table found in the words of a text, whatever ending they stand with."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar

from data.reading.words import Word

ENDINGS = "endings.csv"
LIST = ";"
LONGEST_GAP = 4

_ANY_ENDING, _GAP = "*", "…"

Value = TypeVar("Value")
Row = Mapping[str, str]


def rows_of(path: Path) -> list[Row]:
    """Return the rows of a table; a table that a country does not bring has none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Endings:
    """The endings of a language, and what a word with each of them is used as.

    Attributes:
        uses: use by the letter the ending must follow (empty: any) and the ending itself.
    """

    uses: Mapping[tuple[str, str], str]

    def use(self, stem: str, ending: str) -> str | None:
        """Return what a stem with an ending is used as; None where that is no ending."""
        ending = ending.removeprefix(":")
        return self.uses.get((stem[-1:], ending), self.uses.get(("", ending)))


class AnyEnding(Endings):
    """Takes whatever follows a stem for an ending, which tells no use: “partner*” is all that begins so."""

    def __init__(self) -> None:
        super().__init__({})

    def use(self, stem: str, ending: str) -> str | None:
        """Return that no use is told."""
        return ""


def open_endings(folder: Path) -> Mapping[str, Endings]:
    """Read the endings of each language from `endings.csv` (language, after, endings, use) of a folder."""
    uses: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for row in rows_of(folder / ENDINGS):
        for ending in row["endings"].split(LIST):
            uses[row["language"]][row["after"], ending] = row["use"]
    return {language: Endings(of_language) for language, of_language in uses.items()}


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A phrase that was found.

    Attributes:
        value: what it stands for.
        first, last: the numbers of its first word, and of the one after its last.
        use: what it is used as, by the ending of its last word; empty where the phrase is written out.
        weight: how many letters of the phrase are given.
    """

    value: Value
    first: int
    last: int
    use: str
    weight: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A word of a phrase: its letters, whether it may have an ending, and whether it may end a compound."""

    letters: str
    has_endings: bool
    ends_compound: bool

    def use(self, word: str, endings: Endings) -> str | None:
        """Return what a word is used as if it is this one, with an ending or written out; else None."""
        for at in self._starts(word):
            rest = word[at + len(self.letters):]
            if not self.has_endings and not rest:
                return ""
            if self.has_endings and (use := endings.use(self.letters, rest)) is not None:
                return use
        return None

    def _starts(self, word: str) -> Iterator[int]:
        if not self.ends_compound:
            return iter((0,) if word.startswith(self.letters) else ())
        return (at for at in range(len(word) - len(self.letters), -1, -1) if word.startswith(self.letters, at))


class Phrases(Generic[Value]):
    """Phrases, each with a value.

    A phrase is words with spaces between them. `kunta*` has any ending of the language, `*förening` is also the end of
    a compound, and for `…` up to four words may stand, or none.
    """

    def __init__(self, phrases: Iterable[tuple[str, Value]], endings: Endings) -> None:
        self._endings = endings
        self._by_start: dict[str, list[tuple[tuple[_Part, ...], Value]]] = defaultdict(list)
        self._compounds: list[tuple[tuple[_Part, ...], Value]] = []
        for phrase, value in phrases:
            parts = tuple(map(_part, phrase.split()))
            if parts[0].ends_compound:
                self._compounds.append((parts, value))
            else:
                self._by_start[parts[0].letters[:2]].append((parts, value))

    @property
    def stems(self) -> Iterator[str]:
        """The phrases that are one word, without what may stand before or after it."""
        all_parts = chain.from_iterable((*self._by_start.values(), self._compounds))
        return (parts[0].letters for parts, _ in all_parts if len(parts) == 1)

    def find(self, words: Sequence[Word]) -> list[Found[Value]]:
        """Return the phrases in some words, in order; where several begin, the one of most words, then letters."""
        found: list[Found[Value]] = []
        for first in range(len(words)):
            if found and first < found[-1].last:
                continue
            here = list(self.at(words, first))
            if here:
                found.append(max(here, key=lambda one: (one.last, one.weight)))
        return found

    def all(self, words: Sequence[Word]) -> Iterator[Found[Value]]:
        """Give every phrase in some words, those within others too, by the order of their first words."""
        return (found for first in range(len(words)) for found in self.at(words, first))

    def at(self, words: Sequence[Word], first: int) -> Iterator[Found[Value]]:
        """Give the phrases that begin with a word of this number."""
        start = words[first].letters
        for parts, value in (*self._by_start.get(start[:2], ()), *self._compounds):
            end = self._match(parts, words, first)
            if end is not None:
                last, use = end
                yield Found(value, first, last, use, sum(len(part.letters) for part in parts))

    def _match(self, parts: Sequence[_Part], words: Sequence[Word], at: int) -> tuple[int, str] | None:
        use = ""
        for number, part in enumerate(parts):
            if part.letters == _GAP:
                ends = (self._match(parts[number + 1:], words, at + gap) for gap in range(LONGEST_GAP + 1))
                return next((end for end in ends if end is not None), None)
            of_word = part.use(words[at].letters, self._endings) if at < len(words) else None
            if of_word is None:
                return None
            use, at = of_word, at + 1
        return at, use


def _part(written: str) -> _Part:
    letters = written.strip(_ANY_ENDING).rstrip("'’")  # as in a text, where no apostrophe ends a word
    return _Part(letters, written.endswith(_ANY_ENDING), written.startswith(_ANY_ENDING))
