"""Names of kinds of actors that are written with a slip: “yhdistis”, “kunat”, “förenig”, “universty”."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from data.reading.kinds.tables import Kind, Tongue
from data.reading.words import Word
from data.wording.words import edits

# Shorter names are too near to other words, for a letter that is doubled or not, and for any other slip.
SHORTEST, SHORTEST_STEM = 5, 7

_BEGINNING = 2
_DOUBLE = re.compile(r"(\w)\1")


@dataclass(frozen=True)
class KindSlips:
    """Reads a word of a search as the name of a kind in which one letter is doubled, missing, wrong or moved.

    The first two letters and the last of the name are always right (“employee” is no employer), and so is its ending.
    It is for searches, where a kind is a hint, and not for ideas.

    Attributes:
        tongue: the names of one language.
    """

    tongue: Tongue

    def read(self, word: Word) -> Kind | None:
        """Return the kind that a word which names none stands for if it is a slip; None where it could be several."""
        stems = self._stems.get(word.letters[:_BEGINNING], ())
        if len(word.letters) < SHORTEST or not word.letters.isalpha() or not stems:
            return None
        variants = {*_doubled(word.letters), *_misspelt(word.letters, stems)}
        kinds = {found.value for variant in variants
                 for found in self.tongue.names.find((replace(word, letters=variant),))}
        return next(iter(kinds)) if len(kinds) == 1 else None

    @cached_property
    def _stems(self) -> Mapping[str, Sequence[str]]:
        """The names without their endings, by their first letters."""
        stems: defaultdict[str, list[str]] = defaultdict(list)
        for stem in sorted(set(self.tongue.names.stems)):
            stems[stem[:_BEGINNING]].append(stem)
        return stems


def _doubled(letters: str) -> Iterator[str]:
    yield from (letters[:match.start()] + letters[match.start() + 1:] for match in _DOUBLE.finditer(letters))
    yield from (letters[:at] + letters[at - 1:] for at in range(_BEGINNING, len(letters)))


def _misspelt(letters: str, stems: Sequence[str]) -> Iterator[str]:
    for stem in (stem for stem in stems if len(stem) >= SHORTEST_STEM):
        for end in range(len(stem) - 1, min(len(stem) + 1, len(letters)) + 1):
            if letters[end - 1] == stem[-1] and edits(letters[:end], stem) == 1:
                yield stem + letters[end:]
