"""Builds the table of forms of the words of names: `python -m data.vocabularies.building`.

It rests on the dictionaries of simplemma (MIT), which say of a form which word it is of; a compound that is in none of
them has the endings of its last part. Run it after names were added (`pip install 'kumppani[forms]'`); nothing else
needs simplemma.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from pathlib import Path

from data.vocabularies.catalogue import FINLAND, MANIFEST
from data.wording.texts import LANGUAGES
from data.wording.words import fold

FORMS = FINLAND / "reading" / "forms.csv"
COMPOUNDING = ("fi", "sv")
SHORTEST_FORM = 3
SHORTEST_PART = 4

# Forms of Finnish that say whose something is, or that are rare; most are found all the same by how they begin.
_LEFT_OUT = re.compile("(mme|nne|ns[aä]|ni|[^k]si|itt[aä]|ine|ineen)$")

# A participle of Finnish: what has one is a verb, and no compound ends with it.
_PARTICIPLE = re.compile("n[uy]t$")

Lemmas = Mapping[str, str]


def names_by_language(folder: Path = FINLAND) -> Mapping[str, frozenset[str]]:
    """Return the names in the tables of a folder: columns that end in a language, and `name` with `language` beside it.

    The further synonyms in `vocabulary.toml` do not say their language: they are names in each.
    """
    names: dict[str, set[str]] = {language: set(_further_synonyms(folder)) for language in LANGUAGES}
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for language, name in _names(csv.DictReader(file, restval="")):
                names[language].add(name)
    return {language: frozenset(found) for language, found in names.items()}


def _further_synonyms(folder: Path) -> Iterator[str]:
    manifest = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for part in ("sectors", "themes"):
        for synonyms in manifest[part].get("more_synonyms", {}).values():
            yield from synonyms


def _names(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if "name" in row and row.get("language") in LANGUAGES:
            yield row["language"], row["name"]
        for column, language in product(("label", "synonyms"), LANGUAGES):
            for name in row.get(f"{column}_{language}", "").split(";"):
                yield language, name


def forms_of(words: Iterable[str], lemmas: Lemmas, *, compounds: bool) -> Mapping[str, frozenset[str]]:
    """Return for each word that has forms its base, with the forms.

    Args:
        words: the words, folded.
        lemmas: form → word, folded.
        compounds: whether words of the language are put together without a space.
    """
    beginnings: dict[str, set[str]] = defaultdict(set)  # what stands before a word, by the word
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for start in _parts(word, lemmas) if compounds else (0,):
            base = lemmas.get(word[start:])
            if base:
                beginnings[base].add(word[:start])
                found[word[:start] + base].add(word)
    for form, base in lemmas.items():
        for beginning in beginnings.get(base, ()):
            if not _LEFT_OUT.search(form):
                found[beginning + base].add(beginning + form)
    return {word: frozenset(forms - {word}) for word, forms in found.items()}


def _parts(word: str, lemmas: Lemmas) -> Iterator[int]:
    """Yield where words that the dictionary knows begin in a word: itself, and the longest one that it ends with."""
    if word in lemmas:
        yield 0
    starts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    yield from islice((start for start in starts if word[start:] in lemmas), 1)


def _lemmas(language: str) -> Lemmas:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    dictionary = DefaultDictionaryFactory().get_dictionary(language)
    return {fold(form): fold(word) for form, word in dictionary.items()
            if form.isalpha() and word.isalpha() and form[0].islower() and min(len(form), len(word)) >= SHORTEST_FORM}


def main() -> None:
    """Write the table."""
    with FORMS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("language", "word", "ends_compounds", "forms"))
        for language, names in names_by_language().items():
            words = {word for name in names if not name.startswith("=") for word in fold(name).split()}
            found = forms_of(words, _lemmas(language), compounds=language in COMPOUNDING)
            for word in sorted(found):
                ends_compounds = language in COMPOUNDING and not any(map(_PARTICIPLE.search, found[word]))
                table.writerow((language, word, "yes" if ends_compounds else "", " ".join(sorted(found[word]))))
            sys.stdout.write(f"{language}  {len(found)} words, {sum(map(len, found.values()))} forms\n")


if __name__ == "__main__":
    main()
