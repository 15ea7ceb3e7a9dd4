"""The settings that were tried for each peer, on the validation period only: `python -m evaluation.runs.tuning`.

A setting that a task can have for itself is chosen by that task. The others are shared by the tasks, because the model
is learnt once, and are chosen by the mean over the tasks.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.baselines import Scorer, SystemFactory
from evaluation.baselines.bm25 import bm25
from evaluation.baselines.counts import recent
from evaluation.baselines.factors import AlsSettings, BprSettings, als, bpr
from evaluation.baselines.lenskit_models import KnnSettings, LenskitAlsSettings, lenskit_als, lenskit_knn
from evaluation.baselines.settings import PerTask
from evaluation.baselines.texts import lsa_popular, nearest_projects
from evaluation.datasets import open_dataset
from evaluation.datasets.tasks import TASKS, Case
from evaluation.metrics.ranking import RANKING_LENGTH, judge, ndcg_at_10
from evaluation.runs.ranking import PADDING, Holdout, open_holdout, rank
from models.registry import choose

SPLIT = "validation"


@dataclass(frozen=True)
class Grid:
    """What was tried for a peer.

    Attributes:
        factory: the peer.
        settings: the keyword arguments of each try.
        every: only each so-many-th question is asked, where all of them would take too long.
    """

    factory: Any
    settings: tuple[Mapping[str, Any], ...]
    every: int = 1


def _for_both_tasks(name: str, *values: float) -> tuple[Mapping[str, Any], ...]:
    return tuple({name: PerTask(value, value)} for value in values)


GRIDS: Mapping[str, Grid] = {
    "recent": Grid(recent, _for_both_tasks("half_life", 45.0, 90.0, 180.0, 365.0, 730.0)),
    "lsa-popular": Grid(lsa_popular, _for_both_tasks("power", 0.0, 0.1, 0.25, 0.5, 0.75, 1.0, 1.25)),
    "nearest-projects": Grid(nearest_projects, _for_both_tasks("nearest", 20, 50, 100, 200, 400, 800)),
    "bm25": Grid(bm25, tuple({"k1": k1, "b": b}
                             for k1, b in product((0.6, 1.2, 4.0, 12.0), (0.1, 0.4, 0.75))), every=4),
    "als": Grid(als, tuple({"settings": AlsSettings(alpha, penalty)}
                           for alpha, penalty in product((1.0, 4.0), (0.01, 1.0, 10.0, 30.0, 100.0)))),
    "bpr": Grid(bpr, tuple({"settings": BprSettings(step, penalty)}
                           for step, penalty in (*product((0.02, 0.05), (0.001, 0.1)), (0.02, 0.01)))),
    "lenskit-knn": Grid(lenskit_knn, tuple({"settings": KnnSettings(neighbours, saved)}
                                           for neighbours, saved in ((20, 500), (100, 500), (500, 500), (1000, 2000))),
                        every=8),
    "lenskit-als": Grid(lenskit_als, tuple({"settings": LenskitAlsSettings(weight, penalty)}
                                           for weight, penalty in (*product((1.0, 4.0, 40.0), (0.1, 10.0)),
                                                                   (1.0, 30.0), (4.0, 30.0)))),
}


def measure(holdout: Holdout, task: str, scorer: Scorer, every: int = 1) -> float:
    """Return the mean NDCG@10 of a scorer over each `every`-th question of a task."""
    cases = holdout.cases[task][::every]
    return float(np.mean([_gain(case, scorer) for case in cases]))


def _gain(case: Case, scorer: Scorer) -> float:
    rows, first = rank(scorer(case.question), case)
    row = np.pad(rows, (0, RANKING_LENGTH - len(rows)), constant_values=PADDING)
    return float(ndcg_at_10(judge(row[None], [case.relevant], np.array([first])))[0])


def tries(holdout: Holdout, grid: Grid) -> Iterator[tuple[Mapping[str, Any], dict[str, float]]]:
    """Yield each setting of a grid with its NDCG@10 per task."""
    for setting in grid.settings:
        factory: SystemFactory = partial(grid.factory, **setting)
        scorer = factory(holdout.history)
        yield setting, {task: measure(holdout, task, scorer, grid.every) for task in holdout.cases}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the NDCG@10 of every setting of the peers named, or of all."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.runs.tuning", description=main.__doc__)
    parser.add_argument("peers", nargs="*", default=list(GRIDS), help=f"among {', '.join(GRIDS)}; default: all")
    parser.add_argument("--task", choices=[*TASKS, "all"], default="all")
    parser.add_argument("--dataset", default="cordis")
    parser.add_argument("--data", type=Path, help="folder of the dataset; default: the one shipped")
    options = parser.parse_args(arguments)
    grids = {peer: choose("tuned peer", peer, GRIDS) for peer in options.peers}
    tasks = tuple(TASKS) if options.task == "all" else (options.task,)
    holdout = open_holdout(open_dataset(options.dataset, options.data), SPLIT, tasks)
    for peer, grid in grids.items():
        for setting, figures in tries(holdout, grid):
            values = "  ".join(f"{task} {value:.4f}" for task, value in figures.items())
            sys.stdout.write(f"{peer}  {_in_words(setting)}  {values}\n")
            sys.stdout.flush()


def _in_words(setting: Mapping[str, Any]) -> str:
    values = {name: value.partner if isinstance(value, PerTask) else value for name, value in setting.items()}
    return " ".join(f"{name}={value}" for name, value in values.items())


if __name__ == "__main__":
    main()
