"""Whom a text is about or an actor serves: women, asylum seekers, speakers of a language and others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from data.reading.clauses import Sentence, sentences_of
from data.reading.languages import LanguageReader
from data.reading.little_words import LittleWords, Role, languages_of, open_little_words
from data.reading.mention import Aspect, Mention
from data.reading.phrases import LIST, Endings, Phrases, open_endings, rows_of
from data.reading.words import Word, words_of
from data.vocabularies.vocabulary import Term, Vocabulary
from data.wording.texts import Labels, text

PEOPLE, NAMES, COMPOUNDS = "people.csv", "people_names.csv", "people_compounds.csv"
LABEL = "label_"
GROUP = text("group of people")
# “Olemme neljä eläkeläistä”: how many words after “we are” can say who those are that write.
ASKER_BEFORE = 3


@dataclass(frozen=True)
class PeopleReader:
    """Finds people in texts and descriptions.

    Attributes:
        names: codes of people by name, per language of the text; empty for what only looks like one (“mother tongue”).
        compounds: codes of people by the word that compounds begin with (“flykting” of “flyktingmammor”), per language;
            empty for what is no group (“invandrar”).
        little_words: by language.
        languages: finds speakers of languages.
        groups: the codes of `people.csv`.
    """

    names: Mapping[str, Phrases[str]]
    compounds: Mapping[str, Mapping[str, str]]
    little_words: Mapping[str, LittleWords]
    languages: LanguageReader
    groups: Vocabulary

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the people that a text speaks of, in order: codes of `people.csv`, or `speakers:` and a language.

        Those that write (“we are four pensioners”) are none of them.
        """
        spoken = languages_of(words_of(text), self.little_words)
        found = {mention for sentence in sentences_of(text) for language in spoken if language in self.names
                 for mention in self._mentions(sentence, language)}
        speakers = self.languages.find_speakers(text)
        return tuple(sorted({*found, *speakers}, key=lambda mention: (mention.start, mention.codes)))

    def _mentions(self, sentence: Sentence, language: str) -> Iterator[Mention]:
        words = sentence.words
        starts = [0, *accumulate(map(len, sentence.clauses))]
        askers = [found.last for found in self.little_words[language].find(Role.ASKER, words)]
        of_names = ((found.value, found.first, found.last) for found in self.names[language].find(words))
        of_compounds = ((code, at, at + 1) for at, word in enumerate(words)
                        for code in self._of_compound(word, language))
        for code, first, last in (*of_names, *of_compounds):
            start = max(at for at in starts if at <= first)
            if code and not _writes(askers, start, first) and not self._is_little(words[first], words, language):
                yield Mention(Aspect.PEOPLE, (code,), words[first].start, words[last - 1].end)

    def _of_compound(self, word: Word, language: str) -> Iterator[str]:
        """Give the groups that a compound is made of: those of its first and its last word, if people are its last."""
        names = self.names[language]
        if not all(found.value for found in names.at((word,), 0)):
            return
        for beginning, code in self.compounds.get(language, {}).items():
            rest = replace(word, letters=word.letters.removeprefix(beginning))
            found = names.find((rest,)) if word.letters.startswith(beginning) and rest.letters else []
            yield from (part for name in found if name.value for part in (code, name.value))

    def _is_little(self, word: Word, words: Sequence[Word], language: str) -> bool:
        """Return whether a word is a little one of another language, which its sentence is in: Swedish “men”."""
        return language not in languages_of(words, self.little_words) and any(
            of_language.are(Role.COMMON, word) for of_language in self.little_words.values())


def open_people(folder: Path, languages: LanguageReader) -> PeopleReader:
    """Read `people.csv` (code, label per language), `people_names.csv` and `people_compounds.csv` of a folder.

    Columns of the latter two: code, language, words.
    """
    endings, little_words = open_endings(folder), open_little_words(folder)
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_of(folder / NAMES):
        names[row["language"]] += ((words, row["code"]) for words in row["words"].split(LIST))
    compounds: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows_of(folder / COMPOUNDS):
        compounds[row["language"]] |= dict.fromkeys(row["words"].split(LIST), row["code"])
    phrases = {language: Phrases(of_language, endings.get(language, Endings({})))
               for language, of_language in names.items() if language in little_words}
    groups = (Term(row["code"], Labels({column.removeprefix(LABEL): label for column, label in row.items()
                                        if column.startswith(LABEL)})) for row in rows_of(folder / PEOPLE))
    vocabulary = Vocabulary("people", GROUP, {term.code: term for term in groups})
    return PeopleReader(phrases, compounds, little_words, languages, vocabulary)


def _writes(askers: Sequence[int], start: int, first: int) -> bool:
    return any(start <= asker <= first <= asker + ASKER_BEFORE for asker in askers)
