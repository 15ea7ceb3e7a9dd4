"""The names of languages, from CLDR."""

from __future__ import annotations

from functools import cache

from babel import Locale

from data.wording.texts import LANGUAGES, Labels


@cache
def language_name(code: str) -> Labels:
    """Return the name of a language (ISO 639-1 or 639-3) in the program's languages; its code where CLDR has none."""
    return Labels({language: Locale(language).languages.get(code, code) for language in LANGUAGES})
