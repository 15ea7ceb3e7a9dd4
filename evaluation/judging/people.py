"""Who judges, and in which language."""

from __future__ import annotations

import re

from data.wording.texts import LANGUAGES
from evaluation.errors import ChoiceRefused


def read_judges(words: str, language: str) -> dict[str, str]:
    """Return judge to language, of words such as “anna:fi,bertil:sv”.

    Args:
        words: names, separated by commas, each with a colon and a language behind it or without.
        language: of those who name none.

    Raises:
        ChoiceRefused: there is nobody, a name cannot be that of a file or stands twice, or there is no such language.
    """
    judges: dict[str, str] = {}
    for part in filter(None, map(str.strip, words.split(","))):
        name, _, own = part.partition(":")
        if not re.fullmatch(r"\w[\w-]*", name) or name.casefold() in map(str.casefold, judges):
            raise ChoiceRefused(f"“{name}” cannot be the name of a judge, or stands twice.", "--judges",
                                "Use letters, digits, - and _, a name of its own for each judge.")
        if own and own not in LANGUAGES:
            raise ChoiceRefused.among("language", own, LANGUAGES)
        judges[name] = own or language
    if not judges:
        raise ChoiceRefused("Nobody judges.", "--judges", "Name one judge or more, as in --judges anna:fi,bertil:sv.")
    return judges
