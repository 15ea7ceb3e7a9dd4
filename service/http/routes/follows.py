"""Whom an actor follows, and what those have done."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from data.activity.events import PUBLIC
from data.activity.idempotency import Reply
from data.records.profiles import Profile
from data.store.transactions import Transaction
from data.wording.texts import render
from matcher.snapshot import Snapshot
from service.clock import now
from service.http.dependencies import ActorId, Language, NetworkInConfidence, NoParameters, OtherId
from service.http.openapi import error_answers
from service.http.pages import PAGED, CursorQuestion, Cursors, Next, PagesOfRequest
from service.http.queries import query
from service.http.writes import ActorWrite
from service.runtime.feed import News, told
from service.runtime.opinions import demand_two
from service.schemas.base import Schema

router = APIRouter(prefix="/v1/actors/{actor}", tags=["following"])
_Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
CURSORS: Cursors[tuple[int, int]] = Cursors("feed", tuple[_Count, _Count])


class FollowDocument(Schema):
    """An actor that another one follows."""

    other: str = Field(description="Id of the one followed.")
    name: str
    since: datetime


class FollowList(Schema):
    """Whom an actor follows, by their ids."""

    follows: list[FollowDocument]


class FeedItem(Schema):
    """Something that an actor has done."""

    happened: datetime
    kind: Literal["joined", "changed", "cooperates"]
    actor_id: str
    name: str
    sentence: str = Field(description="What it was, for people.")
    cooperation: str = Field(description="Id of the cooperation that has begun; empty for other things.")


class Feed(Schema):
    """What the actors that one follows have done, the newest first."""

    items: list[FeedItem]
    next: Next


@router.get("/follows", summary="List whom an actor follows", responses=error_answers(404))
def list_follows(network: NetworkInConfidence, language: Language, actor: ActorId, _: NoParameters) -> FollowList:
    """Return those that an actor follows; they are not told so."""
    profiles = _profiles(network.matcher.snapshot)
    network.matcher.snapshot.actor(actor)
    with network.store.reading() as session:
        follows = session.follows.of_actor(actor)
    return FollowList(follows=[FollowDocument(other=other, name=_name(profiles[other], language), since=since)
                               for other, since in follows.items() if other in profiles])


@router.put("/follows/{other}", summary="Follow an actor", status_code=204, response_class=Response,
            responses=error_answers(404))
async def put_follow(
    write: ActorWrite, actor: ActorId, other: OtherId, _: NoParameters,
) -> Response:
    """Let what the other does appear in this actor's feed; suggestions stay as they are."""
    demand_two(actor, other)
    return await write.speak(partial(_follow, actor, other), actor, other)


@router.delete("/follows/{other}", summary="Follow an actor no longer", status_code=204, response_class=Response,
               responses=error_answers(404))
async def delete_follow(
    write: ActorWrite, actor: ActorId, other: OtherId, _: NoParameters,
) -> Response:
    """Let what the other does appear in this actor's feed no longer.

    Who is not told what the actor keeps from others gets the status 204, also where it did not.
    """
    return await write.speak(partial(_unfollow, actor, other), actor)


@router.get("/feed", summary="Show what the followed have done",
            responses={**PAGED, **error_answers(400, 404)})
def show_feed(network: NetworkInConfidence, language: Language, actor: ActorId,
              question: Annotated[CursorQuestion, query(CursorQuestion)], pages: PagesOfRequest) -> Feed:
    """Return what the actors that one follows have done: joined, changed their profiles, begun to work together."""
    snapshot = network.matcher.snapshot
    snapshot.actor(actor)
    with network.store.reading() as session:
        follows = session.follows.of_actor(actor)
        events = session.events.newest(follows, PUBLIC, question.limit + 1, CURSORS.read(question.cursor))
    page = pages.cut(events, question.limit, lambda event: CURSORS.write((event.revision, event.place)))
    return Feed(items=[_item(news, language) for news in told(page.items, snapshot)], next=page.next)


def _item(news: News, language: str) -> FeedItem:
    event = news.event
    return FeedItem.model_validate({
        "happened": event.happened, "kind": event.kind.value, "actor_id": event.actor, "cooperation": event.other,
        "name": render(news.name, language), "sentence": render(news.sentence, language)})


def _profiles(snapshot: Snapshot) -> dict[str, Profile]:
    return {profile.id: profile for profile in snapshot.shown()}


def _name(profile: Profile, language: str) -> str:
    return render(profile.label, language)


def _follow(actor: str, other: str, transaction: Transaction) -> Reply:
    for name in (actor, other):
        transaction.actor(name)
    transaction.follows.add(actor, other, now())
    return Reply(204, {})


def _unfollow(actor: str, other: str, transaction: Transaction) -> Reply:
    transaction.follows.remove(actor, other)
    return Reply(204, {})
