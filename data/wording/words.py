"""How words are compared: codes, labels, headers and texts alike."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_SEPARATORS = re.compile(r"[\W_]+")
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


@cache
def _plain_letter(letter: str) -> str:
    name = unicodedata.name(letter, "")
    try:
        return unicodedata.lookup(name.partition(" WITH ")[0]) if " WITH " in name else letter
    except KeyError:
        return letter
