"""The actors of the network."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.http.dependencies import ActorId, NoParameters, Opened, Words
from service.http.etags import tag_of
from service.http.openapi import error_answers
from service.http.requests import ActorsQuestion
from service.schemas.actors import Actor, Actors

router = APIRouter(prefix="/v1/actors", tags=["actors"])


@router.get("", summary="List actors", responses=error_answers())
def list_actors(matcher: Opened, words: Words, asked: Annotated[ActorsQuestion, Query()]) -> Actors:
    """Return a page of the actors that pass the filters, in the order of their ids.

    A filter takes codes, labels or synonyms in any language. Several values of one filter mean OR, several filters AND.
    """
    filters = asked.filters(matcher.snapshot.vocabularies)
    found = [actor for actor in matcher.snapshot.network.actors if filters.admit(actor)]
    page = found[asked.offset:asked.offset + asked.limit]
    return Actors(total=len(found), limit=asked.limit, offset=asked.offset, actors=[words.card(item) for item in page])


@router.get("/{actor}", summary="Show an actor", responses=error_answers(404))
def show_actor(matcher: Opened, words: Words, actor: ActorId, _: NoParameters, response: Response) -> Actor:
    """Return the whole profile of an actor, with the names of its codes.

    Its ETag, sent with a change as If-Match, keeps anybody from writing over what others have written meanwhile.
    """
    profile = matcher.snapshot.actor(actor)
    response.headers["ETag"] = tag_of(profile)
    return words.actor(profile)
