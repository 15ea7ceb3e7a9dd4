"""The picture of the front page: the sum of one suggestion, a bar per reason, in light and in dark."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from typing import Any, TypeAlias

Json: TypeAlias = Any

WIDTH, EDGE = 880, 28
TEXT_WIDTH = 54  # signs per line
POINTS_AT = 484
BARS_FROM, BARS_TO = 510, WIDTH - EDGE
HEAD, LINE, GAP, BAR, FOOT = 92, 19, 17, 16, 52

UNIT = "Points are log-odds: one more multiplies the odds of a good partnership by 2.7."

STYLE = """
  text { font: 14px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: #1d2733 }
  .card { fill: #ffffff; stroke: #c9d1da }
  .title { font-size: 19px; font-weight: 600 }
  .quiet { fill: #55616e }
  .zero { text-anchor: middle }
  .points { text-anchor: end; font-variant-numeric: tabular-nums }
  .sum { font-weight: 600 }
  .axis { stroke: #8994a0 }
  .step { stroke: #8994a0; stroke-dasharray: 2 3 }
  .plus { fill: #1a7f6b } .minus { fill: #b8502f } .total { fill: #2b5c9e }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e9ef }
    .card { fill: #161b22; stroke: #3a434e }
    .quiet { fill: #a3afbb }
    .axis, .step { stroke: #7c8894 }
    .plus { fill: #3fb89c } .minus { fill: #e58a68 } .total { fill: #79aef0 }
  }
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the picture.

    Attributes:
        lines: its sentence, cut to the width of the column.
        points: what it adds.
        start, end: where its bar begins and ends, in points.
        kind: the class of its bar.
    """

    lines: Sequence[str]
    points: float
    start: float
    end: float
    kind: str

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return len(self.lines) * LINE + GAP


def ledger_picture(explanation: Mapping[str, Json]) -> str:
    """Return the rows of an explanation as an SVG: each bar begins where the one before it ended."""
    rows = tuple(_rows(explanation))
    height = HEAD + sum(row.height for row in rows) + FOOT
    alternative = "; ".join(f"{_signed(row.points)} {' '.join(row.lines)}" for row in rows)
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        f'<title id="t">Why {escape(explanation["other"]["name"])}?</title>',
        f'<desc id="d">{escape(alternative)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="card" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="10"/>',
        _text(EDGE, 42, f"Why {explanation['other']['name']}?", "title"),
        _text(EDGE, 66, f"Suggested to {explanation['actor']['name']}", "quiet"),
        *_drawn(rows),
        _text(EDGE, height - 22, UNIT, "quiet"),
        "</svg>",
    )
    return "\n".join(parts) + "\n"


def _rows(explanation: Mapping[str, Json]) -> Iterator[Row]:
    ledger = explanation["ledger"]
    ends = tuple(accumulate(entry["points"] for entry in ledger))
    for entry, start, end in zip(ledger, (0.0, *ends), ends, strict=False):
        kind = "plus" if entry["points"] > 0 else "minus"
        yield Row(textwrap.wrap(entry["sentence"], TEXT_WIDTH), entry["points"], start, end, kind)
    yield Row(("Sum",), explanation["score"], 0.0, explanation["score"], "total")


def _drawn(rows: Sequence[Row]) -> Iterator[str]:
    low, high = (limit(point for row in rows for point in (row.start, row.end)) for limit in (min, max))

    def at(points: float) -> float:
        return BARS_FROM + (points - low) / (high - low) * (BARS_TO - BARS_FROM)

    tops = tuple(accumulate((row.height for row in rows), initial=HEAD))
    yield f'<path class="axis" d="M{at(0):.1f} {HEAD - 10}V{tops[-1] - GAP + 6}"/>'
    yield _text(round(at(0), 1), HEAD - 16, "0", "zero quiet")
    for row, top, below in zip(rows, tops, tops[1:], strict=False):
        yield from _drawn_row(row, top, at(min(row.start, row.end)), at(max(row.start, row.end)))
        if row.kind != "total":
            yield f'<path class="step" d="M{at(row.end):.1f} {top + BAR}V{below}"/>'


def _drawn_row(row: Row, top: int, left: float, right: float) -> Iterator[str]:
    weight = " sum" if row.kind == "total" else ""
    for number, line in enumerate(row.lines):
        yield _text(EDGE, top + 13 + number * LINE, line, weight.strip())
    yield _text(POINTS_AT, top + 13, _signed(row.points), f"points{weight}")
    yield f'<rect class="{row.kind}" x="{left:.1f}" y="{top}" width="{right - left:.1f}" height="{BAR}" rx="2"/>'


def _text(x: float, y: int, words: str, kind: str) -> str:
    return f'<text x="{x:g}" y="{y}"{_class(kind)}>{escape(words)}</text>'


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _signed(points: float) -> str:
    return f"{points:+.2f}".replace("-", "−")


def points_in(picture: str) -> Iterable[str]:
    """Yield the points that a picture shows, the sum last."""
    for line in picture.splitlines():
        if 'class="points' in line:
            yield line.partition(">")[2].partition("<")[0]
