"""How words are compared: codes, labels, headers and texts alike."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\W_]+")


def normalise(word: str) -> str:
    """Return the form words are compared in: NFKC, case folded, every run of other signs one space."""
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFKC", word).casefold()).strip()


def fold(word: str) -> str:
    """Return the normalised form without accents, so that “café” is “cafe”; å, ä and ö are letters and stay."""
    plain = normalise(word)
    return plain if plain.isascii() else "".join(map(_without_accent, plain))


def _without_accent(letter: str) -> str:
    return letter if letter in "åäö" else unicodedata.normalize("NFD", letter)[0]
