"""How an actor can be reached; the other side of an accepted introduction sees it, and nobody else."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Response

from data.activity.idempotency import Reply
from data.introductions.contacts import Contact, Contacts
from data.store.transactions import Transaction
from service.http.dependencies import ActorId, NetworkInConfidence, NoParameters
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.writes import ActorWrite
from service.schemas.contacts import ContactRequest

router = APIRouter(prefix="/v1/actors/{actor}/contact", tags=["introductions"])


@router.get("", summary="Show the contact data of an actor to itself", responses=error_answers(404))
def show_contact(network: NetworkInConfidence, actor: ActorId, _: NoParameters) -> Contact:
    """Return the contact data that an actor has given."""
    network.matcher.snapshot.actor(actor)
    with network.store.reading() as session:
        return Contacts(session).of(actor)


@router.put("", summary="Give contact data", status_code=204, response_class=Response,
            responses=error_answers(*BODY, 404))
async def put_contact(
    write: ActorWrite, actor: ActorId, body: Annotated[ContactRequest, json_body(ContactRequest)], _: NoParameters,
) -> Response:
    """Store contact data in the place of those that were given before.

    They are needed to ask for an introduction and to accept one. The other side of an accepted one sees them as they
    are then, and nobody else does.
    """
    contact = Contact(body.name, body.email, body.phone)
    return await write.perform_among(partial(_put, actor, contact), actor)


@router.delete("", summary="Take contact data back", status_code=204, response_class=Response,
               responses=error_answers(404))
async def delete_contact(write: ActorWrite, actor: ActorId, _: NoParameters) -> Response:
    """Forget contact data: nobody is shown them any more.

    Who is not told what the actor keeps from others gets the status 204, also where there were none.
    """
    return await write.speak(partial(_remove, actor), actor)


def _put(actor: str, contact: Contact, transaction: Transaction) -> Reply:
    transaction.actor(actor)
    Contacts(transaction).put(actor, contact)
    return Reply(204, {})


def _remove(actor: str, transaction: Transaction) -> Reply:
    transaction.actor(actor)
    Contacts(transaction).remove(actor)
    return Reply(204, {})
