"""What the actors of a network say and are called, made ready to be searched by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.words import normalise
from matcher.features import UNKNOWN, BoolArray, IntArray
from matcher.profile_text import names, search_text
from models.lexical import LexicalIndex

# Stands between names and in no name, since names are normalised.
_SEPARATOR = "\n"


@dataclass(frozen=True)
class TextIndex:
    """The words of n actors.

    Attributes:
        lexical: everything they say.
        names: [n] all names of each and of its places, normalised.
    """

    lexical: LexicalIndex
    names: tuple[str, ...]

    @classmethod
    def of(cls, profiles: Sequence[Profile], vocabularies: Vocabularies) -> TextIndex:
        """Return the words of profiles, which have different ids."""
        return cls(LexicalIndex([profile.id for profile in profiles],
                                [search_text(profile, vocabularies) for profile in profiles]),
                   tuple(_names(profile, vocabularies) for profile in profiles))

    def follow(self, profiles: Sequence[Profile], rows: IntArray, vocabularies: Vocabularies) -> TextIndex:
        """Return the words of profiles of which some are known; as `of` would, but with less work.

        Args:
            profiles: n of them.
            rows: [n] where each stands among the known ones; UNKNOWN for one that is new or has changed.
            vocabularies: as before.
        """
        new = [search_text(profile, vocabularies)
               for profile, row in zip(profiles, rows.tolist(), strict=True) if row == UNKNOWN]
        return TextIndex(self.lexical.follow([profile.id for profile in profiles], rows, new),
                         tuple(self.names[row] if row != UNKNOWN else _names(profile, vocabularies)
                               for profile, row in zip(profiles, rows.tolist(), strict=True)))

    def have_in_name(self, words: str) -> BoolArray:
        """Return for each actor whether a name of its own, or of its place, holds the words, [n]."""
        phrase = normalise(words)
        return np.array([bool(phrase) and phrase in own for own in self.names], dtype=np.bool_)


def _names(profile: Profile, vocabularies: Vocabularies) -> str:
    return _SEPARATOR.join(normalise(name) for name in names(profile, vocabularies))
