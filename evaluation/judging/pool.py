"""Who is to be graded: the first of the lists of several systems, together, so that no system alone decides."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from evaluation.judged.collection import JudgedQuestion
from evaluation.judged.ground import Ground
from evaluation.judged.results import Lists
from evaluation.judged.systems import System

DEPTH = 20
PEERS = ("themes + region + kind", "shared themes", "same region", "bm25")
"""Who goes into the pool besides our own ranking, unless told otherwise: cheap, and unlike each other."""

Pool = Mapping[str, tuple[str, ...]]
"""Who asks to the candidates that are to be graded, by id."""


def first_of(ground: Ground, questions: Sequence[JudgedQuestion], depth: int, system: System,
             advance: Callable[[int], None] = lambda _count: None) -> Lists:
    """Return the first of a system's lists; a peer that has nothing to say of a candidate (score 0) does not name it.

    Raises:
        ModelError: a package or model that it needs is not there.
    """
    lister = system.open(ground, above=0)
    lists = {}
    for count, question in enumerate(questions, start=1):
        lists[question.id] = lister(question, depth)
        advance(count)
    return lists


def pool_of(lists: Sequence[Lists]) -> Pool:
    """Return the candidates of all lists together (pooling: Spärck Jones and van Rijsbergen 1975), each once, by id."""
    asking = dict.fromkeys(question for own in lists for question in own)
    return {question: tuple(sorted({one for own in lists for one in own[question]})) for question in asking}


def in_order_of_chance(pool: Pool, judge: str, seed: int) -> tuple[tuple[str, str], ...]:
    """Return the pairs of who asks and candidate in an order of chance, the same each time, another for each judge.

    The candidates of one question stay together, so that it has to be read once. An order depends on nothing but the
    seed, the judge and the ids (SHA-256): who joins the pool moves nobody else.
    """
    def place(*ids: str) -> bytes:
        return hashlib.sha256("\n".join((str(seed), judge, *ids)).encode()).digest()

    return tuple((question, candidate) for question in sorted(pool, key=place)
                 for candidate in sorted(pool[question], key=lambda one: place(question, one)))
