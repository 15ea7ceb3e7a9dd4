"""Judging: systems answer a judged collection, and what was found, as records and as JSON without a clock."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from evaluation.judged.collection import Collection, JudgedQuestion
from evaluation.judged.metrics import METRICS, TRAPS, is_kept, mean_of, measure, share_of
from evaluation.judged.slices import FEW, slices
from evaluation.judged.systems import Lister, System
from evaluation.metrics.bootstrap import Estimate
from evaluation.metrics.duels import Duel, duel
from models.arrays import Float64Array
from models.artefacts import write_json

FORMAT = 1
DIGITS = 6
FIRST = "ndcg@10"

Lists: TypeAlias = Mapping[str, Sequence[str]]
"""Question to the ids of its list, best first."""


@dataclass(frozen=True)
class PartResult:
    """What was found on some of the questions.

    Attributes:
        questions: how many there are.
        unanswerable: how many of them have no positive grade, and count in traps only.
        checks: number of traps.
        few: whether the part is so small that it says little.
        systems: system to metric to estimate.
        duel: the two best by ndcg@10; one that is told by hand, or is another as shown, is no rival. None with fewer
            than two rivals, or without a question that has a value.
    """

    questions: int
    unanswerable: int
    checks: int
    few: bool
    systems: Mapping[str, Mapping[str, Estimate]]
    duel: Duel | None


@dataclass(frozen=True)
class JudgedResults:
    """Everything about one run.

    Attributes:
        collection: its name, and `as_of` the day the lists are made for.
        actors: how many the network has.
        grades: a short text that changes with any question, grade or trap (SHA-256, 12 digits).
        versions: of the program and of what it computes with.
        systems: name to what it does.
        left_out: system to why it could not take part.
        parts: name to what was found; stored actors and ideas first.
        in_use: the system that ranks with the weights that the service uses; empty where it did not answer.
        taught_here: systems whose weights were taught by these very grades, which flatter them.
    """

    collection: str
    as_of: str
    actors: int
    grades: str
    versions: Mapping[str, str]
    systems: Mapping[str, str]
    left_out: Mapping[str, str]
    parts: Mapping[str, PartResult]
    in_use: str = ""
    taught_here: tuple[str, ...] = ()


def answer(collection: Collection, system: System, advance: Callable[[int], None] = lambda _count: None) -> Lists:
    """Return the lists of a system; one that is told by hand answers ideas only.

    Raises:
        ModelError: a package or model that it needs is not there.
    """
    lister: Lister = system.open(collection.ground)
    lists = {}
    for count, question in enumerate(collection.questions, start=1):
        if question.idea or not system.told_by_hand:
            lists[question.id] = lister(question, collection.depth)
        advance(count)
    return lists


def judge(collection: Collection, systems: Mapping[str, System], lists: Mapping[str, Lists],
          left_out: Mapping[str, str], in_use: str = "") -> JudgedResults:
    """Return how good the lists of the systems are.

    Args:
        collection: the questions.
        systems: those that answered, by name.
        lists: system to its lists.
        left_out: system to why it could not take part.
        in_use: the system that ranks with the weights that the service uses.
    """
    values = {name: _values(collection, own) for name, own in lists.items()}
    everywhere = [name for name in lists if not systems[name].told_by_hand]
    rivals = [name for name in everywhere if not systems[name].as_shown]
    parts = slices(collection.questions, collection.ground.vocabularies)
    return JudgedResults(
        collection.name, collection.ground.as_of.isoformat(), len(collection.ground.network.actors),
        fingerprint(collection), collection.ground.snapshot.versions.as_dict(),
        {name: systems[name].description for name in lists}, dict(left_out),
        {name: _part(collection, np.array(positions), values, everywhere, rivals) for name, positions in parts.items()},
        in_use if in_use in lists else "")


def write_judged(path: Path, results: JudgedResults) -> None:
    """Write results atomically; the same results give the same bytes."""
    write_json(path, {"format": FORMAT, **judged_figures(results)})


def judged_figures(results: JudgedResults) -> dict[str, Any]:
    """Return results as plain values: figures rounded, None for what is not a number."""
    document: dict[str, Any] = _plain(asdict(results))
    return document


def _values(collection: Collection, lists: Lists) -> dict[str, Float64Array]:
    """Return metric to its values [q], NaN where there is none, and kept traps, `TRAPS`, [q]."""
    def of(question: JudgedQuestion, metric: str) -> float:
        ranked = lists.get(question.id)
        return math.nan if ranked is None else measure(METRICS[metric], ranked, question.grades)

    values = {metric: np.array([of(question, metric) for question in collection.questions]) for metric in METRICS}
    kept = [sum(is_kept(trap, lists.get(question.id, ())) for trap in collection.traps if trap.asks == question.id)
            for question in collection.questions]
    return values | {TRAPS: np.array(kept, dtype=np.float64)}


def _part(collection: Collection, positions: Any, values: Mapping[str, Mapping[str, Float64Array]],  # noqa: ANN401
          everywhere: Sequence[str], rivals: Sequence[str]) -> PartResult:
    questions = [collection.questions[position] for position in positions]
    checks = np.array([sum(trap.asks == question.id for trap in collection.traps) for question in questions], float)
    only_ideas = all(question.idea for question in questions)
    systems = {
        name: {**{metric: mean_of(own[metric][positions]) for metric in METRICS},
               TRAPS: share_of(own[TRAPS][positions], checks)}
        for name, own in values.items() if only_ideas or name in everywhere}
    unanswerable = sum(not any(question.grades.values()) for question in questions)
    two_best = duel({name: values[name][FIRST][positions] for name in rivals})
    return PartResult(len(questions), unanswerable, int(checks.sum()), len(questions) < FEW, systems, two_best)


def fingerprint(collection: Collection) -> str:
    """Return a short text that changes with any question, grade or trap (SHA-256, 12 digits)."""
    records = [(question.id, sorted(question.grades.items()), question.idea) for question in collection.questions]
    return hashlib.sha256(repr((records, collection.traps)).encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever the records hold
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, float):
        return round(value, DIGITS) if math.isfinite(value) else None
    return value
