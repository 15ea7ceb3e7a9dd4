"""Names of places in a text, the longest first, each with the form it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from data.reading.places.names import Form, Place, PlaceNames, Reading
from data.reading.words import Word, WordedText

_BETWEEN_WORDS_OF_A_NAME = re.compile(r"[\s\-–—:.·’'/]{0,3}")
_WORDS_THAT_SHARE = 2  # "Etelä- ja", "North and": they stand before the name whose end they share

_WORDS_OF_A_FOREIGN_PAIR = 3  # "in Malmö and": they stand before the name

# By their use: "preposition", "joining", "area", "place", "place_before", "contrast".
PlaceWords = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A name of a place in a text.

    Attributes:
        first, last: number of its first word, and of the word after its last one.
        start, end: where it stands, in characters.
        reading: what it may stand for.
        form: how it stands, by its ending or the preposition before it.
        begin: where it begins with its preposition; the same as `start` where none tells the form.
    """

    first: int
    last: int
    start: int
    end: int
    reading: Reading
    form: Form
    begin: int

    @property
    def place(self) -> Place:
        """The place that the name stands for first of all."""
        return self.reading.places[0]

    @property
    def has_preposition(self) -> bool:
        """Whether a preposition tells the form."""
        return self.begin < self.start


@dataclass(frozen=True)
class PlaceFinds:
    """The names of places in one text.

    Attributes:
        names: the names there are.
        little: little words by their use, with the form they tell.
        worded: the text.
    """

    names: PlaceNames
    little: PlaceWords
    worded: WordedText

    @cached_property
    def all(self) -> Sequence[Found]:
        """The names, in the order of the text; no word belongs to two."""
        found: list[Found] = []
        number = 0
        while number < len(self.worded.words):
            item = self._longest(number)
            found.extend((*self._sharing(item), item) if item else ())
            number = item.last if item else number + 1
        return found

    def read(self, first: int, last: int) -> Reading | None:
        """Return what words of the text, given by their numbers, stand for together; None if that is no place."""
        return self.names.read([word.letters for word in self.worded.words[first:last]])

    def has_place_word(self, found: Found) -> bool:
        """Return whether a word beside a name says that it is a place: "Salon kaupunki", "Kotka area"."""
        words = self.worded.words
        after = words[found.last].letters if found.last < len(words) else ""
        before = words[found.first - 1].letters if found.first else ""
        return found.reading.has_area_word or after in self.little["place"] or before in self.little["place_before"]

    def _longest(self, first: int) -> Found | None:
        words = self.worded.words
        longest = self.names.longest.get(words[first].letters, 1)
        for last in range(min(first + longest, len(words)), first, -1):
            reading = self.read(first, last) if self._stand_together(first, last) else None
            if reading:
                return self._found(first, last, reading)
        return None

    def _stand_together(self, first: int, last: int) -> bool:
        text = self.worded.text
        return all(_BETWEEN_WORDS_OF_A_NAME.fullmatch(text[one.end:other.start])
                   for one, other in pairwise(self.worded.words[first:last]))

    def _found(self, first: int, last: int, reading: Reading) -> Found:
        words = self.worded.words
        start, form = words[first].start, reading.form
        begin = start
        preposition = self._preposition_before(first) if form is Form.NAME else None
        if preposition:
            begin, form = preposition.start, Form[self.little["preposition"][preposition.letters].upper()]
        if reading.form in {Form.NAME, Form.OF} and self._area_word_follows(last):
            reading, last = replace(reading, has_area_word=True), last + 1
        return Found(first, last, start, words[last - 1].end, reading, form, begin)

    def _preposition_before(self, first: int) -> Word | None:
        """Return the preposition of a name, which a foreign town may share: "in Malmö and Turku"."""
        words, prepositions = self.worded.words, self.little["preposition"]
        before = words[max(first - _WORDS_OF_A_FOREIGN_PAIR, 0):first]
        if before and before[-1].letters in prepositions:
            return before[-1]
        is_pair = len(before) == _WORDS_OF_A_FOREIGN_PAIR and before[2].letters in self.little["joining"]
        is_shared = is_pair and before[0].letters in prepositions and self.worded.text[before[1].start].isupper()
        return before[0] if is_shared else None

    def _area_word_follows(self, last: int) -> bool:
        words = self.worded.words[last:last + 1]
        return any(word.letters in self.little["area"] for word in words) and self._stand_together(last - 1, last + 1)

    def _sharing(self, found: Found) -> Iterator[Found]:
        """Yield the name that shares the end of the next one: "Etelä- ja Pohjois-Savo", "North and South Karelia"."""
        words, first = self.worded.words, found.first - _WORDS_THAT_SHARE
        if found.last - found.first > 1 and first >= 0 and words[first + 1].letters in self.little["joining"]:
            start = words[first]
            reading = self.names.read([start.letters, *(word.letters for word in words[found.first + 1:found.last])])
            if reading:
                yield replace(found, first=first, last=first + 1, start=start.start, end=start.end, begin=start.start,
                              reading=reading)
