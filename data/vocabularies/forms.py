"""The forms in which words stand in texts: endings, changed stems."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Words = tuple[str, ...]
# “työ|ryhmä”, but not “t|rauma”.
SHORTEST_FIRST_PART, SHORTEST_LAST_PART = 3, 5


@dataclass(frozen=True, slots=True)
class Forms:
    """Which word a form is of.

    Attributes:
        words: the words a form can be of, by form, all as `data.wording.words.fold` writes them; a word is a form of
            itself.
        last_parts: the words that can end a compound.
    """

    words: Mapping[str, Words] = field(default_factory=dict)
    last_parts: frozenset[str] = frozenset()

    def of(self, form: str) -> Words:
        """Return the words a form can be of; a form that is not known is a word of its own."""
        return self.words.get(form, (form,))

    def of_last_part(self, form: str) -> Words:
        """Return the words that the longest known last part of a compound can be of; none if there is no such part."""
        for start in range(SHORTEST_FIRST_PART, len(form) - SHORTEST_LAST_PART + 1):
            words = tuple(word for word in self.words.get(form[start:], ()) if word in self.last_parts)
            if words:
                return words
        return ()


def read_forms(path: Path) -> Forms:
    """Read a table of forms.

    Its columns are `word`, `forms` (with spaces between) and `ends_compounds` (empty where the word does not).

    Raises:
        OSError, csv.Error: the file is missing or malformed.
        KeyError: a column is missing.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, restval=""))
    return Forms(_words_by_form((row["word"], row["forms"].split()) for row in rows),
                 frozenset(row["word"] for row in rows if row["ends_compounds"]))


def _words_by_form(rows: Iterable[tuple[str, list[str]]]) -> Mapping[str, Words]:
    words: dict[str, Words] = {}
    for word, forms in rows:
        own = (word,)
        for form in (word, *forms):
            known = words.get(form)
            if known is None:
                words[form] = own
            elif word not in known:
                words[form] = (*known, word)
    return words
