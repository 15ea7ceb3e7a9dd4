"""How well kinds of partners, refusals and languages are read from ideas: `python -m evaluation.reading.kinds`.

Judged on the ideas of the collection of Finland against what a careful reader understood. Ideas whose number is
divisible by three are kept aside while tables are written: `--aside` judges on them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.reading.mention import Aspect
from data.reading.reader import Reader, open_reader
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import LANGUAGES
from evaluation.reading.counts import Count, count
from evaluation.reading.ideas import Row, read_ideas

WANTED, REFUSED, LANGUAGE = "wanted kinds", "refused kinds", "languages"


@dataclass(frozen=True)
class Idea:
    """An idea, and what a careful reader understood of it.

    Attributes:
        language: it is written in.
        text: what it says.
        understood: codes by what they are about.
        allowed: further codes that are no errors, by what they are about.
    """

    language: str
    text: str
    understood: Mapping[str, Sequence[str]]
    allowed: Mapping[str, Sequence[str]]


def ideas(*, aside: bool) -> list[Idea]:
    """Return the shipped ideas: those kept aside, or all others."""
    return [_idea(row) for row in read_ideas()[aside]]


def judge(reader: Reader, idea: Idea) -> Mapping[str, Count]:
    """Return how many codes are found in an idea, by what they are about."""
    understanding = reader.read(idea.text)
    found = {WANTED: understanding.codes(Aspect.KIND), REFUSED: understanding.codes(Aspect.KIND, refused=True),
             LANGUAGE: understanding.codes(Aspect.LANGUAGE)}
    return {about: count(codes, idea.understood[about], idea.allowed[about]) for about, codes in found.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print precision and recall per language of the ideas and in all."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--aside", action="store_true", help="judge on the ideas that are kept aside")
    judged, reader = ideas(aside=parser.parse_args(arguments).aside), open_reader(open_vocabularies())
    counts = [(idea.language, judge(reader, idea)) for idea in judged]
    sys.stdout.write(f"{len(judged)} ideas\n")
    for about in (WANTED, REFUSED, LANGUAGE):
        for language in (*LANGUAGES, "all"):
            total = sum((own[about] for spoken, own in counts if language in (spoken, "all")), Count())
            sys.stdout.write(f"{about:13}  {language:3}  {total}  of {total.right + total.missed}\n")


def _idea(row: Row) -> Idea:
    understood = row["understood"]
    return Idea(row["lang"], row["text"], {
        WANTED: understood["wanted_kinds"], REFUSED: understood["not"]["kinds"], LANGUAGE: understood["languages"],
    }, {WANTED: understood.get("kinds_ok", ()), REFUSED: (), LANGUAGE: ()})


if __name__ == "__main__":
    main()
