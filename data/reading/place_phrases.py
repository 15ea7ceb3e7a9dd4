"""Phrases of a table, found in the words of a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from data.reading.words import Word, WordedText

Value = TypeVar("Value")

_LETTERS_OF_KEY = 3


class Occurrence(NamedTuple, Generic[Value]):
    """A phrase found: what the table says of it, the number of its first word and of the word after its last one."""

    value: Value
    first: int
    last: int


class Phrases(Generic[Value]):
    """Phrases with what a table says of them.

    A word of a phrase that ends in a star stands for all that begin so ("head office*"), one that begins with a star
    for all that end so ("*johtaja").

    Args:
        table: the phrases, each with its value.
    """

    def __init__(self, table: Iterable[tuple[str, Value]]) -> None:
        self._by_key: defaultdict[str, list[tuple[Sequence[str], Value]]] = defaultdict(list)
        for phrase, value in table:
            starred = [word for part in phrase.split() for word in _split(part)]
            is_end = starred[0].startswith("*")
            key = "*" + starred[0][-_LETTERS_OF_KEY:] if is_end else starred[0].rstrip("*")[:_LETTERS_OF_KEY]
            self._by_key[key].append((starred, value))

    def find(self, words: Sequence[Word]) -> Iterator[Occurrence[Value]]:
        """Yield the phrases among words, by the order of their first words."""
        for number, word in enumerate(words):
            for key in (word.form[:_LETTERS_OF_KEY], "*" + word.form[-_LETTERS_OF_KEY:]):
                for phrase, value in self._by_key.get(key, ()):
                    end = number + len(phrase)
                    if _matches(phrase[0], word.form) and end <= len(words) and all(
                            map(_matches, phrase, (word.form for word in words[number:end]))):
                        yield Occurrence(value, number, end)


def _split(part: str) -> Sequence[str]:
    """Return the words of a part of a phrase, as texts are split ("can't" is two), the stars where they were."""
    words = [word.form for word in WordedText(part.strip("*")).words]
    words[0] = "*" * part.startswith("*") + words[0]
    words[-1] += "*" * part.endswith("*")
    return words


def _matches(starred: str, form: str) -> bool:
    if starred.endswith("*"):
        return form.startswith(starred[:-1])
    return form.endswith(starred[1:]) if starred.startswith("*") else form == starred
