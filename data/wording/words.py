"""How words are compared: codes, labels, headers and texts alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

_SEPARATORS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"[0-9]+")
LETTERS_PER_EDIT = 4
# The signs with the property Default_Ignorable_Code_Point (Unicode 16, DerivedCoreProperties.txt), which show nothing:
# soft hyphens, joiners and blanks of no width, marks of direction, variants of signs, fillers.
INVISIBLE = ("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
             "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
             "\U000e0000-\U000e0fff")
# A sign that can be seen: no blank, none of those above, and not the empty pattern of Braille.
SHOWN = rf"[^\s{INVISIBLE}\u2800]"
_SHOWN = re.compile(SHOWN)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")


def visible(words: str) -> str:
    """Return words without the signs that show nothing."""
    return words if words.isascii() else _INVISIBLE.sub("", words)


def shows(words: str) -> bool:
    """Return whether anything of some words can be seen."""
    return _SHOWN.search(words) is not None


def composed(words: str) -> str:
    """Return words in the composed form (NFC), in which everything is stored and asked for."""
    return unicodedata.normalize("NFC", words)


def normalise(word: str) -> str:
    """Return the form words are compared in: NFKC, case folded, every run of other signs one space.

    Signs that show nothing are left out: a word with a soft hyphen is that word.
    """
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFKC", visible(word)).casefold()).strip()


def fold(word: str) -> str:
    """Return the normalised form without accents, so that “café” is “cafe”; å, ä and ö are letters and stay."""
    normal = normalise(word)
    return normal if normal.isascii() else "".join(map(_without_accent, normal))


def plain(word: str) -> str:
    """Return the normalised form in plain letters, as people type where å, ä and ö are not at hand: “Åbo” is “abo”."""
    normal = normalise(word)
    return normal if normal.isascii() else "".join(map(_plain_letter, normal))


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
    from rapidfuzz.distance import OSA

    return OSA.distance(word, other)


def nearest(word: str, names: Sequence[str], count: int = 1, likeness: float = 0.6) -> list[str]:
    """Return the names that are spelled most like a word, the nearest first.

    Args:
        word: what somebody wrote.
        names: what may have been meant.
        count: how many at most.
        likeness: the least that counts: twice the letters in common, in their order, of all letters of the two, 0 to 1.
    """
    from rapidfuzz import fuzz, process

    found = process.extract(word, names, scorer=fuzz.ratio, limit=count, score_cutoff=100 * likeness)
    return [name for name, _, _ in found]


@cache
def _plain_letter(letter: str) -> str:
    name = unicodedata.name(letter, "")
    try:
        return unicodedata.lookup(name.partition(" WITH ")[0]) if " WITH " in name else letter
    except KeyError:
        return letter
