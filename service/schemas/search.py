"""What a search has found."""

from __future__ import annotations

from pydantic import Field

from service.schemas.actors import ActorCard
from service.schemas.base import Schema
from service.schemas.suggestions import VersionsDocument


class ActorHit(Schema):
    """One answer of a search."""

    score: float = Field(ge=0, le=1)
    actor: ActorCard


class SearchAnswer(Schema):
    """Actors that fit some words, best first."""

    words: str
    limit: int
    actors: list[ActorHit]
    versions: VersionsDocument
