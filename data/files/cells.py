"""Single values: what a user wrote in a cell becomes text, a code, a number or a day, or is refused with a cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from math import isfinite
from typing import TypeVar

from pydantic import HttpUrl, TypeAdapter

from data.errors import AmbiguousCode, DataError, UnknownActor, UnknownCode
from data.files.days import span, without_time
from data.files.formulas import runs
from data.files.rows import excerpt
from data.vocabularies.catalogue import Vocabularies
from data.wording.languages import known_languages, languages_by_name
from data.wording.texts import Text, text
from data.wording.words import composed, is_near, normalise, shows, visible

LONGEST_LINE = 2000
EXAMPLE_MARK = "* "  # in the place of an id: the row is the example of the template
LONGEST_TEXT = 20_000
LONGEST_ITEM = 200
MOST_ITEMS = 500
MOST_ITEM_ERRORS = 10
MOST_WORDS = 50_000  # remembered, of those that stand for something or nothing
SUGGESTIONS = 300  # looking for the nearest word is slow: a file of nonsense must not take hours
COMPARISONS = 200_000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_BLANK = re.compile(r"\s")
_LINE_BREAK = re.compile(r"[\n\t\u2028\u2029]")
_ID = re.compile(r"[^\W_][\w.-]{0,127}")
_MARKER = re.compile(r"[^\W_][^;|,]*")
# “1.000” and “1,000” are a thousand to some and one to others: no more than two decimals are read.
_NUMBER = re.compile(r"([0-9]{1,9})(?:[.,]0{1,2})?")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,\s'’][0-9]{3})+")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FINNISH_DAY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_SEPARATOR = re.compile(r"[;|]")

Item = TypeVar("Item")


class CellRefused(DataError):
    """A value that does not fit its column."""


def line(value: object, longest: int = LONGEST_LINE) -> str:
    """Return a text of one line, in the composed form (NFC), without blanks around it."""
    words = block(value, longest)
    if _LINE_BREAK.search(words):
        raise CellRefused(text("The text holds a line break or a tab."), "", text("Write it on one line."))
    return words


def block(value: object, longest: int = LONGEST_TEXT) -> str:
    """Return a text of any number of lines, in the composed form (NFC), without blanks around it.

    What shows nothing is an empty text.
    """
    raw = _as_text(value)
    if len(raw) > longest:
        raise CellRefused(text("The text is longer than {limit} characters.", limit=longest), "", text("Shorten it."))
    words = composed(raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    control = _CONTROL.search(words)
    if control:
        raise CellRefused(text("The text holds the control character {code}.", code=f"U+{ord(control[0]):04X}"), "",
                          text("Remove it."))
    if runs(words):
        raise CellRefused(text("A spreadsheet would run “{formula}” as a formula.", formula=excerpt(words)), "",
                          text("Write the value, or begin with a word."))
    return words if shows(words) else ""


def _as_text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date | time | timedelta):
        raise CellRefused(text("The cell holds a date or a time: {value}.", value=_shown(value)), "",
                          text("Format the cell as text in the spreadsheet and write the value again."))
    if isinstance(value, list | tuple | Mapping):
        raise CellRefused(text("A list or an object is not allowed here."), "", text("Write one text."))
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise CellRefused(text("“{value}” is not text.", value=_shown(value)), "", text("Write text."))
    return str(int(value)) if value == int(value) else repr(value)


def identifier(value: object) -> str:
    """Return an id: letters, digits, “-”, “_” and “.”, beginning with a letter or digit."""
    name = line(value)
    if name.startswith(EXAMPLE_MARK):
        raise CellRefused(text("This is the example row of the template."), "", text("Remove the row."))
    if name and not _ID.fullmatch(name):
        raise CellRefused(text("“{value}” cannot be an id.", value=excerpt(name)), "",
                          text("Begin with a letter or digit and use letters, digits and - _ . – at most 128 in all."))
    return name


def marker(value: object) -> str:
    """Return a marker such as “migrant-led”."""
    word = line(value, LONGEST_ITEM)
    if not _MARKER.fullmatch(word):
        raise CellRefused(text("“{value}” cannot be a marker.", value=excerpt(word)), "",
                          text("Begin with a letter or digit, without commas and semicolons."))
    return word


def business_id(value: object) -> str:
    """Return a Finnish business id as it is written, 0201256-6; its check digit must fit.

    The VAT number of a company, FI02012566, is the same id.
    """
    from stdnum.exceptions import ValidationError
    from stdnum.fi import alv, ytunnus

    entry = visible(line(value, LONGEST_ITEM))
    try:
        return ytunnus.format(alv.validate(entry)) if entry else ""
    except ValidationError as error:
        raise CellRefused(text("“{value}” is not a business id.", value=excerpt(entry)), "",
                          text("Write it as 0201256-6, or leave it empty.")) from error


def link(value: object) -> str:
    """Return the address of a web page; one without a scheme, www.vaasa.fi, gets one."""
    entry = visible(line(value))
    if not entry:
        return ""
    try:
        address = _web_address().validate_python(entry if "://" in entry else f"https://{entry}")
    except ValueError:
        address = None
    if address is None or "." not in (address.host or "") or address.username or _BLANK.search(entry):
        raise CellRefused(text("“{value}” is not the address of a web page.", value=excerpt(entry)), "",
                          text("Write it as https://www.vaasa.fi, or leave it empty."))
    return str(address).removesuffix("/")


@cache
def _web_address() -> TypeAdapter[HttpUrl]:
    return TypeAdapter(HttpUrl)


def number(value: object) -> int | None:
    """Return a whole number from zero on; None for an empty cell."""
    words = "" if _is_no_entry(value) or isinstance(value, date | time | timedelta) else visible(line(value))
    match = _NUMBER.fullmatch(words)
    if match:
        return int(match[1])
    if value is None or value == "" or (isinstance(value, str) and not words):
        return None
    cure = (text("Write it without a sign between the digits: {number}.", number=re.sub("[^0-9]", "", words))
            if _THOUSANDS.fullmatch(words) else text("Write digits only, or leave it empty."))
    raise CellRefused(text("“{value}” is not a whole number from 0 on.", value=_shown(value)), "", cure)


def _is_no_entry(value: object) -> bool:
    """Tell whether a value can be neither a number nor a day: JSON has others besides."""
    return (isinstance(value, bool | list | tuple | Mapping) or (isinstance(value, float) and not isfinite(value)))


def _shown(value: object) -> str:
    """Return a value as whoever wrote it knows it: true and not True, a day without midnight."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes").removesuffix(" 00:00")
    return excerpt(str(value).lower() if isinstance(value, bool) else value)


