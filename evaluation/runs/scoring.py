"""From rankings to results: metrics with intervals, exposure, slices, and comparisons of one system with the others."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from functools import partial
from importlib.metadata import version
from typing import TypeAlias

import numpy as np

from evaluation.baselines import System
from evaluation.metrics import bootstrap
from evaluation.metrics.bootstrap import Comparison, Estimate, compare, estimate, estimate_of_lists, resampled_means
from evaluation.metrics.duels import duel
from evaluation.metrics.exposure import EXPOSURE, ActorTraits, describe_actors, top_lists
from evaluation.metrics.ranking import LIST_LENGTH, METRICS, RANKING_LENGTH, ROOM, UNKNOWN_RANK, Judgements, judge
from evaluation.metrics.slices import Slice, slices
from evaluation.runs.ranking import Holdout, Rankings
from evaluation.runs.results import Estimates, Results, SliceResult, TaskResult
from models.arrays import Float64Array

OWN_SYSTEM = "kumppani (with_history)"
"""Ours with the weights that were learned from cooperation: the benchmark's own ground."""

LEADING = "ndcg@10"
"""The best of ours by this metric is set against the others; the best of all where ours does not take part."""

SLICE_METRICS = (LEADING, "recall@100")

Values: TypeAlias = Mapping[str, Mapping[str, Float64Array]]
"""System to metric to one value per question, or per resample."""


def judge_holdout(holdout: Holdout, systems: Mapping[str, System],
                  rankings: Mapping[str, Mapping[str, Rankings]], in_use: str = "") -> Results:
    """Return everything that the rankings of a holdout say.

    Args:
        holdout: the questions.
        systems: the entries of the systems that answered.
        rankings: system to task to what it answered.
        in_use: the system that ranks with the weights that the service uses, if it answered.
    """
    period, network = holdout.dataset.periods[holdout.split], holdout.history.network
    actors = describe_actors(holdout.history)
    tasks = {task: _judge_task(holdout, task, {name: by_task[task] for name, by_task in rankings.items()}, actors)
             for task in holdout.cases}
    return Results(holdout.dataset.name, holdout.split, period.start.isoformat(), period.until.isoformat(),
                   len(network.actors), len(network.cooperations), _settings(), _versions(),
                   {name: {"description": system.description, "tuned": system.tuned}
                    for name, system in systems.items()}, tasks, in_use, _left_out(len(network.actors)))


def is_ours(name: str) -> bool:
    """Return whether a system is our ranking, with whatever weights."""
    return name.startswith("kumppani (")


def _left_out(candidates: int) -> dict[str, str]:
    """Return the metrics that say nothing in a network of this size, and why."""
    return {name: f"a list of {metric.cut} is not short in a network of {candidates} actors; it is measured from "
                  f"{metric.cut * ROOM} on" for name, metric in METRICS.items() if not metric.tells(candidates)}


def _measured(holdout: Holdout, metrics: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in metrics if METRICS[name].tells(len(holdout.history.network.actors)))


def _judge_task(holdout: Holdout, task: str, rankings: Mapping[str, Rankings], actors: ActorTraits) -> TaskResult:
    cases = holdout.cases[task]
    relevant = [case.relevant for case in cases]
    values = _values({name: judge(ranking.rows.astype(np.int64), relevant, ranking.first.astype(np.int64))
                      for name, ranking in rankings.items()}, _measured(holdout, METRICS))
    means = _means(values)
    estimates = _estimates(values, means)
    rivals = [name for name in rankings if is_ours(name)] or list(rankings)
    reference = max(rivals, key=lambda name: estimates[name][LEADING].mean)
    exposure = _exposure(holdout, task, rankings, actors)
    return TaskResult(len(cases), {name: {**estimates[name], **exposure[name]} for name in rankings},
                      tuple(_judge_slice(part, rankings, _measured(holdout, SLICE_METRICS))
                            for part in slices(holdout.dataset, holdout.history, cases)),
                      reference, _comparisons(reference, values, means),
                      duel({name: own[LEADING] for name, own in values.items()}))


def _judge_slice(part: Slice, rankings: Mapping[str, Rankings], metrics: tuple[str, ...]) -> SliceResult:
    first = np.full(len(part.positions), UNKNOWN_RANK)
    values = _values({name: judge(ranking.rows[part.positions].astype(np.int64), part.relevant, first)
                      for name, ranking in rankings.items()}, metrics)
    return SliceResult(part.name, len(part.positions), _estimates(values, _means(values)))


def _values(judgements_of: Mapping[str, Judgements], metrics: tuple[str, ...]) -> Values:
    return {name: {metric: METRICS[metric].function(judgements) for metric in metrics}
            for name, judgements in judgements_of.items()}


def _means(values: Values) -> Values:
    """Return the means in the same resamples for all systems and metrics, drawn once for all of them."""
    columns = [(name, metric) for name, metrics in values.items() for metric in metrics]
    matrix = np.stack([values[name][metric] for name, metric in columns], axis=1)
    columns_of_means = dict(zip(columns, resampled_means(matrix).T, strict=True))
    return {name: {metric: columns_of_means[name, metric] for metric in metrics} for name, metrics in values.items()}


def _estimates(values: Values, means: Values) -> Estimates:
    return {name: {metric: estimate(own, means[name][metric]).within(0, METRICS[metric].highest)
                   for metric, own in metrics.items()} for name, metrics in values.items()}


def _exposure(holdout: Holdout, task: str, rankings: Mapping[str, Rankings], actors: ActorTraits) -> Estimates:
    cases = holdout.cases[task]
    estimates: dict[str, dict[str, Estimate]] = {}
    for name, ranking in rankings.items():
        lists = top_lists(ranking.rows.astype(np.int64), cases, actors)
        estimates[name] = {
            metric: estimate_of_lists(partial(entry.function, lists), len(cases), entry.highest)
            for metric, entry in EXPOSURE.items()}
    return estimates


def _comparisons(reference: str, values: Values, means: Values) -> dict[str, dict[str, Comparison]]:
    return {other: {metric: compare(values[reference][metric], column, means[reference][metric], means[other][metric])
                    for metric, column in metrics.items()}
            for other, metrics in values.items() if other != reference}


def _settings() -> dict[str, float]:
    return {"kept": RANKING_LENGTH, "shown": LIST_LENGTH, "resamples": bootstrap.RESAMPLES, "seed": bootstrap.SEED,
            "exposure_resamples": bootstrap.EXPOSURE_RESAMPLES, "level": bootstrap.LEVEL,
            "alpha": bootstrap.ALPHA, "power": bootstrap.POWER}


def _versions() -> dict[str, str]:
    return {"kumppani": version("kumppani"), "python": platform.python_version(), "numpy": np.__version__}
