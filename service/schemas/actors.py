"""Actors, in short and in full."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from service.schemas.base import CodeLabel, Schema


class WordsInLanguage(Schema):
    """A text for people, and the language it is in."""

    words: str
    language: str = Field(description="ISO 639-1; empty where it is not known.", examples=["fi"])


class ActorCard(Schema):
    """An actor in short: all that a list shows of it."""

    id: str
    name: str
    sector: CodeLabel | None
    municipalities: list[CodeLabel]
    regions: list[CodeLabel]
    coverage: str | None
    themes: list[CodeLabel]
    languages: list[CodeLabel] = Field(description="Its working languages, ISO 639-1.")
    description: WordsInLanguage | None = Field(description=(
        "What it does, in the reader's language if it has said so in it; null if it has said nothing."))
    website: str = Field(description="Address of its web pages; empty when unknown.")


class ActorPage(Schema):
    """A page of the network's actors, in the order of their ids."""

    total: int = Field(description="How many pass the filters in all.")
    limit: int
    next: str = Field(description="The cursor of the next page; empty at the end.")
    actors: list[ActorCard]


class WishDocument(Schema):
    """What an actor needs or offers."""

    texts: dict[str, str]
    themes: list[str]


class ProfileDocument(Schema):
    """A profile with codes, as it can be imported."""

    id: str
    name: str
    names: dict[str, str]
    sector: str
    municipalities: list[str]
    regions: list[str]
    coverage: str | None
    themes: list[str]
    languages: list[str]
    descriptions: dict[str, str]
    needs: WishDocument
    offers: WishDocument
    wanted_sectors: list[str]
    capacity: int | None
    groups: list[str]
    status: str
    source: str
    updated: date | None
    part_of: str
    business_id: str
    website: str
    keywords: list[str]


class ActorDocument(Schema):
    """An actor with all that is known of it."""

    actor: ActorCard
    profile: ProfileDocument
    labels: dict[str, dict[str, str]] = Field(description="Vocabulary → code → name, for every code of the profile.")
