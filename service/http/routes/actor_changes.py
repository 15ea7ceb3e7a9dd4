"""Actors, written and erased."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Request, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.files.profiles import REQUIRED, draft_profile
from data.records.profiles import Profile
from data.store.transactions import Expected, Receipt, Transaction
from service.clock import now
from service.http.dependencies import ActorId, CurrentInstallation, NetworkToWrite, NoParameters, ReplyWriter
from service.http.etags import MOST_LETTERS, expectation, tag_of
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.record_bodies import ProfileRequest
from service.http.requests import of_this_id
from service.http.writes import Change, NetworkWrite
from service.runtime.duplicates import look_alikes
from service.runtime.installation import Installation
from service.runtime.served_network import ServedNetwork
from service.schemas.actors import ActorDocument
from service.schemas.base import Schema
from service.schemas.duplicates import LookAlike, StoredActorDocument, look_alikes_of
from service.schemas.writer import Writer

router = APIRouter(prefix="/v1/actors", tags=["actors"])



class ErasureReceipt(Schema):
    """What was erased."""

    receipt: str = Field(description="Id of this receipt.")
    erased: datetime = Field(description="When, UTC.")
    records: int = Field(description="Profile, cooperations, blocks, opinions, outcomes, introductions and contact "
                                     "data; 0 if it had been erased before.")
    answers: int = Field(description="Remembered answers to writes, all of the network: they may tell of the actor.")


IfMatch = Annotated[str, Header(max_length=MOST_LETTERS, description=(
    "The ETag that the actor was read with, or several: it is written only if it has not changed since. “*” for any."))]
IfNoneMatch = Annotated[str, Header(max_length=MOST_LETTERS, description=(
    "“*” to write only if there is no such actor yet; ETags, to write only if it is in none of these states."))]
ADDITION: dict[int | str, dict[str, Any]] = {201: {"model": StoredActorDocument, "description": "The actor was added."}}


@router.put("/{actor}", summary="Add or change an actor", response_model=StoredActorDocument,
            responses={**ADDITION, **error_answers(*BODY, 412)})
async def put_actor(
    write: NetworkWrite, writer: ReplyWriter, actor: ActorId,
    profile: Annotated[ProfileRequest, json_body(ProfileRequest)], _: NoParameters, if_match: IfMatch = "",
    if_none_match: IfNoneMatch = "",
) -> Response:
    """Store a profile as a whole, in the place of the one that is stored; suggestions use it when this is answered.

    Codes, labels and synonyms are understood. Fields that are left out are empty afterwards. Of a new actor the answer
    says which stored ones it looks like; it is stored nevertheless.
    """
    expected = expectation(if_match, if_none_match)
    return await write.prepare(partial(_check, of_this_id(profile.root, actor), expected, writer, write.network))


def _check(record: dict[str, object], expected: Expected | None, writer: Writer, network: ServedNetwork) -> Change:
    with network.store.reading() as session:
        actors = session.actor_ids()
    profile = draft_profile(record, network.vocabularies, network.today(), REQUIRED, actors)
    alike = look_alikes_of(look_alikes([profile], network.snapshot).get(profile.id, ()), writer.language)
    return partial(_put, profile, expected, writer.actor(profile), alike)


def _put(profile: Profile, expected: Expected | None, document: ActorDocument, alike: list[LookAlike],
         transaction: Transaction) -> Reply:
    is_new = transaction.put(profile, expected).added
    answer = StoredActorDocument(**dict(document), look_alikes=alike)
    return Reply(201 if is_new else 200, {"ETag": tag_of(profile, document)}, answer.model_dump_json())


@router.delete("/{actor}", summary="Erase an actor", responses=error_answers(400, 404, 412))
async def erase_actor(request: Request, installation: CurrentInstallation, network: NetworkToWrite, actor: ActorId,
                      _: NoParameters, if_match: IfMatch = "") -> ErasureReceipt:
    """Erase an actor with the cooperations, blocks and introductions that name it, and say what was erased.

    It goes from the store and its files, from the vectors and the indexes, and from answers that were remembered. The
    receipt holds no word of it; asked for again, it is given again. A backup from before does not bring the actor back
    when it is restored here.
    """
    work = partial(_erase, installation, network, actor, expectation(if_match, ""))
    receipt = await run_sync(work, limiter=request.app.state.writers)
    return ErasureReceipt(receipt=receipt.id, erased=receipt.erased, records=receipt.records, answers=receipt.answers)


def _erase(installation: Installation, network: ServedNetwork, actor: str, expected: Expected | None) -> Receipt:
    receipt = network.erase(actor, now(), expected)
    installation.sweep()
    return receipt
