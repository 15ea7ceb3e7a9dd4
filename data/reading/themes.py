"""What a text is about: themes, without those whose words are only said by the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.reading.clauses import covers
from data.reading.little_words import LittleWords, languages_of, open_little_words
from data.reading.mention import Aspect, Mention
from data.reading.phrases import LIST, Endings, Phrases, open_endings, rows_of
from data.reading.words import Word, words_of
from data.vocabularies.vocabulary import Vocabulary

PASSING_WORDS = "passing_words.csv"
# So often a theme has to be spoken of that is spoken of in passing words alone.
OFTEN = 2

Span = tuple[int, int]


@dataclass(frozen=True)
class ThemeReader:
    """Finds themes in texts.

    Attributes:
        passing_words: by language the words that are mostly said by the way (“school”, “job”, “parish”).
        little_words: by language.
    """

    passing_words: Mapping[str, Phrases[None]]
    little_words: Mapping[str, LittleWords]

    def find(self, text: str, themes: Vocabulary, names: Sequence[Span]) -> tuple[Mention, ...]:
        """Return the themes that a text is about, in order.

        A theme that is spoken of in passing words alone is one from the second time on.

        Args:
            text: an idea.
            themes: their vocabulary.
            names: where words stand, in characters of the text, that name something else: languages (“in Ukrainian”),
                actors that nobody looks for (“in the library”). A theme that lies in one of them is none.
        """
        words = words_of(text)
        passing = tuple(self._passing(words))
        found = [mention for mention in mentions_of(text, themes) if not _lies_in(mention, names, words)]
        times = Counter(mention.codes for mention in found)
        sure = {mention.codes for mention in found if not covers(passing, mention.start, mention.end)}
        return tuple(mention for mention in found if mention.codes in sure or times[mention.codes] >= OFTEN)

    def _passing(self, words: Sequence[Word]) -> Iterator[Span]:
        for language in languages_of(words, self.little_words):
            for found in self.passing_words[language].find(words):
                yield words[found.first].start, words[found.last - 1].end


def open_themes(folder: Path) -> ThemeReader:
    """Read `passing_words.csv` (language, words: phrases as in `data.reading.phrases`) of a folder."""
    endings, little_words = open_endings(folder), open_little_words(folder)
    words = {language: [(word, None) for row in rows_of(folder / PASSING_WORDS) if row["language"] == language
                        for word in row["words"].split(LIST)] for language in little_words}
    return ThemeReader({language: Phrases(of_language, endings.get(language, Endings({})))
                        for language, of_language in words.items()}, little_words)


def mentions_of(text: str, themes: Vocabulary) -> Iterable[Mention]:
    """Give every place where a text speaks of a theme, in order."""
    return (Mention(Aspect.THEME, (one.code,), one.start, one.end) for one in themes.mentions_in(text))


def _lies_in(mention: Mention, names: Sequence[Span], words: Sequence[Word]) -> bool:
    """Return whether the first and the last word of a mention, or the part of a word that it is, lie in names."""
    own = [word for word in words if mention.start < word.end and word.start < mention.end]
    return bool(own) and all(covers(names, max(word.start, mention.start), min(word.end, mention.end))
                             for word in (own[0], own[-1]))
