"""Actors of the network that may be one: listed, merged, and told apart."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.governance.audit_log import Signature
from data.store.merging import demand_two, merge_actors
from data.store.transactions import Transaction
from service.http.dependencies import Language, NetworkToCoordinate, NoParameters
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.writes import CoordinatorWrite
from service.runtime.duplicates import duplicates_in
from service.schemas.duplicates import DuplicateDecision, DuplicatePage, decision_of, page_of
from service.schemas.requests import Id, RequestModel
from service.schemas.writer import Writer

router = APIRouter(prefix="/v1/duplicates", tags=["duplicates"])


class DuplicateRequest(RequestModel):
    """What is decided about two actors."""

    decision: Literal["merge", "different"] = Field(description=(
        "merge: they are one, and the first is kept; different: they are two, and not listed again."))
    first: Id = Field(min_length=1, max_length=128, description="Id of an actor; the one that is kept.",
                      examples=["startup-refugees"])
    second: Id = Field(min_length=1, max_length=128, examples=["moniheli-ry"], description=(
        "Id of another actor; the one that leads to the first."))


@router.get("", summary="List actors that may be one", responses=error_answers())
def list_duplicates(network: NetworkToCoordinate, language: Language, _: NoParameters) -> DuplicatePage:
    """Return pairs of actors that may be one, the surest first, with reasons and with what they say differently.

    Names count without legal form and in any language, with places, business ids, web pages and what they do.
    """
    with network.store.reading() as session:
        known = session.distinct_pairs.answers()
    snapshot = network.matcher.snapshot
    pairs = duplicates_in(snapshot, known)
    return page_of(pairs, Writer(snapshot.vocabularies, language), language)


@router.post("", summary="Decide about two actors", response_model=DuplicateDecision,
             responses=error_answers(*BODY, 404))
async def decide_duplicate(
    write: CoordinatorWrite, body: Annotated[DuplicateRequest, json_body(DuplicateRequest)],
) -> Response:
    """Merge two actors, or note that they are two.

    When they are merged, the first holds where both say something, and gets what it lacks; cooperations, opinions,
    introductions and all else of the second are the first's, and the id of the second leads to the first. What the two
    have said of each other goes.
    """
    return await write.perform(partial(_decide, body, write.signature, write.knows("")))


def _decide(body: DuplicateRequest, signature: Signature, is_told: bool,
            transaction: Transaction) -> Reply:
    if body.decision == "merge":
        _demand_two(transaction, body)
        answer = decision_of(merge_actors(transaction, body.first, body.second, signature), is_told=is_told)
    else:
        first, second = demand_two(transaction, body.first, body.second)
        transaction.distinct_pairs.add([(first, second)], signature.at)
        answer = DuplicateDecision(decision="different", first=first, second=second)
    return Reply(200, {}, answer.model_dump_json())


def _demand_two(transaction: Transaction, body: DuplicateRequest) -> None:
    """Refuse to merge an actor with itself, unless one of the ids is an earlier one: that was done before.

    Raises:
        UnknownActor: both ids are the same.
    """
    if body.first == body.second:
        demand_two(transaction, body.first, body.second)
