"""How well libraries and databases find nearest vectors, for how much work: recall against CPU, beside our own index.

`python -m evaluation.benchmarks.peers` fills each with the vectors of made-up texts, asks for the hundred nearest of
other ones, and prints a row for each width of search: which part of the true nearest it found, the CPU time of a
question, as many times that of FAISS which compares all, and the CPU time of filling it. The CPU time of a database is
that of its process and of the client. `--picture FILE` draws the same as a chart. What is not installed is named; the
extras are `peers`, `evaluation`, `postgresql` and `test`.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from threadpoolctl import threadpool_limits

from data import demo
from data.clock import today
from data.files.importing import read_actors
from data.vocabularies.catalogue import open_vocabularies
from evaluation.benchmarks.peer_indexes import PEERS, PeerIndex
from evaluation.benchmarks.timing import machine, yardstick
from models.arrays import Float32Array
from models.encoders import DEFAULT, open_encoder
from models.errors import MissingExtra
from models.registry import load_package

VECTORS, QUESTIONS, NEAREST = 100_000, 200, 100
# A made-up text has so many words, of the descriptions of so many actors.
WORDS, ACTORS = 25, 3
# Vectors have 32 bits: who is nearer than the last of the true ones by less than this is as near.
AS_NEAR = 1e-6
FLAT = "FAISS, flat"
UNITS = {"recall": "recall of the true 100 nearest", "CPU ms": "CPU milliseconds of a question"}


class Row(NamedTuple):
    """What one peer does with one width of search.

    Attributes:
        peer: its name.
        width: of its search; 0 if it has one alone.
        recall: part of the true nearest that it found, mean over questions.
        question: seconds of CPU of a question, median.
        filling: seconds of CPU until it could be asked.
    """

    peer: str
    width: int
    recall: float
    question: float
    filling: float


def main() -> None:
    """Measure, print a table and draw a chart."""
    parser = argparse.ArgumentParser(description="Compare indexes of vectors.")
    parser.add_argument("--vectors", type=int, default=VECTORS, help="how many there are")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS), metavar="PEER", help="which of them")
    parser.add_argument("--picture", type=Path, help="where to draw a chart, as SVG")
    options = parser.parse_args()
    vectors = open_encoder(DEFAULT).encode(invent_texts(options.vectors + QUESTIONS))
    stored, questions = vectors[QUESTIONS:], vectors[:QUESTIONS]
    rows, missing = list[Row](), dict[str, str]()
    steps = 1000 * median(_cpu(yardstick) for _ in range(5))
    for name in options.peers:
        try:
            rows += measure(name, stored, questions)
        except MissingExtra as error:
            missing[name] = str(error)
    print(f"{machine()}; the yardstick took {steps:.0f} ms of CPU\n"  # noqa: T201 - printing is what the command is for
          f"{len(stored):,} vectors of {stored.shape[1]} numbers, {QUESTIONS} questions for {NEAREST}\n{table(rows)}")
    for name, reason in missing.items():
        print(f"{name}: not installed. {reason}")  # noqa: T201
    if options.picture:
        options.picture.write_text(draw(rows), encoding="utf-8")


def invent_texts(count: int) -> list[str]:
    """Return texts with the words of descriptions of the demo: of some actors each, drawn by lot."""
    chance = random.Random(count)  # noqa: S311 - no secret
    actors = read_actors(demo.actors_file(), open_vocabularies(), today()).records
    pools = [" ".join(actor.descriptions.values()).split() for actor in actors]
    return [" ".join(chance.choices([word for pool in chance.sample(pools, ACTORS) for word in pool], k=WORDS))
            for _ in range(count)]


def measure(name: str, stored: Float32Array, questions: Float32Array) -> list[Row]:
    """Return what a peer does, a row for each width of its search.

    Args:
        name: of the peer.
        stored: vectors that it is filled with, [n, d].
        questions: vectors that it is asked with, [m, d].

    Raises:
        MissingExtra: it is not installed.
    """
    with (tempfile.TemporaryDirectory(prefix="peer") as folder, closing(PEERS[name](Path(folder))) as index,
          threadpool_limits(1)):  # of what is loaded by now
        filling = _cpu(lambda: index.fill(stored), index)
        return [Row(name, width, *_ask(index, stored, questions, width), filling) for width in index.widths]


def _ask(index: PeerIndex, stored: Float32Array, questions: Float32Array, width: int) -> tuple[float, float]:
    """Return recall and seconds of CPU of a question."""
    recalls, seconds = list[float](), list[float]()
    answers: list[Iterable[int]] = []
    index.search(questions[0], NEAREST, width)
    for question in questions:
        seconds.append(_cpu(lambda: answers.append(index.search(question, NEAREST, width)), index))  # noqa: B023
    for question, answer in zip(questions, answers, strict=True):
        recalls.append(recall_at(NEAREST, stored @ question, np.fromiter(answer, dtype=np.int64)))
    return float(np.mean(recalls)), median(seconds)


def recall_at(k: int, scores: Float32Array, answer: npt.NDArray[np.int64]) -> float:
    """Return which part of the true `k` nearest an answer has; who is as near as the last of them counts as one.

    Args:
        k: how many were asked for.
        scores: of all, [n].
        answer: numbers of those that were found, [m]; those that came twice or are negative count once or not at all.
    """
    least = np.partition(scores, -k)[-k] - AS_NEAR
    found = np.unique(answer[answer >= 0])
    return min(1.0, float((scores[found] >= least).sum()) / k)


def table(rows: list[Row]) -> str:
    """Return the rows as text."""
    flat = next((row.question for row in rows if row.peer == FLAT), float("nan"))
    return pd.DataFrame([{
        "index": row.peer, "width": row.width or "", f"recall@{NEAREST}": f"{row.recall:.3f}",
        "CPU ms": f"{1000 * row.question:.2f}", "× flat": f"{row.question / flat:.2f}", "filled, CPU s":
        f"{row.filling:.0f}"} for row in rows]).to_string(index=False)


def draw(rows: list[Row]) -> str:
    """Return a chart of recall against the CPU time of a question, as SVG.

    Raises:
        MissingExtra: Altair or vl-convert is not installed.
    """
    altair, convert = (load_package(name, "evaluation") for name in ("altair", "vl_convert"))
    values = [{"index": row.peer, "recall": row.recall, "CPU ms": 1000 * row.question} for row in rows]
    base = altair.Chart(altair.Data(values=values)).encode(
        x=altair.X("CPU ms:Q", title=UNITS["CPU ms"], scale=altair.Scale(type="log")),
        y=altair.Y("recall:Q", title=UNITS["recall"], scale=altair.Scale(zero=False)),
        color=altair.Color("index:N", title=None, sort=list(dict.fromkeys(row.peer for row in rows)),
                           scale=altair.Scale(scheme="tableau20")))
    points = base.mark_point(filled=True, opacity=1, size=70).encode(shape=altair.Shape("index:N", legend=None))
    chart = (base.mark_line() + points).properties(width=560, height=320)
    svg: str = convert.vegalite_to_svg(json.dumps(chart.to_dict()))
    return svg


def _cpu(work: Callable[[], object], index: PeerIndex | None = None) -> float:
    """Return the seconds of CPU that some work takes, of the processes of an index, too."""
    processes = index.processes if index else ()
    start = process_time() + sum(map(_used_by, processes))
    work()
    return process_time() + sum(map(_used_by, processes)) - start


def _used_by(process: int) -> float:
    """Return the seconds of CPU of a process of one thread (on Linux)."""
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


if __name__ == "__main__":
    main()
