"""Answers to questions about earlier lists that count for this one, too, told so that nothing is answered unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.files.columns import ACTOR_COLUMNS, CONTACT_COLUMNS, COOPERATION_COLUMNS, Column
from data.files.rows import excerpt, words_of
from data.intake.columns.mapping import find_target
from data.intake.labels import label_of
from data.intake.questions import KEEP, LEAVE_OUT, Answers, Topic
from data.intake.tables.table import Table
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, text, texts
from data.wording.words import normalise

_LAYOUTS = (ACTOR_COLUMNS, CONTACT_COLUMNS, COOPERATION_COLUMNS)
_PARTS = re.compile(r"[;|,/\n]")


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer of an earlier list.

    Attributes:
        key: of the question; see `Question.key`.
        about: the header or the word, as words are compared.
        answer: what was answered.
    """

    key: tuple[str, ...]
    about: Text
    answer: Text

    @property
    def line(self) -> Text:
        """The two in a line."""
        return text("{question}: {answer}", question=self.about, answer=self.answer)


def remembered_for(table: Table, answers: Answers, vocabularies: Vocabularies) -> tuple[Remembered, ...]:
    """Return the answers of earlier lists to what stands in a table: about its headers, and words of its cells."""
    if not answers.values:
        return ()
    headers = {normalise(header) for header in table.headers}
    words = set(_words(table))
    return tuple(answer_in_words(key, answer, vocabularies) for key, answer in answers.values.items()
                 if (key[0] == Topic.COLUMN and key[-1] in headers) or (key[0] == Topic.WORD and key[-1] in words))


def note_of(remembered: Sequence[Remembered]) -> Text:
    """Return the sentence that tells them all; there is at least one."""
    return texts("{count} answer of an earlier list was used – {answers}.",
                 "{count} answers of earlier lists were used – {answers}.", count=len(remembered),
                 answers=tuple(item.line for item in remembered))


def _words(table: Table) -> Iterator[str]:
    for row in table.rows:
        for cell in row.values.values():
            words = words_of(cell)
            yield from map(normalise, (words, *_PARTS.split(words)))


def answer_in_words(key: tuple[str, ...], answer: str, vocabularies: Vocabularies) -> Remembered:
    """Return the answer to a question about a column or a word, in words."""
    if key[0] == Topic.COLUMN:
        found = find_target(answer, _LAYOUTS)
        meaning = (label_of(found[0].name, found[1]) or found[0].meaning) if found else text("left out")
        return Remembered(key, text("column “{header}”", header=excerpt(key[-1])), meaning)
    column = next((column for column in ACTOR_COLUMNS.columns if normalise(column.name) == key[1]), None)
    return Remembered(key, text("word “{word}”", word=excerpt(key[-1])), _meaning(answer, column, vocabularies))


def _meaning(answer: str, column: Column | None, vocabularies: Vocabularies) -> Text:
    if answer in (LEAVE_OUT, KEEP):
        return text("left out") if answer == LEAVE_OUT else text("keep it as a keyword")
    vocabulary = vocabularies.by_name().get(column.vocabulary) if column else None
    codes = tuple(code.strip() for code in answer.split(";"))
    return Text("{codes}", {"codes": tuple(map(vocabulary.labels, codes)) if vocabulary else codes})
