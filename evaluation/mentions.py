"""How well themes are found in texts: `python -m evaluation.mentions`.

Judged on descriptions of the demo, in three languages, by their names alone, and on the ideas of the judged collection
of Finland as ideas are read: without what they refuse or say by the way. Readers have said which themes they speak of.
A third of the texts is held out: it was not looked at when names of themes were looked for.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from pathlib import Path

import data
from data import demo
from data.reading.mention import Aspect
from data.reading.reader import open_reader
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import LANGUAGES

IDEAS = Path(data.__file__).parent / "collections" / "finland" / "ideas.jsonl"
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


@dataclass(frozen=True)
class Quality:
    """How well themes were found.

    Attributes:
        precision: share of the themes found that are right; 1 where none was found.
        recall: share of the right themes that were found; 1 where there are none.
    """

    precision: float
    recall: float


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
    rows = map(json.loads, IDEAS.read_text(encoding="utf-8").splitlines())
    return [Description({row["lang"]: row["text"]}, frozenset(row["understood"]["themes"]),
                        int(row["id"].removeprefix("dev")) % ONE_OF == 0) for row in rows]


def judge(find: Find, descriptions: Iterable[Description], language: str) -> Quality:
    """Return how well a function finds themes in descriptions of one language, over all of them together."""
    pairs = [(set(find(item.texts[language])), item.themes) for item in descriptions
             if language in item.texts]
    right = sum(len(codes & own) for codes, own in pairs)
    answers, themes = sum(len(codes) for codes, _ in pairs), sum(len(own) for _, own in pairs)
    return Quality(_share(right, answers), _share(right, themes))


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
            quality = judge(find, part, language)
            sys.stdout.write(f"{language}  precision {quality.precision:.2f}  recall {quality.recall:.2f}\n")


def _share(part: int, total: int) -> float:
    return part / total if total else 1.0


if __name__ == "__main__":
    main()
