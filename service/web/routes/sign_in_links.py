"""Signing in by a link that is sent to an actor's e-mail address."""

from __future__ import annotations

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from data.tenancy.api_keys import SCOPES_OF_ACTORS, Key
from data.tenancy.sign_in_codes import Code, Purpose
from data.tenancy.sign_ins import Door
from data.wording.texts import text
from service.clock import now
from service.errors import TooManyRequests
from service.runtime.admission.letters import Wish
from service.web.letting_in import ask_to_enter, let_in, machine_of
from service.web.sign_in_page import (
    LETTER_SENT,
    LINK_OVER,
    LONGEST_ADDRESS,
    TOO_MANY,
    Attempt,
    own_page,
    show_doors,
)
from service.web.viewers import OpenInstallation, demand_own_page, find_sign_in

router = APIRouter(prefix="/sign-in")

LONGEST_CODE = 100
LONGEST_EMAIL = 254


class LetterForm(BaseModel):
    """Where a link is to be sent."""

    model_config = ConfigDict(frozen=True)

    email: str = Field("", max_length=1_000)
    next: str = Field("", max_length=LONGEST_ADDRESS)


class CodeForm(BaseModel):
    """What a link is known by."""

    model_config = ConfigDict(frozen=True)

    code: str = Field("", max_length=LONGEST_CODE)


@router.post("/letter")
def ask_for_letter(request: Request, installation: OpenInstallation, form: Annotated[LetterForm, Form()]) -> Response:
    """Let a link be sent; the answer is the same whether or not anybody is reached at the address."""
    demand_own_page(request)
    if not (installation.has_keys and installation.letters.is_on):
        raise HTTPException(404)
    address = own_page(form.next)
    email = _readable(form.email)
    if not email:
        fault = text("Write an e-mail address as in {example}.", example="info@example.fi")
        return show_doors(request, 422, Attempt(address, email=form.email, email_fault=fault))
    try:
        installation.letters.ask(Wish(email, request.app.state.language, address), machine_of(request))
    except TooManyRequests:
        return show_doors(request, 429, Attempt(address, TOO_MANY, email=form.email))
    return show_doors(request, attempt=Attempt(address, LETTER_SENT))


@router.get("/link")
def show_link(request: Request, installation: OpenInstallation, question: Annotated[CodeForm, Query()]) -> Response:
    """Show the button that uses a link up: programs that look through mail open links, and press no buttons."""
    code = installation.sign_in_codes.find(Purpose.LETTER, question.code, now())
    present = find_sign_in(request)
    if code is None:
        return show_doors(request, 410, Attempt(note=LINK_OVER))
    return ask_to_enter(request, "/sign-in/link", _key_of(code), {"code": question.code}, present)


@router.post("/link")
def use_link(request: Request, installation: OpenInstallation, form: Annotated[CodeForm, Form()]) -> Response:
    """Sign in whoever has the link, once."""
    demand_own_page(request)
    code = installation.sign_in_codes.use(Purpose.LETTER, form.code, now())
    if code is None:
        return show_doors(request, 410, Attempt(note=LINK_OVER))
    return let_in(request, Door.LETTER, _key_of(code), code.details)


def _key_of(code: Code) -> Key:
    """Return what a link allows: whatever an actor may do for itself."""
    return Key("", code.network, "", frozenset(SCOPES_OF_ACTORS), "", now(), actor=code.actor)


def _readable(email: str) -> str:
    """Return an e-mail address in its usual form; empty if it is none."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized[:LONGEST_EMAIL]
    except EmailNotValidError:
        return ""
