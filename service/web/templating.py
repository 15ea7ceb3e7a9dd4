"""Templates: one environment per language, in which everything is escaped and all words are in that language."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data.wording.languages import language_name
from data.wording.texts import Value, render, text, texts
from service.web.assets import asset_address

FOLDER = Path(__file__).with_name("templates")
# A true minus, as people write it.
DIGITS = 2
NOUGHT = "0.00"
POINTS = "+#,##0.00;\u2212#,##0.00"
CHANGE = "+#,##0;\u2212#,##0"


def make_environment(language: str) -> Environment:
    """Return the environment of a language.

    Templates say `text("…")` and `texts("one", "many", count=n)` as the code does; what these return is escaped as a
    whole, message and values alike.
    """
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    environment.globals.update({
        "text": partial(_say, language), "texts": partial(_count, language), "points": partial(_points, language),
        "change": partial(_change, language), "percent": partial(_percent, language),
        "figure": partial(format_decimal, locale=language),
        "name_of_language": lambda code: render(language_name(code), language), "asset": asset_address,
        "say": lambda message: render(message, language),
        "day": partial(format_date, format="medium", locale=language),
        "language": language})
    return environment


def _say(language: str, template: str, /, **values: Value) -> str:
    return render(text(template, **values), language)


def _count(language: str, singular: str, plural: str, /, *, count: int, **values: Value) -> str:
    return render(texts(singular, plural, count=count, **values), language)


def _points(language: str, value: float) -> str:
    rounded = round(value, DIGITS)
    return format_decimal(rounded, format=POINTS if rounded else NOUGHT, locale=language)


def _change(language: str, value: int) -> str:
    return format_decimal(value, format=CHANGE if value else "0", locale=language)


def _percent(language: str, value: float) -> str:
    return format_percent(round(value / 100, 3), locale=language, decimal_quantization=False)
