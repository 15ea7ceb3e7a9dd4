"""What the cells below a header hold, whatever it is called: addresses, numbers, days, names of places, long texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from statistics import median

from data.files.cells import is_language
from data.files.rows import words_of
from data.intake.questions import LEAVE_OUT
from data.vocabularies.catalogue import Vocabularies
from data.wording.words import normalise

MOST_CELLS = 200  # different ones, that are looked at
LONGEST_LIST = 300  # characters; what is longer is no list of words
LONG_TEXT = 60  # characters
SHORT_TEXT = 80

_PARTS = re.compile(r"[;|,/\n]")
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "contact_email": re.compile(r"\S+@\S+\.\w+"),
    "business_id": re.compile(r"(FI ?)?[0-9]{6,7}-?[0-9]"),
    "website": re.compile(r"https?://\S+|www\.\S+|[\w.-]+\.(fi|com|org|net|eu|ax|se|info)(/\S*)?", re.IGNORECASE),
    "contact_phone": re.compile(r"(\+|00?)[0-9][0-9 ()/-]{5,}"),
}
_DAY = re.compile(r"[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?(19|20)[0-9]{2}( .*)?|(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}([T ].*)?|"
                  r"[0-9]{1,2}[/.](19|20)[0-9]{2}")
_OF_NO_USE = re.compile(r"[0-9]{5}|kyllä|ei|ja|nej|yes|no|x|true|false", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


class Contents:
    """The kinds of cells, for one set of vocabularies."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        names = vocabularies.by_name()
        self._words: Mapping[str, Callable[[str], bool]] = {
            "municipalities": lambda word: bool(names["municipalities"].find(word)),
            "regions": lambda word: bool(names["regions"].find(word)),
            "sector": lambda word: bool(vocabularies.sectors.find(word)),
            "themes": lambda word: bool(vocabularies.themes.find(word)),
            "languages": is_language,
        }

    def shares(self, cells: Sequence[object]) -> dict[str, float]:
        """Return which share of the cells, none of them empty, a column could take: column → 0 to 1, without zeros."""
        items = [item for cell in cells for item in (cell if isinstance(cell, list) else [cell])]
        different = list({words_of(item): item for item in items}.items())[:MOST_CELLS]
        if not different:
            return {}
        counts: dict[str, float] = {"updated": sum(_is_day(words, cell) for words, cell in different),
                  LEAVE_OUT: sum(_OF_NO_USE.fullmatch(words) is not None for words, _ in different)}
        plain = [words for words, cell in different if not _is_day(words, cell)]
        counts |= {name: sum(shape.fullmatch(words) is not None for words in plain) for name, shape in _SHAPES.items()}
        counts |= {name: sum(_share(words, is_one) for words in plain) for name, is_one in self._words.items()}
        counts[LEAVE_OUT] = max(counts[LEAVE_OUT], len(different) * are_numbers_of_rows(cells))
        return {name: number / len(different) for name, number in counts.items() if number}


def _is_day(words: str, cell: object) -> bool:
    return isinstance(cell, date) or _DAY.fullmatch(words) is not None


def _share(words: str, is_one: Callable[[str], bool]) -> float:
    """Return which share of the parts of a cell are words of a kind."""
    if len(words) > LONGEST_LIST or not _LETTER.search(words):
        return 0
    if is_one(words):
        return 1
    parts = [part.strip() for part in _PARTS.split(words) if part.strip()]
    return sum(map(is_one, parts)) / len(parts) if parts else 0


def are_numbers_of_rows(cells: Sequence[object]) -> bool:
    """Tell whether cells count the rows: 1, 2, 3."""
    return len(cells) > 1 and [words_of(cell).rstrip(".") for cell in cells] == [
        str(number) for number in range(1, len(cells) + 1)]


def are_long_texts(cells: Sequence[object]) -> bool:
    """Tell whether cells hold sentences."""
    return bool(cells) and median(len(words_of(cell)) for cell in cells) >= LONG_TEXT


def are_names(cells: Sequence[object]) -> bool:
    """Tell whether cells may be names: short texts, each another."""
    words = [words_of(cell) for cell in cells]
    return (len(words) > 1 and len(set(map(normalise, words))) * 10 >= len(words) * 9
            and all(len(word) <= SHORT_TEXT and _LETTER.search(word) for word in words))
