"""One place of a list that is drawn by lot, so that it can be learned how actors do who are seldom shown."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

# The place that is drawn for, and the last of the places from which it is drawn, counted from 1.
PLACE = 5
LAST = 50


def explore(order: Sequence[int], lot: str, barred: Collection[int] = ()) -> tuple[list[int], list[float]]:
    """Return an order with one place drawn by lot, and for each place the chance of whoever stands there.

    Whoever stands in one of the places from `PLACE` to `LAST` may be drawn, if it is not barred, each with the same
    chance; the others keep their order. These are the propensities by which a list shown in the past tells how another
    ranking would have done (inverse propensity scoring; Horvitz and Thompson, 1952).

    Args:
        order: best first.
        lot: decides who is drawn: the same text draws the same; empty for no drawing.
        barred: who may not be drawn.
    """
    first = PLACE - 1
    drawable = [place for place in range(first, min(len(order), LAST)) if order[place] not in barred]
    if not lot or len(drawable) <= 1:
        return list(order), [1.0] * len(order)
    winner = drawable[int.from_bytes(hashlib.sha256(lot.encode()).digest()) % len(drawable)]
    places = [*order[:first], order[winner], *order[first:winner], *order[winner + 1:]]
    return places, [_chance(place, winner, drawable) for place in range(len(order))]


def _chance(place: int, winner: int, drawable: Sequence[int]) -> float:
    """Return the chance of who stands in a place, counted from 0, when `winner` was drawn from some places."""
    if place < PLACE - 1:
        return 1.0
    if place == PLACE - 1:
        return 1 / len(drawable)
    # The one from the place before stands here if it was passed over by the draw, else the one of this place.
    passed_over = sum(other >= place for other in drawable)
    return (passed_over if winner >= place else len(drawable) - passed_over) / len(drawable)
