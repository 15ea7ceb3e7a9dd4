"""What came of a suggestion: the two have met, or they work together."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import AfterValidator, Field

from data.activity.idempotency import Reply
from data.records.relations import Outcome, OutcomeKind
from data.store.outcomes import retract, tell
from data.store.transactions import Transaction
from data.wording.texts import text
from service.errors import OpinionRefused
from service.http.dependencies import ActorId, NetworkInConfidence, NoParameters, OtherId
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.writes import ActorWrite
from service.runtime.opinions import demand_two
from service.schemas.base import Schema
from service.schemas.requests import PRINTABLE, RequestModel

router = APIRouter(prefix="/v1/actors/{actor}/outcomes", tags=["outcomes"])

LONGEST_TITLE = 200


class OutcomeRequest(RequestModel):
    """What has come of a contact."""

    outcome: OutcomeKind = Field(description="met: they have met; working: they work together.")
    project: Annotated[str, AfterValidator(str.strip), PRINTABLE] = Field(
        "", max_length=LONGEST_TITLE, examples=["Language café"], description=(
            "For working: the title of what they do together. It becomes a cooperation of the two, unless there is one "
            "already."))


class OutcomeDocument(Schema):
    """What an actor has told of a contact."""

    other: str = Field(description="Id of the other actor.")
    outcome: OutcomeKind
    project: str
    said: date | None


class OutcomeList(Schema):
    """What has come of an actor's contacts, by the ids of the others."""

    outcomes: list[OutcomeDocument]


@router.get("", summary="List what has come of an actor's contacts", responses=error_answers(404))
def list_outcomes(network: NetworkInConfidence, actor: ActorId, _: NoParameters) -> OutcomeList:
    """Return what an actor has told and not taken back."""
    snapshot = network.matcher.snapshot
    snapshot.actor(actor)
    return OutcomeList(outcomes=[outcome_document(item) for item in snapshot.network.outcomes if item.actor == actor])


@router.put("/{other}", summary="Tell what has come of a contact", response_model=OutcomeDocument,
            responses={201: {"model": OutcomeDocument, "description": "It was told for the first time."},
                       **error_answers(*BODY, 404)})
async def put_outcome(
    write: ActorWrite, actor: ActorId, other: OtherId, body: Annotated[OutcomeRequest, json_body(OutcomeRequest)],
    _: NoParameters,
) -> Response:
    """Store what has come of a contact, in the place of what was told before.

    Those who work together are suggested to each other no more: to this actor at once, and to the other one if a
    project is named, which counts as a cooperation of the two, or if it tells so too. Who is not told what the actor
    keeps from others gets the status 200, also where it was told for the first time.
    """
    outcome = _outcome(actor, other, body, write.network.today())
    return await write.speak(partial(_tell, outcome), actor, other)


@router.delete("/{other}", summary="Take back what was told of a contact", status_code=204, response_class=Response,
               responses=error_answers(404))
async def delete_outcome(
    write: ActorWrite, actor: ActorId, other: OtherId, _: NoParameters,
) -> Response:
    """Forget an outcome, with the cooperation that was made of it, unless the other one tells of the same.

    Who is not told what the actor keeps from others gets the status 204, also where there was none.
    """
    outcome = Outcome(actor, other, OutcomeKind.MET)
    return await write.speak(partial(_retract, outcome), actor)


def _outcome(actor: str, other: str, body: OutcomeRequest, today: date) -> Outcome:
    demand_two(actor, other)
    if body.project and body.outcome is not OutcomeKind.WORKING:
        raise OpinionRefused(text("Only those who work together have a project."), "",
                             text("Leave “project” out, or say “working”."))
    return Outcome(actor, other, body.outcome, body.project, today)


def _tell(outcome: Outcome, transaction: Transaction) -> Reply:
    is_new = tell(transaction, outcome)
    return Reply(201 if is_new else 200, {}, outcome_document(outcome).model_dump_json())


def _retract(outcome: Outcome, transaction: Transaction) -> Reply:
    retract(transaction, outcome)
    return Reply(204, {})


def outcome_document(outcome: Outcome) -> OutcomeDocument:
    """Return an outcome as it is shown."""
    return OutcomeDocument(other=outcome.other, outcome=outcome.kind, project=outcome.project, said=outcome.said)
