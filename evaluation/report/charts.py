"""The charts of a report, drawn with Altair; each says in words what it shows, and a table holds the same figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from evaluation.judged.reliability import Bin
from evaluation.metrics.bootstrap import Estimate
from evaluation.report.figures import DIRECTIONS, figure_cell, number, with_sign
from evaluation.report.parts import Chart, Specification
from evaluation.report.sections import Curve
from evaluation.runs.results import SliceResult, TaskResult
from models.registry import load_package

ACCURACY = "ndcg@10"
EXPOSURES = ("gini", "coverage")

KINDS = ("reference", "other")
COLOURS = ("#d55e00", "#3d85c6")
"""Told apart by people who see few colours, and on white as on black; the shapes differ too."""
SHAPES = ("diamond", "circle")
GREY = "#888888"

ROW_HEIGHT = 18
HEIGHT = 380
LABEL_ROOM = 0.045
"""The part of a plot's height that a name takes."""
LABEL_WIDTH = 160

CONFIG: Specification = {
    "background": "transparent", "font": "system-ui, sans-serif", "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 200},
}

Altair: TypeAlias = Any
"""What Altair makes: the package is loaded when the first chart is drawn."""

Rows: TypeAlias = list[dict[str, Any]]


def slice_charts(task: str, result: TaskResult, order: Sequence[str]) -> tuple[Chart, ...]:
    """Return one chart per slice, with a dot and an interval per system; all have the same axis.

    Raises:
        MissingExtra: Altair is not installed; so do the other functions here.
    """
    ends = (one[ACCURACY].high for part in result.slices for one in part.systems.values())
    top = max((end for end in ends if math.isfinite(end)), default=0.0) or 1.0
    return tuple(Chart(f"{task}-slice-{position}", f"{part.name} ({part.cases:,})", _slice_in_words(part, order),
                       _specification(_dots(part, order, result.reference, top)))
                 for position, part in enumerate(result.slices))


def exposure_charts(task: str, result: TaskResult, order: Sequence[str]) -> tuple[Chart, ...]:
    """Return accuracy against gini and against coverage, a labelled point with intervals per system."""
    charts = []
    for metric in EXPOSURES:
        names = [name for name in order if _is_known(result.systems[name][metric], result.systems[name][ACCURACY])]
        title = f"{ACCURACY} against {metric}"
        words = "; ".join(f"{name}: {metric} {number(result.systems[name][metric].mean)}, {ACCURACY} "
                          f"{number(result.systems[name][ACCURACY].mean)}" for name in names)
        charts.append(Chart(f"{task}-{metric}", title, f"{title}. {words}.",
                            _specification(_points(result, names, metric)), wide=True))
    return tuple(charts)


def curve_charts(task: str, curves: Mapping[str, Curve]) -> tuple[Chart, ...]:
    """Return one chart per term, each with an axis of points of its own that holds zero."""
    return tuple(Chart(f"{task}-curve-{position}", one.title, _curve_in_words(one), _specification(_line(one)))
                 for position, one in enumerate(curves.values()))


def reliability_chart(bins: Sequence[Bin]) -> Chart:
    """Return the share of good partners against their chance, a dot per bin beside the line on which both are equal."""
    package = load_package("altair", "evaluation")
    known = [one for one in bins if one.pairs]
    rows = [{"chance": one.expected, "share": one.observed, "pairs": one.pairs} for one in known]
    axis = package.Scale(domain=[0, 1])
    line = _base([{"chance": 0, "share": 0}, {"chance": 1, "share": 1}]).mark_line(color=GREY, strokeDash=[4, 4])
    layers = [layer.encode(x=package.X("chance:Q", title="mean chance", scale=axis),
                           y=package.Y("share:Q", title="share of good partners", scale=axis))
              for layer in (line, _base(rows).mark_line(color=COLOURS[0], point={"filled": True, "size": 80}))]
    said = "; ".join(f"{number(one.expected)}: {number(one.observed)} of {one.pairs:,}" for one in known)
    return Chart("reliability", "Chance and share of good partners", f"Share of good partners by chance. {said}.",
                 _specification(package.layer(*layers).properties(height=HEIGHT)))


def spread(heights: Mapping[str, float], top: float) -> dict[str, float]:
    """Return where names stand in a column between 0 and `top`: as near to their heights as leaves each its room.

    Names keep the order of their heights. First each moves up from the one below, then down from the top.

    Args:
        heights: name to its height, 0 to `top`.
        top: end of the column.
    """
    room = min(LABEL_ROOM, 1 / max(len(heights) - 1, 1)) * top
    names = sorted(heights, key=lambda name: heights[name])
    places: dict[str, float] = {}
    lowest = 0.0
    for name in names:
        places[name] = max(heights[name], lowest)
        lowest = places[name] + room
    highest = top
    for name in reversed(names):
        places[name] = min(places[name], highest)
        highest = places[name] - room
    return places


