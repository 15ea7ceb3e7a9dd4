"""How an actor can be reached: given by a form, and taken back by one."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal
from urllib.parse import quote

from anyio.to_thread import run_sync
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.introductions.contacts import Contact, Contacts
from data.store.transactions import Transaction
from data.wording.texts import text
from data.wording.words import composed, shows
from service.errors import RequestRefused
from service.schemas.contacts import ContactRequest
from service.schemas.requests import LONGEST_ID
from service.web.answers import back_to, in_words, page
from service.web.viewers import ActorViewer, CurrentActor
from service.web.views.forms import faults_of, refused
from service.web.writes import write

router = APIRouter(prefix="/actors/{actor}/contact")

# Longer than any form that arrives, so that what is too long is kept in its field and said beside it.
LONGEST_FORM = 2_000_000


UNREACHABLE = text("Neither an e-mail address nor a phone number is given. Give one of them.")


class WayOn(BaseModel):
    """For what contact data are given, so that one goes on there: to ask an actor, or to answer a request."""

    model_config = ConfigDict(frozen=True)

    ask: str = Field("", max_length=LONGEST_ID, description="Id of the actor that is to be asked.")
    answer: str = Field("", pattern="^([0-9a-f]{32})?$", description="Id of the introduction.")

    def address(self, base: str) -> str:
        """Return where to go on."""
        if self.answer:
            return f"{base}/introductions/{self.answer}"
        return f"{base}/others/{quote(composed(self.ask), safe='')}/introduction" if self.ask else (
            f"{base}/contact?said=saved")


class ContactQuestion(WayOn):
    """For what the page is opened, and what was done before."""

    said: Literal["", "saved", "removed"] = ""


class RemovalForm(BaseModel):
    """That contact data are taken back; an empty form does nothing."""

    model_config = ConfigDict(frozen=True)

    remove: Literal["yes"]


class ContactForm(WayOn):
    """How the actor can be reached, as it is written."""

    name: str = Field("", max_length=LONGEST_FORM)
    email: str = Field("", max_length=LONGEST_FORM)
    phone: str = Field("", max_length=LONGEST_FORM)

    def contact(self) -> Contact:
        """Return the contact data.

        Raises:
            RequestRefused: they cannot be used.
        """
        try:
            body = ContactRequest(name=self.name.strip(), email=self.email.strip(), phone=self.phone.strip())
        except ValidationError as error:
            raise refused(error) from error
        return Contact(body.name, body.email, body.phone)


@router.get("")
def show_contact(request: Request, eyes: CurrentActor,
                 question: Annotated[ContactQuestion, Query()]) -> HTMLResponse:
    """Show the form with the contact data that there are, and who sees them when."""
    with eyes.viewer.network.store.reading() as session:
        contact = Contacts(session).find(eyes.actor.id)
    form = ContactForm(ask=question.ask, answer=question.answer, name=contact.name if contact else "",
                       email=contact.email if contact else "", phone=contact.phone if contact else "")
    return page(request, "contact.html", eyes.viewer, form=form, contact=contact, faults={}, said=question.said)


@router.post("")
async def give(request: Request, eyes: CurrentActor, form: Annotated[ContactForm, Form()]) -> Response:
    """Store contact data; where they cannot be used, say why beside the field."""
    try:
        contact = form.contact()
    except RequestRefused as error:
        return await run_sync(partial(_refuse, request, eyes, form, error))

    def change(transaction: Transaction) -> None:
        transaction.actor(eyes.actor.id)
        Contacts(transaction).put(eyes.actor.id, contact)

    await write(request, eyes.viewer, change)
    return back_to(form.address(eyes.viewer.base))


@router.post("/removal")
async def take_back(request: Request, eyes: CurrentActor, _: Annotated[RemovalForm, Form()]) -> RedirectResponse:
    """Forget contact data: nobody is shown them any more."""
    await write(request, eyes.viewer, lambda transaction: Contacts(transaction).remove(eyes.actor.id))
    return back_to(f"{eyes.viewer.base}/contact?said=removed")


def _refuse(request: Request, eyes: ActorViewer, form: ContactForm, error: RequestRefused) -> HTMLResponse:
    with eyes.viewer.network.store.reading() as session:
        contact = Contacts(session).find(eyes.actor.id)
    empty = {"name": text("Say who answers: a person, or a role such as “office”.")}
    faults = faults_of(error, form.model_dump(include={"name", "email", "phone"}), empty, "email",
                       eyes.viewer.language)
    if not (shows(form.email) or shows(form.phone)):  # looked at only when all else is right
        faults.setdefault("email", in_words(UNREACHABLE, request))
    return page(request, "contact.html", eyes.viewer, 422, form=form, contact=contact, faults=faults, said="")
