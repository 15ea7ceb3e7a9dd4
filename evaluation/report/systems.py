"""How systems did on a task: the figures, the differences, the slices, and who is shown."""

from __future__ import annotations

import math

from evaluation.metrics.bootstrap import Comparison
from evaluation.metrics.exposure import EXPOSURE, NEWCOMER
from evaluation.metrics.ranking import METRICS
from evaluation.metrics.slices import FEWEST_OF_A_SECTOR
from evaluation.report.charts import exposure_charts, slice_charts
from evaluation.report.figures import NOTHING, best_of, difference_cell, figure_cell, metric_cells, number
from evaluation.report.parts import Part, Table, TableCell, words
from evaluation.runs.results import Results, SliceResult, TaskResult

FIRST = "ndcg@10"
"""The metric that systems are ordered by."""


def best_first(result: TaskResult) -> tuple[str, ...]:
    """Return the systems of a task, best by ndcg@10 first; equal ones in the order of the run."""
    return tuple(sorted(result.systems, key=lambda name: -result.systems[name][FIRST].mean))


def measured(result: TaskResult) -> tuple[str, ...]:
    """Return the metrics per question that were measured, in the order of `METRICS`."""
    first = next(iter(result.systems.values()))
    return tuple(metric for metric in METRICS if metric in first)


def headline_part(task: str, result: TaskResult) -> Part:
    """Return all metrics of all systems."""
    tables = (_headline(result, "How good the lists are", measured(result)),
              _headline(result, "Who is shown in the first ten", tuple(EXPOSURE)))
    return Part(3, _heading(task, result), (), tables)


def difference_part(task: str, result: TaskResult, results: Results) -> Part:
    """Return what sets the reference apart from each other system."""
    if not result.comparisons:
        return Part(3, _heading(task, result), ("Only one system took part: there is nothing to compare it with.",))
    power, alpha = results.settings["power"], results.settings["alpha"]
    reading = (
        f"Each row is “{result.reference}” minus another system on the same {result.cases:,} questions: above zero, "
        f"“{result.reference}” is better. Where the interval holds zero, this data does not tell the two apart. The "
        f"smallest detectable difference is what a test at {alpha:.0%} finds with a probability of {power:.0%}. "
        f"The intervals stand each for itself, at {results.settings['level']:.0%}: the more rows, the likelier one of "
        "them misleads by chance."
    )
    return Part(3, _heading(task, result), (reading,), (_first_differences(result), _other_differences(result)))


def slice_part(task: str, result: TaskResult) -> Part:
    """Return ndcg@10 on parts of the questions."""
    order = best_first(result)
    rows = tuple(_slice_row(part, order) for part in result.slices)
    table = Table(f"{FIRST} per slice; the best system of each row has a star", ("slice", "questions", *order), rows)
    reading = (f"A newcomer has {NEWCOMER} earlier cooperation at most; among “newcomer candidates” only such actors "
               "count as right. “Migration and integration” is what a project's words, or those of the seeker's "
               f"earlier projects, speak of. A sector has a row if at least {FEWEST_OF_A_SECTOR} of those who ask "
               "belong to it.")
    return Part(3, _heading(task, result), (reading, _legend(result)), (table,), slice_charts(task, result, order))


def exposure_part(task: str, result: TaskResult) -> Part:
    """Return accuracy against how evenly, and how widely, actors are shown."""
    order, metrics = best_first(result), (FIRST, "gini", "coverage")
    table = _headline(result, "The same figures", metrics)
    reading = ("A good system stands high, with a low gini (suggestions spread evenly over the actors) and a high "
               "coverage (many actors are found by somebody).")
    return Part(3, _heading(task, result), (reading, _legend(result)), (table,), exposure_charts(task, result, order))


def _heading(task: str, result: TaskResult) -> str:
    return f"{task}: {result.cases:,} questions" if result.cases != 1 else f"{task}: 1 question"


def _legend(result: TaskResult) -> str:
    return f"In the charts the lines are intervals, and the diamond is “{result.reference}”."


def _headline(result: TaskResult, caption: str, metrics: tuple[str, ...]) -> Table:
    order = best_first(result)
    columns = [metric_cells(result.systems, order, metric) for metric in metrics]
    rows = tuple((words(name), *cells) for name, *cells in zip(order, *columns, strict=True))
    return Table(caption, ("system", *metrics), rows)


def _first_differences(result: TaskResult) -> Table:
    rows = tuple(_difference_row(name, result.comparisons[name][FIRST]) for name in _others(result))
    columns = ("other system", f"difference in {FIRST}", "better on", "same on", "worse on", "smallest detectable",
               f"“{result.reference}” is")
    return Table(f"“{result.reference}” against each other system, {FIRST}", columns, rows, frozenset({0, 6}))


def _difference_row(name: str, comparison: Comparison) -> tuple[TableCell, ...]:
    counts = (words(f"{count:,}") for count in (comparison.wins, comparison.ties, comparison.losses))
    return (words(name), difference_cell(comparison.difference), *counts, words(number(comparison.detectable)),
            words(verdict(comparison)))


def verdict(comparison: Comparison) -> str:
    """Return in words what the interval of a difference says."""
    low, high = comparison.difference.low, comparison.difference.high
    if math.isnan(low) or math.isnan(high):
        return NOTHING
    if low > 0:
        return "better"
    return "worse" if high < 0 else "not told apart"


def _other_differences(result: TaskResult) -> Table:
    metrics = tuple(metric for metric in measured(result) if metric != FIRST)
    rows = tuple((words(name), *(_with_detectable(result.comparisons[name][metric]) for metric in metrics))
                 for name in _others(result))
    return Table("Differences in the other metrics, and the smallest detectable ones",
                 ("other system", *metrics), rows)


def _with_detectable(comparison: Comparison) -> TableCell:
    return words(*difference_cell(comparison.difference).lines, f"detectable {number(comparison.detectable)}")


def _others(result: TaskResult) -> list[str]:
    return [name for name in best_first(result) if name in result.comparisons]


def _slice_row(part: SliceResult, order: tuple[str, ...]) -> tuple[TableCell, ...]:
    estimates = [part.systems[name][FIRST] for name in order]
    best = best_of(one.mean for one in estimates)
    return (words(part.name), words(f"{part.cases:,}"),
            *(figure_cell(one, best=one.mean == best) for one in estimates))
