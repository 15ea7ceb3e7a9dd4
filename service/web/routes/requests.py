"""Ideas made requests: kept, shared with those that are chosen, closed and withdrawn by forms."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from data.errors import Problem
from data.store.transactions import Transaction
from data.wording.texts import text
from data.wording.words import composed, shows
from matcher.asking.idea import AskedIdea
from service.clock import now
from service.errors import RequestRefused
from service.runtime.idea_requests import make_request, requests_seen
from service.web.answers import back_to, page
from service.web.viewers import ActorViewer, CurrentActor
from service.web.views.ideas import LONGEST_IDEA, RequestForm, read
from service.web.views.requests import request_card
from service.web.writes import write

router = APIRouter(prefix="/actors/{actor}/requests")

RequestId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


class MadeQuestion(BaseModel):
    """What has just been made, as it stands in the address."""

    model_config = ConfigDict(frozen=True)

    made: str = Field("", max_length=32)


@router.get("")
def show_requests(request: Request, eyes: CurrentActor, question: Annotated[MadeQuestion, Query()]) -> HTMLResponse:
    """Show the requests of an actor, and those that others share with it."""
    viewer = eyes.viewer
    with viewer.network.store.reading() as session:
        seen = requests_seen(session, viewer.snapshot, eyes.actor.id, viewer.writer)
    own, shared = ([request_card(item, viewer.language, viewer.network.zone) for item in items]
                   for items in (seen.own, seen.shared))
    return page(request, "requests.html", viewer, own=own, shared=shared,
                made=next((item for item in own if item.id == question.made), None))


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
