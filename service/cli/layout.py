"""Columns, indents and numbers: the few forms that all output for people is made of."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from babel.numbers import format_decimal, format_percent
from rich.padding import Padding
from rich.table import Table

INDENT = 4


def grid(*widths: int | None, headers: Sequence[str] = ()) -> Table:
    """Return a table without lines.

    Args:
        widths: of the columns; None takes what is left, 0 what its content needs.
        headers: titles of the columns, if they have any.
    """
    table = Table(box=None, show_header=bool(headers), pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    for number, width in enumerate(widths):
        title = headers[number] if headers else ""
        table.add_column(title, width=(width or None) and width - 1, ratio=1 if width is None else None,
                         no_wrap=width is not None, overflow="fold")
    return table


def indent(table: Table) -> Padding:
    """Return a table moved to the right."""
    return Padding(table, (0, 0, 0, INDENT))


def points(value: float, language: str) -> str:
    """Return points with their sign, as numbers are written in a language."""
    return format_decimal(value, format="+0.00;-0.00", locale=language)


def percent(share: float, language: str) -> str:
    """Return a share in full percent, never more than it is."""
    whole = floor(round(share * 100, 6))  # 0.29 * 100 is a little less than 29
    return format_percent(whole / 100, locale=language)
