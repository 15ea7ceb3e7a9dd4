"""Keywords counted, for those who keep the vocabulary: a word that many carry may be a theme that is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from data.records.profiles import Profile
from data.wording.words import normalise


@dataclass(frozen=True, slots=True)
class KeywordCount:
    """A keyword and how often it occurs.

    Attributes:
        word: as it is written most often.
        count: of profiles, or of rows.
    """

    word: str
    count: int


def count_keywords(profiles: Iterable[Profile]) -> tuple[KeywordCount, ...]:
    """Return the keywords that profiles carry, the commonest first; case, spaces and hyphens do not count."""
    spellings: dict[str, Counter[str]] = {}
    for profile in profiles:
        for key, word in {normalise(word): word for word in profile.keywords}.items():
            spellings.setdefault(key, Counter())[word] += 1
    counts = (KeywordCount(words.most_common(1)[0][0], words.total()) for words in spellings.values())
    return tuple(sorted(counts, key=lambda count: (-count.count, count.word)))
