"""How well kinds of partners, refusals and languages are read from ideas: `python -m evaluation.kinds`.

Judged on the ideas of the collection of Finland against what a careful reader understood. Ideas whose number is
divisible by three are kept aside while tables are written: `--aside` judges on them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.collections import finland_folder
from data.reading.kinds import open_kinds
from data.reading.languages import open_languages
from data.reading.mention import Mention
from data.vocabularies.catalogue import FINLAND, open_vocabularies
from data.wording.texts import LANGUAGES

IDEAS = finland_folder() / "ideas.jsonl"
READING = FINLAND / "reading"
WANTED, REFUSED, LANGUAGE = "wanted kinds", "refused kinds", "languages"
ASIDE = 3


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
    understood: Mapping[str, frozenset[str]]
    allowed: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Quality:
    """How well codes were read.

    Attributes:
        precision: share of the codes read that are right; 1 where none was read.
        recall: share of the right codes that were read; 1 where there are none.
        right: how many codes there are to be read.
    """

    precision: float
    recall: float
    right: int


def read_ideas(path: Path = IDEAS, *, aside: bool = False) -> list[Idea]:
    """Return the ideas of a file: those kept aside, or all others."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [_idea(row) for row in rows if (_number(row["id"]) % ASIDE == 0) is aside]


def judge(pairs: Iterable[tuple[Collection[str], Collection[str], Collection[str]]]) -> Quality:
    """Return the quality over all pairs together: of codes read, codes understood, and codes that are no errors."""
    triples = [(set(read), set(understood), set(allowed)) for read, understood, allowed in pairs]
    hits = sum(len(read & understood) for read, understood, _ in triples)
    counted = sum(len(read - (allowed - understood)) for read, understood, allowed in triples)
    right = sum(len(understood) for _, understood, _ in triples)
    return Quality(_share(hits, counted), _share(hits, right), right)


def read_codes(texts: Sequence[str]) -> Iterator[Mapping[str, Collection[str]]]:
    """Give for each text the codes that the readers find, by what they are about."""
    kinds, languages = open_kinds(READING, open_vocabularies()), open_languages(READING)
    for text in texts:
        mentions = kinds.find(text)
        yield {WANTED: _codes(mention for mention in mentions if not mention.is_refused),
               REFUSED: _codes(mention for mention in mentions if mention.is_refused),
               LANGUAGE: _codes(languages.find(text))}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print precision and recall per language of the ideas and in all."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--aside", action="store_true", help="judge on the ideas that are kept aside")
    ideas = read_ideas(aside=parser.parse_args(arguments).aside)
    read = list(zip(ideas, read_codes([idea.text for idea in ideas]), strict=True))
    sys.stdout.write(f"{len(ideas)} ideas\n")
    for about in (WANTED, REFUSED, LANGUAGE):
        for language in (*LANGUAGES, "all"):
            quality = judge((codes[about], idea.understood[about], idea.allowed[about]) for idea, codes in read
                            if language in (idea.language, "all"))
            sys.stdout.write(f"{about:13}  {language:3}  precision {quality.precision:.2f}  "
                             f"recall {quality.recall:.2f}  of {quality.right}\n")


def _idea(row: Mapping[str, object]) -> Idea:
    understood = row["understood"]
    if not isinstance(understood, dict):
        raise TypeError(f"{row['id']}: `understood` is no table")
    return Idea(str(row["lang"]), str(row["text"]),
                {WANTED: frozenset(understood["wanted_kinds"]), REFUSED: frozenset(understood["not"]["kinds"]),
                 LANGUAGE: frozenset(understood["languages"])},
                {WANTED: frozenset(understood.get("kinds_ok") or ()), REFUSED: frozenset(), LANGUAGE: frozenset()})


def _number(name: str) -> int:
    return int("".join(filter(str.isdigit, name)))


def _codes(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(code for mention in mentions for code in mention.codes)


def _share(part: int, total: int) -> float:
    return part / total if total else 1.0


if __name__ == "__main__":
    main()
