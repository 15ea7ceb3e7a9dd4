"""Whether the questions suffice to tell systems apart, in a sentence for people."""

from __future__ import annotations

import math

from evaluation.metrics.duels import FEWEST, Duel
from evaluation.report.figures import number


def verdict(duel: Duel | None) -> str:
    """Return whether the questions suffice to tell the two best systems apart by NDCG@10."""
    if duel is None:
        return "there are no two systems to be told apart."
    mean = number(duel.comparison.difference.mean)
    head = f"{questions(duel.questions)}: the two best, “{duel.best}” and “{duel.second}”, differ by {mean} NDCG@10"
    if duel.questions < FEWEST:
        return f"{head}; with fewer than {FEWEST} questions nothing can be told from chance."
    chance = f"{head}, and chance alone gives up to {number(duel.by_chance)}"
    if duel.is_decided:
        return f"{chance}: “{duel.best}” is better."
    return f"{chance}: they cannot be told apart.{_detectable(duel)}"


def questions(count: int) -> str:
    """Return a number of questions."""
    return "1 question" if count == 1 else f"{count:,} questions"


def _detectable(duel: Duel) -> str:
    detectable = duel.comparison.detectable
    return "" if math.isnan(detectable) else f" So many questions show differences of {number(detectable)} or more."
