"""From rankings to results: metrics with intervals, exposure, slices, and comparisons of one system with the others."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from functools import partial
from importlib.metadata import version
from typing import TypeAlias

import numpy as np

from evaluation.baselines import System
from evaluation.metrics import bootstrap as comparison
from evaluation.metrics.bootstrap import Comparison, Estimate, compare, estimate, estimate_of_lists, resampled_means
from evaluation.metrics.exposure import EXPOSURE, Actors, describe_actors, lists
from evaluation.metrics.ranking import KEPT, METRICS, SHOWN, UNKNOWN_RANK, Judged, judge
from evaluation.metrics.slices import Slice, slices
from evaluation.runs.ranking import Rankings, Round
from evaluation.runs.results import Estimates, Results, SliceResult, TaskResult
from models.arrays import Float64Array

OURS = "kumppani"
LEADING = "ndcg@10"
"""Where ours does not take part, the best by this metric is set against the others."""

SLICE_METRICS = (LEADING, "recall@100")

Values: TypeAlias = Mapping[str, Mapping[str, Float64Array]]
"""System to metric to one value per question, or per resample."""


def judge_round(asked: Round, systems: Mapping[str, System], rankings: Mapping[str, Mapping[str, Rankings]]) -> Results:
    """Return everything that the rankings of a round say.

    Args:
        asked: the questions.
        systems: the entries of the systems that answered.
        rankings: system to task to what it answered.
    """
    period, network = asked.dataset.periods[asked.split], asked.history.network
    actors = describe_actors(asked.history)
    tasks = {task: _judge_task(asked, task, {name: found[task] for name, found in rankings.items()}, actors)
             for task in asked.cases}
    return Results(asked.dataset.name, asked.split, period.start.isoformat(), period.until.isoformat(),
                   len(network.actors), len(network.cooperations), _settings(), _versions(),
                   {name: {"description": system.description, "tuned": system.tuned}
                    for name, system in systems.items()}, tasks)


def _judge_task(asked: Round, task: str, rankings: Mapping[str, Rankings], actors: Actors) -> TaskResult:
    cases = asked.cases[task]
    relevant = [case.relevant for case in cases]
    values = _values({name: judge(found.rows.astype(np.int64), relevant, found.first.astype(np.int64))
                      for name, found in rankings.items()}, tuple(METRICS))
    means = _means(values)
    estimates = _estimates(values, means)
    reference = OURS if OURS in rankings else max(rankings, key=lambda name: estimates[name][LEADING].mean)
    shown = _exposure(asked, task, rankings, actors)
    return TaskResult(len(cases), {name: {**estimates[name], **shown[name]} for name in rankings},
                      tuple(_judge_slice(part, rankings) for part in slices(asked.dataset, asked.history, cases)),
                      reference, _comparisons(reference, values, means))


def _judge_slice(part: Slice, rankings: Mapping[str, Rankings]) -> SliceResult:
    first = np.full(len(part.positions), UNKNOWN_RANK)
    values = _values({name: judge(found.rows[part.positions].astype(np.int64), part.relevant, first)
                      for name, found in rankings.items()}, SLICE_METRICS)
    return SliceResult(part.name, len(part.positions), _estimates(values, _means(values)))


def _values(judged: Mapping[str, Judged], metrics: tuple[str, ...]) -> Values:
    return {name: {metric: METRICS[metric].function(found) for metric in metrics} for name, found in judged.items()}


def _means(values: Values) -> Values:
    """Return the means in the same resamples for all systems and metrics, drawn once for all of them."""
    columns = [(name, metric) for name, metrics in values.items() for metric in metrics]
    matrix = np.stack([values[name][metric] for name, metric in columns], axis=1)
    drawn = dict(zip(columns, resampled_means(matrix).T, strict=True))
    return {name: {metric: drawn[name, metric] for metric in metrics} for name, metrics in values.items()}


def _estimates(values: Values, means: Values) -> Estimates:
    return {name: {metric: estimate(found, means[name][metric]) for metric, found in metrics.items()}
            for name, metrics in values.items()}


def _exposure(asked: Round, task: str, rankings: Mapping[str, Rankings], actors: Actors) -> Estimates:
    cases = asked.cases[task]
    found: dict[str, dict[str, Estimate]] = {}
    for name, ranking in rankings.items():
        shown = lists(ranking.rows.astype(np.int64), cases, actors)
        found[name] = {metric: estimate_of_lists(partial(entry.function, shown), len(cases))
                       for metric, entry in EXPOSURE.items()}
    return found


def _comparisons(reference: str, values: Values, means: Values) -> dict[str, dict[str, Comparison]]:
    return {other: {metric: compare(values[reference][metric], theirs, means[reference][metric], means[other][metric])
                    for metric, theirs in metrics.items()}
            for other, metrics in values.items() if other != reference}


def _settings() -> dict[str, float]:
    return {"kept": KEPT, "shown": SHOWN, "resamples": comparison.RESAMPLES, "seed": comparison.SEED,
            "exposure_resamples": comparison.EXPOSURE_RESAMPLES, "level": comparison.LEVEL,
            "alpha": comparison.ALPHA, "power": comparison.POWER}


def _versions() -> dict[str, str]:
    return {"kumppani": version("kumppani"), "python": platform.python_version(), "numpy": np.__version__}
