"""How text is normalised and cut into features, for everything that works on letters rather than on a model."""

import re
import unicodedata
from collections.abc import Iterator

# Letters and digits of any script; an underscore is punctuation here.
_WORD = re.compile(r"[^\W_]+")
GRAM_SIZES = range(3, 6)


def normalise(text: str) -> str:
    """Return `text` composed (NFKC) and case-folded; å, ä and ö stay distinct from a and o."""
    # Case folding can decompose what NFKC composed, hence twice.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def words(text: str) -> list[str]:
    """Return the words of `text`, normalised, in order, with repeats."""
    return _WORD.findall(normalise(text))


def has_content(text: str) -> bool:
    """Return whether `text` has at least one letter or digit; only then can it have a vector."""
    return _WORD.search(normalise(text)) is not None


def features(text: str) -> Iterator[str]:
    """Yield each word as `=word`, and its character 3- to 5-grams with a blank at either end.

    The grams are what survives Finnish and Swedish inflection: "koulutuksen" and "koulutus" share most of theirs.
    """
    for word in words(text):
        yield f"={word}"
        yield from _grams(f" {word} ")


def _grams(padded: str) -> Iterator[str]:
    for size in GRAM_SIZES:
        # A gram as long as the padded word would only repeat the word itself.
        if size < len(padded):
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]
