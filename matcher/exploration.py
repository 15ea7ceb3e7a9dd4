"""One place of a list that is drawn by lot, so that it can be learned how actors do who are seldom shown."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

# The place that is drawn for, and the last of the places from which it is drawn, counted from 1.
PLACE = 5
LAST = 50


def explore(order: Sequence[int], lot: str) -> tuple[list[int], list[float]]:
    """Return an order with one place drawn by lot, and for each place the chance of whoever stands there.

    Whoever stands in one of the places from `PLACE` to `LAST` may be drawn, each with the same chance; the others keep
    their order. These are the propensities by which a list shown in the past tells how another ranking would have done
    (inverse propensity scoring; Horvitz and Thompson, 1952).

    Args:
        order: best first.
        lot: decides who is drawn: the same text draws the same; empty for no drawing.
    """
    first, count = PLACE - 1, min(len(order), LAST) - PLACE + 1
    if not lot or count <= 1:
        return list(order), [1.0] * len(order)
    winner = first + int.from_bytes(hashlib.sha256(lot.encode()).digest()) % count
    places = [*order[:first], order[winner], *order[first:winner], *order[winner + 1:]]
    return places, [_chance(place, winner, first, count) for place in range(len(order))]


def _chance(place: int, winner: int, first: int, count: int) -> float:
    """Return the chance of who stands in a place, counted from 0, when `winner` was drawn from `count` places."""
    if place < first or place >= first + count:
        return 1.0
    if place == first:
        return 1 / count
    # The one from the place before stands here if it was passed over by the draw, else the one of this place.
    return (first + count - place) / count if winner >= place else (place - first) / count
