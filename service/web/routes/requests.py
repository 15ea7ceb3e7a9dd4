"""Ideas made requests: kept, shared with those that are chosen, closed and withdrawn by forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from data.activity.idea_requests import IdeaRequest
from data.errors import Problem, UnknownIdeaRequest
from data.store.transactions import Transaction
from data.wording.texts import render, text
from data.wording.words import composed, shows
from matcher.asking.idea import AskedIdea, idea
from matcher.asking.query import Query as PartnerQuery
from service.clock import now
from service.errors import RequestRefused
from service.runtime.idea_requests import MOST_SHARES, make_request, requests_seen, share_request
from service.schemas.idea_requests import brief_from
from service.schemas.requests import LONGEST_ID
from service.web.answers import back_to, page
from service.web.named import actor_named
from service.web.viewers import ActorViewer, CurrentActor
from service.web.views.filters import PER_PAGE
from service.web.views.ideas import LONGEST_IDEA, RequestForm, read
from service.web.views.requests import request_card
from service.web.writes import write

router = APIRouter(prefix="/actors/{actor}/requests")

RequestId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


class MadeQuestion(BaseModel):
    """What has just been made, as it stands in the address."""

    model_config = ConfigDict(frozen=True)

    made: str = Field("", max_length=32)
    shared: str = Field("", max_length=32)


class SharesForm(BaseModel):
    """Who is to see a request: those that are ticked, and one that is named."""

    model_config = ConfigDict(frozen=True)

    share: tuple[Annotated[str, Field(max_length=LONGEST_ID)], ...] = Field((), max_length=2 * MOST_SHARES)
    add: str = Field("", max_length=LONGEST_ID)


@dataclass(frozen=True, slots=True)
class ShareChoice:
    """An actor that a request can be shared with."""

    id: str
    name: str
    is_chosen: bool


@router.get("")
def show_requests(request: Request, eyes: CurrentActor, question: Annotated[MadeQuestion, Query()]) -> HTMLResponse:
    """Show the requests of an actor, and those that others share with it."""
    viewer = eyes.viewer
    with viewer.network.store.reading() as session:
        seen = requests_seen(session, viewer.snapshot, eyes.actor.id, viewer.writer)
    own, shared = ([request_card(item, viewer.language, viewer.network.zone) for item in items]
                   for items in (seen.own, seen.shared))
    return page(request, "requests.html", viewer, own=own, shared=shared,
                made=next((item for item in own if item.id == question.made), None),
                shared_now=next((item for item in own if item.id == question.shared), None))


@router.post("")
async def make(request: Request, eyes: CurrentActor, form: Annotated[RequestForm, Form()]) -> RedirectResponse:
    """Keep an idea as it was read and changed, and share it with those that were chosen."""
    asked = await run_sync(_asked, eyes, form)

    def change(transaction: Transaction) -> str:
        known = transaction.actor_ids() - (transaction.planned_erasures.all().keys() - {eyes.actor.id})
        others = [composed(other) for other in form.share]
        return make_request(transaction, eyes.actor.id, asked.words, asked.brief, others, known).id

    name = await write(request, eyes.viewer, change)
    return back_to(f"{eyes.viewer.base}/requests?{urlencode({'made': name})}#made")


@router.get("/{name}/shares")
def show_shares(request: Request, eyes: CurrentActor, name: RequestId) -> HTMLResponse:
    """Show who sees a request, and who else could."""
    return _show_shares(request, eyes, name)


@router.post("/{name}/shares")
async def share(request: Request, eyes: CurrentActor, name: RequestId,
                form: Annotated[SharesForm, Form()]) -> Response:
    """Let those see a request that are ticked and named, and nobody else; say beside the field who is not known."""
    added = await run_sync(actor_named, eyes.viewer, form.add)
    if added is None:
        return await run_sync(partial(_show_shares, request, eyes, name, form))

    def change(transaction: Transaction) -> None:
        known = transaction.actor_ids() - (transaction.planned_erasures.all().keys() - {eyes.actor.id})
        others = [composed(other) for other in (*form.share, added) if other]
        share_request(transaction, eyes.actor.id, name, others, known)

    await write(request, eyes.viewer, change)
    return back_to(f"{eyes.viewer.base}/requests?{urlencode({'shared': name})}#shared-now")


@router.post("/{name}/closure")
async def close(request: Request, eyes: CurrentActor, name: RequestId) -> RedirectResponse:
    """Note that a request is over."""
    await write(request, eyes.viewer, lambda transaction: transaction.idea_requests.close(eyes.actor.id, name, now()))
    return back_to(f"{eyes.viewer.base}/requests#request-{name}")


@router.post("/{name}/withdrawal")
async def withdraw(request: Request, eyes: CurrentActor, name: RequestId) -> RedirectResponse:
    """Remove a request: nobody sees it any more."""
    await write(request, eyes.viewer, lambda transaction: transaction.idea_requests.withdraw(eyes.actor.id, name))
    return back_to(f"{eyes.viewer.base}/requests")


def _asked(eyes: ActorViewer, form: RequestForm) -> AskedIdea:
    """Return an idea as it is to be kept.

    Raises:
        RequestRefused: it has no words, or too many.
        UnknownCode, AmbiguousCode, CellRefused: a change names nothing.
    """
    if not shows(form.text) or len(form.text) > LONGEST_IDEA:
        raise RequestRefused(
            (Problem("", 0, "text", text("The text has {count} characters.", count=len(form.text)),
                     text("Shorten it to {highest}.", highest=LONGEST_IDEA)),),
            text("The request cannot be made in this way."), "", text("Correct what is listed."))
    network = eyes.viewer.network
    return read(form.question, eyes.viewer.snapshot.reader, network.vocabularies, eyes.viewer.language).asked


def _show_shares(request: Request, eyes: ActorViewer, name: str, form: SharesForm | None = None) -> HTMLResponse:
    """Show the form; one with somebody who is not known as it was sent."""
    viewer = eyes.viewer
    with viewer.network.store.reading() as session:
        kept = session.idea_requests.find(eyes.actor.id, name)
    if kept.actor != eyes.actor.id:
        raise UnknownIdeaRequest(text("“{actor}” has no request “{request}”.", actor=eyes.actor.id, request=name), "",
                                 text("Look at the list of its requests."))
    chosen = [composed(other) for other in form.share] if form else list(kept.shared_with)
    return page(request, "request_shares.html", viewer, 422 if form else 200, name=name, words=kept.idea, form=form,
                choices=list(_choices(eyes, kept, chosen)), most=MOST_SHARES, longest=LONGEST_ID)


def _choices(eyes: ActorViewer, kept: IdeaRequest, chosen: Sequence[str]) -> Iterator[ShareChoice]:
    """Yield those that are chosen, and those that are suggested for the idea besides."""
    viewer = eyes.viewer
    brief = brief_from(kept.understood)
    query = brief.ask(PartnerQuery(viewer.network.today(), PER_PAGE))
    answer = viewer.matcher.suggest(idea(kept.idea, brief, viewer.network.vocabularies, eyes.actor), query)
    suggested = [item.profile.id for item in answer.suggestions]
    profiles = {profile.id: profile for profile in viewer.snapshot.shown()}
    for other in dict.fromkeys((*chosen, *suggested)):
        if other in profiles:
            yield ShareChoice(other, render(profiles[other].label, viewer.language), other in chosen)
