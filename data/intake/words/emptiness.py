"""Words for nothing: “-”, “ei tietoa”, “n/a”."""

from __future__ import annotations

import re

from data.wording.words import normalise

_NOTHING = frozenset(map(normalise, (
    "ei tietoa", "ei tiedossa", "ei ole", "ei", "puuttuu", "tyhjä", "ei mitään", "tuntematon", "ei määritelty",
    "ei ilmoitettu", "ei vastausta", "ei saatavilla", "uppgift saknas", "saknas", "inga", "ingen", "inget", "okänd",
    "okänt", "vet ej", "ej angivet", "n/a", "na", "none", "null", "nil", "nan", "unknown", "not known", "not available",
    "no answer", "empty", "tbd")))
LONGEST_NOTHING = max(map(len, _NOTHING)) + 3  # with signs around it
_SIGNS_FOR_NOTHING = re.compile(r"[-–—?.…,;|*/_\s]+")


def means_nothing(word: str) -> bool:
    """Return whether a word says that there is nothing."""
    return is_only_signs(word) or (len(word) <= LONGEST_NOTHING and normalise(word) in _NOTHING)


def is_only_signs(word: str) -> bool:
    """Return whether a word is nothing but signs that stand for nothing."""
    return bool(word.strip()) and _SIGNS_FOR_NOTHING.fullmatch(word) is not None
