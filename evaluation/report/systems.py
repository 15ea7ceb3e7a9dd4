"""How systems did on a task: the figures, the differences, the slices, and who is shown."""

from __future__ import annotations

import math

from evaluation.metrics.bootstrap import Comparison
from evaluation.metrics.exposure import EXPOSURE, NEWCOMER
from evaluation.metrics.ranking import METRICS
from evaluation.metrics.slices import FEWEST_OF_A_SECTOR
from evaluation.report.charts import exposure_charts, slice_charts
from evaluation.report.figures import NOTHING, best_of, difference, marked, measured, number
from evaluation.report.parts import Cell, Part, Table, words
from evaluation.runs.results import Results, SliceResult, TaskResult

FIRST = "ndcg@10"
"""The metric that systems are ordered by."""


def ordered(found: TaskResult) -> tuple[str, ...]:
    """Return the systems of a task, best by ndcg@10 first; equal ones in the order of the run."""
    return tuple(sorted(found.systems, key=lambda name: -found.systems[name][FIRST].mean))


def headline_part(task: str, found: TaskResult) -> Part:
    """Return all metrics of all systems."""
    tables = (_headline(found, "How good the lists are", tuple(METRICS)),
              _headline(found, "Who is shown in the first ten", tuple(EXPOSURE)))
    return Part(3, _heading(task, found), (), tables)


def difference_part(task: str, found: TaskResult, results: Results) -> Part:
    """Return what sets the reference apart from each other system."""
    if not found.comparisons:
        return Part(3, _heading(task, found), ("Only one system took part: there is nothing to compare it with.",))
    power, alpha = results.settings["power"], results.settings["alpha"]
    reading = (
        f"Each row is “{found.reference}” minus another system on the same {found.cases:,} questions: above zero, "
        f"“{found.reference}” is better. Where the interval holds zero, this data does not tell the two apart. The "
        f"smallest detectable difference is what a test at {alpha:.0%} finds with a probability of {power:.0%}. "
        f"The intervals stand each for itself, at {results.settings['level']:.0%}: the more rows, the likelier one of "
        "them misleads by chance."
    )
    return Part(3, _heading(task, found), (reading,), (_first_differences(found), _other_differences(found)))


def slice_part(task: str, found: TaskResult) -> Part:
    """Return ndcg@10 on parts of the questions."""
    order = ordered(found)
    rows = tuple(_slice_row(part, order) for part in found.slices)
    table = Table(f"{FIRST} per slice; the best system of each row has a star", ("slice", "questions", *order), rows)
    reading = (f"A newcomer has {NEWCOMER} earlier cooperation at most; among “newcomer candidates” only such actors "
               "count as right. “Migration and integration” is what a project's words, or those of the seeker's "
               f"earlier projects, speak of. A sector has a row if at least {FEWEST_OF_A_SECTOR} of those who ask "
               "belong to it.")
    return Part(3, _heading(task, found), (reading, _legend(found)), (table,), slice_charts(task, found, order))


def exposure_part(task: str, found: TaskResult) -> Part:
    """Return accuracy against how evenly, and how widely, actors are shown."""
    order, metrics = ordered(found), (FIRST, "gini", "coverage")
    table = _headline(found, "The same figures", metrics)
    reading = ("A good system stands high, with a low gini (suggestions spread evenly over the actors) and a high "
               "coverage (many actors are found by somebody).")
    return Part(3, _heading(task, found), (reading, _legend(found)), (table,), exposure_charts(task, found, order))


def _heading(task: str, found: TaskResult) -> str:
    return f"{task}: {found.cases:,} questions" if found.cases != 1 else f"{task}: 1 question"


def _legend(found: TaskResult) -> str:
    return f"In the charts the lines are intervals, and the diamond is “{found.reference}”."


def _headline(found: TaskResult, caption: str, metrics: tuple[str, ...]) -> Table:
    order = ordered(found)
    columns = [marked(found.systems, order, metric) for metric in metrics]
    rows = tuple((words(name), *cells) for name, *cells in zip(order, *columns, strict=True))
    return Table(caption, ("system", *metrics), rows)


def _first_differences(found: TaskResult) -> Table:
    rows = tuple(_difference_row(name, found.comparisons[name][FIRST]) for name in _others(found))
    columns = ("other system", f"difference in {FIRST}", "better on", "same on", "worse on", "smallest detectable",
               f"“{found.reference}” is")
    return Table(f"“{found.reference}” against each other system, {FIRST}", columns, rows, frozenset({0, 6}))


def _difference_row(name: str, found: Comparison) -> tuple[Cell, ...]:
    counts = (words(f"{count:,}") for count in (found.wins, found.ties, found.losses))
    return (words(name), difference(found.difference), *counts, words(number(found.detectable)),
            words(verdict(found)))


def verdict(found: Comparison) -> str:
    """Return in words what the interval of a difference says."""
    low, high = found.difference.low, found.difference.high
    if math.isnan(low) or math.isnan(high):
        return NOTHING
    if low > 0:
        return "better"
    return "worse" if high < 0 else "not told apart"


def _other_differences(found: TaskResult) -> Table:
    metrics = tuple(metric for metric in METRICS if metric != FIRST)
    rows = tuple((words(name), *(_with_detectable(found.comparisons[name][metric]) for metric in metrics))
                 for name in _others(found))
    return Table("Differences in the other metrics, and the smallest detectable ones",
                 ("other system", *metrics), rows)


def _with_detectable(found: Comparison) -> Cell:
    return words(*difference(found.difference).lines, f"detectable {number(found.detectable)}")


def _others(found: TaskResult) -> list[str]:
    return [name for name in ordered(found) if name in found.comparisons]


def _slice_row(part: SliceResult, order: tuple[str, ...]) -> tuple[Cell, ...]:
    estimates = [part.systems[name][FIRST] for name in order]
    best = best_of(one.mean for one in estimates)
    return (words(part.name), words(f"{part.cases:,}"),
            *(measured(one, best=one.mean == best) for one in estimates))
