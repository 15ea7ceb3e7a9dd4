"""In which languages a text says that work is done: languages, not countries nor nationalities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from pathlib import Path

from data.reading.clauses import Sentence, sentences_of
from data.reading.little_words import LittleWords, Role, languages_of, open_little_words
from data.reading.mention import Aspect, Mention
from data.reading.phrases import LIST, Endings, Found, Phrases, open_endings, rows_of
from data.reading.words import Word, words_of

LANGUAGES, SIGNS = "languages.csv", "language_signs.csv"
SPEAKERS = "speakers:"
# How many words before a list of languages a sign can stand: “på lätt svenska”, “the languages will mostly be …”.
SIGN_BEFORE, HEADING_BEFORE = 3, 8

# The endings that make a name the language something is done in (“ukrainaksi”), and that it can have anywhere.
_IN_LANGUAGE, _OBJECT = "as", "object"
_SPOKEN = frozenset(("", _OBJECT))
# The endings of a country that something is in, comes from or goes to.
_OF_COUNTRY = frozenset(("place", "from", "into", "to"))


class Sense(StrEnum):
    """What a name is sure to be.

    `NAME` could be a country or an adjective and needs a sign; `ALONE` is a language; `LANGUAGE` says that something is
    in a language (“venäjänkielinen”), `SPEAKERS` that people speak it (“rysktalande”).
    """

    NAME = "name"
    ALONE = "alone"
    LANGUAGE = "language"
    SPEAKERS = "speakers"


@dataclass(frozen=True, slots=True)
class Language:
    """A language by one of its names."""

    code: str
    alternatives: tuple[str, ...]
    sense: Sense


class Side(StrEnum):
    """Where a sign stands that a name is a language.

    `BEFORE` is near, before a name that no noun follows (“på svenska”, not “på svenska arbetsplatser”); `SPEAK` is a
    verb before it; `HEADING` stands somewhere before a list of names; `BETWEEN` may stand between a name and a sign
    `AFTER` it.
    """

    BEFORE = "before"
    SPEAK = "speak"
    HEADING = "heading"
    BETWEEN = "between"
    AFTER = "after"


@dataclass(frozen=True)
class _Tongue:
    """What is known of the language that a text is written in."""

    names: Phrases[Language]
    signs: Mapping[Side, Mapping[str, bool]]
    little_words: LittleWords


@dataclass(frozen=True)
class LanguageReader:
    """Finds languages in texts.

    Attributes:
        tongues: what is known of each language that texts are written in.
        codes: of all languages that can be found, or be meant.
    """

    tongues: Mapping[str, _Tongue]
    codes: frozenset[str]

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the languages of work in a text, in order.

        A name that is a country's or an adjective, too, counts where words or its ending say that it is a language, and
        so do those it stands in a list with. What people are said not to know does not count, nor what they are taught.
        """
        return _unique(mention for mention, _ in self._found(text))

    def find_speakers(self, text: str) -> tuple[Mention, ...]:
        """Return the speakers of languages (“speakers:ru”) as people, in order."""
        return _unique(_as_people(mention) for mention, are_speakers in self._found(text) if are_speakers)

    def _found(self, text: str) -> Iterator[tuple[Mention, bool]]:
        spoken = languages_of(words_of(text), {code: tongue.little_words for code, tongue in self.tongues.items()})
        for sentence in sentences_of(text):
            for language in spoken:
                yield from _Reading(sentence, self.tongues[language]).mentions()


def open_languages(folder: Path) -> LanguageReader:
    """Read names from `languages.csv`, `language_signs.csv`, `endings.csv` and `little_words.csv` of a folder.

    Columns of `languages.csv`: code (ISO 639-1, where there is none 639-3), alternatives, language of the name, sense,
    words; of `language_signs.csv`: language, side (see `Side`), sense (`speakers` or empty), words.
    """
    endings = open_endings(folder)
    names: dict[str, list[tuple[str, Language]]] = defaultdict(list)
    for row in rows_of(folder / LANGUAGES):
        alternatives = tuple(code for code in row["alternatives"].split(LIST) if code)
        language = Language(row["code"], alternatives, Sense(row["sense"]))
        names[row["language"]] += ((words, language) for words in row["words"].split(LIST))
    signs: dict[str, dict[Side, dict[str, bool]]] = defaultdict(lambda: {side: {} for side in Side})
    for row in rows_of(folder / SIGNS):
        are_speakers = row["sense"] == Sense.SPEAKERS
        signs[row["language"]][Side(row["side"])] |= dict.fromkeys(row["words"].split(LIST), are_speakers)
    tongues = {
        language: _Tongue(Phrases(names[language], endings.get(language, Endings({}))), signs[language], of_language)
        for language, of_language in open_little_words(folder).items()}
    codes = {code for of_language in names.values() for _, language in of_language
             for code in (language.code, *language.alternatives)}
    return LanguageReader(tongues, frozenset(codes))


