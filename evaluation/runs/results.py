"""What a run has found, as records and as JSON: all that a report needs, and no clock, so that reruns are identical."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from evaluation.metrics.bootstrap import Comparison, Estimate
from evaluation.metrics.duels import Duel
from models.artefacts import parse_json, write_json
from models.errors import ArtefactRefused

FORMAT = 1
DIGITS = 6
"""Figures are rounded to this many decimals: beyond, they differ with the machine's way of adding numbers up."""

Json: TypeAlias = Any
Estimates: TypeAlias = Mapping[str, Mapping[str, Estimate]]
"""System to metric to estimate."""

T = TypeVar("T")


@dataclass(frozen=True)
class SliceResult:
    """A part of the questions.

    Attributes:
        name: what it is called.
        cases: number of questions in it.
        systems: system to metric to estimate.
    """

    name: str
    cases: int
    systems: Estimates


@dataclass(frozen=True)
class TaskResult:
    """Everything about one task.

    Attributes:
        cases: number of questions.
        systems: system to metric, those of exposure too, to estimate.
        slices: in the order of `evaluation.metrics.slices.SLICES`.
        reference: the system that the others are compared with.
        comparisons: other system to metric to (reference against other).
        duel: the two best by ndcg@10; None with fewer than two systems.
    """

    cases: int
    systems: Estimates
    slices: tuple[SliceResult, ...]
    reference: str
    comparisons: Mapping[str, Mapping[str, Comparison]]
    duel: Duel | None = None


@dataclass(frozen=True)
class Results:
    """Everything about one run.

    Attributes:
        dataset: its name.
        split: name of the period, and `start`, `until` its days (ISO 8601; `until` is the first day behind it).
        actors, cooperations: how many were known on the eve of the period.
        settings: how intervals were made.
        versions: of the program and of what it computes with.
        systems: name to what it is and how it was tuned.
        tasks: what was found, by task.
        in_use: the system that ranks with the weights that the service uses; empty where it was not asked for.
        left_out: metric to why it is not measured here.
    """

    dataset: str
    split: str
    start: str
    until: str
    actors: int
    cooperations: int
    settings: Mapping[str, float]
    versions: Mapping[str, str]
    systems: Mapping[str, Mapping[str, str]]
    tasks: Mapping[str, TaskResult] = field(default_factory=dict)
    in_use: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)

    def figures(self) -> Json:
        """Return task to system to metric to mean, low and high."""
        return {task: to_json(result.systems) for task, result in self.tasks.items()}


def to_json(value: object) -> Json:
    """Return records as plain JSON values: figures rounded, and null for what is not a number."""
    if isinstance(value, Results | TaskResult | SliceResult | Estimate | Comparison | Duel):
        return to_json(asdict(value))
    if isinstance(value, Mapping):
        return {name: to_json(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(part) for part in value]
    if isinstance(value, float):
        return round(value, DIGITS) if math.isfinite(value) else None
    return value


def from_json(document: Json) -> Results:
    """Return the results that `to_json` wrote; figures have the decimals that were written."""
    return Results(**{**document, "tasks": _each(_task, document["tasks"])})


def write_results(path: Path, results: Results) -> None:
    """Write results atomically; the same results give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, {"format": FORMAT, **to_json(results)})


def read_results(path: Path) -> Results:
    """Read what `write_results` wrote.

    Raises:
        ArtefactRefused: the file is missing, damaged or of another format.
    """
    try:
        document = parse_json(path.read_bytes())
        if document.pop("format") != FORMAT:
            raise ArtefactRefused("these results are of another format", str(path), _CURE)
        return from_json(document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtefactRefused("there are no results here that can be read", str(path), _CURE) from error


_CURE = "Make them anew with “kumppani evaluate”."


def _each(make: Callable[[Json], T], document: Json) -> dict[str, T]:
    return {name: make(part) for name, part in document.items()}


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _estimate(document: Json) -> Estimate:
    return Estimate(**_each(_number, document))


def _estimates(document: Json) -> Estimates:
    return _each(lambda metrics: _each(_estimate, metrics), document)


def _comparison(document: Json) -> Comparison:
    return Comparison(**{**document, "difference": _estimate(document["difference"]),
                         "detectable": _number(document["detectable"])})


def _duel(document: Json) -> Duel | None:
    return document and Duel(**{**document, "comparison": _comparison(document["comparison"])})


def _slice(document: Json) -> SliceResult:
    return SliceResult(**{**document, "systems": _estimates(document["systems"])})


def _task(document: Json) -> TaskResult:
    comparisons = _each(lambda metrics: _each(_comparison, metrics), document["comparisons"])
    return TaskResult(**{**document, "systems": _estimates(document["systems"]), "comparisons": comparisons,
                         "slices": tuple(map(_slice, document["slices"])), "duel": _duel(document.get("duel"))})
