"""Letting somebody in: what every door of the page of signing in ends with."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from data.tenancy.api_keys import Key
from data.tenancy.sign_ins import Door
from service.clock import now
from service.runtime.installation import Installation
from service.web.answers import back_to, in_words, page
from service.web.cookies import hold, secret_of
from service.web.sign_in_page import own_page
from service.web.signed_in import words_for

# Which page is the first for whoever may do what: of several scopes the first counts.
FIRST: Mapping[str, str] = {"read": "/", "coordinate": "/network/rules", "admin": "/network/keys"}


def let_in(request: Request, door: Door, key: Key, address: str) -> RedirectResponse:
    """Sign a browser in, and lead on; whoever was signed in there is so no longer.

    Args:
        request: what is answered.
        door: the way somebody comes in.
        key: what he or she may do.
        address: the page to go on to, as it was asked for; the first page if it is none of ours.
    """
    installation: Installation = request.app.state.installation
    before = secret_of(request)
    if before:
        installation.sign_ins.end(before)
    secret = installation.sign_ins.begin(door, key, now())
    response = back_to(_opened(own_page(address), key) or f"/{request.app.state.language}{first_open(key)}")
    hold(request, response, secret)
    return response


def _opened(address: str, key: Key) -> str:
    """Return the address of a page, unless it is seen to be of other eyes than those of the actor that signs in."""
    parts = address.partition("?")[0].split("/")[2:]
    own = ["actors", quote(key.actor, safe="")]
    is_others = parts[:1] == ["network"] or (parts[:1] == ["actors"] and parts[:2] != own)
    return "" if key.actor and is_others else address


def first_open(key: Key) -> str:
    """Return the address, below the language, of the first page that a key opens."""
    return next((address for scope, address in FIRST.items() if scope in key.scopes), "/")


def ask_to_enter(request: Request, action: str, key: Key, fields: dict[str, str],
                 present: Key | None = None) -> HTMLResponse:
    """Ask somebody whether he or she wants to be signed in, by a button.

    Args:
        request: what is answered.
        action: the address that the form is sent to, below that of the language.
        key: what it would allow.
        fields: what the form sends.
        present: what whoever is signed in at present may do.
    """
    installation: Installation = request.app.state.installation
    return page(request, "enter.html", action=action, fields=fields,
                present=in_words(words_for(installation, present), request) if present else "",
                name=in_words(installation.name_of(key.network, key.actor), request))


def first_page(request: Request) -> str:
    """Return the address of the first page in the language of a request."""
    return f"/{request.app.state.language}/"


def machine_of(request: Request) -> str:
    """Return the address that a request comes from."""
    return request.client.host if request.client else ""
