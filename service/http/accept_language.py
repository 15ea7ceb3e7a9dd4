"""Which language an answer is in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from data.wording.texts import LANGUAGES

_RANGE = re.compile(r"(\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?))?", re.IGNORECASE)


@lru_cache(256)
def negotiate(header: str, default: str) -> str:
    """Return the language of `LANGUAGES` that an Accept-Language header asks for most (RFC 9110, 12.5.4).

    Args:
        header: the header's value, such as "sv-FI, sv;q=0.9, *;q=0.1"; parts that are malformed are passed over.
        default: what to answer in when nothing fits, and what “*” means first.
    """
    qualities: dict[str, float] = {}
    for language, quality in _ranges(header):
        qualities[language] = max(quality, qualities.get(language, 0.0))
    anything = qualities.pop("*", 0.0)
    # `max` keeps the first of equals: the header's order counts, then the default.
    choices = dict.fromkeys((*qualities, default, *LANGUAGES))
    best = max((language for language in choices if language in LANGUAGES),
               key=lambda language: qualities.get(language, anything))
    return best if qualities.get(best, anything) > 0 else default


def _ranges(header: str) -> Iterable[tuple[str, float]]:
    for part in header.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match:
            yield match[1].partition("-")[0].lower(), float(match[2] or 1)
