"""JSON, strictly: what two parsers would read differently is refused, and what would take long to look at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from math import isfinite
from typing import NoReturn

from data.errors import DataError
from data.files.rows import excerpt
from data.wording.texts import Text, text

MAXIMUM_DEPTH = 10


class JsonRefused(DataError):
    """A text that is no JSON value we take; where is the number of the line, if one is known."""


class JsonUnreadable(JsonRefused):
    """A text that no parser need read: nested too deep, or with numbers of thousands of digits."""


class JsonTooMany(JsonRefused):
    """A text with more values than are looked at."""


def read_json(content: str, most: int | None = None) -> object:
    """Return the value of a text.

    Args:
        content: the text.
        most: how many values it may hold, counting lists and objects; None for any number.

    Raises:
        JsonRefused: it is no JSON, a key stands twice in an object, or a number is none or infinite.
        JsonUnreadable: it is nested too deep, or has numbers of thousands of digits.
        JsonTooMany: it holds more values.
    """
    try:
        value = json.loads(content, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise JsonRefused(text("This is not valid JSON: {reason}, at character {column}.", reason=error.msg,
                               column=error.colno), str(error.lineno), text("Correct it there.")) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:  # an integer of thousands of digits
        raise JsonUnreadable(*_no_number("99999…")) from error
    _bound(value, most)
    return value


def _bound(value: object, most: int | None) -> None:
    """Refuse a value that is nested too deep or holds too many others, level by level."""
    count, level = 1, [value]
    for _ in range(MAXIMUM_DEPTH + 1):
        nests = [item for item in level if isinstance(item, dict | list)]
        level = [inner for item in nests for inner in (item.values() if isinstance(item, dict) else item)]
        count += len(level)
        if most is not None and count > most:
            raise JsonTooMany(text("There are more than {count} values.", count=most), "",
                              text("Leave out what is not needed."))
        if not nests:
            return
    raise _too_deep()


def _too_deep() -> JsonUnreadable:
    return JsonUnreadable(text("Lists and objects are nested more than {limit} deep.", limit=MAXIMUM_DEPTH), "",
                          text("Write {example}.", example='{"id": "…", "name": "…", "sector": "…"}'))


def _no_number(literal: str) -> tuple[Text, str, Text]:
    return (text("“{number}” is not a number that can be used.", number=excerpt(literal)), "",
            text("Write digits, or null where the value is unknown."))


def _refuse_constant(literal: str) -> NoReturn:
    raise JsonRefused(*_no_number(literal))


def _finite(literal: str) -> float:
    number = float(literal)
    if not isfinite(number):
        raise JsonRefused(*_no_number(literal))
    return number


def _unique(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = tuple(excerpt(name) for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise JsonRefused(text("Keys appear twice in one object: {names}.", names=twice[:10]), "",
                          text("Keep one of each."))
    return values
