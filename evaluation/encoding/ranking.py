"""How well the whole ranking does with an encoder: `python -m evaluation.encoding.ranking`.

With each encoder the weights are learned anew, from what happened before the validation period of the benchmark, and
judged on that period.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.baselines.kumppani import ranking
from evaluation.datasets import open_dataset
from evaluation.datasets.tasks import TASKS
from evaluation.encoding.peers import open_any_encoder
from evaluation.learning import learn, with_history
from evaluation.runs.ranking import Holdout, open_holdout
from evaluation.runs.tuning import measure
from models.encoders import DEFAULT, CachedEncoder, Encoder


def measure_ranking(holdout: Holdout, encoder: Encoder) -> dict[str, float]:
    """Return the NDCG@10 of the ranking in each task, with weights learned from before."""
    weights = learn(holdout.history.past, holdout.history.day, with_history(), encoder=encoder)
    scorer = ranking(holdout.history, weights, encoder)
    return {task: measure(holdout, task, scorer) for task in holdout.cases}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of each encoder."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.encoding.ranking", description=main.__doc__)
    parser.add_argument("encoders", nargs="*", default=[DEFAULT], help="names, or NAME=MODEL")
    parser.add_argument("--data", type=Path, help="folder of the benchmark; default: the one shipped")
    options = parser.parse_args(arguments)
    holdout = open_holdout(open_dataset("cordis", options.data), "validation", tuple(TASKS))
    for name in options.encoders:
        # The same names of organisations are asked for in every period.
        with TemporaryDirectory() as folder:
            encoder = CachedEncoder(open_any_encoder(*name.partition("=")[::2]), Path(folder) / "vectors.db")
            figures = measure_ranking(holdout, encoder)
        sys.stdout.write(f"{', '.join(f'{task} {value:.4f}' for task, value in figures.items())}  {name}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
