"""Signing in and out: with a key that is typed, or with a token that a platform gives."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from data.errors import KeyRefused
from data.tenancy.api_keys import Key
from data.tenancy.sign_ins import Door
from data.tenancy.tokens import is_token
from data.wording.texts import text
from service.errors import TooManyWrongKeys
from service.runtime.admission.strangers import is_of_own_page
from service.runtime.installation import Installation
from service.web.answers import back_to
from service.web.cookies import drop, secret_of
from service.web.letting_in import ask_to_enter, first_page, let_in, machine_of
from service.web.sign_in_page import (
    FAILURES,
    LONGEST_ADDRESS,
    SIGNED_OUT,
    TOKEN_REFUSED,
    TOO_MANY,
    Attempt,
    own_page,
    show_doors,
)
from service.web.viewers import SAFE, OpenInstallation, demand_own_page, find_sign_in

router = APIRouter()

LONGEST = 2_000


class DoorQuestion(BaseModel):
    """What the address of the page says."""

    model_config = ConfigDict(frozen=True)

    next: str = Field("", max_length=LONGEST_ADDRESS, description="The page to go on to.")
    token: str = Field("", max_length=LONGEST, description="What a platform gives its users.")
    out: str = Field("", max_length=1, description="Whether somebody has just signed out.")
    failed: str = Field("", max_length=20, description="Why a single sign-on has failed, one of `FAILURES`.")


class KeyForm(BaseModel):
    """A key that is typed."""

    model_config = ConfigDict(frozen=True)

    key: str = Field("", max_length=LONGEST)
    next: str = Field("", max_length=LONGEST_ADDRESS)


class TokenForm(BaseModel):
    """A token that a platform's page sends."""

    model_config = ConfigDict(frozen=True)

    token: str = Field(max_length=LONGEST)
    next: str = Field("", max_length=LONGEST_ADDRESS)


@router.get("/sign-in")
def show_sign_in(request: Request, installation: OpenInstallation,
                 question: Annotated[DoorQuestion, Query()]) -> Response:
    """Show the doors; a token in the address is exchanged at once, and the address goes on without it."""
    if not installation.has_keys:
        return back_to(first_page(request))
    if question.token:
        return _take_token(request, question.token, question.next)
    find_sign_in(request)
    return show_doors(request, attempt=Attempt(
        own_page(question.next), SIGNED_OUT if question.out else FAILURES.get(question.failed)))


@router.post("/sign-in")
def sign_in(request: Request, installation: OpenInstallation, form: Annotated[KeyForm, Form()]) -> Response:
    """Let somebody in who has a key, or a token."""
    if not installation.has_keys:
        return back_to(first_page(request))
    demand_own_page(request)
    given, attempt = form.key.strip(), partial(Attempt, own_page(form.next))
    if not given:
        return show_doors(request, 422, attempt(key_fault=text("Write the key.")))
    if is_token(given):
        return _take_token(request, given, form.next)
    try:
        key = installation.identify(given, machine_of(request))
    except KeyRefused:
        key = None
    except TooManyWrongKeys:
        return show_doors(request, 429, attempt(TOO_MANY))
    if key is None:
        fault = text("The key is not known, or is not valid any more. Ask those who run the service for a new one.")
        return show_doors(request, 403, attempt(key_fault=fault))
    return let_in(request, Door.KEY, key, form.next)


@router.post("/sign-in/token")
def take_token(request: Request, installation: OpenInstallation, form: Annotated[TokenForm, Form()]) -> Response:
    """Let somebody in whom a platform sends by a form: it stands on a page of the platform, and its token vouches."""
    if not installation.has_keys:
        return back_to(first_page(request))
    return _take_token(request, form.token, form.next)


@router.post("/sign-out")
def sign_out(request: Request, installation: OpenInstallation) -> Response:
    """End what was begun by signing in, here and in the database."""
    demand_own_page(request)
    secret = secret_of(request)
    if secret:
        installation.sign_ins.end(secret)
    response = back_to(f"/{request.app.state.language}/sign-in?out=1" if installation.has_keys else first_page(request))
    drop(request, response)
    return response


def _take_token(request: Request, token: str, address: str) -> Response:
    """Exchange a token: it works once, as the address with it may be kept by those it passes.

    A page of elsewhere cannot put somebody in the place of whoever is signed in: he or she is asked first.
    """
    installation: Installation = request.app.state.installation
    refusal = partial(show_doors, request, 403, Attempt(own_page(address), TOKEN_REFUSED))
    try:
        key = installation.identify(token, machine_of(request)) if is_token(token) else None
    except KeyRefused:
        key = None
    except TooManyWrongKeys:
        return show_doors(request, 429, Attempt(own_page(address), TOO_MANY))
    if key is None or key.expires is None:
        return refusal()
    present, is_own = find_sign_in(request), request.method not in SAFE and is_of_own_page(request.headers)
    if present and not is_own and not _is_same(present, key):
        return ask_to_enter(request, "/sign-in/token", key, {"token": token, "next": own_page(address)}, present)
    if installation.sign_in_codes.spend(token, key.expires):
        return let_in(request, Door.TOKEN, key, address)
    if present and _is_same(present, key):  # clicked twice
        return back_to(own_page(address) or first_page(request))
    return refusal()


def _is_same(present: Key, key: Key) -> bool:
    return (present.network, present.actor) == (key.network, key.actor)
