"""How figures are written: three decimals, the interval below, and a dash where there is nothing to measure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from evaluation.metrics.bootstrap import Estimate
from evaluation.metrics.exposure import EXPOSURE
from evaluation.metrics.ranking import METRICS
from evaluation.report.parts import TableCell
from evaluation.runs.results import Estimates

NOTHING = "–"
MINUS = "−"
DECIMALS = 3
DIRECTIONS: Mapping[str, str] = {name: entry.direction for table in (METRICS, EXPOSURE)
                                 for name, entry in table.items()}


def number(value: float) -> str:
    """Return a figure with three decimals; a dash for what is not a number."""
    if not math.isfinite(value):
        return NOTHING
    return f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}".replace("-", MINUS)  # adding 0 makes -0 a plain 0


def with_sign(value: float) -> str:
    """Return a difference with three decimals and its sign; zero has none."""
    return f"+{number(value)}" if math.isfinite(value) and round(value, DECIMALS) > 0 else number(value)


def interval(estimate: Estimate) -> str:
    """Return the ends of an interval of figures; empty for what is not a number."""
    ends = (number(estimate.low), number(estimate.high))
    return "" if NOTHING in ends else "–".join(ends)


def figure_cell(estimate: Estimate, *, best: bool = False) -> TableCell:
    """Return a figure with its interval."""
    return TableCell(_lines(number(estimate.mean), interval(estimate)), best)


def difference_cell(estimate: Estimate) -> TableCell:
    """Return a difference with its interval."""
    ends = (with_sign(estimate.low), with_sign(estimate.high))
    return TableCell(_lines(with_sign(estimate.mean), "" if NOTHING in ends else " to ".join(ends)))


def best_of(values: Iterable[float], direction: str = "higher") -> float:
    """Return the best of several figures; NaN when none is to be marked: fewer than two, or all written the same."""
    finite = [value for value in values if math.isfinite(value)]
    return (max if direction == "higher" else min)(finite) if len(set(map(number, finite))) > 1 else math.nan


def metric_cells(systems: Estimates, order: Sequence[str], metric: str) -> list[TableCell]:
    """Return the figures of a metric, one cell per system of `order`, the best of them marked."""
    best = best_of((systems[name][metric].mean for name in order), DIRECTIONS[metric])
    return [figure_cell(systems[name][metric], best=systems[name][metric].mean == best) for name in order]


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
