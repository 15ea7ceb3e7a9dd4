"""Days that people write as a month or a year: “3/2025”, “maaliskuu 2025”, “2024”."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import cache

from data.wording.texts import LANGUAGES

_YEAR = re.compile(r"(?!0000)[0-9]{4}")
_MONTH = re.compile(r"(0?[1-9]|1[0-2])\s?[/.\-]\s?([12][0-9]{3})|([12][0-9]{3})[/.\-](0[1-9]|1[0-2])")
_NAMED = re.compile(r"([^\W\d_]+)\.?\s+([12][0-9]{3})")
# What stands behind a day: “T09:30:00Z”, “ 13.45”, “ klo 9:05”.
_TIME = re.compile(r"(?:T|,?\s+(?:klo\s+|kl\.?\s+)?)[0-9]{1,2}[.:][0-9]{2}(?:[.:][0-9]{2}(?:[.,][0-9]+)?)?"
                   r"\s?(?:Z|[+-][0-9]{2}:?[0-9]{2}|AM|PM)?", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4}")
# The ending of “maaliskuussa”.
_IN_MONTH = "ssa"


def without_time(entry: str) -> str:
    """Return a day without the time of day that programs write behind it; anything else as it is."""
    found = _DAY.match(entry)
    return found[0] if found and _TIME.fullmatch(entry[found.end():]) else entry


def span(entry: str) -> tuple[date, date] | None:
    """Return the first and the last day of a month or a year; None for anything else."""
    if _YEAR.fullmatch(entry):
        return date(int(entry), 1, 1), date(int(entry), 12, 31)
    year, month = _month(entry)
    return (date(year, month, 1), date(year, month, monthrange(year, month)[1])) if month else None


def _month(entry: str) -> tuple[int, int]:
    """Return year and month; zeros where there is none."""
    match = _MONTH.fullmatch(entry)
    if match:
        return int(match[2] or match[3]), int(match[1] or match[4])
    named = _NAMED.fullmatch(entry)
    number = _months().get(named[1].casefold().removesuffix(_IN_MONTH), 0) if named else 0
    return (int(named[2]), number) if named and number else (0, 0)


@cache
def _months() -> Mapping[str, int]:
    """Return the numbers of the months by their names, case folded, in full and in short."""
    from babel import Locale

    return {name.casefold().rstrip("."): number for language in LANGUAGES
            for use in Locale(language).months.values() for width in ("wide", "abbreviated")
            for number, name in use.get(width, {}).items()}
