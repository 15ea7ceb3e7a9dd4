"""The table of what was aimed at: what it was when it began, what it is to be, and what the figures of now say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

HEAD = ("what", "at the start", "aim", "now")
NOTHING = "–"


class Figure(NamedTuple):
    """Where a figure stands: the block of a command, the beginning of its line, and which of its numbers.

    Attributes:
        block: name of the block.
        line: how the line begins.
        at: position of the number among those behind that; negative from the end.
        after: a line before it, where several begin alike.
    """

    block: str
    line: str
    at: int
    after: str = ""

    def read(self, words: Mapping[str, str]) -> str:
        """Return the figure as it stands in a block of that name; a dash if there is none."""
        text = words.get(self.block, "")
        text = text[text.index(self.after):] if self.after and self.after in text else text
        line = next((line for line in text.splitlines() if re.match(rf"\s*{re.escape(self.line)}\s", line)), "")
        numbers = re.findall(r"(?<![\w.])[\d,]+(?:\.\d+)?%?(?![\w.])", line.strip().removeprefix(self.line))
        return numbers[self.at] if -len(numbers) <= self.at < len(numbers) else NOTHING


# Columns of the block of growth, which ends with the exponent.
FIFTY, HUNDRED = -3, -2

Row = tuple[str, str, str, tuple[Figure, ...]]


def _list(actors: str) -> tuple[Figure, ...]:
    return (Figure("lists", f"{actors} actors", 0),)


def _grown(line: str, column: int) -> Figure:
    return Figure("growth", line, column)


def _share(question: str) -> tuple[Figure, ...]:
    return tuple(Figure("serving", f"{question}, {count} at once", 2) for count in (1, 16))


# What, as it was when the aims were set, what is aimed at, and where it stands now.
ROWS: tuple[Row, ...] = (
    ("a list with its ledgers, in process, 211 actors, CPU ms", "9.1", "≤ 1.5", _list("211")),
    ("… 10,000 actors", "33, 12 % of the first ten missed", "≤ 7, nobody missed", _list("10,000")),
    ("… 50,000 actors", "122", "≤ 30, exact", (_grown("list, CPU ms", FIFTY),)),
    ("… 100,000 actors", "not measured", "≤ 60, exact", (_grown("list, CPU ms", HUNDRED),)),
    ("a list over HTTP, computed anew, share of bare FastAPI's answers, 1 and 16 connections", "0.016, 0.012", "≥ 0.15",
     _share("a list, computed anew")),
    ("… unchanged since asked", "0.014, 0.014", "≥ 0.7", _share("a list, unchanged since asked")),
    ("an actor over HTTP", "0.19", "≥ 0.5", _share("an actor")),
    ("a change until lists count it, 10,000 actors, CPU ms: a field, a text, a new actor", "223–500", "≤ 25",
     tuple(Figure("changes", f"{name}, CPU ms", -1) for name in ("a field", "a text", "a new actor"))),
    ("… 50,000 actors", "2,600", "≤ 50",
     tuple(_grown(f"{name}, CPU ms", FIFTY) for name in ("a field", "a text", "a new actor"))),
    ("writes per second by 8 at once, SQLite, 10,000 actors", "8", "≥ 100",
     (Figure("load", "SQLite, 10,000 actors:", 0),)),
    ("all lists of 10,000 actors, CPU s", "not there", "≤ 60", (Figure("lists", "10,000 actors", -2),)),
    ("a rehearsal of rules, 10,000 actors, CPU s", "960", "≤ 90", (Figure("lists", "10,000 actors", -1),)),
    ("memory, kB per actor, at 10,000", "58", "≤ 12", (Figure("changes", "memory, kB per actor", -1),)),
    ("memory of a process with 50,000 actors, MB", "not measured", "≤ 900",
     (_grown("memory of the process, MB", FIFTY),)),
    ("… 100,000 actors", "not measured", "≤ 1,600", (_grown("memory of the process, MB", HUNDRED),)),
    ("our index of 100,000 vectors, as many times the CPU time of raw FAISS, flat", "not measured", "≤ 1.3",
     (Figure("peers", "Kumppani, flat", 2),)),
    ("an erasure, 10,000 actors, SQLite, p50 ms", "6,000", "≤ 1,000", (Figure(
        "load", "an erasure, until the files and suggestions hold nothing of it", 2),)),
    ("`kumppani suggest`, CPU ms", "1,800", "≤ 900", (Figure("figures", "kumppani suggest, CPU time", 2),)),
    ("`kumppani serve` until ready, CPU ms", "2,400", "≤ 1,300",
     (Figure("figures", "kumppani serve until ready, CPU time", 2),)),
    ("at five times what can be answered: turned away with `Retry-After`, and milliseconds of that, p50 and p99",
     "nobody; answers after a minute", "quick",
     tuple(Figure("overload", "5 times it for 20 s", at) for at in (4, 5, 6))),
)


def progress(words: Mapping[str, str]) -> str:
    """Return the table.

    Args:
        words: text of each block by its name.
    """
    lines = [HEAD, ("---",) * len(HEAD), *((what, start, aim, ", ".join(one.read(words) for one in figures))
                                           for what, start, aim, figures in ROWS)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
