"""What happens in a network, as programs are told of it: by a feed, and by webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias

from pydantic import Field

from data.activity.events import Event, EventKind
from service.schemas.base import Schema

EventType: TypeAlias = Literal[
    "actor.joined", "actor.changed", "actor.removed", "cooperation.begun", "cooperation.changed",
    "cooperation.removed", "opinion.said", "opinion.taken_back", "outcome.told", "outcome.taken_back",
    "introduction.asked", "introduction.accepted", "introduction.withdrawn", "introduction.lapsed"]

TYPES: Mapping[EventKind, EventType] = {
    EventKind.JOINED: "actor.joined",
    EventKind.CHANGED: "actor.changed",
    EventKind.REMOVED: "actor.removed",
    EventKind.COOPERATES: "cooperation.begun",
    EventKind.COOPERATION_CHANGED: "cooperation.changed",
    EventKind.COOPERATION_REMOVED: "cooperation.removed",
    EventKind.OPINION: "opinion.said",
    EventKind.OPINION_TAKEN_BACK: "opinion.taken_back",
    EventKind.OUTCOME: "outcome.told",
    EventKind.OUTCOME_TAKEN_BACK: "outcome.taken_back",
    EventKind.INTRODUCTION_ASKED: "introduction.asked",
    EventKind.INTRODUCTION_ACCEPTED: "introduction.accepted",
    EventKind.INTRODUCTION_WITHDRAWN: "introduction.withdrawn",
    EventKind.INTRODUCTION_LAPSED: "introduction.lapsed",
}
_OF_COOPERATIONS = frozenset({EventKind.COOPERATES, EventKind.COOPERATION_CHANGED})


class EventSubjects(Schema):
    """What an event is about: ids, and no words of anybody."""

    network: str
    actor: str = Field(description="Id of who did it; of an introduction, of who has asked. Empty where something was "
                                   "removed, of which no more is told: ask for the list anew.")
    other: str = Field(description="Id of the actor it was done to; empty if there is none.")
    cooperation: str = Field(description="Id; empty if it is about none. Each member is told of by itself.")
    introduction: str = Field(description="Id; empty if it is about none.")


class EventMessage(Schema):
    """Something that happened: the same in the feed and as the body of a webhook's message."""

    id: str = Field(description="The same however often it is sent: what has come already can be left out.")
    type: EventType
    timestamp: datetime = Field(description="When it happened, UTC.")
    data: EventSubjects


class EventPage(Schema):
    """What happened in a network, the oldest first."""

    limit: int
    events: list[EventMessage]
    next: str = Field(description="Given as “after”, leads to what happens after these; never empty.")


def event_message(event: Event, network: str, network_id: str) -> EventMessage:
    """Return an event as programs are told of it.

    Args:
        event: what happened.
        network: the name of the network.
        network_id: what tells it from others that have had its name.
    """
    is_of_cooperation = event.kind in _OF_COOPERATIONS
    subjects = EventSubjects(network=network, actor=event.actor, other="" if is_of_cooperation else event.other,
                             cooperation=event.other if is_of_cooperation else "",
                             introduction=str((event.document or {}).get("introduction", "")))
    return EventMessage(id=f"evt_{network_id[:12]}_{event.revision}_{event.place}", type=TYPES[event.kind],
                        timestamp=event.happened, data=subjects)
