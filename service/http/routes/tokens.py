"""Tokens: what a platform gives the browsers of its users."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import ConfigDict, Field

from data.errors import TokenRefused
from data.tenancy.api_keys import Key
from data.tenancy.tokens import LONGEST_LIFE, claims_for, mint, scopes_to_pass_on
from data.wording.texts import text
from service.clock import now
from service.http.dependencies import NetworkToVouch, NoParameters, token_of, visible_actor
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.schemas.base import Schema
from service.schemas.requests import Id, RequestModel

router = APIRouter(prefix="/v1/tokens", tags=["tokens"])

MOST_MINUTES = int(LONGEST_LIFE.total_seconds()) // 60


class TokenRequest(RequestModel):
    """For whom a token is to be, and what it may do."""

    model_config = ConfigDict(strict=True)

    actor: Id = Field(min_length=1, max_length=128, examples=["rovaniemen-kaupunki"],
                      description="Id of the actor that the user acts for; the platform answers for that.")
    scopes: list[Literal["read", "write", "erase"]] | None = Field(None, min_length=1, max_length=3, description=(
        "What it allows: it always reads, whether or not that is named, and with write acts for the actor. When left "
        "out, all of these that the key allows itself."))
    minutes: int = Field(MOST_MINUTES, ge=1, le=MOST_MINUTES, description="For how long it is valid.")


class TokenDocument(Schema):
    """A token: a key that belongs to one actor, for some minutes."""

    token: str = Field(description="Sent in the header “Authorization: Bearer TOKEN”.")
    actor: str = Field(description="Id of the actor that it belongs to.")
    scopes: list[str]
    expires: datetime


@router.post("", summary="Mint a token for a user of a platform", status_code=201,
             response_description="It was minted; it is kept nowhere.", responses=error_answers(*BODY, 404))
def mint_token(request: Request, network: NetworkToVouch,
               body: Annotated[TokenRequest, json_body(TokenRequest)], _: NoParameters) -> TokenDocument:
    """Return a token for an actor, which a browser can hold: it opens what is of this actor, and what all may read.

    It allows no more than the key that vouches for it. That one needs the scopes “read” and “confidential”, as a token
    opens what an actor keeps from others. When the key is revoked, all its tokens end.
    """
    voucher: Key | None = request.state.asker
    if voucher is None:
        raise TokenRefused(text("Without keys there is nothing that could vouch for a token."), "",
                           text("Ask without a token: this service answers its own machine."))
    actor = visible_actor(request, network, body.actor).id
    scopes = scopes_to_pass_on(voucher) if body.scopes is None else body.scopes
    claims = claims_for(actor, voucher, scopes, now(), timedelta(minutes=body.minutes))
    return TokenDocument(token=mint(token_of(request), claims, voucher), actor=actor,
                         scopes=claims.scope.split(), expires=datetime.fromtimestamp(claims.exp, now().tzinfo))
