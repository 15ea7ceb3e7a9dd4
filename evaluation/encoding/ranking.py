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
from evaluation.encoding.peers import open_compared
from evaluation.learning import learn, with_history
from evaluation.runs.ranking import Round, open_round
from evaluation.runs.tuning import measure
from models.encoders import DEFAULT, CachedEncoder, Encoder


def measure_ranking(asked: Round, encoder: Encoder) -> dict[str, float]:
    """Return the NDCG@10 of the ranking in each task, with weights learned from before."""
    weights = learn(asked.history.past, asked.history.day, with_history(), encoder=encoder)
    scorer = ranking(asked.history, weights, encoder)
    return {task: measure(asked, task, scorer) for task in asked.cases}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of each encoder."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.encoding.ranking", description=main.__doc__)
    parser.add_argument("encoders", nargs="*", default=[DEFAULT], help="names, or NAME=MODEL")
    parser.add_argument("--data", type=Path, help="folder of the benchmark; default: the one shipped")
    chosen = parser.parse_args(arguments)
    asked = open_round(open_dataset("cordis", chosen.data), "validation", tuple(TASKS))
    for name in chosen.encoders:
        # The same names of organisations are asked for in every period.
        with TemporaryDirectory() as folder:
            encoder = CachedEncoder(open_compared(*name.partition("=")[::2]), Path(folder) / "vectors.db")
            figures = measure_ranking(asked, encoder)
        sys.stdout.write(f"{', '.join(f'{task} {value:.4f}' for task, value in figures.items())}  {name}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
