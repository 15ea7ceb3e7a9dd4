"""What people are entitled to: everything that is held of an actor, and how it is used."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from data.contacts import Contact, Contacts
from data.introduction_table import IntroductionTable
from matcher.query import Query as MatcherQuery
from service.clock import now
from service.openapi import error_answers
from service.questions import DatedQuestion
from service.ranking import Ranking, describe_ranking
from service.routes.cooperations import CooperationDocument, cooperation_shown
from service.routes.dependencies import ActorId, Administering, Language
from service.routes.introductions import IntroductionDocument, introduction_shown
from service.routes.opinions import OpinionDocument, opinion_shown
from service.schemas import Actor, Schema, Suggestions, Writer

router = APIRouter(prefix="/v1/actors", tags=["actors"])

LISTED = 100


class Vectors(Schema):
    """The numbers that stand for what an actor says; none where it says nothing."""

    profile: list[float]
    needs: list[float]
    offers: list[float]


class Holdings(Schema):
    """Everything that is held of an actor, and how it is used."""

    actor: Actor
    cooperations: list[CooperationDocument]
    blocked: list[str] = Field(description="Ids of the actors that it has asked not to be suggested with. Who has "
                                           "asked so of it is told to nobody.")
    opinions: list[OpinionDocument] = Field(description="What it has said of others. What others have said of it is "
                                                        "theirs.")
    contact: Contact | None
    introductions: list[IntroductionDocument] = Field(description=(
        "As it may see them: not whether a request of its own was declined, nor what actors ask that it has blocked."))
    encoder: str = Field(description="What made the vectors.")
    vectors: Vectors
    suggestions: Suggestions = Field(description="Its list as it is now, with every score as a sum.")
    ranking: Ranking = Field(description="How the scores come about.")


@router.get("/{actor}/export", summary="Hand out everything that is held of an actor", responses=error_answers(404))
def export_actor(network: Administering, language: Language, actor: ActorId,
                 asked: Annotated[DatedQuestion, Query()]) -> Holdings:
    """Return everything that is held of an actor: its records, its vectors, its list with the scores, and the logic."""
    matcher = network.matcher
    snapshot, profile = matcher.snapshot, matcher.snapshot.actor(actor)
    with network.store.reading() as connection:
        contact = Contacts(connection, network.store.name).find(actor)
        introductions = IntroductionTable(connection, network.store.name).seen_by(actor, now())
    words, features = Writer(snapshot.vocabularies, language), snapshot.features_of(profile)
    answer = matcher.suggest(profile, MatcherQuery(asked.as_of, limit=LISTED))
    return Holdings(
        actor=words.actor(profile),
        cooperations=[cooperation_shown(item) for item in snapshot.network.cooperations if actor in item.members],
        blocked=[block.other for block in snapshot.network.blocks if block.actor == actor],
        opinions=[opinion_shown(item) for item in snapshot.network.opinions if item.actor == actor],
        contact=contact,
        introductions=[introduction_shown(item) for item in introductions],
        encoder=snapshot.versions.encoder,
        vectors=Vectors(**{name: row[0].tolist() if row.any() else [] for name, row in {
            "profile": features.vectors, "needs": features.needs, "offers": features.offers}.items()}),
        suggestions=words.suggestions(answer, asked.as_of, LISTED, 0),
        ranking=describe_ranking(snapshot, asked.as_of, language))