class _Reading:
    """A sentence, read in one language."""

    def __init__(self, sentence: Sentence, tongue: _Tongue) -> None:
        self._words, self._tongue = sentence.words, tongue
        self._starts = [0, *accumulate(map(len, sentence.clauses))]

    def mentions(self) -> Iterator[tuple[Mention, bool]]:
        """Give the languages of the sentence, each with whether those are meant who speak it."""
        for names in self._lists():
            are_speakers = any(found.value.sense is Sense.SPEAKERS for found in names) or self._after(names[-1]) is True
            if self._counts(names) and not self._is_denied(names):
                for found in names:
                    yield _mention(found, self._words), are_speakers

    def _lists(self) -> Iterator[list[Found[Language]]]:
        """Give the names that stand together: “arabiska, lettiska och rumänska”."""
        together: list[Found[Language]] = []
        names = self._tongue.names.find(self._words)
        for found in (name for name in names if name.value.sense is not Sense.NAME or name.use not in _OF_COUNTRY):
            if together and not all(self._joins(at) for at in range(together[-1].last, found.first)):
                yield together
                together = []
            together.append(found)
        if together:
            yield together

    def _joins(self, at: int) -> bool:
        little_words = self._tongue.little_words
        return any(little_words.are(role, self._words[at]) for role in (Role.AND, Role.OR, Role.ADDS))

    def _counts(self, names: Sequence[Found[Language]]) -> bool:
        """Return whether a list is one of languages: by a name, an ending, or a word before or after it."""
        if self._after(names[-1]) is not None or any(self._is_sure(found) for found in names):
            return True
        if names[0].use in _SPOKEN and self._has_before(Side.SPEAK, names[0], SIGN_BEFORE - 1):
            return True
        has_sign = (self._has_before(Side.BEFORE, names[0], SIGN_BEFORE)
                    or self._has_before(Side.HEADING, names[0], HEADING_BEFORE)
                    or any(found.value.sense is Sense.ALONE for found in names))
        return has_sign and (self._ends_phrase(names[-1]) or len(names) > 1)

    def _is_sure(self, found: Found[Language]) -> bool:
        sense = found.value.sense
        return (sense in (Sense.LANGUAGE, Sense.SPEAKERS) or found.use == _IN_LANGUAGE
                or (sense is Sense.ALONE and found.use == _OBJECT))

    def _after(self, found: Found[Language]) -> bool | None:
        """Return whether the word after a name speaks of people, and None where it is no sign of a language."""
        following = [word.letters for word in self._words[found.last:found.last + 2]]
        if following and following[0] in self._tongue.signs[Side.BETWEEN]:
            del following[0]
        return self._tongue.signs[Side.AFTER].get(following[0]) if following else None

    def _has_before(self, side: Side, found: Found[Language], words: int) -> bool:
        return any(word.letters in self._tongue.signs[side]
                   for word in self._words[max(found.first - words, 0):found.first])

    def _ends_phrase(self, found: Found[Language]) -> bool:
        at, little_words = found.last, self._tongue.little_words
        return at in self._starts or any(
            little_words.are(role, self._words[at]) for role in (Role.FOLLOWS, Role.AND, Role.OR, Role.COMMON))

    def _is_denied(self, names: Sequence[Found[Language]]) -> bool:
        """Return whether the clause says that the languages are not known or do not help."""
        start = max(at for at in self._starts if at <= names[0].first)
        end = min((at for at in self._starts if at >= names[-1].last), default=len(self._words))
        lacks, negates, knows = (
            any(self._tongue.little_words.are(role, word) for word in self._words[start:end])
            for role in (Role.LACK, Role.NEGATION, Role.KNOW))
        return lacks or (negates and knows)


def _mention(found: Found[Language], words: Sequence[Word]) -> Mention:
    return Mention(Aspect.LANGUAGE, (found.value.code,), words[found.first].start, words[found.last - 1].end,
                   alternatives=found.value.alternatives)


def _as_people(mention: Mention) -> Mention:
    return Mention(Aspect.PEOPLE, tuple(SPEAKERS + code for code in mention.codes), mention.start, mention.end)


def _unique(mentions: Iterator[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(set(mentions), key=lambda mention: (mention.start, mention.end)))
