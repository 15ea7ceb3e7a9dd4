"""The charts of a report, drawn with Altair; each says in words what it shows, and a table holds the same figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from evaluation.comparison import Estimate
from evaluation.report.figures import DIRECTIONS, measured, number, signed
from evaluation.report.parts import Chart, Specification
from evaluation.report.sections import Curve
from evaluation.results import SliceResult, TaskResult
from models.registry import load_package

ACCURACY = "ndcg@10"
EXPOSURES = ("gini", "coverage")

KINDS = ("reference", "other")
COLOURS = ("#d55e00", "#3d85c6")
"""Told apart by people who see few colours, and on white as on black; the shapes differ too."""
SHAPES = ("diamond", "circle")

ROW_HEIGHT = 18
HEIGHT = 380
LABEL_HEIGHT = 0.045
LABEL_WIDTH = 0.35
"""Parts of a plot that a name takes."""

CONFIG: Specification = {
    "background": "transparent", "font": "system-ui, sans-serif", "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 200},
}

Altair: TypeAlias = Any
"""What Altair makes: the package is loaded when the first chart is drawn."""

Rows: TypeAlias = list[dict[str, Any]]


@dataclass(frozen=True)
class Label:
    """Where the name of a point stands.

    Attributes:
        label: its height, that of the point or above.
        side: of the point, left or right.
    """

    label: float
    side: str


def slice_charts(task: str, found: TaskResult, order: Sequence[str]) -> tuple[Chart, ...]:
    """Return one chart per slice, with a dot and an interval per system; all have the same axis.

    Raises:
        MissingExtra: Altair is not installed; so do the other functions here.
    """
    ends = (one[ACCURACY].high for part in found.slices for one in part.systems.values())
    top = max((end for end in ends if math.isfinite(end)), default=0.0) or 1.0
    return tuple(Chart(f"{task}-slice-{position}", f"{part.name} ({part.cases:,})", _slice_told(part, order),
                       _specification(_dots(part, order, found.reference, top)))
                 for position, part in enumerate(found.slices))


def exposure_charts(task: str, found: TaskResult, order: Sequence[str]) -> tuple[Chart, ...]:
    """Return accuracy against gini and against coverage, a labelled point with intervals per system."""
    charts = []
    for metric in EXPOSURES:
        known = [name for name in order if _is_known(found.systems[name][metric], found.systems[name][ACCURACY])]
        title = f"{ACCURACY} against {metric}"
        told = "; ".join(f"{name}: {metric} {number(found.systems[name][metric].mean)}, {ACCURACY} "
                         f"{number(found.systems[name][ACCURACY].mean)}" for name in known)
        charts.append(Chart(f"{task}-{metric}", title, f"{title}. {told}.",
                            _specification(_points(found, known, metric)), wide=True))
    return tuple(charts)


def curve_charts(task: str, curves: Mapping[str, Curve]) -> tuple[Chart, ...]:
    """Return one chart per term; all have the same axis of points."""
    heights = [0.0, *(points for one in curves.values() for _, points in one.points)]
    span = [min(heights), max(heights)] if any(heights) else [-1.0, 1.0]
    return tuple(Chart(f"{task}-curve-{position}", one.title, _curve_told(one), _specification(_line(one, span)))
                 for position, one in enumerate(curves.values()))


def spread(places: Mapping[str, tuple[float, float]]) -> dict[str, Label]:
    """Return where names stand: beside their points, towards the middle, moved up until none lies on another.

    Args:
        places: name to x and y of its point.
    """
    if not places:
        return {}
    across, up = zip(*places.values(), strict=True)
    middle, width, height = (max(across) + min(across)) / 2, max(across) - min(across), max(up) - min(up)
    labels: dict[str, Label] = {}
    for name, (x, y) in sorted(places.items(), key=lambda item: item[1][::-1]):
        side = "left" if x > middle else "right"
        near = (one.label for other, one in labels.items()
                if one.side == side and abs(places[other][0] - x) < LABEL_WIDTH * width)
        labels[name] = Label(max([y, *(below + LABEL_HEIGHT * height for below in near)]), side)
    return labels


def _specification(chart: Altair) -> Specification:
    return {**chart.properties(width="container").to_dict(), "config": CONFIG}


def _base(rows: Rows) -> Altair:
    package = load_package("altair", "evaluation")
    return package.Chart(package.Data(values=rows))


def _is_known(*estimates: Estimate) -> bool:
    return all(math.isfinite(value) for one in estimates for value in asdict(one).values())


def _slice_told(part: SliceResult, order: Sequence[str]) -> str:
    told = "; ".join(f"{name} {' '.join(measured(part.systems[name][ACCURACY]).lines)}" for name in order)
    return f"{ACCURACY} on {part.name}, {part.cases:,} questions. {told}."


def _curve_told(curve: Curve) -> str:
    told = "; ".join(f"{value:g}: {signed(points)}" for value, points in curve.points)
    return f"Points that the term gives, by its value. {told}."


def _marked(chart: Altair, package: Altair) -> Altair:
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
    dots = _marked(base, package).encode(x=package.X("mean:Q", **axis))
    return package.layer(intervals, dots).properties(height=ROW_HEIGHT * len(order))


def _points(found: TaskResult, known: Sequence[str], metric: str) -> Altair:
    package = load_package("altair", "evaluation")
    base = _base(_point_rows(found, known, metric)).encode(
        x=package.X("x:Q", title=_title(metric), scale=package.Scale(zero=False)),
        y=package.Y("y:Q", title=_title(ACCURACY)))
    colour = _by_kind(package.Color, COLOURS, package)
    layers = [base.mark_rule(opacity=0.6).encode(x="x_low:Q", x2="x_high:Q", color=colour),
              base.mark_rule(opacity=0.6).encode(y="y_low:Q", y2="y_high:Q", color=colour),
              _marked(base, package)]
    for side, align, shift in (("right", "left", 9), ("left", "right", -9)):
        names = base.transform_filter(package.datum.side == side).mark_text(align=align, dx=shift, fontSize=12)
        layers.append(names.encode(y="label:Q", text="system:N"))
    return package.layer(*layers).properties(height=HEIGHT)


def _point_rows(found: TaskResult, known: Sequence[str], metric: str) -> Rows:
    places = {name: (found.systems[name][metric].mean, found.systems[name][ACCURACY].mean) for name in known}
    labels = spread(places)
    return [{"system": name, "kind": _kind(name, found.reference), "x": places[name][0], "y": places[name][1],
             **_ends("x", found.systems[name][metric]), **_ends("y", found.systems[name][ACCURACY]),
             **asdict(labels[name])} for name in known]


def _ends(axis: str, found: Estimate) -> dict[str, float]:
    return {f"{axis}_low": found.low, f"{axis}_high": found.high}


def _title(metric: str) -> str:
    return f"{metric} ({DIRECTIONS[metric]} is better)"


def _line(curve: Curve, span: Iterable[float]) -> Altair:
    package = load_package("altair", "evaluation")
    rows = [{"value": value, "points": points} for value, points in curve.points]
    line = _base(rows).mark_line(point=True, color=COLOURS[1]).encode(
        x=package.X("value:Q", title="value", scale=package.Scale(zero=False)),
        y=package.Y("points:Q", title="points", scale=package.Scale(domain=list(span))))
    zero = _base([{"points": 0}]).mark_rule(strokeDash=[4, 4], color="#888888").encode(y="points:Q")
    return package.layer(zero, line).properties(height=160)
