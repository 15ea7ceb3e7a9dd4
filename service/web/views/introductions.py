"""Introductions for people: where each stands in words, and what can be done about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from data.introductions.asking import AGAIN_AFTER
from data.introductions.contacts import Contact
from data.introductions.introduction import Introduction, IntroductionOutcome, IntroductionState, IntroductionView, Side
from data.wording.texts import Text, render, text
from matcher.snapshot import Snapshot
from service.web.views.cards import Fit

OUTCOMES = {IntroductionOutcome.MET: text("We have met"), IntroductionOutcome.WORKING: text("We work together"),
            IntroductionOutcome.NOTHING: text("Nothing came of it")}


@dataclass(frozen=True, slots=True)
class Other:
    """The other side.

    Attributes:
        id: of the actor; empty if it takes no part in the network now.
        name: of it.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """An introduction in a list.

    Attributes:
        id: of the introduction.
        other: the other side.
        said: where it stands, in words.
        outcome: what this side has said of it, in words; empty for nothing.
        has_outcome_open: whether this side could say what came of it, and has not.
    """

    id: str
    other: Other
    said: str
    outcome: str
    has_outcome_open: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The introductions of an actor.

    Attributes:
        waiting: that wait for its answer, the next deadline first.
        sent: that wait for others, in the same order.
        met: that were accepted, the newest first.
        past: that have come to nothing, the newest first.
    """

    waiting: tuple[Line, ...]
    sent: tuple[Line, ...]
    met: tuple[Line, ...]
    past: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why the two may fit, as who was asked sees it."""

    fit: Fit
    why: tuple[str, ...]
    shared: tuple[str, ...]
    brings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Who the two are to each other.

    Attributes:
        other: the other side.
        contact: contact data of the other side; None if they are not opened, or not any more.
        own: contact data that this side has given or confirmed itself; None if there are none.
        reasons: why the two may fit; None where that is not shown.
    """

    other: Other
    contact: Contact | None
    own: Contact | None
    reasons: Reasons | None


@dataclass(frozen=True, slots=True)
class OneIntroduction:
    """An introduction on a page of its own.

    Attributes:
        id: of the introduction.
        sides: who the two are to each other.
        is_asker: whether who looks has asked.
        state: where it stands, as who looks may see it.
        said: the same in words.
        paragraphs: of the message.
        asked: the day on which it was asked.
        deadline: the last day for an answer.
        days_left, days: until the deadline from today, and from when it was asked.
        is_open: whether it can still be answered or withdrawn.
        again: the first day on which who has asked can ask again; None as long as that does not matter.
        can_ask_again: whether that day has come.
        outcome: what this side has said of it; None for nothing.
    """

    id: str
    sides: Sides
    is_asker: bool
    state: IntroductionState
    said: str
    paragraphs: tuple[str, ...]
    asked: date
    deadline: date
    days_left: int
    days: int
    is_open: bool
    again: date | None
    can_ask_again: bool
    outcome: IntroductionOutcome | None


def overview_of(views: Iterable[IntroductionView], snapshot: Snapshot, zone: tzinfo, language: str) -> Overview:
    """Return the introductions of an actor, which come the newest first, by what is to be done about them."""
    listed = [(view, _line(view, other_of(view, snapshot, language), zone, language)) for view in views]
    pending = sorted((pair for pair in listed if pair[0].state is IntroductionState.PENDING),
                     key=lambda pair: pair[0].deadline)
    met = tuple(line for view, line in listed if view.state is IntroductionState.ACCEPTED)
    past = tuple(line for view, line in listed
                 if view.state not in {IntroductionState.PENDING, IntroductionState.ACCEPTED})
    return Overview(tuple(line for view, line in pending if view.side is Side.RECEIVED),
                    tuple(line for view, line in pending if view.side is Side.ASKED), met, past)


def other_of(view: IntroductionView, snapshot: Snapshot, language: str) -> Other:
    """Return the other side of an introduction."""
    if view.other in snapshot.hidden:
        return Other("", render(text("An actor that takes no part in the network now"), language))
    return Other(view.other, render(snapshot.actor(view.other).label, language))


def introduction_of(record: Introduction, view: IntroductionView, sides: Sides, time: datetime,
                    language: str) -> OneIntroduction:
    """Return an introduction as its page shows it to one side.

    Args:
        record: the introduction.
        view: what this side may see of it.
        sides: who the two are to each other.
        time: now, in the time zone of the network.
        language: of the words.
    """
    zone, today = time.tzinfo, time.date()
    asked = view.asked.astimezone(zone).date()
    is_asker, is_open = view.side is Side.ASKED, record.is_open(time)
    again = record.ends(zone) + AGAIN_AFTER if is_asker and not is_open else None
    return OneIntroduction(
        view.id, sides, is_asker, view.state, render(state_in_words(view, zone), language), _paragraphs(view.message),
        asked, view.deadline, max(0, (view.deadline - today).days), max(1, (view.deadline - asked).days), is_open,
        again, again is not None and again <= today, view.outcome)


def state_in_words(view: IntroductionView, zone: tzinfo | None) -> Text:
    """Return where an introduction stands, as one side may know."""
    day = view.answered.astimezone(zone).date() if view.answered else view.deadline
    asked, states = view.side is Side.ASKED, IntroductionState
    return {
        states.PENDING: text("They can answer until {day}.", day=view.deadline) if asked else
        text("Waits for your answer until {day}.", day=view.deadline),
        states.ACCEPTED: text("They accepted on {day}.", day=day) if asked else
        text("You accepted on {day}.", day=day),
        states.DECLINED: text("You declined on {day}; they are not told.", day=day),
        states.WITHDRAWN: text("You took the request back.") if asked else text("They took the request back."),
        states.LAPSED: text("It ended without an answer on {day}.", day=view.deadline),
    }[view.state]


def _line(view: IntroductionView, other: Other, zone: tzinfo, language: str) -> Line:
    outcome = render(OUTCOMES[view.outcome], language) if view.outcome else ""
    return Line(view.id, other, render(state_in_words(view, zone), language), outcome,
                view.state is IntroductionState.ACCEPTED and not outcome)


def _paragraphs(message: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in re.split(r"\n[ \t]*\n", message)) if part)
