"""Actors, written and erased."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Body, Header, Request, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.files.profiles import REQUIRED, draft_profile
from data.records.profiles import Profile
from data.store.transactions import Expected, Receipt, Transaction
from service.clock import now, today
from service.http.dependencies import ActorId, NoParameters, Running, WriterWords, Writing
from service.http.etags import expected_by, tag_of
from service.http.openapi import error_answers
from service.http.requests import ProfileBody, of_this_id
from service.http.writes import Change, Writes
from service.runtime.installation import Installation
from service.runtime.served_network import OpenNetwork
from service.schemas.actors import Actor
from service.schemas.base import Schema
from service.schemas.writer import Writer

router = APIRouter(prefix="/v1/actors", tags=["actors"])



class ErasureReceipt(Schema):
    """What was erased."""

    receipt: str = Field(description="Id of this receipt.")
    erased: datetime = Field(description="When, UTC.")
    records: int = Field(description="Profile, cooperations, blocks, opinions, outcomes, introductions and contact "
                                     "data; 0 if it had been erased before.")
    answers: int = Field(description="Remembered answers to writes, all of the network: they may tell of the actor.")


IfMatch = Annotated[str, Header(max_length=200, description="The ETag that the actor was read with: it is written only "
                                                            "if it has not changed since. “*” for any.")]
IfNoneMatch = Annotated[str, Header(max_length=200, description="“*” to write only if there is no such actor yet.")]
CREATED: dict[int | str, dict[str, Any]] = {201: {"model": Actor, "description": "The actor was added."}}


@router.put("/{actor}", summary="Add or change an actor", response_model=Actor,
            responses={**CREATED, **error_answers(400, 408, 412, 413)})
async def put_actor(
    write: Writes, words: WriterWords, actor: ActorId, profile: Annotated[ProfileBody, Body()],
    _: NoParameters, if_match: IfMatch = "", if_none_match: IfNoneMatch = "",
) -> Response:
    """Store a profile as a whole, in the place of the one that is stored; suggestions use it when this is answered.

    Codes, labels and synonyms are understood. Fields that are left out are empty afterwards.
    """
    expected = expected_by(if_match, if_none_match)
    return await write.prepare(partial(_checked, of_this_id(profile, actor), expected, words, write.network))


def _checked(record: dict[str, object], expected: Expected | None, words: Writer, network: OpenNetwork) -> Change:
    profile = draft_profile(record, network.vocabularies, today(), REQUIRED)
    return partial(_put, profile, expected, words)


def _put(profile: Profile, expected: Expected | None, words: Writer, transaction: Transaction) -> Reply:
    added = transaction.put(profile, expected).added
    return Reply(201 if added else 200, {"ETag": tag_of(profile)}, words.actor(profile).model_dump_json())


@router.delete("/{actor}", summary="Erase an actor", responses=error_answers(400, 404, 412))
async def erase_actor(request: Request, installation: Running, network: Writing, actor: ActorId, _: NoParameters,
                      if_match: IfMatch = "") -> ErasureReceipt:
    """Erase an actor with the cooperations, blocks and introductions that name it, and say what was erased.

    It goes from the store and its files, from the vectors and the indexes, and from answers that were remembered. The
    receipt holds no word of it; asked for again, it is given again. A backup from before does not bring the actor back
    when it is restored here.
    """
    work = partial(_erase, installation, network, actor, expected_by(if_match, ""))
    receipt = await run_sync(work, limiter=request.app.state.writers)
    return ErasureReceipt(receipt=receipt.id, erased=receipt.erased, records=receipt.records, answers=receipt.answers)


def _erase(installation: Installation, network: OpenNetwork, actor: str, expected: Expected | None) -> Receipt:
    receipt = network.erase(actor, now(), expected)
    installation.sweep()
    return receipt
