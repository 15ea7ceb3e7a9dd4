"""How words are compared: codes, labels, headers and texts alike."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\W_]+")


def normalise(word: str) -> str:
    """Return the form words are compared in: NFKC, case folded, every run of other signs one space."""
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFKC", word).casefold()).strip()
