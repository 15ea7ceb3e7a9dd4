"""Signing in with a single sign-on: to the provider, and back from it."""

from __future__ import annotations

import hmac
import logging
import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from data.tenancy.sign_in_codes import Code, Purpose
from data.tenancy.sign_ins import Door, digest_of
from service.clock import now
from service.errors import ProviderRefused
from service.runtime.admission.openid import Way, key_for, new_way, read_way
from service.web.answers import back_to
from service.web.cookies import drop_way, hold_way, way_of
from service.web.letting_in import let_in
from service.web.sign_in_page import LONGEST_ADDRESS, own_page
from service.web.viewers import OpenInstallation

LOG = logging.getLogger("kumppani.service")

router = APIRouter(prefix="/sign-in/openid")

LONGEST = 4_000


class NextQuestion(BaseModel):
    """The page to go on to."""

    model_config = ConfigDict(frozen=True)

    next: str = Field("", max_length=LONGEST_ADDRESS)


class ReturnQuestion(BaseModel):
    """What the provider gives a browser along; an error is told by there being no code."""

    model_config = ConfigDict(frozen=True)

    code: str = Field("", max_length=LONGEST)
    state: str = Field("", max_length=LONGEST)
    iss: str = Field("", max_length=LONGEST)


@router.get("")
def go(request: Request, installation: OpenInstallation, question: Annotated[NextQuestion, Query()]) -> Response:
    """Lead on to the provider; the browser holds by what it is known when it comes back."""
    if not (installation.has_keys and installation.provider.is_on):
        raise HTTPException(404)
    held = secrets.token_urlsafe(32)
    way = new_way(digest_of(held), request.app.state.language, own_page(question.next))
    try:
        state = installation.sign_in_codes.make(Purpose.OPENID, Code(details=way.written()), now())
        response = back_to(installation.provider.address(way, state))
    except ProviderRefused as error:
        return _failed(request.app.state.language, error)
    hold_way(request, response, held)
    return response


@router.get("/return")
def come_back(request: Request, installation: OpenInstallation,
              question: Annotated[ReturnQuestion, Query()]) -> Response:
    """Sign in whom the provider knows, if the browser is the one that went there."""
    code = installation.sign_in_codes.use(Purpose.OPENID, question.state, now())
    way = read_way(code.details) if code else None
    language: str = way.language if way else request.app.state.language
    if way is None or not question.code or not _is_of(way, request):
        return _failed(language)
    if question.iss and question.iss != installation.settings.oidc_issuer:
        return _failed(language)
    try:
        claims = installation.provider.claims(way, question.code)
    except ProviderRefused as error:
        return _failed(language, error)
    network = installation.network(installation.settings.network)
    key = key_for(claims, installation.settings, network.snapshot.network.actors)
    if key is None:
        return back_to(f"/{language}/sign-in?failed=unknown")
    response = let_in(request, Door.OPENID, key, way.next or f"/{language}/")
    drop_way(request, response)
    return response


def _is_of(way: Way, request: Request) -> bool:
    return hmac.compare_digest(way.browser, digest_of(way_of(request)))


def _failed(language: str, error: ProviderRefused | None = None) -> Response:
    if error is not None:
        LOG.error("%s", error)
    return back_to(f"/{language}/sign-in?failed=provider")
