"""Actors, written."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Request, Response

from data.records import Profile
from data.transactions import Expected, Reply, Transaction
from data.validation import REQUIRED, draft_profile
from service.clock import today
from service.conditions import expected_by, tag_of
from service.openapi import error_answers
from service.questions import ProfileBody, of_this_id
from service.replies import Asked, answer_write
from service.routes.dependencies import ActorId, IdempotencyKey, NoParameters, WriterWords, Writing
from service.schemas import Actor, Writer

router = APIRouter(prefix="/v1/actors", tags=["actors"])

IfMatch = Annotated[str, Header(max_length=200, description="The ETag that the actor was read with: it is written only "
                                                            "if it has not changed since. “*” for any.")]
IfNoneMatch = Annotated[str, Header(max_length=200, description="“*” to write only if there is no such actor yet.")]
CREATED: dict[int | str, dict[str, Any]] = {201: {"model": Actor, "description": "The actor was added."}}


@router.put("/{actor}", summary="Add or change an actor", response_model=Actor,
            responses={**CREATED, **error_answers(400, 408, 412, 413)})
async def put_actor(  # noqa: PLR0913, PLR0917 - what a request consists of
    request: Request, network: Writing, words: WriterWords, actor: ActorId, profile: Annotated[ProfileBody, Body()],
    _: NoParameters, idempotency_key: IdempotencyKey = "", if_match: IfMatch = "", if_none_match: IfNoneMatch = "",
) -> Response:
    """Store a profile as a whole, in the place of the one that is stored; suggestions use it when this is answered.

    Codes, labels and synonyms are understood. Fields that are left out are empty afterwards.
    """
    expected = expected_by(if_match, if_none_match)
    asked = Asked.of(request, idempotency_key, await request.body())
    checked = draft_profile(of_this_id(profile, actor), network.vocabularies, today(), REQUIRED)
    return await answer_write(request, network, asked, partial(_put, checked, expected, words))


def _put(profile: Profile, expected: Expected | None, words: Writer, transaction: Transaction) -> Reply:
    added = transaction.put(profile, expected).added
    return Reply(201 if added else 200, {"ETag": tag_of(profile)}, words.actor(profile).model_dump_json())


@router.delete("/{actor}", summary="Remove an actor", status_code=204, response_class=Response,
               responses=error_answers(400, 404, 412))
async def delete_actor(
    request: Request, network: Writing, actor: ActorId, _: NoParameters, idempotency_key: IdempotencyKey = "",
    if_match: IfMatch = "",
) -> Response:
    """Remove an actor with the cooperations and blocks that name it; it is not suggested to anybody any more."""
    asked = Asked.of(request, idempotency_key)
    return await answer_write(request, network, asked, partial(_remove, actor, expected_by(if_match, "")))


def _remove(actor: str, expected: Expected | None, transaction: Transaction) -> Reply:
    transaction.remove(actor, expected)
    return Reply(204, {})
