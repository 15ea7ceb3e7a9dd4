"""The records of a network: actors with their profiles, cooperations, and what actors say of each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from data.texts import Labels, Text, text


class Coverage(StrEnum):
    """How far an actor's work reaches."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"
    INTERNATIONAL = "international"


class Status(StrEnum):
    """Whether an actor takes part in the network now."""

    ACTIVE = "active"
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True)
class Wish:
    """What an actor needs or offers: free text per language, and themes."""

    texts: Mapping[str, str] = field(default_factory=dict)
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an actor, or of an idea that looks for partners.

    Attributes:
        id: key in the network; empty for a profile or idea that is not stored.
        name: the name it uses of itself.
        names: the name in other languages.
        sector: code of the vocabulary `sectors`; empty for an idea.
        municipalities: codes, home first.
        regions: codes, home first; every municipality's region is among them.
        coverage: how far its work reaches; None when unknown.
        themes: codes of the vocabulary `themes`.
        languages: working languages, ISO 639-1.
        descriptions: what it does, per language.
        needs, offers: what it looks for and what it can give.
        wanted_sectors: codes of sectors it looks for partners in.
        capacity: how many new partnerships it can take on; None when it has not said.
        groups: markers such as "migrant-led".
        status: whether it takes part now.
        source: where the data come from.
        updated: the day the profile was last confirmed; None when unknown.
    """

    id: str
    name: str
    sector: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    municipalities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    coverage: Coverage | None = None
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    descriptions: Mapping[str, str] = field(default_factory=dict)
    needs: Wish = Wish()
    offers: Wish = Wish()
    wanted_sectors: tuple[str, ...] = ()
    capacity: int | None = None
    groups: tuple[str, ...] = ()
    status: Status = Status.ACTIVE
    source: str = ""
    updated: date | None = None

    @property
    def label(self) -> Labels | Text:
        """The name in every language it has one, its own name first; an idea without a name has a word for it."""
        return Labels({"": self.name, **self.names}) if self.name else text("the idea")


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


@dataclass(frozen=True)
class Network:
    """All records of one community of actors.

    Attributes:
        actors: profiles, sorted by id.
        cooperations: what they did together.
        blocks: pairs that must not meet.
        opinions: what they have said of each other.
        outcomes: what has come of their contacts.
    """

    actors: tuple[Profile, ...] = ()
    cooperations: tuple[Cooperation, ...] = ()
    blocks: tuple[Block, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @cached_property
    def version(self) -> str:
        """A short text that changes if and only if a record changes.

        The first 12 digits of the sum of all digests modulo 2**256, so that a store can keep it up to date with what
        changed alone.
        """
        kinds = (self.actors, self.cooperations, self.blocks, self.opinions, self.outcomes)
        return shorten(sum_digests(digest(record) for records in kinds for record in records))


Record: TypeAlias = Profile | Cooperation | Block | Opinion | Outcome


def canonical(record: Record) -> str:
    """Return a record as JSON with every field, always written in the same way."""
    return json.dumps(record, sort_keys=True, default=_plain, ensure_ascii=False)


def digest(record: Record) -> str:
    """Return the SHA-256 of a record and its kind, 64 digits."""
    return digest_of(type(record), canonical(record))


def digest_of(kind: type[Record], document: str) -> str:
    """Return the digest of a record from what `canonical` made of it."""
    return hashlib.sha256(f"{kind.__name__} {document}".encode()).hexdigest()


def sum_digests(added: Iterable[str], removed: Iterable[str] = (), before: str = "0") -> str:
    """Return a sum of digests after some have been added and others taken out, 64 digits."""
    total = int(before, 16) + sum(int(item, 16) for item in added) - sum(int(item, 16) for item in removed)
    return f"{total % 2**256:064x}"


def shorten(total: str) -> str:
    """Return what is shown of a sum of digests."""
    return total[:12]


def _plain(value: object) -> dict[str, object] | str:
    """Return a record as its fields, without copying what they hold, and anything else as text."""
    if is_dataclass(value):
        return {item.name: getattr(value, item.name) for item in fields(value)}
    return str(value)
