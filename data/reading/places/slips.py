"""Names of places that are written with a slip: “Rovaniemmellä”, “Jyväskyläsä”, “Åbbo”, “Tamprere”."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from data.reading.places.names import IN_PLACE, Form, PlaceNames, Rank, Reading
from data.wording.words import edits

# Shorter names are too near to other words for any slip but a letter that is doubled, or not.
SHORTEST_STEM = 6
SHORTEST = 4

_BEGINNING = 2
_DOUBLE = re.compile(r"(\w)\1")
_KNOWN = (Rank.MUNICIPALITY, Rank.AREA)


@dataclass(frozen=True)
class Slips:
    """Reads a word as the name of a municipality or an area in which one letter is doubled, missing, wrong or moved.

    The first two letters are always right, and so is the ending but for a doubled letter. Words of the languages can be
    a slip away from a name, too (“kotkaan”): it is for searches, where a place is a hint, and not for ideas.

    Attributes:
        names: the names.
    """

    names: PlaceNames

    def read(self, word: str) -> Reading | None:
        """Return what a word that is no name stands for if it is a slip; None where it is none, or may be several.

        Args:
            word: normalised, as texts are read.
        """
        if len(word) < SHORTEST or not word.isalpha():
            return None
        readings = {_codes(reading): reading for reading in sorted(
            (*self._misspelt(word), *self._doubled(word)), key=lambda reading: reading.form in IN_PLACE)
            if reading.places}
        return next(iter(readings.values())) if len(readings) == 1 else None

    def _doubled(self, word: str) -> Iterator[Reading]:
        """Give the readings of a word in which a letter is doubled that should not be, or the other way round."""
        single = _single(word)
        if any(single[:end] in self._singles and single[end:] in self._single_endings
               for end in range(len(single), _BEGINNING, -1)):
            variants = {word[:match.start()] + word[match.start() + 1:] for match in _DOUBLE.finditer(word)}
            variants |= {word[:at] + word[at - 1:] for at in range(1, len(word) + 1)}
            yield from (_known(reading) for variant in sorted(variants) if (reading := self.names.read([variant])))

    def _misspelt(self, word: str) -> Iterator[Reading]:
        for end in range(SHORTEST_STEM - 1, len(word) + 1):
            told = self._endings.get(word[end:])
            for name in self._names.get((word[:_BEGINNING], end), ()) if told is not None else ():
                if edits(word[:end], name) == 1 and (reading := self.names.read([name + word[end:]])):
                    yield _known(reading)

    @cached_property
    def _endings(self) -> Mapping[str, Form]:
        return {"": Form.NAME, **{ending: form for ending, form in self.names.endings.items()
                                  if form is not Form.ADJECTIVE}}

    @cached_property
    def _single_endings(self) -> frozenset[str]:
        return frozenset(map(_single, self._endings))

    @cached_property
    def _singles(self) -> frozenset[str]:
        """The names and stems, with no letter doubled."""
        return frozenset(map(_single, self._keys))

    @cached_property
    def _names(self) -> Mapping[tuple[str, int], Sequence[str]]:
        """The long names and stems by their first letters, and by how many letters a slip of them can have."""
        names: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for name in (name for name in self._keys if len(name) >= SHORTEST_STEM):
            for length in (len(name) - 1, len(name), len(name) + 1):
                names[name[:_BEGINNING], length].append(name)
        return names

    @cached_property
    def _keys(self) -> Sequence[str]:
        """The names and stems of municipalities and areas that are one word."""
        return [key for key, places in chain(self.names.stems.items(), (
                    (name, places) for name, (places, _) in self.names.whole.items()))
                if " " not in key and any(place.rank in _KNOWN for place in places)]


def _single(word: str) -> str:
    return _DOUBLE.sub(r"\1", word)


def _codes(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes that a reading stands for first of all."""
    return reading.places[0].regions, reading.places[0].municipalities


def _known(reading: Reading) -> Reading:
    """Return a reading of known places alone."""
    return replace(reading, places=tuple(place for place in reading.places if place.rank in _KNOWN))
