"""Actors with their profiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from data.wording.texts import Labels, Text, text


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
        languages: working languages, ISO 639-1, or ISO 639-3 where that has none.
        descriptions: what it does, per language.
        needs, offers: what it looks for and what it can give.
        wanted_sectors: codes of sectors it looks for partners in.
        capacity: how many new partnerships it can take on; None when it has not said.
        groups: markers such as "migrant-led".
        status: whether it takes part now.
        source: where the data come from.
        updated: the day the profile was last confirmed; None when unknown.
        business_id: the Finnish business id; empty when unknown.
        website: address of its web pages; empty when unknown.
        keywords: words for what it does that are no themes; it is found by them.
        part_of: id of the actor that it is a unit of, or that stands for both; empty for none.
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
    part_of: str = ""
    business_id: str = ""
    website: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def label(self) -> Labels | Text:
        """The name in every language it has one, its own name first; an idea without a name has a word for it."""
        return Labels({"": self.name, **self.names}) if self.name else text("the idea")
