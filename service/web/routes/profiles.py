"""The profile of an actor: changed by a form with a coach beside it, and confirmed with one click."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Annotated, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from data.errors import Problem, RecordChanged, RecordsRefused
from data.records.profiles import Profile
from data.wording.texts import text
from service.runtime.profiles import as_read, change_profile, checked_profile, confirm_profile, state_of
from service.web.answers import back_to, page
from service.web.profile_forms import STATE_DIGITS, ProfileForm, form_of, record_of_form
from service.web.viewers import ActorViewer, CurrentActor
from service.web.views.cards import facts_of
from service.web.views.coach import ask_again, coach_of, days_since, seen_by_others
from service.web.views.profiles import profile_view
from service.web.writes import write

router = APIRouter(prefix="/actors/{actor}/profile")


class DoneQuestion(BaseModel):
    """What has just been done, as it stands in the address."""

    model_config = ConfigDict(frozen=True)

    done: Literal["", "saved", "confirmed"] = ""


class ConfirmForm(BaseModel):
    """The profile that is confirmed: as it was read."""

    model_config = ConfigDict(frozen=True)

    read: str = Field(max_length=STATE_DIGITS)


@router.get("")
def show_profile(request: Request, eyes: CurrentActor, question: Annotated[DoneQuestion, Query()]) -> HTMLResponse:
    """Show the profile as a form, what is missing in it, and how others see it."""
    return _show(request, eyes, eyes.actor, None, (), question.done)


@router.post("")
async def save(request: Request, eyes: CurrentActor, form: Annotated[ProfileForm, Form()]) -> Response:
    """Store the profile, and confirm it; what is wrong, or was changed by others meanwhile, is told in the form."""
    viewer = eyes.viewer
    try:
        profile = await run_sync(_checked, eyes, form)
        await write(request, viewer, partial(change_profile, profile, as_read(form.read)))
    except RecordsRefused as error:
        return await run_sync(_show, request, eyes, eyes.actor, form, error.problems)
    except RecordChanged:
        return await run_sync(_show_changed, request, eyes, form)
    return back_to(f"{viewer.base}/profile?done=saved#done")


@router.post("/confirmation")
async def confirm(request: Request, eyes: CurrentActor, form: Annotated[ConfirmForm, Form()]) -> RedirectResponse:
    """Note that the profile is right as it stands; one that has changed meanwhile is shown instead."""
    viewer = eyes.viewer
    change = partial(confirm_profile, eyes.actor.id, viewer.network.today(), as_read(form.read))
    try:
        await write(request, viewer, change)
    except RecordChanged:
        return back_to(f"{viewer.base}/profile")
    return back_to(f"{viewer.base}/profile?done=confirmed#done")


def _checked(eyes: ActorViewer, form: ProfileForm) -> Profile:
    """Return the profile that a form makes of the stored one, confirmed today.

    Raises:
        RecordChanged: the stored one is not what the form was opened on.
        RecordsRefused: something is wrong in it.
    """
    network, stored = eyes.viewer.network, eyes.actor
    if state_of(stored) != form.read:  # another process may have shown a later state than this one has seen yet
        network.refresh()
        stored = network.snapshot.actor(stored.id)
    if state_of(stored) != form.read:
        raise RecordChanged(text("The profile was changed while you wrote."), "", text("Look at what differs."))
    with network.store.reading() as session:
        actors = session.actor_ids()
    record = record_of_form(form, stored, network.vocabularies)
    return checked_profile({**record, "updated": network.today().isoformat()}, network, actors)


def _show_changed(request: Request, eyes: ActorViewer, form: ProfileForm) -> HTMLResponse:
    """Show what was written beside what others have written meanwhile; sent again, it is stored."""
    network = eyes.viewer.network
    network.refresh()
    return _show(request, eyes, network.snapshot.actor(eyes.actor.id), form, ())


def _show(request: Request, eyes: ActorViewer, actor: Profile, form: ProfileForm | None, problems: Iterable[Problem],
          done: str = "") -> HTMLResponse:
    viewer, day = eyes.viewer, eyes.viewer.network.today()
    vocabularies, matcher = viewer.network.vocabularies, viewer.matcher.without_opinions
    stored = form_of(actor, state_of(actor), vocabularies)
    view = profile_view(form or stored, stored, viewer.snapshot.shown(), vocabularies, viewer.language, problems)
    status = 422 if view.faults else 409 if view.is_changed else 200
    card = viewer.writer.card(actor)
    return page(
        request, "profile.html", viewer, status, view=view, state=stored.read, done=done, actor=card,
        facts=facts_of(card, viewer.language), confirmed=actor.updated, days=days_since(actor.updated, day),
        ask_again=ask_again(actor.updated) if actor.updated else None,
        coach=coach_of(matcher, actor, day, viewer.language),
        seen=seen_by_others(viewer.matcher, actor, day, viewer.writer))
