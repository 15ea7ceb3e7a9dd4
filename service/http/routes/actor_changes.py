"""Actors, written and erased."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Request, Response

from data.activity.idempotency import Reply
from data.files.profiles import REQUIRED, draft_profile
from data.records.profiles import Profile
from data.store.transactions import Expected, Transaction
from service.http.dependencies import ActorId, CurrentInstallation, NetworkToWrite, NoParameters, ReplyWriter
from service.http.etags import MOST_LETTERS, expectation, tag_of
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.record_bodies import ProfileRequest
from service.http.requests import of_this_id
from service.http.writes import Change, NetworkWrite
from service.runtime.served_network import ServedNetwork
from service.schemas.actors import ActorDocument
from service.schemas.erasures import ErasureReceipt, erasure_receipt
from service.schemas.writer import Writer

router = APIRouter(prefix="/v1/actors", tags=["actors"])


IfMatch = Annotated[str, Header(max_length=MOST_LETTERS, description=(
    "The ETag that the actor was read with, or several: it is written only if it has not changed since. “*” for any."))]
IfNoneMatch = Annotated[str, Header(max_length=MOST_LETTERS, description=(
    "“*” to write only if there is no such actor yet; ETags, to write only if it is in none of these states."))]
UNFINISHED: dict[int | str, dict[str, Any]] = {202: {
    "model": ErasureReceipt, "description": "It was erased, and is not out of all files yet.",
    "headers": {"Location": {"description": "Where the receipt is.", "schema": {"type": "string"}}}}}
ADDITION: dict[int | str, dict[str, Any]] = {201: {"model": ActorDocument, "description": "The actor was added."}}


@router.put("/{actor}", summary="Add or change an actor", response_model=ActorDocument,
            responses={**ADDITION, **error_answers(*BODY, 412)})
async def put_actor(
    write: NetworkWrite, writer: ReplyWriter, actor: ActorId,
    profile: Annotated[ProfileRequest, json_body(ProfileRequest)], _: NoParameters, if_match: IfMatch = "",
    if_none_match: IfNoneMatch = "",
) -> Response:
    """Store a profile as a whole, in the place of the one that is stored; suggestions use it when this is answered.

    Codes, labels and synonyms are understood. Fields that are left out are empty afterwards.
    """
    expected = expectation(if_match, if_none_match)
    return await write.prepare(partial(_check, of_this_id(profile.root, actor), expected, writer, write.network))


def _check(record: dict[str, object], expected: Expected | None, writer: Writer, network: ServedNetwork) -> Change:
    with network.store.reading() as session:
        actors = session.actor_ids()
    profile = draft_profile(record, network.vocabularies, network.today(), REQUIRED, actors)
    return partial(_put, profile, expected, writer)


def _put(profile: Profile, expected: Expected | None, writer: Writer, transaction: Transaction) -> Reply:
    is_new = transaction.put(profile, expected).added
    document = writer.actor(profile)
    return Reply(201 if is_new else 200, {"ETag": tag_of(profile, document)}, document.model_dump_json())


@router.delete("/{actor}", summary="Erase an actor", response_model=ErasureReceipt,
               responses={**UNFINISHED, **error_answers(400, 404, 412)})
async def erase_actor(request: Request, installation: CurrentInstallation, network: NetworkToWrite, actor: ActorId,
                      _: NoParameters, response: Response, if_match: IfMatch = "") -> ErasureReceipt:
    """Erase an actor with the cooperations, blocks and introductions that name it, and say what was erased.

    It goes from the store and its files, from the vectors and the indexes, and from answers that were remembered. The
    receipt holds no word of it; asked for again, it is given again. A backup from before does not bring the actor back
    when it is restored here.

    The answer has the status 200 once nothing is left in any file. While somebody reads, deleted bytes may be: then it
    has the status 202, and the receipt, to be found at its `Location`, tells when they are gone.
    """
    work = partial(installation.erase, network, actor, expectation(if_match, ""))
    receipt, unswept = await run_sync(work, limiter=request.app.state.writers)
    if unswept:
        response.status_code = 202
        response.headers["Location"] = f"/v1/erasures/{receipt.id}"
    return erasure_receipt(receipt, unswept)
