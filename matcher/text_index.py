"""What the actors of a network say and are called, made ready to be searched by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.forms import Forms
from data.wording.words import fold, normalise, plain
from matcher.profile_text import names, search_text
from models.arrays import Float64Array
from models.lexical import MOST_FEATURES, LexicalIndex
from models.rows import RowChange
from models.text import SHORTEST_BEGINNING

# Stands between names and in no name, since names are normalised.
_SEPARATOR = "\n"
# A name in other letters fits less than one that is spelled so: who writes “Åbo” finds it before “Abo”.
PLAIN_FIT = 0.9


@dataclass(frozen=True)
class TextIndex:
    """The words of n actors.

    Attributes:
        lexical: everything they say, with other forms of the words; see `with_other_forms`.
        names: [n] all names of each and of its places, normalised.
        plain_names: [n] the same in plain letters.
        vocabularies: where codes have their names, and words their forms.
    """

    lexical: LexicalIndex
    names: tuple[str, ...]
    plain_names: tuple[str, ...]
    vocabularies: Vocabularies

    @classmethod
    def of(cls, profiles: Sequence[Profile], vocabularies: Vocabularies) -> TextIndex:
        """Return the words of profiles, which have different ids."""
        lexical = LexicalIndex([profile.id for profile in profiles], _texts(profiles, vocabularies))
        own = [_names(profile, vocabularies) for profile in profiles]
        return cls(lexical, tuple(own), tuple(map(_in_plain_letters, own)), vocabularies)

    def follow(self, ids: tuple[str, ...], profiles: Sequence[Profile], change: RowChange) -> TextIndex:
        """Return the words of profiles after a change; as `of` would, but with less work.

        Args:
            ids: their ids.
            profiles: n of them.
            change: which rows stay, or say the same; see `says_the_same`.
        """
        if change.is_none:
            return self
        new = [profiles[row] for row in change.new.tolist()]
        lexical = self.lexical.follow(ids, change.source, _texts(new, self.vocabularies))
        own = [_names(profile, self.vocabularies) for profile in new]
        return TextIndex(lexical, change.items(self.names, own),
                         change.items(self.plain_names, [*map(_in_plain_letters, own)]), self.vocabularies)

    def without_gone(self) -> TextIndex:
        """Return the same, which holds no word any more that only actors said that are not there."""
        return replace(self, lexical=self.lexical.without_gone())

    def similarities(self, words: str, most: int = MOST_FEATURES) -> Float64Array:
        """Return the cosine of some words, with their other forms, with what each actor says, float64 [n], 0 to 1.

        Args:
            words: any.
            most: so many features of the words count, the weightiest.
        """
        text, = with_other_forms([words], self.vocabularies.themes.forms)
        return self.lexical.similarities(text, most)

    def name_fits(self, words: str) -> Float64Array:
        """Return for each actor whether a name of its own, or of its place, holds the words, float64 [n].

        1 for whole words, of which the last may be a beginning; `PLAIN_FIT` if they do so in plain letters; else 0.
        """
        phrase, plain_phrase = _pattern(normalise(words)), _pattern(plain(words))
        return np.array([1.0 if phrase.search(own) else PLAIN_FIT if plain_phrase.search(own_plain) else 0.0
                         for own, own_plain in zip(self.names, self.plain_names, strict=True)])


def says_the_same(one: Profile, other: Profile, vocabularies: Vocabularies) -> bool:
    """Tell whether two profiles are found by the same words."""
    return (names(one, vocabularies) == names(other, vocabularies)
            and search_text(one, vocabularies) == search_text(other, vocabularies))


def with_other_forms(texts: Iterable[str], forms: Forms) -> list[str]:
    """Return the words of texts, each with itself in plain letters and the words that it is known to be a form of.

    So is the last part of a compound: “kielikurssit” has “kurssi” beside it.
    """
    # Words come again and again.
    with_others = cache(lambda word: " ".join(dict.fromkeys(_other_forms(word, forms))))
    return [" ".join(map(with_others, normalise(text).split())) for text in texts]


def _other_forms(word: str, forms: Forms) -> Iterator[str]:
    for known in (word, *forms.of(fold(word)), *forms.of_last_part(fold(word))):
        yield from (known, plain(known))


def _texts(profiles: Iterable[Profile], vocabularies: Vocabularies) -> list[str]:
    return with_other_forms((search_text(profile, vocabularies) for profile in profiles), vocabularies.themes.forms)


def _pattern(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a normalised phrase: whole words, the last a beginning if it is long enough to be one."""
    end = "" if len(phrase.rpartition(" ")[2]) >= SHORTEST_BEGINNING else r"(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(phrase)}{end}" if phrase else "(?!)")


def _in_plain_letters(names: str) -> str:
    return names if names.isascii() else _SEPARATOR.join(map(plain, names.split(_SEPARATOR)))


def _names(profile: Profile, vocabularies: Vocabularies) -> str:
    return _SEPARATOR.join(normalise(name) for name in names(profile, vocabularies))
