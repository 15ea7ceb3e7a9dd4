"""What people are entitled to: everything that is held of an actor, and how it is used."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field, JsonValue

from data.activity.events import EventKind
from data.activity.impressions import Impression
from data.introductions.contacts import Contact, Contacts
from data.introductions.table import IntroductionTable
from matcher.asking.query import Query as MatcherQuery
from service.clock import now
from service.http.dependencies import ActorId, CurrentInstallation, Language, NetworkToAdminister
from service.http.openapi import error_answers
from service.http.requests import DatedQuestion
from service.http.routes.cooperations import CooperationDocument, cooperation_document
from service.http.routes.introductions import IntroductionDocument, introduction_document
from service.http.routes.opinions import OpinionDocument, opinion_document
from service.http.routes.outcomes import OutcomeDocument, outcome_document
from service.schemas.actors import ActorDocument
from service.schemas.base import Schema
from service.schemas.ranking import Ranking, describe_ranking
from service.schemas.suggestions import SuggestionPage
from service.schemas.writer import Writer

router = APIRouter(prefix="/v1/actors", tags=["actors"])

LIST_LENGTH = 100
MOST = 10_000


class Vectors(Schema):
    """The numbers that stand for what an actor says; none where it says nothing."""

    profile: list[float]
    needs: list[float]
    offers: list[float]


class PastEvent(Schema):
    """Something that an actor did."""

    happened: datetime
    kind: EventKind
    other: str = Field(description="Id of the actor it was done to, or of the cooperation; empty if there is none.")
    said: dict[str, JsonValue] | None = Field(description="What was said, of opinions and outcomes.")


class PastPlace(Schema):
    """A suggestion of a list that was shown."""

    actor_id: str = Field(description="Empty if the actor has been removed since.")
    score: float
    probability: float
    points: dict[str, float] = Field(description="Row of the sum and its points.")


class PastList(Schema):
    """A list that was shown."""

    list_id: str
    shown: datetime
    asked: dict[str, JsonValue]
    versions: dict[str, str]
    places: list[PastPlace]


class Holdings(Schema):
    """Everything that is held of an actor, and how it is used."""

    actor: ActorDocument
    cooperations: list[CooperationDocument]
    blocked: list[str] = Field(description="Ids of the actors that it has asked not to be suggested with. Who has "
                                           "asked so of it is told to nobody.")
    opinions: list[OpinionDocument] = Field(description="What it has said of others. What others have said of it is "
                                                        "theirs.")
    outcomes: list[OutcomeDocument] = Field(description="What it has told of its contacts.")
    earlier_ids: list[str] = Field(description="Ids of actors that were merged with it; they lead to it.")
    known_different: list[str] = Field(description="Ids of actors that look like it and are known to be others.")
    follows: list[str] = Field(description="Ids of the actors that it follows.")
    history: list[PastEvent] = Field(description=f"What it has done, the newest first; {MOST} at most.")
    lists: list[PastList] = Field(description=f"Lists that were shown to it, the newest first; {MOST} at most. Who was "
                                              "shown it in theirs is not told.")
    contact: Contact | None
    introductions: list[IntroductionDocument] = Field(description=(
        "As it may see them: not whether a request of its own was declined, nor what actors ask that it has blocked."))
    encoder: str = Field(description="What made the vectors.")
    vectors: Vectors
    suggestions: SuggestionPage = Field(description="Its list as it is now, with every score as a sum.")
    ranking: Ranking = Field(description="How the scores come about.")


@router.get("/{actor}/export", summary="Hand out everything that is held of an actor", responses=error_answers(404))
def export_actor(installation: CurrentInstallation, network: NetworkToAdminister, language: Language, actor: ActorId,
                 question: Annotated[DatedQuestion, Query()]) -> Holdings:
    """Return everything that is held of an actor: its records, its vectors, its list with the scores, and the logic."""
    matcher, day = network.matcher, question.day(network.today())
    snapshot, profile = matcher.snapshot, matcher.snapshot.actor(actor)
    with network.store.reading() as session:
        contact = Contacts(session).find(actor)
        introductions = IntroductionTable(session).seen_by(actor, now().astimezone(network.zone))
        follows = session.follows.of_actor(actor)
        earlier, distinct = session.aliases.of(actor), session.distinct_pairs.of(actor)
        events = session.events.newest([actor], frozenset(EventKind), MOST)
        lists = session.impressions.of_actor(actor, MOST)
    writer, features = Writer(snapshot.vocabularies, language), snapshot.features_of(profile)
    answer = matcher.suggest(profile, MatcherQuery(day, limit=LIST_LENGTH))
    return Holdings(
        actor=writer.actor(profile),
        cooperations=[cooperation_document(item) for item in snapshot.network.cooperations if actor in item.members],
        blocked=[block.other for block in snapshot.network.blocks if block.actor == actor],
        opinions=[opinion_document(item) for item in snapshot.network.opinions if item.actor == actor],
        outcomes=[outcome_document(item) for item in snapshot.network.outcomes if item.actor == actor],
        earlier_ids=list(earlier),
        known_different=list(distinct),
        follows=list(follows),
        history=[PastEvent.model_validate({"happened": event.happened, "kind": event.kind, "other": event.other,
                                           "said": event.document}) for event in events],
        lists=list(map(_past_list, lists)),
        contact=contact,
        introductions=[introduction_document(item) for item in introductions],
        encoder=snapshot.versions.encoder,
        vectors=Vectors(**{name: row[0].tolist() if row.any() else [] for name, row in {
            "profile": features.vectors, "needs": features.needs, "offers": features.offers}.items()}),
        suggestions=writer.suggestions(answer, day, LIST_LENGTH, 0),
        ranking=describe_ranking(snapshot, day, language, by_lot=installation.settings.explore))


def _past_list(impression: Impression) -> PastList:
    return PastList.model_validate({
        "list_id": impression.id, "shown": impression.shown, "asked": dict(impression.asked),
        "versions": dict(impression.versions), "places": [
            {"actor_id": place.actor, "score": place.score, "probability": place.probability,
             "points": dict(place.points)} for place in impression.places]})
