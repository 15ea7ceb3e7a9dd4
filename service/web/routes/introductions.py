"""Introductions: asked for by a form, answered, withdrawn, and said what came of them.

They are between the two: only an actor that looks with its own eyes is shown them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Literal, TypeAlias

from anyio.to_thread import run_sync
from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import ContactMissing, DataError, IntroductionRefused
from data.introductions.asking import AGAIN_AFTER, MOST_OPEN, MOST_REQUESTS, REQUESTS_WITHIN, Asking
from data.introductions.contacts import Contacts
from data.introductions.introduction import Introduction, IntroductionOutcome, IntroductionState, IntroductionView, Side
from data.introductions.requests import Introducing, contact_of_other
from data.introductions.table import IntroductionTable
from data.records.profiles import Profile
from data.store.transactions import Transaction
from data.wording.texts import render, text
from data.wording.words import composed
from service.clock import now
from service.errors import RequestRefused
from service.runtime.introductions import deadline_of
from service.runtime.opinions import demand_two
from service.schemas.introductions import LONGEST_MESSAGE, MOST_DAYS, USUAL_DAYS, IntroductionRequest
from service.web.answers import back_to, page
from service.web.viewers import ActorViewer, CurrentActor, Viewer
from service.web.views.cards import fit_of, themes_of, why
from service.web.views.forms import faults_of, in_names, refused
from service.web.views.introductions import OUTCOMES, Reasons, Sides, introduction_of, other_of, overview_of
from service.web.writes import write

router = APIRouter(prefix="/actors/{actor}")

# Longer than any form that arrives, so that what is too long is kept in its field and said beside it.
LONGEST_FORM = 2_000_000
IntroductionId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Step: TypeAlias = Callable[[Introducing, str, str], Introduction]
ACTS: Mapping[str, Step] = {
    "accept": Introducing.accept, "decline": Introducing.decline, "withdraw": Introducing.withdraw}


class AskForm(BaseModel):
    """What is said to the other one, and until when it can answer."""

    model_config = ConfigDict(frozen=True)

    message: str = Field("", max_length=LONGEST_FORM)
    deadline: str = Field("", max_length=LONGEST_FORM)

    def request(self, other: str) -> IntroductionRequest:
        """Return what is asked for.

        Raises:
            RequestRefused: it cannot be.
        """
        day = {"deadline": self.deadline.strip()} if self.deadline.strip() else {}
        words = "\n".join(self.message.splitlines()).strip()
        try:
            return IntroductionRequest.model_validate({"other": other, "message": words, **day})
        except ValidationError as error:
            raise refused(error) from error


class ActForm(BaseModel):
    """What is done about an introduction."""

    model_config = ConfigDict(frozen=True)

    act: Literal["accept", "decline", "withdraw"]


class OutcomeForm(BaseModel):
    """What came of an introduction, or that what was said of it is taken back."""

    model_config = ConfigDict(frozen=True)

    outcome: IntroductionOutcome | Literal["undo"]


@router.get("/introductions")
def show_introductions(request: Request, eyes: CurrentActor) -> HTMLResponse:
    """Show what an actor was asked and has asked, by what is to be done about it, and its own contact data."""
    viewer, time = eyes.viewer, _time(eyes.viewer)
    with viewer.network.store.reading() as session:
        views = IntroductionTable(session).seen_by(eyes.actor.id, time)
        contact = Contacts(session).find(eyes.actor.id)
    return page(request, "introductions.html", viewer, contact=contact,
                view=overview_of(views, viewer.snapshot, viewer.network.zone, viewer.language))


@router.get("/introductions/{introduction}")
def show_introduction(request: Request, eyes: CurrentActor, introduction: IntroductionId) -> HTMLResponse:
    """Show an introduction to one of its sides, with what can be done about it."""
    return _show(request, eyes, introduction)


@router.post("/introductions/{introduction}")
async def act(request: Request, eyes: CurrentActor, introduction: IntroductionId,
              form: Annotated[ActForm, Form()]) -> Response:
    """Accept, decline or withdraw a request; where that cannot be done, say why on its page."""
    return await _do(request, eyes, introduction, ACTS[form.act])


@router.post("/introductions/{introduction}/outcome")
async def say_outcome(request: Request, eyes: CurrentActor, introduction: IntroductionId,
                      form: Annotated[OutcomeForm, Form()]) -> Response:
    """Store what one side says came of an introduction, or take it back."""
    outcome = form.outcome if isinstance(form.outcome, IntroductionOutcome) else None
    return await _do(request, eyes, introduction, partial(Introducing.say, outcome=outcome))


@router.get("/others/{other}/introduction")
def show_form(request: Request, eyes: CurrentActor, other: str) -> HTMLResponse:
    """Show the form by which another actor is asked for an introduction, or why it cannot be asked now."""
    addressee = _addressee(eyes, other)
    refusal = _refused(eyes, addressee) if eyes.viewer.may_act else None
    return _form(request, eyes, addressee, None if refusal else AskForm(), refusal)


@router.post("/others/{other}/introduction")
async def ask(request: Request, eyes: CurrentActor, other: str, form: Annotated[AskForm, Form()]) -> Response:
    """Ask another actor for an introduction; where that cannot be done, say why and keep what was written."""
    viewer, addressee, time = eyes.viewer, _addressee(eyes, other), _time(eyes.viewer)

    def change(transaction: Transaction) -> Introduction:
        asked = form.request(addressee.id)
        deadline = deadline_of(eyes.actor.id, asked, time.date())
        return Introducing(transaction, time).ask(eyes.actor.id, addressee.id, asked.message, deadline)

    try:
        introduction = await write(request, viewer, change)
    except (RequestRefused, ContactMissing, IntroductionRefused) as error:
        return await run_sync(partial(_form, request, eyes, addressee, form, error))
    return back_to(f"{viewer.base}/introductions/{introduction.id}")


def _addressee(eyes: ActorViewer, other: str) -> Profile:
    """Return the actor that is to be asked.

    Raises:
        OpinionRefused: it is the one that asks.
        UnknownActor: there is none with this id that is shown.
    """
    other = composed(other)
    demand_two(eyes.actor.id, other)
    return eyes.viewer.snapshot.shown_actor(other)


def _refused(eyes: ActorViewer, addressee: Profile) -> IntroductionRefused | None:
    """Return why an actor cannot be asked, whatever is said to it; missing contact data can be given first."""
    try:
        with eyes.viewer.network.store.reading() as session:
            Asking(session, _time(eyes.viewer)).demand_may_ask(eyes.actor, addressee)
    except IntroductionRefused as error:
        return error
    except ContactMissing:
        pass
    return None


def _form(request: Request, eyes: ActorViewer, other: Profile, form: AskForm | None,
          error: DataError | None = None) -> HTMLResponse:
    """Show the form as it was filled in, and what is wrong with it; without one, why nothing can be asked."""
    viewer, today = eyes.viewer, _time(eyes.viewer).date()
    with viewer.network.store.reading() as session:
        contact = Contacts(session).find(eyes.actor.id)
    faults: Mapping[str, str] = {}
    if form and isinstance(error, RequestRefused):
        empty = {"message": text("Write what you would like to do together.")}
        faults = faults_of(error, form.model_dump(), empty, "message", viewer.language)
    status = 200 if error is None or form is None else 422 if faults else 409
    return page(
        request, "ask.html", viewer, status, other=viewer.writer.card(other), form=form, contact=contact, faults=faults,
        refusal="" if faults else _refusal(viewer, error),
        first=today, last=today + timedelta(days=MOST_DAYS), usual=today + timedelta(days=USUAL_DAYS),
        longest=LONGEST_MESSAGE, limits={"open": MOST_OPEN, "requests": MOST_REQUESTS,
                                         "within": REQUESTS_WITHIN.days, "again": AGAIN_AFTER.days})


async def _do(request: Request, eyes: ActorViewer, introduction: str, step: Step) -> Response:
    """Do something about an introduction, and go on to its page."""
    try:
        await write(request, eyes.viewer,
                    lambda transaction: step(Introducing(transaction, _time(eyes.viewer)), eyes.actor.id, introduction))
    except (ContactMissing, IntroductionRefused) as error:
        return await run_sync(partial(_show, request, eyes, introduction, error))
    return back_to(f"{eyes.viewer.base}/introductions/{introduction}")


def _show(request: Request, eyes: ActorViewer, introduction: str, error: DataError | None = None) -> HTMLResponse:
    viewer, actor, time = eyes.viewer, eyes.actor, _time(eyes.viewer)
    with viewer.network.store.reading() as session:
        record = IntroductionTable(session).find(actor.id, introduction)
        contact, own = contact_of_other(session, actor.id, record), Contacts(session).given(actor.id)
    view = record.seen_by(actor.id, time)
    other = other_of(view, viewer.snapshot, viewer.language)
    sides = Sides(other, contact, own, _reasons(eyes, view, other.id))
    return page(request, "introduction.html", viewer, 409 if error else 200,
                item=introduction_of(record, view, sides, time, viewer.language), outcomes=OUTCOMES,
                refusal=_refusal(viewer, error), keep_days=viewer.installation.settings.keep_introductions_days)


def _reasons(eyes: ActorViewer, view: IntroductionView, other: str) -> Reasons | None:
    """Return why the two may fit, for who has to answer."""
    is_asked = view.side is Side.RECEIVED and view.state in {IntroductionState.PENDING, IntroductionState.DECLINED}
    if not is_asked or not other:
        return None
    viewer = eyes.viewer
    candidate, day = viewer.snapshot.actor(other), viewer.network.today()
    pair = viewer.writer.explanation(viewer.matcher.explain(eyes.actor, candidate, day), day)
    shared, brings = themes_of(viewer.writer.card(candidate), pair.actor)
    return Reasons(fit_of(pair, viewer.language), why(pair.ledger, has_shared=bool(shared)), shared, brings)


def _refusal(viewer: Viewer, error: DataError | None) -> str:
    """Return what could not be done, in words; empty if everything was."""
    if error is None:
        return ""
    return " ".join(render(in_names(part, viewer.snapshot), viewer.language) for part in (error.what, error.cure))


def _time(viewer: Viewer) -> datetime:
    return now().astimezone(viewer.network.zone)
