"""What a request to be introduced may ask for, at every door."""

from __future__ import annotations

from datetime import date, timedelta

from data.errors import Problem
from data.wording.texts import Text, text
from service.errors import RequestRefused
from service.schemas.introductions import MOST_DAYS, USUAL_DAYS, IntroductionRequest


def deadline_of(actor: str, request: IntroductionRequest, today: date) -> date:
    """Return the last day on which a request can be answered.

    Args:
        actor: id of who asks.
        request: what it asks.
        today: the day it is in the network.

    Raises:
        RequestRefused: it asks itself, or the day is over or too far away.
    """
    last = today + timedelta(days=MOST_DAYS)
    if request.other == actor:
        raise _refusal("other", text("An actor is not introduced to itself."), text("Name another actor."))
    deadline = request.deadline or today + timedelta(days=USUAL_DAYS)
    if not today <= deadline <= last:
        raise _refusal("deadline", text("The deadline cannot be on this day."),
                       text("Name a day from {first} to {last}.", first=today, last=last))
    return deadline


def _refusal(field: str, what: Text, cure: Text) -> RequestRefused:
    return RequestRefused((Problem("", 0, field, what, cure),), text("The request cannot be made in this way."), "",
                          text("Correct what is listed."))
