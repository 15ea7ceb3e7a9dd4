"""Suggestions within a page of a platform: a small page for a frame, see `docs/embedding.md`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from data.tenancy.tokens import LONGEST_TOKEN
from service.web.answers import page
from service.web.embedding import embedded_viewer
from service.web.partner_lists import partner_list
from service.web.views.cards import NO_STANDING, card_of
from service.web.views.filters import ListQuestion

router = APIRouter(prefix="/embed/actors/{actor}")

PER_FRAME = 5


class TokenForm(BaseModel):
    """What the page around the frame sends: never in an address, which is kept and passed on."""

    model_config = ConfigDict(frozen=True)

    token: str = Field("", max_length=LONGEST_TOKEN)


@router.get("")
def show_embedded(request: Request) -> HTMLResponse:
    """Show the first partners of an actor in a frame, to whoever is on this machine; once there are keys, see below."""
    return _show(request, "")


@router.post("")
def show_embedded_with_token(request: Request, form: Annotated[TokenForm, Form()]) -> HTMLResponse:
    """Show them to whom the page around vouches for by a token of the actor. Nothing is changed, whoever sends it."""
    return _show(request, form.token)


def _show(request: Request, token: str) -> HTMLResponse:
    eyes = embedded_viewer(request, token)
    document = partner_list(request, eyes, ListQuestion(), PER_FRAME).page
    return page(request, "embedded.html", eyes.viewer, answer=document, cards=[
        card_of(item, document.actor, NO_STANDING, eyes.viewer.language) for item in document.suggestions])
