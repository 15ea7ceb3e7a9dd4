"""How well an encoder finds past projects like a new one: `python -m evaluation.encoding.projects`.

The task *call* of the benchmark, on its validation period, asked with vectors alone: first come those who took part in
the nearest past projects. The texts are long and English, and are encoded as one or sentence by sentence.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from evaluation.baselines.matrices import documents
from evaluation.baselines.settings import PerTask
from evaluation.baselines.spaces import Space, word_space
from evaluation.baselines.texts import nearest_in
from evaluation.datasets import open_dataset
from evaluation.encoding.peers import open_any_encoder
from evaluation.runs.ranking import Holdout, open_holdout
from evaluation.runs.tuning import measure
from models.arrays import Float32Array, unit_rows
from models.encoders import DEFAULT

NEAREST = 50
TASK = "call"

_SENTENCE = re.compile(r"(?<=[.!?])\s+")

Encode = Callable[[Sequence[str]], Float32Array]


def as_one(encode: Encode) -> Encode:
    """Return an encoder of texts as they are."""
    return encode


def by_sentence(encode: Encode) -> Encode:
    """Return an encoder whose vectors are the means of those of the sentences, scaled to length 1."""
    def together(texts: Sequence[str]) -> Float32Array:
        parts = [_SENTENCE.split(text) for text in texts]
        vectors = encode([part for sentences in parts for part in sentences])
        sums = np.zeros((len(texts), vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, np.repeat(np.arange(len(texts)), [len(sentences) for sentences in parts]), vectors)
        return unit_rows(sums)

    return together


WAYS: Mapping[str, Callable[[Encode], Encode]] = {"as one": as_one, "by sentence": by_sentence}


def measure_projects(holdout: Holdout, encode: Encode) -> float:
    """Return the NDCG@10 of whoever took part in the nearest past projects by the vectors of an encoder."""
    collection = documents(holdout.history)
    space = Space(encode(collection.texts).astype(np.float64), collection.ownership,
                  lambda text: encode([text])[0].astype(np.float64))
    return _measure(holdout, space)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figure of each encoder and each way, beside that of TF-IDF over words."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.encoding.projects", description=main.__doc__)
    parser.add_argument("encoders", nargs="*", default=[DEFAULT], help="names, or NAME=MODEL")
    parser.add_argument("--data", type=Path, help="folder of the benchmark; default: the one shipped")
    options = parser.parse_args(arguments)
    holdout = open_holdout(open_dataset("cordis", options.data), "validation", (TASK,))
    sys.stdout.write(f"{_measure(holdout, word_space(holdout.history)):.3f}  words (TF-IDF)\n")
    for name in options.encoders:
        encoder = open_any_encoder(*name.partition("=")[::2])
        for way, change in WAYS.items():
            sys.stdout.write(f"{measure_projects(holdout, change(encoder.encode)):.3f}  {name}, {way}\n")
            sys.stdout.flush()


def _measure(holdout: Holdout, space: Space) -> float:
    return measure(holdout, TASK, nearest_in(space, holdout.history, PerTask(NEAREST, NEAREST)))


if __name__ == "__main__":
    main()
