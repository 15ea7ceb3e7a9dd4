"""`python -m evaluation.learning`: learn the two weight files that are shipped, and say what they weigh."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from evaluation.datasets import open_dataset
from evaluation.learning import learn, with_history, without_history
from matcher import shipped
from models.ranker import write_weights


def main() -> None:
    """Learn, write, and print the weights."""
    parser = argparse.ArgumentParser(description="Learn the weights of the ranking from what happened before a day.")
    parser.add_argument("--dataset", default="cordis")
    parser.add_argument("--data", type=Path, default=None, help="folder of the dataset; the shipped one without it")
    parser.add_argument("--until", type=date.fromisoformat, default=None,
                        help="first day to know nothing of; the start of the test period without it")
    chosen = parser.parse_args()
    dataset = open_dataset(chosen.dataset, chosen.data)
    until = chosen.until or dataset.periods["test"].start
    for path, terms in ((shipped.LEARNED, with_history()), (shipped.LEARNED_WITHOUT_HISTORY, without_history())):
        weights = learn(dataset.until(until), until, terms, lambda name: print(f"{name} …", flush=True))  # noqa: T201
        write_weights(path, weights)
        print(f"{path}\n" + "\n".join(f"  {name}: {weight:.3f}" for name, weight in weights.terms.items()))  # noqa: T201


if __name__ == "__main__":
    main()
