"""Old encodings of one byte per sign, told apart by what is implausible in a text of the north.

Every byte means something in each of them, so that a file of one read as another gives wrong letters without an error:
“Jyväskylä” of a Mac is “JyvŠskylŠ” in Windows-1252, and “Jyv„skyl„” if it comes from DOS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

NAMES_OF_ENCODINGS: Mapping[str, str] = {
    "mac_roman": "Mac OS Roman", "cp850": "DOS (code page 850)", "cp1251": "Windows-1251 (Cyrillic)",
    "koi8_r": "KOI8-R (Cyrillic)", "cp866": "DOS (code page 866, Cyrillic)",
}
MOST_WORDS = 5000

_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_USUAL = frozenset("åäöÅÄÖéüÉÜ")
# Between two letters these stand in plain texts.
_JOINING = frozenset("–—’·\u00ad…/•")
# Beside a word these do.
_BESIDE_WORDS = _JOINING | frozenset("”“„‘‚»«›‹€£™®©°§¤ºª½¼¾²³±´¨¡¿")
_CYRILLIC_WORD = re.compile("[А-ЯЁа-яё]?[а-яё]{3,}|[А-ЯЁ]{4,}")


def likeliest_encoding(content: bytes) -> str:
    """Return the encoding in which the words with other than ASCII letters make most sense; "cp1252" if in doubt."""
    words = list(dict.fromkeys(_WORD.findall(content)))[:MOST_WORDS]
    senses = {encoding: sum(_sense(word.decode(encoding, errors="replace")) for word in words)
              for encoding in ("cp1252", *NAMES_OF_ENCODINGS)}
    best = max(senses, key=lambda encoding: senses[encoding])
    return best if senses[best] > 0 else "cp1252"


def _sense(word: str) -> int:
    """Return 1 for a word of usual letters, 0 or less for other ones, -2 for one that no language has."""
    letters = [sign for sign in word if sign.isalpha()]
    if any(map(_is_strange, word, word[1:] + " ", " " + word)) or len({_is_cyrillic(sign) for sign in letters}) > 1:
        return -2
    if letters and _is_cyrillic(letters[0]):
        return 1 if _CYRILLIC_WORD.fullmatch(word) else -1
    others = {letter for letter in letters if not letter.isascii()}
    if len(word) == 1 or not others:
        return 0 if _BESIDE_WORDS.issuperset(sign for sign in word if not sign.isalpha()) else -1
    return 1 if others <= _USUAL else -1


def _is_strange(sign: str, after: str, before: str) -> bool:
    """Tell whether a sign stands where none of its kind can: inside a word, or a capital behind a small letter."""
    if (sign + before).isascii():
        return False
    return ("\x80" <= sign <= "\x9f" or sign == "\ufffd" or (before.islower() and sign.isupper())
            or (before.isupper() and sign.isupper() and after.islower())
            or (before.isalpha() and after.isalpha() and not sign.isalpha() and sign not in _JOINING))


def _is_cyrillic(sign: str) -> bool:
    return "\u0400" <= sign <= "\u04ff"
