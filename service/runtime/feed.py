"""What the actors that one follows have done, in words, for every door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.activity.events import Event, EventKind
from data.records.keys import cooperation_id
from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.wording.texts import Labels, Text, text
from matcher.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class News:
    """Something that an actor has done.

    Attributes:
        event: what was noted of it.
        name: of the actor.
        sentence: what it was, for people.
    """

    event: Event
    name: Labels | Text
    sentence: Text


def told(events: Sequence[Event], snapshot: Snapshot) -> list[News]:
    """Return public events as they are told, in their order.

    Left out are those of actors that are not shown, and of cooperations that answers do not come from any more.
    """
    return list(_told(events, snapshot))


def _told(events: Sequence[Event], snapshot: Snapshot) -> Iterator[News]:
    profiles = {profile.id: profile for profile in snapshot.shown()}
    members = {event.actor for event in events if event.kind is EventKind.COOPERATES}
    cooperations = {cooperation_id(item): item for item in snapshot.network.cooperations
                    if not members.isdisjoint(item.members)}
    for event in events:
        cooperation = cooperations.get(event.other)
        if event.actor in profiles and (event.kind is not EventKind.COOPERATES or cooperation is not None):
            yield News(event, profiles[event.actor].label, _sentence(event, profiles, cooperation))


def _sentence(event: Event, profiles: Mapping[str, Profile], cooperation: Cooperation | None) -> Text:
    name = profiles[event.actor].label
    if cooperation is not None:
        others = tuple(profiles[member].label for member in cooperation.members
                       if member != event.actor and member in profiles)
        return text("{name} works with {others}: {title}.", name=name, others=others, title=cooperation.title)
    if event.kind is EventKind.JOINED:
        return text("{name} has joined the network.", name=name)
    return text("{name} has changed its profile.", name=name)
