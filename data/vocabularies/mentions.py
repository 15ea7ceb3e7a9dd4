"""Which names a text speaks of, through the endings of Finnish and Swedish and the compounds that begin with them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.wording.words import normalise

SHORTEST = 5
SHORTEST_WITH_ENDINGS = 4
# Of a long word the last letters change with the case: “mentorointi”, “mentoroinnin”; “yrittäjyys”, “yrittäjyyden”.
LONG, ENDING = 9, 2
# Between two words of a name others may stand: “suomen ja ruotsin kurssit”.
WORDS_BETWEEN = 2

_WORD = re.compile(r"[^\W_]+")
_LITTLE_WORDS = frozenset((
    "ja", "sekä", "och", "i", "att", "till", "för", "av", "på", "med", "and", "of", "the", "in", "for", "to", "a"))

Codes = tuple[str, ...]


@dataclass(frozen=True)
class Mentions:
    """Finds names in texts.

    A name is found where its words stand in order, each as the beginning of a word of the text, so that endings do not
    matter, nor what a compound goes on with; words of less than four letters must be the same. At most two other words
    stand between one and the next, and little words such as “and” are not looked for. A name of less than five letters
    in all is looked for only if it is an abbreviation (“AMIF”), in its capitals.

    Attributes:
        names: codes by normalised name.
        abbreviations: codes by abbreviation, as it is written.
    """

    names: Mapping[str, Codes]
    abbreviations: Mapping[str, Codes]

    def find(self, text: str) -> frozenset[str]:
        """Return the codes whose names a text speaks of."""
        places = self._places(normalise(text).split())
        whole = (codes for first in places for roots, codes in self._names_by_root.get(first, ())
                 if _stand_in_order([places.get(root, []) for root in roots]))
        short = (self.abbreviations.get(word, ()) for word in _WORD.findall(text))
        return frozenset(code for codes in (*whole, *short) for code in codes)

    @cached_property
    def _names_by_root(self) -> Mapping[str, Sequence[tuple[tuple[str, ...], Codes]]]:
        """The roots of the words of each name, with its codes, by the first of the roots."""
        names = defaultdict(list)
        for name, codes in self.names.items():
            if len(name) >= SHORTEST:
                roots = tuple(map(_root, _telling(name.split())))
                names[roots[0]].append((roots, codes))
        return names

    @cached_property
    def _roots(self) -> frozenset[str]:
        return frozenset(root for names in self._names_by_root.values() for roots, _ in names for root in roots)

    def _places(self, words: Sequence[str]) -> Mapping[str, list[int]]:
        """Return where in a text the roots stand, ascending."""
        places = defaultdict(list)
        for place, word in enumerate(words):
            for length in {*range(SHORTEST_WITH_ENDINGS, len(word)), len(word)}:
                if word[:length] in self._roots:
                    places[word[:length]].append(place)
        return places


def _telling(words: Sequence[str]) -> Sequence[str]:
    return [word for word in words if word not in _LITTLE_WORDS] or words


def _root(word: str) -> str:
    return word[:-ENDING] if len(word) >= LONG else word


def _stand_in_order(places: Sequence[Sequence[int]]) -> bool:
    """Return whether one place of each can be chosen so that each follows the one before, soon enough."""
    ends: Sequence[int] = places[0]
    for later in places[1:]:
        ends = [place for place in later
                if any(0 < place - before <= WORDS_BETWEEN + 1 for before in ends)]
    return bool(ends)
