"""How well themes are found in texts: `python -m evaluation.reading.themes`.

Judged on descriptions of the demo, in three languages, by their names alone, and on the ideas of the judged collection
of Finland as ideas are read: without what they refuse or say by the way. Readers have said which themes they speak of.
A third of the texts is held out: it was not looked at when names of themes were looked for.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import product

from data import demo
from data.reading.mention import Aspect
from data.reading.reader import open_reader
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import LANGUAGES
from evaluation.reading import ideas
from evaluation.reading.counts import Count, count

ONE_OF = 3  # so many are held out

Find = Callable[[str], Collection[str]]


@dataclass(frozen=True)
class Description:
    """A text that people have read.

    Attributes:
        texts: what it says, by language.
        themes: codes of what it speaks of.
        is_held_out: whether it is only for judging.
    """

    texts: Mapping[str, str]
    themes: frozenset[str]
    is_held_out: bool = False


def read_descriptions() -> list[Description]:
    """Return the descriptions; a third, told by the SHA-256 of the id, is held out."""
    with demo.actors_file().open(encoding="utf-8-sig", newline="") as file:
        english = {row["id"]: row["description_en"] for row in csv.DictReader(file)}
    with demo.descriptions_file().open(encoding="utf-8", newline="") as file:
        return [Description({"fi": row["description_fi"], "sv": row["description_sv"], "en": english[row["id"]]},
                            frozenset(row["themes"].split(";")) - {""},
                            sha256(row["id"].encode()).digest()[0] % ONE_OF == 0) for row in csv.DictReader(file)]


def read_ideas() -> list[Description]:
    """Return the ideas, each in its one language; those with an id divisible by three are held out."""
    return [Description({row["lang"]: row["text"]}, frozenset(row["understood"]["themes"]), is_held_out)
            for is_held_out, rows in zip((False, True), ideas.read_ideas(), strict=True) for row in rows]


def judge(find: Find, descriptions: Iterable[Description], language: str) -> Count:
    """Return how many themes a function finds in descriptions of one language, over all of them together."""
    return sum((count(find(item.texts[language]), item.themes) for item in descriptions if language in item.texts),
               Count())


def main() -> None:
    """Print precision and recall per language, of what was looked at and of what was held out."""
    vocabularies = open_vocabularies()
    reader = open_reader(vocabularies)
    parts: Mapping[str, tuple[list[Description], Find]] = {
        "descriptions": (read_descriptions(), vocabularies.themes.codes_in),
        "ideas": (read_ideas(), lambda text: reader.read(text).codes(Aspect.THEME))}
    for (name, (items, find)), is_held_out in product(parts.items(), (False, True)):
        part = [item for item in items if item.is_held_out is is_held_out]
        ticks = sum(len(item.themes) for item in part)
        sys.stdout.write(f"{len(part)} {name}{', held out,' if is_held_out else ''} that speak of {ticks} themes\n")
        for language in LANGUAGES:
            sys.stdout.write(f"{language}  {judge(find, part, language)}\n")


if __name__ == "__main__":
    main()
