"""The words of organisations' names: what each one stands for, in whatever language and form it is written."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeAlias

from data.vocabularies.catalogue import FINLAND
from data.wording.words import plain

ENDING_OF_KINDS = 6  # letters that a kind must have to be seen at the end of another word
GENITIVE = "genitive"  # role of the rows that say how ends of names are inflected


class Role(StrEnum):
    """What a word does in a name."""

    OWN = "own"
    ORGANISATION = "organisation"
    PLACE = "place"
    REGION = "region"
    KIND = "kind"
    UNIT = "unit"
    COMMON = "common"
    FORM = "form"
    FORM_FIRST = "form_first"
    FORM_LAST = "form_last"
    AND = "and"


LEGAL_FORMS = frozenset({Role.FORM, Role.FORM_FIRST, Role.FORM_LAST})
PLACES = frozenset({Role.PLACE, Role.REGION})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name, or several that stand for one thing.

    Attributes:
        name: what it stands for, the same in every language; without blanks.
        role: what it does.
        kind: the kind of organisation that it speaks of; empty for none.
    """

    name: str
    role: Role
    kind: str = ""


Lexicon: TypeAlias = "Mapping[tuple[str, ...], Word]"


def words_of(name: str) -> tuple[Word, ...]:
    """Return the words of a name, in their order; what belongs together is one."""
    return _words_in(name, _lexicon())


def plain_words_of(name: str) -> tuple[Word, ...]:
    """Return the words of a name as `words_of` does, but for organisations that are known as a whole."""
    return _words_in(name, _common_lexicon())


@cache
def organisations() -> Mapping[str, Word]:
    """Return the names of organisations that are known in several forms, with what stands for each."""
    return {name: word for name, word in _organisations() if " " in name}


def _words_in(name: str, lexicon: Lexicon) -> tuple[Word, ...]:
    tokens = plain(name).split()
    longest, at, words = _longest(), 0, []
    while at < len(tokens):
        sizes = range(min(longest, len(tokens) - at), 0, -1)
        size = next((size for size in sizes if tuple(tokens[at:at + size]) in lexicon), 0)
        words.append(lexicon[tuple(tokens[at:at + size])] if size else _own(tokens[at]))
        at += size or 1
    return tuple(words)


def _own(token: str) -> Word:
    ending = _any_ending().search(token)
    return Word(token, Role.OWN, _endings()[ending[0]] if ending else "")


@cache
def _longest() -> int:
    """Return how many words the longest name has that is known."""
    return max(map(len, _lexicon()))


@cache
def _any_ending() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(_endings())})$")


@cache
def _endings() -> Mapping[str, str]:
    """Return the words for kinds that other words can end with, the longest first, and the kinds."""
    kinds = {key[0]: word.kind for key, word in _common_lexicon().items()
             if word.role is Role.KIND and len(key) == 1 and len(key[0]) >= ENDING_OF_KINDS}
    return {ending: kinds[ending] for ending in sorted(kinds, key=len, reverse=True)}


@cache
def _lexicon() -> Lexicon:
    """Return what is known of names: their words in plain letters, and what they stand for."""
    return {**_common_lexicon(), **{tuple(plain(name).split()): word for name, word in _organisations()}}


@cache
def _common_lexicon() -> Lexicon:
    entries = (*_places(), *_common_words())
    return {key: word for key, word in entries if key}


def _entry(words: str, word: Word) -> tuple[tuple[str, ...], Word]:
    return tuple(plain(words).split()), word


def _organisations() -> Iterator[tuple[str, Word]]:
    yield from _areas()
    genitives = [(row["name"], row["words"]) for row in _rows("organisation_words.csv") if row["role"] == GENITIVE]
    for row in _rows("organisation_names.csv"):
        word = Word(row["name"], Role.ORGANISATION)
        for name in row["names"].split(";"):
            yield name, word
            yield from ((name.removesuffix(ending) + genitive, word) for ending, genitive in genitives
                        if name.endswith(ending))


def _common_words() -> Iterator[tuple[tuple[str, ...], Word]]:
    for row in _rows("organisation_words.csv"):
        if row["role"] == GENITIVE:
            continue
        kind = row["name"] if row["role"] == Role.KIND else ""
        yield from (_entry(words, Word(row["name"] or plain(words), Role(row["role"]), kind))
                    for words in row["words"].split(";"))


def _areas() -> Iterator[tuple[str, Word]]:
    """Yield authorities that are known by the areas they are there for."""
    for file, kind in (("wellbeing_counties.csv", "hyvinvointialue"), ("development_centres.csv", "elinvoimakeskus")):
        for row in _rows(file):
            word = Word(plain(row["name_fi"]).replace(" ", "_"), Role.ORGANISATION, kind)
            yield from ((row[column], word) for column in ("name_fi", "name_sv", "name_en") if " " in row[column])


def _places() -> Iterator[tuple[tuple[str, ...], Word]]:
    stems = {row["name"]: row for row in _rows("reading/place_stems.csv")}
    for file, role in (("regions.csv", Role.REGION), ("municipalities.csv", Role.PLACE)):
        for row in _rows(file):
            finnish = row["name_fi"].removesuffix(" kunta")
            word = Word(plain(row["name_sv"] if finnish != row["name_fi"] else finnish).replace(" ", "_"), role)
            inflected = stems.get(row["name_fi"], {"stems": "", "forms": ""})
            forms = {finnish, *(f"{stem}n" for stem in inflected["stems"].split(";") if stem),
                     *inflected["forms"].split(";")}
            forms |= {form for column in ("name_sv", "name_en") for form in _of(row[column])}
            yield from (_entry(form, word) for form in sorted(forms))


def _of(name: str) -> tuple[str, str]:
    """Return a Swedish or English name of a place, and its genitive."""
    return name, name if name.endswith("s") else f"{name}s"


def _rows(file: str) -> Iterator[Mapping[str, str]]:
    with Path(FINLAND, file).open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream, restval="")
