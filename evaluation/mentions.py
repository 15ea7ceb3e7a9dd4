"""How well themes are found in texts: `python -m evaluation.mentions`.

Judged on descriptions of the demo, in three languages, for which people have said which themes they speak of.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from data import demo
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import LANGUAGES

Find = Callable[[str], Collection[str]]


@dataclass(frozen=True)
class Description:
    """A description that people have read.

    Attributes:
        texts: what it says, by language.
        themes: codes of what it speaks of.
    """

    texts: Mapping[str, str]
    themes: frozenset[str]


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
    """Return the descriptions."""
    with demo.actors_file().open(encoding="utf-8-sig", newline="") as file:
        english = {row["id"]: row["description_en"] for row in csv.DictReader(file)}
    with demo.descriptions_file().open(encoding="utf-8", newline="") as file:
        return [Description({"fi": row["description_fi"], "sv": row["description_sv"], "en": english[row["id"]]},
                            frozenset(row["themes"].split(";")) - {""}) for row in csv.DictReader(file)]


def judge(find: Find, descriptions: Iterable[Description], language: str) -> Quality:
    """Return how well a function finds themes in descriptions of one language, over all of them together."""
    pairs = [(set(find(item.texts[language])), item.themes) for item in descriptions]
    right = sum(len(codes & own) for codes, own in pairs)
    answers, themes = sum(len(codes) for codes, _ in pairs), sum(len(own) for _, own in pairs)
    return Quality(_share(right, answers), _share(right, themes))


def main() -> None:
    """Print precision and recall per language."""
    descriptions, themes = read_descriptions(), open_vocabularies().themes
    ticks = sum(len(item.themes) for item in descriptions)
    sys.stdout.write(f"{len(descriptions)} descriptions that speak of {ticks} themes\n")
    for language in LANGUAGES:
        quality = judge(themes.codes_in, descriptions, language)
        sys.stdout.write(f"{language}  precision {quality.precision:.2f}  recall {quality.recall:.2f}\n")


def _share(part: int, total: int) -> float:
    return part / total if total else 1.0


if __name__ == "__main__":
    main()
