"""Keys to the network: listed, made and shown once, and revoked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Annotated, Literal, TypeAlias

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from data.errors import KeyRefused
from data.tenancy.api_keys import LONGEST_NAME, SCOPES, SCOPES_OF_ACTORS, Key
from data.wording.texts import Text, render, text
from service.clock import now
from service.runtime.admission.access import ADMINISTER
from service.web.answers import back_to, page
from service.web.named import actor_named
from service.web.viewers import Viewer, demand
from service.web.views.keys import key_lines, scope_choices

router = APIRouter(prefix="/network/keys")

LONGEST_ACTOR = 500
MOST_DAYS = 3_650

Administrator: TypeAlias = Annotated[Viewer, Depends(demand(ADMINISTER))]
KeyId = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
Words = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]


class KeysQuestion(BaseModel):
    """Whether a key was just revoked."""

    model_config = ConfigDict(frozen=True)

    done: Literal["", "revoked"] = ""


class KeyForm(BaseModel):
    """A key that is to be made: for what, what it opens, whose it is, and for how many days it is valid."""

    model_config = ConfigDict(frozen=True)

    name: Words = Field("", max_length=2 * LONGEST_NAME)
    scope: tuple[Annotated[str, Field(max_length=20)], ...] = Field((), max_length=len(SCOPES))
    actor: Words = Field("", max_length=LONGEST_ACTOR)
    days: Annotated[str, Field(max_length=20)] = ""


NEW = KeyForm(scope=("read",))
# From the first key on everybody needs one: let it allow everything.
FIRST = KeyForm(scope=SCOPES)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page shows besides the keys.

    Attributes:
        form: as it was sent.
        faults: field → what is wrong with it.
        secret: the key that was just made.
        done: what was just done.
    """

    form: KeyForm
    faults: Mapping[str, Text] = field(default_factory=dict)
    secret: str = ""
    done: str = ""


@router.get("")
def show_keys(request: Request, viewer: Administrator, question: Annotated[KeysQuestion, Query()]) -> HTMLResponse:
    """Show the keys of the network, and the form for a new one."""
    return _keys(request, viewer, _Shown(NEW, done=question.done))


@router.post("")
async def make_key(request: Request, viewer: Administrator, form: Annotated[KeyForm, Form()]) -> HTMLResponse:
    """Make a key, and show it: once, as only its digest is kept."""
    return await run_sync(partial(_make, request, viewer, form), limiter=request.app.state.writers)


@router.post("/{key}/revocation")
async def revoke_key(request: Request, viewer: Administrator, key: KeyId) -> Response:
    """Make a key open nothing from now on; whoever is signed in with it is so no longer."""
    signature = viewer.signature
    await run_sync(partial(viewer.installation.keys.revoke, viewer.name, key, signature.at, signature.author),
                   limiter=request.app.state.writers)
    return back_to(f"{viewer.base}/keys?done=revoked#done")


def _make(request: Request, viewer: Viewer, form: KeyForm) -> HTMLResponse:
    actor, signature = actor_named(viewer, form.actor), viewer.signature
    faults = dict(_faults(viewer, form, actor))
    if faults:
        return _keys(request, viewer, _Shown(form, faults), 422)
    expires = signature.at + timedelta(days=int(form.days)) if form.days else None
    key = Key("", viewer.name, form.name.strip(), frozenset(form.scope), "", signature.at, expires, actor=actor or "")
    try:
        secret = viewer.installation.keys.create(key, signature.author)
    except KeyRefused as error:
        fault = {"scope": text("{what} {cure}", what=error.what, cure=error.cure)}
        return _keys(request, viewer, _Shown(form, fault), 422)
    return _keys(request, viewer, _Shown(NEW, secret=secret))


def _faults(viewer: Viewer, form: KeyForm, actor: str | None) -> Iterator[tuple[str, Text]]:
    """Yield the fields with something to mend, in their order, and what it is."""
    if not form.name.strip() or len(form.name.strip()) > LONGEST_NAME:
        yield "name", text("Say in up to {count} characters what the key is for.", count=LONGEST_NAME)
    if not set(form.scope) <= _allowed(viewer):
        yield "scope", text("You can give on only what you may do yourself.")
    if actor is None:
        yield "actor", text("There is not one actor with this id or name. Write it as on its page, or leave it empty.")
    is_number = form.days.isascii() and form.days.isdecimal()
    if form.days and not (is_number and 1 <= int(form.days) <= MOST_DAYS):
        yield "days", text("Write a number of days from 1 to {most}, or leave it empty.", most=MOST_DAYS)


def _allowed(viewer: Viewer) -> frozenset[str]:
    """Return the scopes that who looks can give on: nobody gives more than he or she has."""
    return viewer.key.scopes if viewer.key else frozenset(SCOPES)


def _keys(request: Request, viewer: Viewer, shown: _Shown, status: int = 200) -> HTMLResponse:
    keys = viewer.installation.keys.of(viewer.name)
    form = FIRST if not keys and shown.form is NEW else shown.form
    profiles = {profile.id: profile for profile in viewer.snapshot.network.actors}
    own = viewer.key.id if viewer.key else ""
    lines = key_lines(keys, own, profiles, now(), viewer.network.zone, viewer.language)
    faults = {name: render(fault, viewer.language) for name, fault in shown.faults.items()}
    answer = page(request, "keys.html", viewer, status, lines=lines, form=form, faults=faults,
                  scopes=scope_choices(_allowed(viewer), form.scope, viewer.language), secret=shown.secret,
                  done=shown.done, is_first=not keys, of_actors=SCOPES_OF_ACTORS, longest_name=LONGEST_NAME,
                  longest_actor=LONGEST_ACTOR)
    answer.headers["Cache-Control"] = "no-store"
    return answer
