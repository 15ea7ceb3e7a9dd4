"""How good one list is: metrics per question, from the ranks of the right answers. To add one: a line in `METRICS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import numpy as np

from evaluation.errors import QuestionsRefused
from matcher.features import BoolArray, IntArray
from models.arrays import Float64Array

RANKING_LENGTH = 100
"""How many rows of each ranking are kept."""

LIST_LENGTH = 10
"""How many suggestions a person looks at."""

ROOM = 5
"""How many times as many candidates as places there have to be: chance alone then finds one right answer in five."""

UNKNOWN_RANK = 0

NO_EMPTY_CASE = "A question without a right answer is refused; the tasks make none."

Function = TypeVar("Function")


@dataclass(frozen=True)
class Metric(Generic[Function]):
    """An entry of a table of metrics.

    Attributes:
        function: computes it.
        description: what it says, for the report.
        direction: whether more or less of it is better.
        empty: what happens where there is nothing to measure.
        kind: whether each question has a value, or only all lists of a system together.
        highest: the greatest value there can be; the least is 0.
        cut: of a metric that asks only who is among the first so many, in whatever order: that number; else 0.
    """

    function: Function
    description: str
    direction: Literal["higher", "lower"]
    empty: str
    kind: Literal["per question", "per system"]
    highest: float = 1.0
    cut: int = 0

    def tells(self, candidates: int) -> bool:
        """Return whether it can tell good lists from lists of chance in a network of so many candidates."""
        return self.cut * ROOM <= candidates


@dataclass(frozen=True)
class Judgements:
    """Where the right answers to q questions stand.

    Attributes:
        hits: [q, RANKING_LENGTH], true where a relevant actor stands; false behind the end of a shorter ranking.
        relevant: [q] number of relevant actors, at least 1.
        first: [q] rank of the first relevant actor, from 1; UNKNOWN_RANK where it was not counted.

    Raises:
        QuestionsRefused: a question has no relevant actor.
    """

    hits: BoolArray
    relevant: IntArray
    first: IntArray

    def __post_init__(self) -> None:
        if not (self.relevant > 0).all():
            number = int(np.flatnonzero(self.relevant < 1)[0])
            raise QuestionsRefused("It has no right answer.", f"question {number}",
                                   "Leave it out, as the tasks in evaluation/datasets/tasks.py do.")


def judge(rankings: IntArray, relevant: Sequence[IntArray], first: IntArray) -> Judgements:
    """Return where the right answers stand.

    Args:
        rankings: [q, RANKING_LENGTH] rows, best first, padded with -1.
        relevant: for each question the relevant rows, ascending.
        first: [q] rank of the first relevant actor, from 1.
    """
    hits = np.array([np.isin(row, right) for row, right in zip(rankings, relevant, strict=True)], dtype=np.bool_)
    return Judgements(hits.reshape(rankings.shape), np.array([len(rows) for rows in relevant], dtype=np.int64), first)


def ndcg_at_10(judgements: Judgements) -> Float64Array:
    """Return the normalised discounted cumulative gain of the first ten, float64 [q] in 0..1.

    The gain is 1 for a relevant actor, the discount 1/log2(rank + 1), and the ideal has min(10, relevant) actors at its
    head (Järvelin and Kekäläinen 2002, with binary gains).
    """
    return ndcg_of_hits(judgements.hits[:, :LIST_LENGTH], judgements.relevant)


def ndcg_of_hits(hits: BoolArray, relevant: IntArray) -> Float64Array:
    """Return the same, [q], from hits among the first ten, [q, LIST_LENGTH], and the numbers of relevant, [q]."""
    discounts = 1 / np.log2(np.arange(2, LIST_LENGTH + 2))
    ideal = np.cumsum(discounts)[np.minimum(relevant, LIST_LENGTH) - 1]
    shares: Float64Array = hits @ discounts / ideal
    return shares


def precision_at_10(judgements: Judgements) -> Float64Array:
    """Return the hits among the first ten as a share of the hits that were possible, min(10, relevant); [q] in 0..1."""
    shares: Float64Array = judgements.hits[:, :LIST_LENGTH].sum(axis=1) / np.minimum(judgements.relevant, LIST_LENGTH)
    return shares


def recall_at_100(judgements: Judgements) -> Float64Array:
    """Return the share of the relevant actors that stand among the first hundred, float64 [q] in 0..1."""
    shares: Float64Array = judgements.hits[:, :RANKING_LENGTH].sum(axis=1) / judgements.relevant
    return shares


def reciprocal_rank(judgements: Judgements) -> Float64Array:
    """Return 1 / rank of the first relevant actor in the whole ranking, float64 [q] in 0..1 (Voorhees 1999).

    Raises:
        ValueError: the rank of a question was not counted.
    """
    if (judgements.first == UNKNOWN_RANK).any():
        raise ValueError("the rank of the first relevant actor was not counted")
    return 1 / judgements.first.astype(np.float64)


QuestionMetric = Metric[Callable[[Judgements], Float64Array]]

METRICS: Mapping[str, QuestionMetric] = {
    "ndcg@10": Metric(ndcg_at_10, "How near the first ten are to the best order possible.",
                      "higher", NO_EMPTY_CASE, "per question"),
    "precision@10": Metric(precision_at_10, "Hits among the first ten, of the hits that were possible there.",
                           "higher", NO_EMPTY_CASE, "per question", cut=LIST_LENGTH),
    "recall@100": Metric(recall_at_100, "Share of the right answers that stand among the first hundred.",
                         "higher", NO_EMPTY_CASE, "per question", cut=RANKING_LENGTH),
    "mrr": Metric(reciprocal_rank, "One divided by the rank of the first right answer.",
                  "higher", NO_EMPTY_CASE, "per question"),
}
