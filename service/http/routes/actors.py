"""The actors of the network."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Request, Response

from data.records.profiles import Profile
from service.http.dependencies import (
    ActorId,
    AnswerWriter,
    CurrentMatcher,
    NetworkToRead,
    NoParameters,
    visible_actor,
)
from service.http.etags import tag_of_body
from service.http.openapi import NOT_MODIFIED, error_answers
from service.http.pages import PAGED, CursorQuestion, Cursors, PagesOfRequest
from service.http.queries import query
from service.http.remembering import give, is_confidential, pattern_of
from service.http.requests import FilteredQuestion
from service.runtime.answering.answers import Answers, RememberedAnswer
from service.runtime.served_network import ServedNetwork
from service.schemas.actors import ActorDocument, ActorPage
from service.schemas.requests import Id
from service.schemas.writer import Writer

router = APIRouter(prefix="/v1/actors", tags=["actors"])

CURSORS: Cursors[str] = Cursors("actors", Id)


class ActorsQuestion(FilteredQuestion, CursorQuestion):
    """A question for the actors of the network."""


@router.get("", summary="List actors", responses={**PAGED, **error_answers(400)})
def list_actors(matcher: CurrentMatcher, writer: AnswerWriter, pages: PagesOfRequest,
                question: Annotated[ActorsQuestion, query(ActorsQuestion)]) -> ActorPage:
    """Return a page of the actors that pass the filters, in the order of their ids.

    A filter takes codes, labels or synonyms in any language. Several values of one filter mean OR, several filters AND.
    """
    filters = question.filters(matcher.snapshot.vocabularies)
    actors = matcher.snapshot.shown(filters)
    last = CURSORS.read(question.cursor) or ""
    rest = actors[bisect_right(actors, last, key=_id):]
    page = pages.cut(rest, question.limit, lambda actor: CURSORS.write(actor.id))
    return ActorPage(total=len(actors), limit=question.limit, next=page.next,
                     actors=[writer.card(actor) for actor in page.items])


def _id(actor: Profile) -> str:
    return actor.id


@router.get("/{actor}", summary="Show an actor", response_model=ActorDocument,
                responses={**NOT_MODIFIED, **error_answers(404)})
async def show_actor(request: Request, network: NetworkToRead, writer: AnswerWriter, actor: ActorId,
                     _: NoParameters) -> Response:
    """Return the whole profile of an actor, with the names of its codes.

    Its ETag, sent with a change as If-Match, keeps anybody from writing over what others have written meanwhile; sent
    with the next question as If-None-Match, it is answered 304 without a body as long as nothing has changed.
    """
    return give(request, network, partial(_work_out, request, network, writer, actor))


def _work_out(request: Request, network: ServedNetwork, writer: Writer, actor: str,
              answers: Answers) -> RememberedAnswer:
    profile = visible_actor(request, network, actor)
    body = writer.actor(profile).model_dump_json().encode()
    return RememberedAnswer(body, pattern_of(request), tag_of_body(profile, body),
                            is_confidential=is_confidential(request, answers, actor))