def choice(value: object, choices: Mapping[str, tuple[str, ...]]) -> str:
    """Return the one of the choices that is meant, itself or by another word; empty for an empty cell."""
    entry = line(_shown(value) if isinstance(value, bool) else value)
    words = {normalise(word): name for name, others in choices.items() for word in (name, *others)}
    if not entry or normalise(entry) in words:
        return words.get(normalise(entry), "")
    near = [word for word in get_close_matches(normalise(entry[:LONGEST_ITEM]), words) if is_near(entry, word)]
    cure = (text("Did you mean {value}?", value=words[near[0]]) if near
            else text("Write one of these: {values}.", values=tuple(choices)))
    raise CellRefused(text("“{value}” is not known here.", value=excerpt(entry)), "", cure)


def day(value: object) -> date | None:
    """Return the day of a date written 2026-01-31 or 31.1.2026, with or without a time; None for an empty cell."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    entry = _shown(value) if _is_no_entry(value) else without_time(visible(line(value)))
    iso, finnish = _ISO_DAY.fullmatch(entry), _FINNISH_DAY.fullmatch(entry)
    parts = iso.groups() if iso else finnish.groups()[::-1] if finnish else ()
    try:
        return date(*map(int, parts)) if parts or entry else None
    except (TypeError, ValueError) as error:
        raise CellRefused(text("“{value}” is not a date.", value=excerpt(entry)), "",
                          text("Write it as 2026-01-31 or 31.1.2026.")) from error


def first_day(value: object) -> date | None:
    """Return the day of a date, or the first day of a month or a year."""
    days = _span(value)
    return days[0] if days else day(value)


def last_day(value: object) -> date | None:
    """Return the day of a date, or the last day of a month or a year."""
    days = _span(value)
    return days[1] if days else day(value)


def day_until(value: object, today: date) -> date | None:
    """Return the day of a date, or the last day of a month or a year that is not after today.

    Raises:
        CellRefused: this is no date, or all of it is to come.
    """
    first, last = first_day(value), last_day(value)
    if first and first > today:
        raise CellRefused(text("The day {day} is in the future.", day=first), "",
                          text("Give the day the data were last confirmed."))
    return min(last, today) if last else None


def _span(value: object) -> tuple[date, date] | None:
    return None if isinstance(value, date) or _is_no_entry(value) else span(visible(line(value)))


def items(value: object, whole: Callable[[str], bool]) -> list[object]:
    """Return the items of a list: those of a JSON array, or the parts of a cell.

    Args:
        value: the array or the cell.
        whole: whether a part with commas is one item.
    """
    if isinstance(value, list | tuple):
        entries = list(value)
    else:
        parts = [part.strip() for part in _SEPARATOR.split(block(value))]
        entries = [item for part in parts for item in ([part] if "," not in part or whole(part) else part.split(","))]
        entries = [item for item in entries if item.strip()]
    if len(entries) > MOST_ITEMS:
        raise CellRefused(text("The list has more than {limit} items.", limit=MOST_ITEMS), "", text("Shorten it."))
    return entries


def each(entries: Iterable[object], read: Callable[[object], Item]) -> tuple[Item, ...]:
    """Return the items read, each once and without empty ones.

    Raises:
        ExceptionGroup: of the errors of the first `MOST_ITEM_ERRORS` items that cannot be read.
    """
    values: dict[Item, None] = {}
    errors: list[DataError] = []
    for item in entries:
        try:
            values[read(item)] = None
        except DataError as error:
            errors.append(error)
            if len(errors) == MOST_ITEM_ERRORS:  # nobody reads on, and looking at each takes time
                break
    if errors:
        raise ExceptionGroup("items", errors)
    return tuple(value for value in values if value)


def language(value: object) -> str:
    """Return the code of a language (ISO 639-1, else 639-3), given by it or by a name of it in fi, sv or en.

    Raises:
        UnknownCode: it is none; nothing is none, either.
    """
    name = visible(line(value, LONGEST_ITEM))
    code = name.lower() if name.lower() in known_languages() else languages_by_name().get(name.casefold(), "")
    if code:
        return code
    near = get_close_matches(name.casefold(), languages_by_name(), n=1, cutoff=0.8)
    raise UnknownCode(
        text("Unknown language '{word}'.", word=excerpt(name)), "",
        text("Did you mean {code}?", code=near[0]) if near else text("Write a code of two letters, such as fi."),
    )


def is_language(word: str) -> bool:
    """Tell whether a word is the code or the name of a language in Finnish, Swedish or English."""
    name = visible(word).strip().casefold()
    return name in languages_by_name() or name in known_languages()


class Codes:
    """The codes words stand for, remembered: a network repeats a few hundred words thousands of times."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies.by_name()
        self._resolutions: dict[tuple[str, str], str | tuple[type[DataError], Text, Text]] = {}
        self._failures = 0

    def is_name(self, vocabulary: str, word: str) -> bool:
        """Return whether a word as a whole is a code, label or synonym."""
        return bool(self._vocabularies[vocabulary].find(word))

    def code(self, vocabulary: str, value: object) -> str:
        """Return the code a word stands for; empty for an empty cell."""
        word = line(value, LONGEST_ITEM)
        if not word:
            return ""
        key = vocabulary, word
        if key not in self._resolutions:
            if len(self._resolutions) == MOST_WORDS:
                self._resolutions.clear()
            self._resolutions[key] = self._resolve(vocabulary, word)
        resolution = self._resolutions[key]
        if isinstance(resolution, str):
            return resolution
        kind, what, cure = resolution
        raise kind(what, "", cure)

    def _resolve(self, name: str, word: str) -> str | tuple[type[DataError], Text, Text]:
        vocabulary = self._vocabularies[name]
        try:
            if self._failures >= SUGGESTIONS and not vocabulary.find(word):
                raise vocabulary.unknown(word)
            return vocabulary.resolve(word)
        except (UnknownCode, AmbiguousCode) as error:
            self._failures += 1
            return type(error), error.what, error.cure


class ActorIds:
    """The ids of the actors that may be referred to."""

    def __init__(self, ids: Collection[str]) -> None:
        self._ids = frozenset(ids)
        self._suggestions = min(SUGGESTIONS, COMPARISONS // max(len(self._ids), 1))

    def read(self, value: object) -> str:
        """Return an id of the network; empty for an empty cell."""
        word = line(value)
        if not word or word in self._ids:
            return word
        self._suggestions -= 1
        close = get_close_matches(word[:LONGEST_ITEM], self._ids) if self._suggestions >= 0 else []
        near = [name for name in close if is_near(word, name)]
        raise UnknownActor(
            text("There is no actor “{id}”.", id=excerpt(word)), "",
            text("Did you mean {id}?", id=near[0]) if near else text("Import the actor first, or correct the id."),
        )
