"""What an actor says of others: each counts in its own list at once, and can be taken back."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.introductions.requests import Introducing
from data.records.relations import Block, Opinion, OpinionKind
from data.store.transactions import Transaction
from service.clock import now
from service.http.dependencies import ActorId, NetworkInConfidence, NoParameters, OtherId
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.writes import ActorWrite
from service.runtime.opinions import demand_two, opinion_of
from service.schemas.base import Schema
from service.schemas.requests import PRINTABLE, Day, RequestModel

router = APIRouter(prefix="/v1/actors/{actor}", tags=["opinions"])

LONGEST_REASON = 1_000


class OpinionRequest(RequestModel):
    """What an actor says of another one."""

    opinion: OpinionKind = Field(description=(
        "useful: more like this; not_now: leave it out for a time; not_relevant: leave it out, and fewer like it; "
        "partner: we work together already; never: leave it out for good, and fewer like it."))
    reason: Annotated[str, PRINTABLE] = Field(
        "", max_length=LONGEST_REASON, description="Why, in its own words.")
    until: Day | None = Field(None, examples=["2099-01-31"], description=(
        "For not_now: the last day on which it is left out; 90 days from now when left out."))


class OpinionDocument(Schema):
    """What an actor has said of another one."""

    other: str = Field(description="Id of the other actor.")
    opinion: OpinionKind
    reason: str
    said: date | None
    until: date | None = Field(description="The last day on which it counts; null for no end.")


class OpinionList(Schema):
    """What an actor has said of others, by their ids."""

    opinions: list[OpinionDocument]


class BlockList(Schema):
    """Whom an actor has blocked."""

    blocked: list[str] = Field(description="Ids of actors.")


@router.get("/opinions", summary="List what an actor has said of others", responses=error_answers(404))
def list_opinions(network: NetworkInConfidence, actor: ActorId, _: NoParameters) -> OpinionList:
    """Return every opinion of an actor that has not been taken back, also one that has run out."""
    snapshot = network.matcher.snapshot
    snapshot.actor(actor)
    return OpinionList(opinions=[opinion_document(item) for item in snapshot.network.opinions if item.actor == actor])


@router.put("/opinions/{other}", summary="Say something of a suggested actor", response_model=OpinionDocument,
            responses={201: {"model": OpinionDocument, "description": "It was said for the first time."},
                       **error_answers(*BODY, 404)})
async def put_opinion(
    write: ActorWrite, actor: ActorId, other: OtherId, body: Annotated[OpinionRequest, json_body(OpinionRequest)],
    _: NoParameters,
) -> Response:
    """Store an opinion, in the place of what was said before; the actor's list follows it when this is answered.

    Who is not told what the actor keeps from others gets the status 200, also where it was said for the first time. It
    counts in this actor's own list only, and is not told to the other one.
    """
    opinion = opinion_of(actor, other, body.opinion, write.network.today(), reason=body.reason, until=body.until)
    return await write.speak(partial(_say, opinion), actor, other)


@router.delete("/opinions/{other}", summary="Take back what was said of an actor", status_code=204,
               response_class=Response, responses=error_answers(404))
async def delete_opinion(
    write: ActorWrite, actor: ActorId, other: OtherId, _: NoParameters,
) -> Response:
    """Forget an opinion: the list is again as it was before.

    Who is not told what the actor keeps from others gets the status 204, also where there was none.
    """
    opinion = Opinion(actor, other, OpinionKind.USEFUL)
    return await write.speak(partial(_take_back, opinion), actor)


@router.get("/blocks", summary="List whom an actor has blocked", responses=error_answers(404))
def list_blocks(network: NetworkInConfidence, actor: ActorId, _: NoParameters) -> BlockList:
    """Return those that an actor has asked not to be suggested with; who has asked so of it is told to nobody."""
    snapshot = network.matcher.snapshot
    snapshot.actor(actor)
    return BlockList(blocked=[block.other for block in snapshot.network.blocks if block.actor == actor])


@router.put("/blocks/{other}", summary="Block an actor", status_code=204, response_class=Response,
            responses=error_answers(404))
async def put_block(
    write: ActorWrite, actor: ActorId, other: OtherId, _: NoParameters,
) -> Response:
    """Let neither of the two be suggested to the other any more; who asked for it is told to nobody.

    What the actor has asked of the other is withdrawn, and what the other asks of it is not shown to it.
    """
    demand_two(actor, other)
    return await write.speak(partial(_block, Block(actor, other), write.network.zone), actor, other)


@router.delete("/blocks/{other}", summary="Lift a block", status_code=204, response_class=Response,
               responses=error_answers(404))
async def delete_block(
    write: ActorWrite, actor: ActorId, other: OtherId, _: NoParameters,
) -> Response:
    """Lift the block that the actor has asked for; one that the other has asked for stays.

    Who is not told what the actor keeps from others gets the status 204, also where there was none.
    """
    return await write.speak(partial(_take_back, Block(actor, other)), actor)


def _say(opinion: Opinion, transaction: Transaction) -> Reply:
    is_new = transaction.say(opinion).added
    return Reply(201 if is_new else 200, {}, opinion_document(opinion).model_dump_json())


def _block(block: Block, zone: ZoneInfo, transaction: Transaction) -> Reply:
    transaction.say(block)
    Introducing(transaction, now().astimezone(zone)).part(block.actor, block.other)
    return Reply(204, {})


def _take_back(record: Opinion | Block, transaction: Transaction) -> Reply:
    transaction.take_back(record)
    return Reply(204, {})


def opinion_document(opinion: Opinion) -> OpinionDocument:
    """Return an opinion as it is shown."""
    return OpinionDocument(other=opinion.other, opinion=opinion.kind, reason=opinion.reason, said=opinion.said,
                           until=opinion.until)
