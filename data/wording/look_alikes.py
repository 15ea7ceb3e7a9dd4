"""Which ids people cannot tell apart: they differ in case only, or in letters of other scripts that look the same."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from data.wording.words import visible


def look(word: str) -> str:
    """Return what a word looks like: two that people cannot tell apart look the same.

    Case does not count, nor do signs that show nothing, and letters of other scripts are those of ASCII that they look
    like. It is the skeleton of Unicode Technical Standard 39 as far as ASCII goes; “1” and “l” stay apart.
    """
    if word.isascii():
        return word.casefold()
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", visible(word)).casefold())
    return unicodedata.normalize("NFC", letters.translate(_table()))


def look_alikes(words: Iterable[str], others: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return those of some words that look like another of theirs or of some others, with all that look so."""
    words_by_look: defaultdict[str, list[str]] = defaultdict(list)
    new = dict.fromkeys(words)
    for word in (*new, *(other for other in others if other not in new)):
        words_by_look[look(word)].append(word)
    alike = {word: [other for other in words_by_look[look(word)] if other != word] for word in new}
    return {word: tuple(others_of) for word, others_of in alike.items() if others_of}


@cache
def _table() -> Mapping[int, str]:
    with Path(__file__).with_name("confusables.csv").open(encoding="utf-8", newline="") as file:
        return {ord(row["sign"]): row["looks_like"] for row in csv.DictReader(file)}
