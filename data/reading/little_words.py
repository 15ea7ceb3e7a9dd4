"""The little words of each language that hold sentences together, and in which languages a text is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path

from data.reading.phrases import LIST, Endings, Found, Phrases, rows_of
from data.reading.words import Word

LITTLE_WORDS = "little_words.csv"
# A text is read as a language, too, if that has at least this share of the common words of the commonest one.
SHARE = 0.4


class Role(StrEnum):
    """What a little word does."""

    COMMON = "common"
    AND = "and"
    OR = "or"
    TURN = "turn"
    BACK = "back"
    ASKER = "asker"
    SUBORDINATE = "subordinate"
    PLACE = "place"
    OPENER = "opener"
    HOLDER = "holder"
    FOLLOWS = "follows"
    ADDS = "adds"
    ARTICLE = "article"
    NEGATION = "negation"
    KNOW = "know"
    LACK = "lack"
    HAVING = "having"
    ROOM = "room"
    DEFINITE = "definite"
    WITH = "with"
    US = "us"
    TOLD = "told"
    THAT = "that"
    SOMEONE = "someone"
    THEM = "them"
    INSTEAD = "instead"
    ONLY = "only"
    FURTHER = "further"
    WHENCE = "whence"
    PERSON = "person"
    ALREADY = "already"
    IMPOSSIBLE = "impossible"
    BEYOND = "beyond"
    WE = "we"
    CASE = "case"


@dataclass(frozen=True)
class LittleWords:
    """The little words of one language, by role."""

    words: Mapping[Role, frozenset[str]]
    phrases: Mapping[Role, Phrases[Role]]

    def are(self, role: Role, word: Word) -> bool:
        """Return whether a word has a role, alone."""
        return word.letters in self.words.get(role, ())

    def find(self, role: Role, words: Sequence[Word]) -> list[Found[Role]]:
        """Return where words or phrases of a role stand among some words."""
        return self.phrases[role].find(words) if role in self.phrases else []


def open_little_words(folder: Path) -> Mapping[str, LittleWords]:
    """Read the little words of each language from `little_words.csv` (language, role, words) of a folder."""
    written: dict[str, dict[Role, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(folder / LITTLE_WORDS):
        written[row["language"]][Role(row["role"])] += row["words"].split(LIST)
    return {language: LittleWords({role: frozenset(words) for role, words in roles.items()},
                                  {role: Phrases(((word, role) for word in words), Endings({}))
                                   for role, words in roles.items()})
            for language, roles in written.items()}


def languages_of(words: Sequence[Word], little_words: Mapping[str, LittleWords]) -> tuple[str, ...]:
    """Return the languages that a text seems to be written in, by its common words; all known ones if it has none.

    A word that is common in several languages (“on”) tells nothing where others do.
    """
    spoken = [[language for language, of_language in little_words.items() if of_language.are(Role.COMMON, word)]
              for word in words]
    counts = (Counter(languages[0] for languages in spoken if len(languages) == 1)
              or Counter(chain.from_iterable(spoken)))
    most = max(counts.values(), default=0)
    return tuple(language for language in little_words if counts[language] >= most * SHARE)
