"""What an actor may say of another one, at every door."""

from __future__ import annotations

from datetime import date, timedelta

from data.records.relations import Opinion, OpinionKind
from data.wording.texts import text
from service.errors import OpinionRefused

COOL_DOWN = timedelta(days=90)


def opinion_of(actor: str, other: str, kind: OpinionKind, day: date, *, reason: str = "",
               until: date | None = None) -> Opinion:
    """Return an opinion as it is stored.

    Args:
        actor, other: ids of who says it, and of whom.
        kind: what is said.
        day: the day it is.
        reason: why, in its own words.
        until: for “not now” the last day on which it counts; 90 days from now when left out.

    Raises:
        OpinionRefused: the two are one, or the last day is none that can be.
    """
    demand_two(actor, other)
    if kind is OpinionKind.NOT_NOW:
        until = until or day + COOL_DOWN
    elif until is not None:
        raise OpinionRefused(text("Only “not_now” has a last day."), "", text("Leave “until” out."))
    if until is not None and until < day:
        raise OpinionRefused(text("The last day is in the past."), "", text("Name a day that is still to come."))
    return Opinion(actor, other, kind, reason, day, until)


def demand_two(actor: str, other: str) -> None:
    """Refuse that an actor says something of itself.

    Raises:
        OpinionRefused: the two are one.
    """
    if actor == other:
        raise OpinionRefused(text("An actor says nothing of itself here."), "", text("Name another actor."))
