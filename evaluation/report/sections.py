"""What only the ranking can tell of itself: optional records of a report, kept beside the rankings of a task."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from evaluation.metrics.bootstrap import Estimate
from evaluation.runs.results import Estimates, Json, to_json
from models.artefacts import parse_json, write_json
from models.errors import ArtefactRefused

FORMAT = 1

T = TypeVar("T")


@dataclass(frozen=True)
class Curve:
    """How many points a term gives for each of its values.

    Attributes:
        title: how people call the term.
        description: how its value comes about.
        importance: what it matters, in points: the mean of |points| over what was ranked.
        points: (value, points), values ascending; at least one.
    """

    title: str
    description: str
    importance: float
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class CandidateRecall:
    """Which share of the right answers is among the candidates.

    Attributes:
        size: how many candidates each generator gives at most.
        generators: name to share.
        together: share of all of them taken together.
    """

    size: int
    generators: Mapping[str, Estimate]
    together: Estimate


@dataclass(frozen=True)
class ExampleSuggestion:
    """A suggested actor.

    Attributes:
        name: of the actor.
        hit: whether it was a right answer.
        rows: (sentence, points) of the ledger, the base too; they add up to the score.
    """

    name: str
    hit: bool
    rows: tuple[tuple[str, float], ...]

    @property
    def score(self) -> float:
        """The sum of the rows, in points."""
        return math.fsum(points for _, points in self.rows)


@dataclass(frozen=True)
class Example:
    """A question and its first suggestions.

    Attributes:
        question: its title.
        seeker: name of the actor that asked.
        good: whether it shows a list that turned out well.
        suggestions: best first.
    """

    question: str
    seeker: str
    good: bool
    suggestions: tuple[ExampleSuggestion, ...]


@dataclass(frozen=True)
class Sections:
    """Optional parts of a report on one task; what is empty is left out.

    Attributes:
        curves: term to its curve.
        recall: of the candidates; None when it was not measured.
        ablation: what was changed to metric to estimate.
        examples: of good and bad lists.
    """

    curves: Mapping[str, Curve]
    recall: CandidateRecall | None
    ablation: Estimates
    examples: tuple[Example, ...]


def write_sections(folder: Path, task: str, sections: Sections) -> None:
    """Write sections atomically to where `read_sections` finds them; the same sections give the same bytes."""
    path = _path(folder, task)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, {"format": FORMAT, **sections_to_json(sections)})


def read_sections(folder: Path, tasks: Iterable[str]) -> dict[str, Sections]:
    """Return the sections of those tasks that have some in the folder of a run.

    Raises:
        ArtefactRefused: a file is damaged or of another format.
    """
    return {task: _read(_path(folder, task)) for task in tasks if _path(folder, task).exists()}


def sections_to_json(sections: Sections) -> Json:
    """Return sections as plain JSON values: figures rounded as those of results are."""
    return to_json(asdict(sections))


def sections_from_json(document: Json) -> Sections:
    """Return what `sections_to_json` wrote."""
    recall = document["recall"]
    return Sections(_each(_curve, document["curves"]), None if recall is None else _recall(recall),
                    _each(_estimates, document["ablation"]), tuple(map(_example, document["examples"])))


def _path(folder: Path, task: str) -> Path:
    return folder / task / "kumppani.sections.json"


def _read(path: Path) -> Sections:
    try:
        document = parse_json(path.read_bytes())
        if document.pop("format") != FORMAT:
            raise ArtefactRefused("these sections of a report are of another format", str(path), _CURE)
        return sections_from_json(document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtefactRefused("there are no sections of a report here that can be read", str(path), _CURE) from error


_CURE = "Delete the file, or make it anew with what wrote it."


def _each(make: Callable[[Json], T], document: Json) -> dict[str, T]:
    return {name: make(part) for name, part in document.items()}


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _estimates(document: Json) -> dict[str, Estimate]:
    return _each(lambda own: Estimate(**_each(_number, own)), document)


def _pairs(document: Json) -> tuple[tuple[Json, float], ...]:
    return tuple((first, second) for first, second in document)


def _curve(document: Json) -> Curve:
    return Curve(**{**document, "points": _pairs(document["points"])})


def _recall(document: Json) -> CandidateRecall:
    together = _estimates({"together": document["together"]})["together"]
    return CandidateRecall(document["size"], _estimates(document["generators"]), together)


def _suggestion(document: Json) -> ExampleSuggestion:
    return ExampleSuggestion(**{**document, "rows": _pairs(document["rows"])})


def _example(document: Json) -> Example:
    return Example(**{**document, "suggestions": tuple(map(_suggestion, document["suggestions"]))})
