"""How words are compared: codes, labels, headers and texts alike."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"[0-9]+")
LETTERS_PER_EDIT = 4


def normalise(word: str) -> str:
    """Return the form words are compared in: NFKC, case folded, every run of other signs one space."""
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFKC", word).casefold()).strip()


def fold(word: str) -> str:
    """Return the normalised form without accents, so that “café” is “cafe”; å, ä and ö are letters and stay."""
    plain = normalise(word)
    return plain if plain.isascii() else "".join(map(_without_accent, plain))


def _without_accent(letter: str) -> str:
    return letter if letter in "åäö" else unicodedata.normalize("NFD", letter)[0]


def is_near(word: str, other: str) -> bool:
    """Tell whether a word may be a slip of the other: an edit for every four letters, and no other digit.

    Of several words each may be near one of the other's, which says more: “language cafe” is near “language cafés and
    conversation groups”.
    """
    words, others = normalise(word).split(), normalise(other).split()
    if _DIGITS.findall(word) != _DIGITS.findall(other):
        return False
    return _is_slip(" ".join(words), " ".join(others)) or (
        len(words) > 1 and all(any(_is_slip(one, name) for name in others) for one in words))


def _is_slip(word: str, other: str) -> bool:
    most = max(1, len(word) // LETTERS_PER_EDIT)
    return abs(len(word) - len(other)) <= most and edits(word, other) <= most


def edits(word: str, other: str) -> int:
    """Return how many letters are put in, left out, exchanged or swapped with the next (optimal string alignment)."""
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, match in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != match)))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == match:
                row[j] = min(row[j], before[j - 2] + 1)
        before, last = last, row
    return last[-1]
