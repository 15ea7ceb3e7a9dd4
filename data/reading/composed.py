"""A text whose accents are composed, as the tables have them, and where its letters stood before."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# A letter with the accents after it.
_CLUSTER = re.compile("[^\u0300-\u036f]?[\u0300-\u036f]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ComposedText:
    """A text in which “a” and a diaeresis after it are one letter.

    Attributes:
        text: the text.
        starts, ends: of each of its characters, where it began and ended before.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of at least one character stood before."""
        return self.starts[start], self.ends[end - 1]


def compose(words: str) -> ComposedText:
    """Return a text with its accents composed (NFC, letter by letter)."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(words):
        composed = unicodedata.normalize("NFC", match.group())
        here = [match.start() + min(at, len(match.group()) - 1) for at in range(len(composed))]
        letters.append(composed)
        starts += here
        ends += [*(at + 1 for at in here[:-1]), match.end()]
    return ComposedText("".join(letters), tuple(starts), tuple(ends))
