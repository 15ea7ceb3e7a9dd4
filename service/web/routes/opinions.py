"""What an actor says of others, and whom it follows: sent by forms, and taken back by forms."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import parse_qs, quote, urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from data.records.relations import Opinion, OpinionKind
from data.store.transactions import Transaction
from data.wording.words import composed
from service.clock import now
from service.runtime.opinions import demand_two, opinion_of
from service.web.answers import back_to, page
from service.web.standing import standing_of
from service.web.viewers import CurrentActor, Viewer
from service.web.views.filters import Done, ListQuestion
from service.web.writes import write

router = APIRouter(prefix="/actors/{actor}")

LONGEST = 2_000
LIST, ANSWERS, OTHER = "list", "answers", "other"


class BackForm(BaseModel):
    """Where to go on: to the list as it was, to all answers, or to the other actor."""

    model_config = ConfigDict(frozen=True)

    back: Literal["list", "answers", "other"] = "list"
    query: str = Field("", max_length=LONGEST, description="Of the address of the list.")


class OpinionForm(BackForm):
    """What is said, or that what was said is taken back."""

    opinion: OpinionKind | Literal["undo"]


class FollowForm(BackForm):
    """Whether the other one is followed from now on."""

    follow: Literal["yes", "no"]


@router.get("/answers")
def show_answers(request: Request, eyes: CurrentActor) -> HTMLResponse:
    """Show everything that an actor has said of others and whom it follows, each to be taken back."""
    viewer = eyes.viewer
    standing = standing_of(viewer)
    names = {profile.id: viewer.writer.card(profile).name for profile in viewer.snapshot.shown()
             if profile.id in standing.opinions or profile.id in standing.follows}
    return page(request, "answers.html", viewer,
                opinions=[(other, names[other], kind) for other, kind in standing.opinions.items() if other in names],
                follows=[(other, names[other]) for other in standing.follows if other in names])


@router.post("/opinions/{other}")
async def say(request: Request, eyes: CurrentActor, other: str,
              form: Annotated[OpinionForm, Form()]) -> RedirectResponse:
    """Store what an actor says of another one, in the place of what it said before, or take it back."""
    actor, other = eyes.actor.id, composed(other)
    if form.opinion == "undo":
        nothing = Opinion(actor, other, OpinionKind.USEFUL)
        await write(request, eyes.viewer, lambda transaction: transaction.take_back(nothing))
    else:
        opinion = opinion_of(actor, other, form.opinion, eyes.viewer.network.today())
        await write(request, eyes.viewer, lambda transaction: transaction.say(opinion))
    return back_to(_address(eyes.viewer, form, other, "undone" if form.opinion == "undo" else ""))


@router.post("/follows/{other}")
async def follow(request: Request, eyes: CurrentActor, other: str,
                 form: Annotated[FollowForm, Form()]) -> RedirectResponse:
    """Follow another actor, or follow it no longer."""
    actor, other = eyes.actor.id, composed(other)
    demand_two(actor, other)

    def change(transaction: Transaction) -> None:
        if form.follow == "no":
            transaction.follows.remove(actor, other)
            return
        for name in (actor, other):
            transaction.actor(name)
        transaction.follows.add(actor, other, now())

    await write(request, eyes.viewer, change)
    done: Done = "followed" if form.follow == "yes" else "unfollowed"
    return back_to(_address(eyes.viewer, form, other, done))


def _address(viewer: Viewer, form: BackForm, other: str, done: Done) -> str:
    """Return where to go on; the query is taken apart and put together anew, so that it leads nowhere else."""
    if form.back == ANSWERS:
        return f"{viewer.base}/answers"
    if form.back == OTHER:
        return f"{viewer.base}/others/{quote(other, safe='')}#answer"
    values = {name: values for name, values in parse_qs(form.query.removeprefix("?")).items()
              if name in ListQuestion.model_fields and name not in {"said", "done"}}
    query = urlencode({**values, "said": other, **({"done": done} if done else {})}, doseq=True)
    return f"{viewer.base}?{query}#said"
