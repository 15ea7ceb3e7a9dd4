"""What actors have to do with each other, and what they say of each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Cooperation:
    """Two or more actors known to work or to have worked together.

    Attributes:
        members: ids of the actors, sorted.
        title: the project, programme or service.
        since, until: first and last day known; None when the source does not say.
        source: where this is known from.
        lead: id of the member that leads it; empty when nobody does or nobody knows.
        descriptions: what it was about, per language.
        themes: codes of the vocabulary `themes`.
    """

    members: tuple[str, ...]
    title: str
    since: date | None = None
    until: date | None = None
    source: str = ""
    lead: str = ""
    descriptions: Mapping[str, str] = field(default_factory=dict)
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Two actors that must never be suggested to each other; `actor` asked for it."""

    actor: str
    other: str


class OpinionKind(StrEnum):
    """What an actor says of another one that was suggested to it."""

    USEFUL = "useful"
    NOT_NOW = "not_now"
    NOT_RELEVANT = "not_relevant"
    PARTNER = "partner"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an actor has said of another one; it counts in the actor's own list, until it is taken back.

    Attributes:
        actor, other: ids.
        kind: what it said.
        reason: why, in its own words.
        said: the day.
        until: the last day on which it counts; None for no end.
    """

    actor: str
    other: str
    kind: OpinionKind
    reason: str = ""
    said: date | None = None
    until: date | None = None

    def in_force(self, as_of: date) -> bool:
        """Tell whether it counts on a day."""
        return (self.said is None or self.said <= as_of) and (self.until is None or as_of <= self.until)


class OutcomeKind(StrEnum):
    """What came of a suggestion, as an actor tells it."""

    MET = "met"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an actor tells has come of its contact with another one.

    Attributes:
        actor, other: ids; `actor` tells it.
        kind: what came of it.
        project: the title of what they do together; empty if there is none yet.
        said: the day.
    """

    actor: str
    other: str
    kind: OutcomeKind
    project: str = ""
    said: date | None = None
