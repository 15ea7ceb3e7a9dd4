"""What is new with those whom an actor follows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from data.activity.events import PUBLIC
from service.runtime.feed import told
from service.web.answers import page
from service.web.viewers import CurrentActor
from service.web.views.feed import days_of

router = APIRouter(prefix="/actors/{actor}")

PER_PAGE = 30


class FeedQuestion(BaseModel):
    """From where on the feed is read."""

    model_config = ConfigDict(frozen=True)

    before: str = Field("", pattern=r"^([0-9]{1,9}\.[0-9]{1,9})?$", description=(
        "Revision and place of what all that is shown is older than; empty for the newest."))

    @property
    def place(self) -> tuple[int, int] | None:
        """Revision and place of what all that is shown is older than."""
        revision, _, place = self.before.partition(".")
        return (int(revision), int(place)) if place else None


@router.get("/feed")
def show_feed(request: Request, eyes: CurrentActor, question: Annotated[FeedQuestion, Query()]) -> HTMLResponse:
    """Show what those have done whom the actor follows, the newest first."""
    viewer = eyes.viewer
    with viewer.network.store.reading() as session:
        follows = session.follows.of_actor(eyes.actor.id)
        events = session.events.newest(follows, PUBLIC, PER_PAGE + 1, question.place)
    shown = events[:PER_PAGE]
    older = f"{shown[-1].revision}.{shown[-1].place}" if len(events) > PER_PAGE else ""
    count = sum(profile.id in follows for profile in viewer.snapshot.shown())
    return page(request, "feed.html", viewer, follows=count, older=older, is_first=not question.before,
                days=days_of(told(shown, viewer.snapshot), viewer.network.zone, viewer.language))
