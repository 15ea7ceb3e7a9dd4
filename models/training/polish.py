"""The polish of a table: texts that say the same in two languages come together, others keep their distance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.arrays import Float32Array
from models.registry import load_package

TEMPERATURE = 0.05
LEARNING_RATE = 3e-3
# Adam makes every step equally long; this shortens the steps of rows that hardly any text of a batch asks to move.
EPSILON = 1e-5
BATCH = 2048
AGREEMENT = 20.0
ALIKE = 0.9

Pieces = Sequence[int]


@dataclass(frozen=True)
class PiecePairs:
    """Texts that mean the same.

    Attributes:
        one, other: the pieces of both sides, a pair per place.
        share: how many of the batches come from here, relative to the others.
    """

    one: Sequence[Pieces]
    other: Sequence[Pieces]
    share: float


@dataclass(frozen=True)
class Anchors:
    """Texts with the teacher's vectors.

    Attributes:
        texts: the pieces of each text.
        vectors: [n, d] unit vectors of the teacher.
    """

    texts: Sequence[Pieces]
    vectors: Float32Array


def polish(table: Float32Array, pairs: Sequence[PiecePairs], anchors: Anchors, steps: int, seed: int = 0,
           progress: Callable[[int], None] = lambda _step: None) -> Float32Array:
    """Return the table after `steps` steps of Adam (Kingma and Ba 2015), lazy: a row that a step does not use stays.

    A step draws a batch of pairs of one kind, as wrong answers of the same kind are the harder ones, and a batch of
    taught texts. InfoNCE (van den Oord and others 2018), both ways: among
    all the other sides of the batch a text finds its own. And cosines between taught texts come close to the teacher's.

    Args:
        table: [pieces, d]; a text is the mean of the rows of its pieces.
        pairs: at least one.
        anchors: what holds the meaning in place.
        steps: how many.
        seed: decides what is drawn.
        progress: called with the number of steps done.
    """
    torch = load_package("torch", "encoder")
    chance = np.random.default_rng(seed)
    scale = float(np.linalg.norm(table, axis=1).mean())
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(table / scale), freeze=False, mode="mean", sparse=True)
    optimiser = torch.optim.SparseAdam(bag.parameters(), lr=LEARNING_RATE, eps=EPSILON)
    vectors = torch.from_numpy(anchors.vectors)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * (1 - step / steps)
        one, other = _draw(pairs, chance)
        rows = chance.integers(len(anchors.texts), size=BATCH)
        student = _encode(torch, bag, [anchors.texts[row] for row in rows])
        loss = _contrast(torch, _encode(torch, bag, one), _encode(torch, bag, other)) + AGREEMENT * _agreement(
            student, vectors[torch.from_numpy(rows)])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        progress(step + 1)
    return np.asarray(bag.weight.detach().numpy() * scale, dtype=np.float32)


def _draw(pairs: Sequence[PiecePairs], chance: np.random.Generator) -> tuple[list[Pieces], list[Pieces]]:
    """Return a batch of pairs of one kind, each kind as often as its share says."""
    shares = np.array([kind.share for kind in pairs])
    kind = pairs[chance.choice(len(pairs), p=shares / shares.sum())]
    rows = chance.integers(len(kind.one), size=BATCH)
    return [kind.one[row] for row in rows], [kind.other[row] for row in rows]


def _encode(torch: Any, bag: Any, texts: Sequence[Pieces]) -> Any:  # noqa: ANN401 - torch is loaded late
    starts = np.cumsum([0, *map(len, texts)])[:-1]
    pieces = np.fromiter((piece for text in texts for piece in text), dtype=np.int64)
    return torch.nn.functional.normalize(bag(torch.from_numpy(pieces), torch.from_numpy(starts)))


def _contrast(torch: Any, one: Any, other: Any) -> Any:  # noqa: ANN401 - as above
    """Return the mean InfoNCE of both directions; what the table holds for nearly the same is no wrong answer."""
    cosines = one @ other.T
    with torch.no_grad():
        same = torch.maximum(one @ one.T, other @ other.T) > ALIKE
        same.fill_diagonal_(fill_value=False)
    logits = (cosines / TEMPERATURE).masked_fill(same, -torch.inf)
    right = torch.arange(len(one))
    loss = torch.nn.functional.cross_entropy
    return (loss(logits, right) + loss(logits.T, right)) / 2


def _agreement(student: Any, teacher: Any) -> Any:  # noqa: ANN401 - as above
    return (student @ student.T - teacher @ teacher.T).square().mean()
