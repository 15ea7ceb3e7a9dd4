"""`python -m evaluation.learning`: learn the two weight files that are shipped, and say what they weigh."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from evaluation.datasets import open_dataset
from evaluation.learning import learn, with_history, without_history
from matcher import defaults
from models.ranker import write_weights


def main() -> None:
    """Learn, write, and print the weights."""
    parser = argparse.ArgumentParser(description="Learn the weights of the ranking from what happened before a day.")
    parser.add_argument("--dataset", default="cordis")
    parser.add_argument("--data", type=Path, default=None, help="folder of the dataset; the shipped one without it")
    parser.add_argument("--until", type=date.fromisoformat, default=None,
                        help="first day to know nothing of; the start of the test period without it")
    parser.add_argument("--out", type=Path, default=defaults.LEARNED.parent,
                        help="folder for the two files; without it that of the shipped ones")
    options = parser.parse_args()
    dataset = open_dataset(options.dataset, options.data)
    until = options.until or dataset.periods["test"].start
    options.out.mkdir(parents=True, exist_ok=True)
    files = {defaults.LEARNED.name: with_history(), defaults.LEARNED_WITHOUT_HISTORY.name: without_history()}
    for name, terms in files.items():
        weights = learn(dataset.until(until), until, terms, _say)
        write_weights(options.out / name, weights)
        _say(f"{options.out / name}:")
        for term, weight in weights.terms.items():
            _say(f"  {term}: {weight:.3f}")


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - printing is what the command is for


if __name__ == "__main__":
    main()
