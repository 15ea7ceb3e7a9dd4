"""What a report is made of: parts with words, tables and charts, the same for HTML and Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Specification: TypeAlias = Mapping[str, Any]
"""A chart in the language of Vega-Lite."""


@dataclass(frozen=True)
class TableCell:
    """A field of a table.

    Attributes:
        lines: the figure or words, and below what belongs to it, such as the interval.
        best: whether it is the best of those it stands among.
    """

    lines: tuple[str, ...]
    best: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the first column heads the rows.

    Attributes:
        caption: what it shows.
        columns: one heading per column, at least one.
        rows: one cell per column each.
        words: the columns, by position, that hold words and not figures; the first always does.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    words: frozenset[int] = frozenset({0})


@dataclass(frozen=True)
class Chart:
    """A chart.

    Attributes:
        id: unique in the report, of letters, digits and hyphens.
        title: stands above it.
        description: says in words what is to be seen, for those who do not see it.
        specification: without a width: the page gives it one.
        wide: whether it takes the whole width, or several stand side by side.
    """

    id: str
    title: str
    description: str
    specification: Specification
    wide: bool = False


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it: words, then tables, then charts.

    Attributes:
        level: of the heading, from 2.
        title: its words.
        paragraphs: one text each.
        tables: in order.
        charts: in order.
    """

    level: int
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole report: its title and its parts, from first to last."""

    title: str
    parts: tuple[Part, ...]


def words(*lines: str) -> TableCell:
    """Return a cell that is never marked as the best."""
    return TableCell(lines)
