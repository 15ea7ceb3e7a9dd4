"""A report as Markdown (GitHub's flavour): the tables compactly, the charts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluation.report.parts import Document, Part, Table, TableCell

STAR = "★"
MOST_LINES = 3
SIGNS = re.compile(r"[\\`*\[\]<>&|~]|(?<!\w)_|_(?!\w)")
"""What Markdown would take for more than a letter; underscores only at the ends of a word."""


def to_markdown(document: Document) -> str:
    """Return the report as Markdown that ends with a line break."""
    blocks = [f"# {escape(document.title)}", *(block for part in document.parts for block in _blocks(part))]
    return "\n\n".join(blocks) + "\n"


def escape(words: str) -> str:
    """Return words on one line, with a backslash before each sign of Markdown."""
    return SIGNS.sub(r"\\\g<0>", " ".join(words.split()))


def _blocks(part: Part) -> Iterator[str]:
    yield f"{'#' * part.level} {escape(part.title)}"
    yield from map(escape, part.paragraphs)
    for table in part.tables:
        yield f"**{escape(table.caption)}**"
        yield _list(table) if _is_long(table) else _table(table)


def _is_long(table: Table) -> bool:
    """Return whether a row holds more than what is read on one line."""
    return any(len(cell.lines) > MOST_LINES for row in table.rows for cell in row)


def _list(table: Table) -> str:
    """Return each row as an item: its short cells on one line, the lines of a long one below."""
    items = []
    for row in table.rows:
        items.append("- " + ", ".join(_cell(cell, is_text=True) for cell in row if len(cell.lines) <= MOST_LINES))
        items += [f"  - {escape(line)}" for cell in row if len(cell.lines) > MOST_LINES for line in cell.lines]
    return "\n".join(items)


def _table(table: Table) -> str:
    numbers = range(len(table.columns))
    lines = [_row(map(escape, table.columns)), _row("---" if number in table.words else "---:" for number in numbers)]
    lines += [_row(_cell(cell, is_text=number in table.words) for number, cell in enumerate(row)) for row in table.rows]
    return "\n".join(lines)


def _row(cells: Iterator[str] | map[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: TableCell, *, is_text: bool) -> str:
    head, *rest = map(escape, cell.lines or ("",))
    if cell.best:
        head = f"**{head}** {STAR}"
    if is_text:
        return "<br>".join((head, *rest))
    return f"{head} ({', '.join(rest)})" if rest else head
