"""What people are entitled to: everything that is held of an actor, and how it is used."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field, JsonValue

from data.activity.events import EventKind
from data.activity.impressions import Impression
from data.introductions.contacts import Contact, Contacts
from data.introductions.reminders import ReminderKind, reminders_given
from data.introductions.table import IntroductionTable
from data.records.erased_names import ErasedNames
from data.records.network import Network
from data.records.relations import OutcomeKind
from data.store.sessions import Session
from data.tenancy.sign_ins import SignInTimes, times_of_sign_ins
from matcher.asking.query import Query as MatcherQuery
from service.clock import now
from service.http.dependencies import ActorId, CurrentInstallation, Language, NetworkInConfidence
from service.http.openapi import error_answers
from service.http.queries import query
from service.http.requests import DatedQuestion
from service.http.routes.cooperations import CooperationDocument, cooperation_document
from service.http.routes.introductions import IntroductionDocument, introduction_document
from service.http.routes.opinions import OpinionDocument, opinion_document
from service.http.routes.outcomes import OutcomeDocument, outcome_document
from service.runtime.erasure_keys import erased_names
from service.runtime.idea_requests import requests_seen
from service.runtime.installation import Installation
from service.runtime.served_network import ServedNetwork
from service.schemas.actors import ActorDocument
from service.schemas.base import Schema
from service.schemas.idea_requests import IdeaRequestDocument
from service.schemas.kept_tables import KeptTable, kept_tables
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

    list_id: str = Field(description="Of the first showing; the ids of the others begin with the same 16 digits.")
    shown: datetime = Field(description="When it was shown for the first time.")
    last_shown: datetime
    showings: int = Field(description="How often it was shown.")
    asked: dict[str, JsonValue]
    versions: dict[str, str]
    places: list[PastPlace]


class PastFollow(Schema):
    """An actor that is followed, and since when."""

    other: str
    since: datetime


class OutcomeOfOther(Schema):
    """What another actor has told came of its contact with this one."""

    actor_id: str = Field(description="Id of who has told it.")
    outcome: OutcomeKind
    project: str
    said: date | None


class PastReminder(Schema):
    """Of what was reminded last."""

    introduction: str = Field(description="Id of the introduction.")
    kind: ReminderKind = Field(description=(
        "answer: the actor, that it has not answered; outcome: whichever side had not told what came of it."))


class ImportChange(Schema):
    """What an import did to a record."""

    number: int = Field(description="Of the import.")
    kind: str = Field(description="Table of the record.")
    before: dict[str, JsonValue] | None = Field(description="What was there before; null if nothing was.")


class PastErasure(Schema):
    """An erasure from before the actor came back."""

    receipt: str
    erased: datetime


class Holdings(Schema):
    """Everything that is held of an actor, and how it is used."""

    actor: ActorDocument
    units: list[str] = Field(description="Ids of the actors that say they are part of it.")
    cooperations: list[CooperationDocument]
    blocked: list[str] = Field(description="Ids of the actors that it has asked not to be suggested with. Who has "
                                           "asked so of it is told to nobody.")
    opinions: list[OpinionDocument] = Field(description="What it has said of others. What others have said of it is "
                                                        "theirs.")
    outcomes: list[OutcomeDocument] = Field(description="What it has told of its contacts.")
    outcomes_of_others: list[OutcomeOfOther] = Field(description="What others have told of their contacts with it.")
    earlier_ids: list[str] = Field(description="Ids of actors that were merged with it; they lead to it.")
    known_different: list[str] = Field(description="Ids of actors that look like it and are known to be others.")
    follows: list[PastFollow] = Field(description="Whom it follows. Who follows it is told to nobody.")
    history: list[PastEvent] = Field(description=f"What it has done, the newest first; {MOST} at most.")
    lists: list[PastList] = Field(description=f"Lists that were shown to it, the newest first; {MOST} at most. Who was "
                                              "shown it in theirs is not told.")
    import_changes: list[ImportChange] = Field(description=(
        "What imports did to records that name it, as long as they can be undone; not to what others said of it."))
    contact: Contact | None
    sign_ins: list[SignInTimes] = Field(description="Who is signed in to the pages for it now.")
    introductions: list[IntroductionDocument] = Field(description=(
        "As it may see them: not whether a request of its own was declined, nor what actors ask that it has blocked."))
    requests: list[IdeaRequestDocument] = Field(description="Ideas that it has made requests, and with whom they are "
                                                            "shared.")
    requests_shared: list[IdeaRequestDocument] = Field(description="Requests that others share with it, as it may see "
                                                                   "them.")
    reminders: list[PastReminder] = Field(description="Of what it was reminded last, by introduction.")
    erased_before: PastErasure | None = Field(description="When it had been erased last, before it came back.")
    tables: list[KeptTable] = Field(description="Every table of the database: what of it stands here, and what not, "
                                                "and why.")
    encoder: str = Field(description="What made the vectors.")
    vectors: Vectors
    suggestions: SuggestionPage = Field(description="Its list as it is now, with every score as a sum.")
    ranking: Ranking = Field(description="How the scores come about.")


@router.get("/{actor}/export", summary="Hand out everything that is held of an actor", responses=error_answers(404))
def export_actor(installation: CurrentInstallation, network: NetworkInConfidence, language: Language, actor: ActorId,
                 question: Annotated[DatedQuestion, query(DatedQuestion)]) -> Holdings:
    """Return everything that is held of an actor: its records, its vectors, its list with the scores, and the logic.

    What others have said in confidence is withheld; `tables` says of every table what is here, and what not, and why.
    """
    return holdings_of(installation, network, actor, question.day(network.today()), language)


def holdings_of(installation: Installation, network: ServedNetwork, actor: str, day: date, language: str) -> Holdings:
    """Return everything that is held of an actor.

    Args:
        installation: whose settings count.
        network: the network of the actor.
        actor: its id.
        day: for which its list is worked out.
        language: of names and sentences, ISO 639-1.

    Raises:
        UnknownActor: there is none with this id.
    """
    matcher = network.matcher
    snapshot, profile = matcher.snapshot, matcher.snapshot.actor(actor)
    writer, features = Writer(snapshot.vocabularies, language), snapshot.features_of(profile)
    answer = matcher.suggest(profile, MatcherQuery(day, limit=LIST_LENGTH))
    with network.store.reading() as session:
        activity = _activity(session, actor, now().astimezone(network.zone), erased_names(installation.settings))
        requests = requests_seen(session, snapshot, actor, writer)
    return Holdings(
        actor=writer.actor(profile),
        **_records(snapshot.network, actor), **activity, requests=requests.own, requests_shared=requests.shared,
        tables=kept_tables(language),
        encoder=snapshot.versions.encoder,
        vectors=Vectors(**{name: row[0].tolist() if row.any() else [] for name, row in {
            "profile": features.vectors, "needs": features.needs, "offers": features.offers}.items()}),
        suggestions=writer.suggestions(answer, day, LIST_LENGTH, 0),
        ranking=describe_ranking(snapshot, day, language, by_lot=installation.settings.explore))


def _records(network: Network, actor: str) -> dict[str, Any]:
    """Return the fields of an export that are made of records."""
    return {
        "units": [item.id for item in network.actors if item.part_of == actor],
        "cooperations": [cooperation_document(item) for item in network.cooperations if actor in item.members],
        "blocked": [block.other for block in network.blocks if block.actor == actor],
        "opinions": [opinion_document(item) for item in network.opinions if item.actor == actor],
        "outcomes": [outcome_document(item) for item in network.outcomes if item.actor == actor],
        "outcomes_of_others": [
            OutcomeOfOther(actor_id=item.actor, outcome=item.kind, project=item.project, said=item.said)
            for item in network.outcomes if item.other == actor]}


def _activity(session: Session, actor: str, time: datetime, names: ErasedNames) -> dict[str, Any]:
    """Return the fields of an export that are made of what is kept besides records."""
    introductions = IntroductionTable(session).seen_by(actor, time)
    reminders = reminders_given(session, actor, frozenset(item.id for item in introductions))
    erasure = session.erasures.of_actor(actor, names)
    return {
        "earlier_ids": list(session.aliases.of(actor)), "known_different": list(session.distinct_pairs.of(actor)),
        "follows": [PastFollow(other=other, since=since) for other, since in session.follows.of_actor(actor).items()],
        "history": [PastEvent.model_validate({"happened": event.happened, "kind": event.kind, "other": event.other,
                                              "said": event.document})
                    for event in session.events.newest([actor], frozenset(EventKind), MOST)],
        "lists": list(map(_past_list, session.impressions.of_actor(actor, MOST))),
        "import_changes": [
            ImportChange(number=number, kind=change.kind, before=json.loads(change.before) if change.before else None)
            for number, change in session.imports.changes_of(actor)],
        "contact": Contacts(session).find(actor),
        "sign_ins": times_of_sign_ins(session.connection, session.network, actor),
        "introductions": [introduction_document(item) for item in introductions],
        "reminders": [PastReminder(introduction=item, kind=kind) for item, kind in reminders.items()],
        "erased_before": PastErasure(receipt=erasure.id, erased=erasure.erased) if erasure else None}


def _past_list(impression: Impression) -> PastList:
    return PastList.model_validate({
        "list_id": impression.id, "shown": impression.shown,
        "last_shown": impression.last_shown or impression.shown, "showings": impression.showings,
        "asked": dict(impression.asked), "versions": dict(impression.versions), "places": [
            {"actor_id": place.actor, "score": place.score, "probability": place.probability,
             "points": dict(place.points)} for place in impression.places]})
