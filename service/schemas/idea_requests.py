"""Ideas that were made requests, as programs and pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from data.activity.idea_requests import IdeaRequest
from data.reading.mention import Understanding
from data.reading.reader import Reader
from data.records.profiles import Profile
from data.wording.texts import render
from matcher.asking.idea import AskedIdea, Brief
from service.schemas.base import Schema
from service.schemas.suggestions import OtherActor
from service.schemas.understood import BRIEF, UnderstoodDocument
from service.schemas.writer import Writer

NATIONWIDE = "nationwide"


class IdeaRequestDocument(Schema):
    """An idea that looks for partners, as its owner or one that it is shared with sees it."""

    id: str = Field(examples=["0123456789abcdef0123456789abcdef"])
    actor_id: str = Field(description="Id of the actor whose idea it is.")
    name: str = Field(description="Its name.")
    text: str
    understood: UnderstoodDocument = Field(description="What it asks for; “mentions” is empty.")
    made: datetime
    closed: datetime | None = Field(description="When it was over; null as long as it is open.")
    shared_with: list[OtherActor] = Field(description=(
        "Who sees it besides its owner; empty for all but the owner, who alone is told."))


class IdeaRequestList(Schema):
    """The requests of an actor and those that are shared with it, the newest first."""

    own: list[IdeaRequestDocument]
    shared: list[IdeaRequestDocument]


def codes_of(brief: Brief) -> dict[str, Any]:
    """Return what an idea asks for as JSON values, to be kept."""
    return {**{field: list(getattr(brief, attribute)) for field, (attribute, _) in BRIEF.items()},
            NATIONWIDE: brief.is_nationwide}


def brief_from(codes: Mapping[str, Any]) -> Brief:
    """Return what a kept idea asks for; see `codes_of`."""
    return Brief(**{attribute: tuple(codes.get(field, ())) for field, (attribute, _) in BRIEF.items()},
                 is_nationwide=bool(codes.get(NATIONWIDE)))


def request_document(request: IdeaRequest, profiles: Mapping[str, Profile], reader: Reader,
                     writer: Writer) -> IdeaRequestDocument:
    """Return a request as it is shown.

    Args:
        request: it, with whom it is shared as far as the viewer is told.
        profiles: by their ids; those that it is shared with and that are not among them are left out.
        reader: knows the names of what ideas ask for.
        writer: puts it into words.
    """
    asked = AskedIdea(request.idea, Understanding(()), brief_from(request.understood), reader)
    return IdeaRequestDocument(
        id=request.id, actor_id=request.actor, name=render(profiles[request.actor].label, writer.language),
        text=request.idea, understood=writer.understood(asked), made=request.made, closed=request.closed,
        shared_with=[OtherActor(actor_id=other, name=render(profiles[other].label, writer.language))
                     for other in request.shared_with if other in profiles])
