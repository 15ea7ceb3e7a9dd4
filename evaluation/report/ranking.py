"""What the ranking tells of itself on a task: its curves, its candidates, what each of its parts adds, and examples."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from evaluation.report.charts import curve_charts
from evaluation.report.figures import NOTHING, figure_cell, number, with_sign
from evaluation.report.parts import Part, Table, TableCell, words
from evaluation.report.sections import CandidateRecall, Curve, Example, ExampleSuggestion
from evaluation.runs.results import Estimates


def curves_part(task: str, curves: Mapping[str, Curve]) -> Part:
    """Return the points that each term gives, by its value; the most important term first."""
    by_importance = dict(sorted(curves.items(), key=lambda item: -item[1].importance))
    rows = tuple(_curve_row(name, one) for name, one in by_importance.items())
    columns = ("term", "how its value comes about", "importance", "fewest points", "most points")
    table = Table("The terms and their points", columns, rows, frozenset({0, 1}))
    reading = ("Points are log-odds: they add up to the score. Importance is the mean of the points without their "
               "sign. Each chart has its own axis of points.")
    return Part(3, task, (reading,), (table,), curve_charts(task, by_importance))


def recall_part(task: str, recall: CandidateRecall) -> Part:
    """Return which share of the right answers is among the candidates, per generator and together."""
    rows = tuple((words(name), figure_cell(estimate)) for name, estimate in recall.generators.items())
    reading = (f"Most generators give up to {recall.size:,} candidates, and none where what they look for weighs "
               "nothing. What none of them gives cannot be suggested.")
    table = Table("Right answers among the candidates", ("generator", "recall"),
                  (*rows, (words("all together"), figure_cell(recall.together))))
    return Part(3, task, (reading,), (table,))


def ablation_part(task: str, ablation: Estimates) -> Part:
    """Return how good the lists are when a part of the ranking is changed."""
    metrics = tuple(dict.fromkeys(metric for estimates in ablation.values() for metric in estimates))
    rows = tuple((words(change), *(figure_cell(estimates[metric]) if metric in estimates else words(NOTHING)
                                   for metric in metrics)) for change, estimates in ablation.items())
    reading = ("Where a term is left out, the others keep their weights. A term can matter a lot and cost little when "
               "it is left out, as others say much the same. An oracle knows what no ranking can know: it shows the "
               "ceiling.")
    table = Table("What was changed, and how good the lists are then", ("change", *metrics), rows)
    return Part(3, task, (reading,), (table,))


def example_part(example: Example) -> Part:
    """Return a question with its suggestions and why each of them stands there."""
    rows = tuple(_suggestion_row(rank, one) for rank, one in enumerate(example.suggestions, 1))
    hits = sum(one.hit for one in example.suggestions)
    title = f"{'Good' if example.good else 'Bad'}: {example.question}"
    table = Table(f"Suggestions: {hits} of {len(rows)} right", ("rank", "suggestion", "turned out", "score", "ledger"),
                  rows, frozenset({0, 1, 2, 4}))
    return Part(4, title, (f"Asked by {example.seeker}.",), (table,))


def _curve_row(name: str, curve: Curve) -> tuple[TableCell, ...]:
    lowest, highest = (choose(curve.points, key=itemgetter(1)) for choose in (min, max))
    titles = dict.fromkeys((curve.title, name))
    return words(*titles), words(curve.description), words(number(curve.importance)), _at(lowest), _at(highest)


def _at(point: tuple[float, float]) -> TableCell:
    value, points = point
    return words(with_sign(points), f"at {value:g}")


def _suggestion_row(rank: int, one: ExampleSuggestion) -> tuple[TableCell, ...]:
    ledger = (f"{with_sign(points)}: {sentence}" for sentence, points in one.rows)
    return (words(f"{rank}"), words(one.name), words("✓ hit" if one.hit else "✗ miss"), words(with_sign(one.score)),
            words(*ledger))
