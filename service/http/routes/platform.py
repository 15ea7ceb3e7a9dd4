"""For platforms that build on a network: its introductions as a whole, and everything that happens in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from data.introductions.introduction import Introduction, IntroductionOutcome
from data.introductions.overview import Place, PublicState, Wanted, list_introductions, place_of
from service.clock import now
from service.http.dependencies import NetworkToWatch
from service.http.openapi import error_answers
from service.http.pages import PAGED, PLACE, Cursor, CursorQuestion, Cursors, Next, PagesOfRequest, cursor_refusal
from service.http.queries import query
from service.http.requests import MomentOrNone, left_out
from service.schemas.base import Schema
from service.schemas.events import EventPage, event_message
from service.schemas.requests import RequestModel

router = APIRouter(prefix="/v1", tags=["platforms"])

MOST_EVENTS = 1_000
_Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
INTRODUCTIONS: Cursors[Place] = Cursors("introductions", PLACE)
EVENTS: Cursors[tuple[str, int, int]] = Cursors("events", tuple[Annotated[str, Field(pattern="^[0-9a-f]{32}$")],
                                                                _Count, _Count])


class AllIntroductionsQuestion(CursorQuestion):
    """A question for the introductions of a network."""

    state: PublicState | None = Field(None, description="Only those that stand so, as who has asked sees it.")
    since: MomentOrNone = Field(default_factory=left_out, examples=["2026-11-23T12:00:00Z"], description=(
        "Only those that have stood so since a time or later, ISO 8601 with its zone: what is new."))


class NetworkIntroduction(Schema):
    """An introduction, as who has asked sees it; what only the other side knows is not in it."""

    id: str
    actor: str = Field(description="Id of who has asked.")
    other: str = Field(description="Id of who was asked.")
    message: str = Field(description="Of who has asked.")
    asked: datetime
    deadline: date = Field(description="The last day, in the network's time zone, on which it can be answered.")
    state: PublicState = Field(description="One that was declined stays pending, then lapses.")
    since: datetime = Field(description="Since when it stands so.")
    outcome: IntroductionOutcome | None = Field(description="What who has asked has said came of it.")


class NetworkIntroductionPage(Schema):
    """A page of the introductions of a network, the newest first."""

    limit: int
    next: Next
    introductions: list[NetworkIntroduction]


class EventsQuestion(RequestModel):
    """A question for what happened in a network."""

    after: Cursor = Field("", description="Only what happened after this; “next” of an answer. Left out, everything "
                                          "that is kept.")
    limit: int = Field(100, ge=1, le=MOST_EVENTS, description="How many to answer with.")


@router.get("/introductions", summary="List the introductions of the network",
            responses={**PAGED, **error_answers(400)})
def list_network_introductions(
    network: NetworkToWatch, pages: PagesOfRequest,
    question: Annotated[AllIntroductionsQuestion, query(AllIntroductionsQuestion)],
) -> NetworkIntroductionPage:
    """Return a page of all introductions as those see them who have asked, the newest first.

    Whether one was declined cannot be told from it, nor from when it changes.
    """
    time = now().astimezone(network.zone)
    wanted = Wanted(question.state, question.since, INTRODUCTIONS.read(question.cursor))
    with network.store.reading() as session:
        records = list_introductions(session, wanted, time, question.limit + 1)
    page = pages.cut(records, question.limit, lambda item: INTRODUCTIONS.write(place_of(item)))
    return NetworkIntroductionPage(limit=question.limit, next=page.next,
                                   introductions=[_document(item, time) for item in page.items])


@router.get("/events", summary="Show what has happened in the network", responses=error_answers(400))
def list_events(network: NetworkToWatch, question: Annotated[EventsQuestion, query(EventsQuestion)]) -> EventPage:
    """Return what happened after something else, the oldest first: ids, and no words of anybody.

    Ask with “after” again and again, and nothing is missed that is kept. Whoever is erased goes out of the past, too.
    """
    with network.store.reading() as session:
        network_id = network.store.id_in(session.connection)
        start = EVENTS.read(question.after) or (network_id, 0, 0)
        if start[0] != network_id:
            raise cursor_refusal()
        events = session.events.after(start[1:], question.limit)
    last = (network_id, events[-1].revision, events[-1].place) if events else start
    return EventPage(limit=question.limit, next=EVENTS.write(last),
                     events=[event_message(event, network.store.name, network_id) for event in events])


def _document(introduction: Introduction, time: datetime) -> NetworkIntroduction:
    view = introduction.seen_by(introduction.actor, time)
    return NetworkIntroduction.model_validate({
        "id": view.id, "actor": introduction.actor, "other": view.other, "message": view.message, "asked": view.asked,
        "deadline": view.deadline, "state": view.state.value, "since": introduction.stands_since(time),
        "outcome": view.outcome})