def _specification(chart: Altair) -> Specification:
    return {**chart.properties(width="container").to_dict(), "config": CONFIG}


def _base(rows: Rows) -> Altair:
    package = load_package("altair", "evaluation")
    return package.Chart(package.Data(values=rows))


def _is_known(*estimates: Estimate) -> bool:
    return all(math.isfinite(value) for one in estimates for value in asdict(one).values())


def _slice_in_words(part: SliceResult, order: Sequence[str]) -> str:
    words = "; ".join(f"{name} {' '.join(figure_cell(part.systems[name][ACCURACY]).lines)}" for name in order)
    return f"{ACCURACY} on {part.name}, {part.cases:,} questions. {words}."


def _curve_in_words(curve: Curve) -> str:
    words = "; ".join(f"{value:g}: {with_sign(points)}" for value, points in curve.points)
    return f"Points that the term gives, by its value. {words}."


def _points_by_kind(chart: Altair, package: Altair) -> Altair:
    """Add colour and shape, which tell the reference from the others."""
    return chart.mark_point(filled=True, size=80, opacity=1).encode(
        color=_by_kind(package.Color, COLOURS, package), shape=_by_kind(package.Shape, SHAPES, package))


def _by_kind(channel: Altair, values: Sequence[str], package: Altair) -> Altair:
    return channel("kind:N", legend=None, scale=package.Scale(domain=KINDS, range=values))


def _kind(name: str, reference: str) -> str:
    return KINDS[name != reference]


def _dots(part: SliceResult, order: Sequence[str], reference: str, top: float) -> Altair:
    package = load_package("altair", "evaluation")
    rows = [{"system": name, "kind": _kind(name, reference), **asdict(part.systems[name][ACCURACY])} for name in order]
    base = _base(rows).encode(y=package.Y("system:N", sort=list(order), title=None))
    axis = {"title": ACCURACY, "scale": package.Scale(domain=[0, top]), "axis": package.Axis(tickCount=4)}
    intervals = base.mark_rule(strokeWidth=2).encode(x=package.X("low:Q", **axis), x2="high:Q",
                                                     color=_by_kind(package.Color, COLOURS, package))
    dots = _points_by_kind(base, package).encode(x=package.X("mean:Q", **axis))
    return package.layer(intervals, dots).properties(height=ROW_HEIGHT * len(order))


def _points(result: TaskResult, names: Sequence[str], metric: str) -> Altair:
    package = load_package("altair", "evaluation")
    top = max((result.systems[name][ACCURACY].high for name in names), default=0.0) or 1.0
    base = _base(_point_rows(result, names, metric, top)).encode(
        x=package.X("x:Q", title=_title(metric), scale=package.Scale(zero=False), axis=package.Axis(tickCount=6)),
        y=package.Y("y:Q", title=_title(ACCURACY), scale=package.Scale(domain=[0, top])))
    colour, edge = _by_kind(package.Color, COLOURS, package), package.value("width")
    labels = base.mark_text(align="left", dx=4, fontSize=12).encode(x=edge, y="label:Q", text="system:N")
    return package.layer(
        base.mark_rule(opacity=0.5, color=GREY).encode(x2=edge, y2="label:Q"),
        base.mark_rule(strokeWidth=2).encode(x="x_low:Q", x2="x_high:Q", color=colour),
        base.mark_rule(strokeWidth=2).encode(y="y_low:Q", y2="y_high:Q", color=colour),
        _points_by_kind(base, package), labels,
    ).properties(height=HEIGHT, padding={"left": 5, "top": 10, "bottom": 5, "right": LABEL_WIDTH})


def _point_rows(result: TaskResult, names: Sequence[str], metric: str, top: float) -> Rows:
    labels = spread({name: result.systems[name][ACCURACY].mean for name in names}, top)
    rows = []
    for name in names:
        across, up = (result.systems[name][one] for one in (metric, ACCURACY))
        rows.append({"system": name, "kind": _kind(name, result.reference), "label": labels[name],
                     "x": across.mean, "x_low": across.low, "x_high": across.high,
                     "y": up.mean, "y_low": up.low, "y_high": up.high})
    return rows


def _title(metric: str) -> str:
    return f"{metric} ({DIRECTIONS[metric]} is better)"


def _line(curve: Curve) -> Altair:
    package = load_package("altair", "evaluation")
    rows = [{"value": value, "points": points} for value, points in curve.points]
    line = _base(rows).mark_line(point=True, color=COLOURS[1]).encode(
        x=package.X("value:Q", title="value", scale=package.Scale(zero=False), axis=package.Axis(tickCount=4)),
        y=package.Y("points:Q", title="points", scale=package.Scale(zero=True), axis=package.Axis(tickCount=4)))
    zero = _base([{"points": 0}]).mark_rule(strokeDash=[4, 4], color=GREY).encode(y="points:Q")
    return package.layer(zero, line).properties(height=160)
