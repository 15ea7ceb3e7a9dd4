"""Texts for people: a template with values, put into words in a language only when it is shown.

Records, rules and ledgers carry `Text` objects; the doors (command line, HTTP) call `render`. Templates are English and
are the keys of the gettext catalogues in `data/locale`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path
from typing import TypeAlias

from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from data.wording.actions import NO_WAYS, Action, Ways

LANGUAGES: tuple[str, ...] = ("fi", "sv", "en")
# So many numbers that were put into words are remembered: distances and counts come again and again.
NUMBERS = 4096
LOCALE_FOLDER = Path(__file__).parent.parent / "locale"


@dataclass(frozen=True, slots=True)
class Labels:
    """One name in several languages; `texts` maps an ISO 639-1 code to the name."""

    texts: Mapping[str, str]

    def in_language(self, language: str) -> str:
        """Return the name in `language`, or in the first language that has one."""
        if language in self.texts:
            return self.texts[language]
        return next(iter(self.texts.values()), "")


Value: TypeAlias = "str | int | float | date | Labels | Text | tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence to be.

    Attributes:
        template: English and a key of the catalogues, or `Labels` when its writer (a rule) brings all languages.
        values: what is put into the template, by name.
        plural: the plural template, where a count decides.
        action: what the sentence tells people to do, where a door may know a way.
    """

    template: str | Labels
    values: Mapping[str, Value] = field(default_factory=dict)
    plural: str = ""
    action: Action | None = None

    def __str__(self) -> str:
        """Return the sentence in English."""
        return render(self, "en")


def text(template: str, /, **values: Value) -> Text:
    """Make a `Text`; the catalogues are extracted from calls of this function."""
    return Text(template, values)


def texts(singular: str, plural: str, /, *, count: int, **values: Value) -> Text:
    """Make a `Text` whose form depends on `count`."""
    return Text(singular, {"count": count, **values}, plural)


def step(action: Action, template: str, /, **values: Value) -> Text:
    """Make a `Text` that tells people to do something; a door adds its way of doing it, if it has one."""
    return Text(template, values, action=action)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What stands for templates in a language.

    Attributes:
        translations: template → what stands for it; those with a plural by the singular, with one for each form.
        form: number → which form goes with it.
    """

    translations: Mapping[str, str | tuple[str, ...]]
    form: Callable[[int], int]


@cache
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language; that of English, the language of the templates, is empty."""
    path = LOCALE_FOLDER / f"{language}.po"
    read = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            read = read_po(file, locale=language)
    entries = ((entry.id if isinstance(entry.id, str) else entry.id[0], entry.string) for entry in read)
    return Catalogue({template: string if isinstance(string, str) else tuple(string or ())
                      for template, string in entries if template},  # without one stands what the file says of itself
                     c2py(read.plural_expr))


def render(message: Text | Labels | str, language: str, ways: Ways = NO_WAYS) -> str:
    """Put a message into words.

    Args:
        message: a template with values, a name in several languages, or a plain string (returned as it is).
        language: ISO 639-1 code; a message without a translation is shown in English.
        ways: how actions are done at the door where the words are shown.
    """
    if isinstance(message, str):
        return message
    if isinstance(message, Labels):
        return message.in_language(language)
    template = _template(message, language)
    values = {name: _show(value, language) for name, value in message.values.items()}
    sentence = template.format_map(values)
    if template.startswith("{") and isinstance(message.values.get(template[1:].partition("}")[0]), Text):
        sentence = sentence[:1].upper() + sentence[1:]
    if message.action is None or message.action not in ways:
        return sentence
    way = ways[message.action].format_map(values)
    return render(text("{step}: “{way}”.", step=sentence.removesuffix("."), way=way), language)


def _template(message: Text, language: str) -> str:
    if isinstance(message.template, Labels):
        return message.template.in_language(language)
    english = message.plural if message.plural and message.values["count"] != 1 else message.template
    known = catalogue(language)
    translated = known.translations.get(message.template)
    if not translated:
        return english
    if isinstance(translated, str):
        return translated
    count = message.values["count"]
    return translated[known.form(count) if isinstance(count, int) else 0] or english


def _list(values: tuple[Value, ...], language: str) -> str:
    """Join values; names of terms by semicolons, for they have commas and conjunctions of their own."""
    parts = [_show(item, language) for item in values]
    if any(isinstance(item, Labels) for item in values):
        return "; ".join(parts)
    return format_list(parts, locale=language)


def _show(value: Value, language: str) -> str:
    if isinstance(value, tuple):
        return _list(value, language)
    if isinstance(value, (str, Labels, Text)):
        return render(value, language)
    if isinstance(value, date):
        return format_date(value, format="medium", locale=language)
    return _number(value or 0, language)  # −0.0 is 0


@lru_cache(NUMBERS)
def _number(value: float, language: str) -> str:
    return format_decimal(value, format="#,##0.##", locale=language)
