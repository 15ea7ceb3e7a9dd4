"""What becomes of a word of a list: by what is known, by an answer, or until there is one."""

from __future__ import annotations

from dataclasses import dataclass

from data.files.columns import Column, Layout
from data.files.rows import excerpt
from data.intake.questions import KEEP, LEAVE_OUT, Answers, Topic
from data.intake.words.emptiness import means_nothing
from data.intake.words.hints import Hints, nothing_near
from data.intake.words.meanings import KEYWORDS, SINGLE, Meaning, Meanings, as_keyword, columns_of, joined
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, text
from data.wording.words import normalise

THEMES = "themes"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a word.

    Attributes:
        key: what it is counted by: its column, and the word without case, spaces and hyphens.
        word: as it is written.
        own: what stands in its place: values of its column, or the word itself.
        others: what it gives other columns.
        is_open: whether it is asked about.
        is_nothing: whether it means that there is nothing.
    """

    key: tuple[str, str]
    word: str
    own: tuple[str, ...] = ()
    others: Meaning = ()
    is_open: bool = False
    is_nothing: bool = False

    @property
    def keywords(self) -> tuple[str, ...]:
        """What is kept of it."""
        return columns_of(self.others, KEYWORDS)


class Outcomes:
    """What becomes of words, each looked up once.

    Args:
        layout: the columns of the list.
        vocabularies: the codes.
        answers: what people have said; an answer that fits no longer counts as none.

    Attributes:
        columns: the columns by name.
        meanings: what is known.
        readings: what is to be said of words that are read by their form.
        lost: words that are left out, for they can be neither themes nor keywords.
    """

    def __init__(self, layout: Layout, vocabularies: Vocabularies, answers: Answers) -> None:
        self.columns = {column.name: column for column in layout.columns}
        self.meanings = Meanings(layout, vocabularies)
        self.readings: dict[tuple[str, str], Text] = {}
        self.lost: dict[str, None] = {}
        self._answers = answers
        self._hints = Hints(vocabularies, nothing_near)
        self._outcomes: dict[tuple[str, str], Outcome] = {}

    def of(self, column: Column, word: str) -> Outcome:
        """Return what becomes of a word of a column."""
        key = column.name, word
        if key not in self._outcomes:
            self._outcomes[key] = self._decide(column, word)
        return self._outcomes[key]

    def _decide(self, column: Column, word: str) -> Outcome:
        key = key_of(column, word)
        if means_nothing(word) and self.meanings.of(column, word) is None:
            return Outcome(key, word, is_nothing=True)
        meaning, is_open = self.meanings.of(column, word), False
        if meaning is None:
            meaning = self.answered(column, word)
        elif not self.meanings.is_plain(column, word):
            self.readings[key] = self._reading(column, word, meaning)
        if meaning is None:
            is_open, meaning = True, self._meanwhile(column, word)
        others = tuple(pair for pair in meaning if pair[0] != column.name)
        return Outcome(key, word, columns_of(meaning, column.name), others, is_open)

    def _meanwhile(self, column: Column, word: str) -> Meaning:
        """Return what a word is until somebody says more: a theme a keyword, so that it refuses no row; else itself."""
        if column.vocabulary != THEMES:
            return ((column.name, word),)
        keyword = self.keyword(word)
        if not keyword:
            self.lost[word] = None
        return ((KEYWORDS, keyword),) if keyword else ()

    def answered(self, column: Column, word: str) -> Meaning | None:
        """Return what a word stands for by its answer; None without one that fits."""
        answer = self._answers.get(Topic.WORD, column.name, word)
        if answer in (None, LEAVE_OUT):
            return None if answer is None else ()
        if answer == KEEP:
            keyword = self.keyword(word)
            return ((KEYWORDS, keyword),) if keyword else None
        meanings = [self.meanings.of(column, code.strip()) for code in str(answer).split(";") if code.strip()]
        known = [meaning for meaning in meanings if meaning is not None]
        fits = len(known) == len(meanings) > 0 and (column.kind not in SINGLE or len(known) == 1)
        return joined(known) if fits else None

    def _reading(self, column: Column, word: str, meaning: Meaning) -> Text:
        labels = tuple(value if name == KEYWORDS else self._hints.label(self.columns[name], value)
                       for name, value in meaning)
        return text("“{word}” is read as {meaning}.", word=excerpt(word), meaning=labels)

    def keyword(self, word: str) -> str:
        """Return a word as it is kept as a keyword; empty where it cannot be."""
        return as_keyword(word) if KEYWORDS in self.columns else ""


def key_of(column: Column, word: str) -> tuple[str, str]:
    """Return what a word of a column is counted by: case, spaces and hyphens do not count."""
    return column.name, normalise(word) or word
