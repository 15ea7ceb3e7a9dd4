"""Actors, written and erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote

from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Request, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.records.profiles import Profile
from data.store.transactions import Expected, Transaction, WriteResult
from service.http.dependencies import (
    ActorId,
    CurrentInstallation,
    NetworkInConfidence,
    NetworkToErase,
    NoParameters,
    ReplyWriter,
)
from service.http.etags import MOST_LETTERS, expectation, tag_of
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.record_bodies import ProfileRequest
from service.http.requests import of_this_id
from service.http.writes import ActorWrite, Change, Write
from service.runtime.duplicates import look_alikes
from service.runtime.installation import Installation
from service.runtime.profiles import change_profile, checked_profile
from service.runtime.served_network import ServedNetwork
from service.schemas.actors import ActorDocument
from service.schemas.base import Schema
from service.schemas.duplicates import LookAlike, StoredActorDocument, look_alikes_of
from service.schemas.erasures import ErasureReceipt, erasure_receipt
from service.schemas.writer import Writer

router = APIRouter(prefix="/v1/actors", tags=["actors"])


class PlannedErasure(Schema):
    """An actor that is to be erased; until then it stands in no list, and that can be taken back."""

    day: date = Field(description="On which it will be erased, on the calendar of the network.")


IfMatch = Annotated[str, Header(max_length=MOST_LETTERS, description=(
    "The ETag that the actor was read with, or several: it is written only if it has not changed since. “*” for any."))]
IfNoneMatch = Annotated[str, Header(max_length=MOST_LETTERS, description=(
    "“*” to write only if there is no such actor yet; ETags, to write only if it is in none of these states."))]
LATER: dict[int | str, dict[str, Any]] = {202: {
    "model": PlannedErasure | ErasureReceipt,
    "description": "It will be erased on a day, and can be let stay until then; or it was erased, and is not out of "
                   "all files yet.",
    "headers": {"Location": {"description": "Where that is told.", "schema": {"type": "string"}}}}}
ADDITION: dict[int | str, dict[str, Any]] = {201: {"model": StoredActorDocument, "description": "The actor was added."}}


@router.put("/{actor}", summary="Add or change an actor", response_model=StoredActorDocument,
            responses={**ADDITION, **error_answers(*BODY, 412)})
async def put_actor(
    write: ActorWrite, writer: ReplyWriter, actor: ActorId,
    profile: Annotated[ProfileRequest, json_body(ProfileRequest)], _: NoParameters, if_match: IfMatch = "",
    if_none_match: IfNoneMatch = "",
) -> Response:
    """Store a profile as a whole, in the place of the one that is stored; suggestions use it when this is answered.

    Codes, labels and synonyms are understood. Fields that are left out are empty afterwards. Of a new actor the answer
    says which stored ones it looks like; it is stored nevertheless. A key that belongs to the actor changes it, and
    adds none: who was erased does not come back by it.
    """
    expected = expectation(if_match, if_none_match)
    return await write.prepare(partial(_check, of_this_id(profile.root, actor), expected, writer, write))


def _check(record: dict[str, object], expected: Expected | None, writer: Writer, write: Write) -> Change:
    network = write.network
    actors = _ids_of_wholes(write) if record.get("part_of") else frozenset[str]()
    profile = checked_profile(record, network, actors)
    alike = look_alikes_of(look_alikes([profile], network.snapshot).get(profile.id, ()), writer.language)
    store = change_profile if write.belongs_to_actor else _put
    return partial(_store, partial(store, profile, expected), profile, writer.actor(profile), alike)


def _ids_of_wholes(write: Write) -> frozenset[str]:
    with write.network.store.reading() as session:
        return write.ids_of_wholes(session)


def _put(profile: Profile, expected: Expected | None, transaction: Transaction) -> WriteResult:
    return transaction.put(profile, expected)


def _store(store: Callable[[Transaction], WriteResult], profile: Profile, document: ActorDocument,
           alike: list[LookAlike], transaction: Transaction) -> Reply:
    is_new = store(transaction).added
    answer = StoredActorDocument(**dict(document), look_alikes=alike)
    return Reply(201 if is_new else 200, {"ETag": tag_of(profile, document)}, answer.model_dump_json())


@router.delete("/{actor}", summary="Erase an actor", response_model=ErasureReceipt,
               responses={**LATER, **error_answers(400, 404, 412)})
async def erase_actor(request: Request, installation: CurrentInstallation, network: NetworkToErase, actor: ActorId,
                      _: NoParameters, if_match: IfMatch = "") -> Response:
    """Erase an actor with the cooperations, blocks and introductions that name it, and say what was erased.

    It goes from the store and its files, from the vectors and the indexes, and from answers that were remembered. The
    receipt holds no word of it; asked for again, it is given again. A backup from before does not bring the actor back
    when it is restored here. Where the service leaves days to think it over, the answer is 202 and names the day.

    The answer has the status 200 once nothing is left in any file. While somebody reads, deleted bytes may be: then it
    has the status 202, and the receipt, to be found at its `Location`, tells when they are gone.
    """
    days = installation.settings.erase_after_days
    expected = expectation(if_match, "")
    work = (partial(_plan, installation, network, actor, expected) if days else
            partial(_erase, installation, network, actor, expected))
    reply = await run_sync(work, limiter=request.app.state.writers)
    return Response(reply.body, reply.status, dict(reply.headers), "application/json")


@router.get("/{actor}/erasure", summary="Tell when an actor will be erased", tags=["erasures"],
            responses=error_answers(404))
def show_planned_erasure(network: NetworkInConfidence, actor: ActorId, _: NoParameters) -> PlannedErasure:
    """Return the day on which an actor will be erased, if that was asked for."""
    network.matcher.snapshot.actor(actor)
    with network.store.reading() as session:
        return PlannedErasure(day=session.planned_erasures.day_of(actor))


@router.delete("/{actor}/erasure", summary="Let an actor stay", tags=["erasures"], status_code=204,
               response_class=Response, responses=error_answers(404))
async def take_back_erasure(request: Request, network: NetworkToErase, actor: ActorId, _: NoParameters) -> Response:
    """Take back that an actor is to be erased: it stands in lists again when this is answered."""
    work = partial(network.write, partial(_stay, actor))
    await run_sync(work, limiter=request.app.state.writers)
    return Response(status_code=204)


def _plan(installation: Installation, network: ServedNetwork, actor: str, expected: Expected | None) -> Reply:
    """Plan an erasure; one that was erased before gets its receipt."""
    with network.store.reading() as session:
        is_stored = actor in session.actor_revisions([actor])
    if not is_stored:
        return _erase(installation, network, actor, expected)
    grace = timedelta(days=installation.settings.erase_after_days)
    return network.write(partial(_plan_in, actor, expected, network.today() + grace))


def _plan_in(actor: str, expected: Expected | None, day: date, transaction: Transaction) -> Reply:
    transaction.actor(actor)
    transaction.demand(actor, expected)
    planned = PlannedErasure(day=transaction.planned_erasures.plan(actor, day))
    return Reply(202, {"Location": f"/v1/actors/{quote(actor, safe='')}/erasure"}, planned.model_dump_json())


def _stay(actor: str, transaction: Transaction) -> None:
    transaction.actor(actor)
    transaction.planned_erasures.take_back(actor)


def _erase(installation: Installation, network: ServedNetwork, actor: str, expected: Expected | None) -> Reply:
    receipt, unswept = installation.erase(network, actor, expected)
    headers = {"Location": f"/v1/erasures/{receipt.id}"} if unswept else {}
    return Reply(202 if unswept else 200, headers, erasure_receipt(receipt, unswept).model_dump_json())
