"""Introductions: an actor asks, another one answers in silence or with consent, and both say what came of it.

They are between the two: each side reads its own, and so do keys with the scope “confidential”. A key that only acts
for actors is answered as the asker may see it, so that it cannot be told who has declined.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.errors import ContactMissing, IntroductionRefused
from data.introductions.contacts import Contact
from data.introductions.introduction import Introduction, IntroductionOutcome, IntroductionState, IntroductionView, Side
from data.introductions.overview import Place, is_after, place_of
from data.introductions.reminders import ReminderKind, take_reminders
from data.introductions.requests import Introducing, contact_of_other
from data.introductions.table import IntroductionTable
from data.store.transactions import Transaction
from data.wording.texts import Text, text
from service.clock import now
from service.http.dependencies import ActorId, NetworkInConfidence, NoParameters
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.pages import PAGED, PLACE, CursorQuestion, Cursors, Next, PagesOfRequest
from service.http.queries import query
from service.http.writes import ActorWrite, Change, ReminderWrite
from service.runtime.introductions import deadline_of
from service.schemas.base import Schema
from service.schemas.introductions import IntroductionRequest
from service.schemas.requests import RequestModel

router = APIRouter(prefix="/v1", tags=["introductions"])

CURSORS: Cursors[Place] = Cursors("introductions of an actor", PLACE)
ALL = "/actors/{actor}/introductions"
ONE = ALL + "/{introduction}"

Action: TypeAlias = Callable[[Introducing, str, str], Introduction]
Sight: TypeAlias = Callable[[Introduction, str, datetime], IntroductionView]
IntroductionId: TypeAlias = Annotated[str, Path(
    pattern="^[0-9a-f]{32}$", description="Id of an introduction.", examples=["0123456789abcdef0123456789abcdef"])]


class IntroductionsQuestion(CursorQuestion):
    """A question for the introductions of an actor."""

    side: Side | None = Field(None, description="Only those it has asked, or only those it has received.")
    state: IntroductionState | None = Field(None, description="Only those that stand so, as the actor sees it.")


class IntroductionOutcomeRequest(RequestModel):
    """What came of an introduction."""

    outcome: IntroductionOutcome = Field(description=(
        "met: we met; working: we work together; nothing: nothing came of it."))


class IntroductionDocument(Schema):
    """An introduction as one of its two sides may see it."""

    id: str
    side: Side = Field(description="Whether this actor has asked, or was asked (received).")
    other: str = Field(description="Id of the other actor.")
    message: str = Field(description="Of the one that asked; empty where a key is not told what this actor was asked.")
    asked: datetime
    deadline: date = Field(description="The last day, in the network's time zone, on which it can be answered.")
    state: IntroductionState = Field(
        description="Who has asked is not told that it was declined: it stays pending, then lapses.")
    answered: datetime | None = Field(description="When; null as long as this side does not know of an answer.")
    outcome: IntroductionOutcome | None = Field(description=(
        "What this side has said came of it; null where a key is not told so."))


class IntroductionWithContact(IntroductionDocument):
    """An introduction with the contact data that it opens."""

    contact: Contact | None = Field(description=(
        "How the other side can be reached; null until it was accepted, if the other has taken its contact data back, "
        "and while one of the two blocks the other."))


class IntroductionPage(Schema):
    """A page of the introductions of an actor, the newest first."""

    total: int
    limit: int
    next: Next
    introductions: list[IntroductionDocument]


class ReminderDocument(Schema):
    """Something an actor is to be reminded of."""

    kind: ReminderKind = Field(description="answer: a request waits for it; outcome: to say what came of it.")
    introduction: str = Field(description="Id of the introduction.")
    actor: str = Field(description="Id of the actor that is to be reminded.")
    other: str = Field(description="Id of the other side.")
    deadline: date | None = Field(description="The last day for an answer; null for an outcome.")


class ReminderList(Schema):
    """What actors are to be reminded of now."""

    reminders: list[ReminderDocument]


@router.get(ALL, summary="List the introductions of an actor",
            responses={**PAGED, **error_answers(400, 404)})
def list_introductions(
    network: NetworkInConfidence, actor: ActorId, pages: PagesOfRequest,
    question: Annotated[IntroductionsQuestion, query(IntroductionsQuestion)],
) -> IntroductionPage:
    """Return a page of what an actor has asked and was asked, as it may see it, the newest first.

    It does not show what actors that it has blocked ask of it.
    """
    network.matcher.snapshot.actor(actor)
    with network.store.reading() as session:
        views = IntroductionTable(session).seen_by(actor, now().astimezone(network.zone))
    matches = [item for item in views if question.side in (None, item.side) and question.state in (None, item.state)]
    last = CURSORS.read(question.cursor)
    rest = (item for item in matches if last is None or is_after(place_of(item), last))
    page = pages.cut(rest, question.limit, lambda item: CURSORS.write(place_of(item)))
    return IntroductionPage(total=len(matches), limit=question.limit, next=page.next,
                            introductions=[introduction_document(item) for item in page.items])


@router.post(ALL, summary="Ask to be introduced", status_code=201, response_model=IntroductionDocument,
             response_description="It was asked.", responses=error_answers(*BODY, 404, 409))
async def ask_introduction(
    write: ActorWrite, actor: ActorId, body: Annotated[IntroductionRequest, json_body(IntroductionRequest)],
    _: NoParameters,
) -> Response:
    """Ask another actor to be introduced: it accepts, declines in silence, or lets the deadline pass.

    Contact data have to be given before. So many requests may be open or made at once, and so many received; a refusal
    says what helps, to those who are told what the actor keeps from others; to all else only that it is refused.
    """
    ask: Change = partial(_ask, actor, body, write.network.zone)
    if not write.knows(actor):
        ask = partial(_in_other_words, ask, text("“{other}” cannot be asked for an introduction now.",
                                                 other=body.other))
    return await write.perform_among(ask, actor, body.other)


@router.get(ONE, summary="Show an introduction to one of its sides", responses=error_answers(404))
def show_introduction(network: NetworkInConfidence, actor: ActorId, introduction: IntroductionId,
                      _: NoParameters) -> IntroductionWithContact:
    """Return an introduction as the actor may see it, with the other side's contact data once it was accepted."""
    network.matcher.snapshot.actor(actor)
    with network.store.reading() as session:
        record = IntroductionTable(session).find(actor, introduction)
        contact = contact_of_other(session, actor, record)
    view = record.seen_by(actor, now().astimezone(network.zone))
    return IntroductionWithContact(**introduction_document(view).model_dump(), contact=contact)


@router.put(ONE + "/acceptance", summary="Accept a request", response_model=IntroductionDocument,
            responses=error_answers(404, 409))
async def accept_introduction(write: ActorWrite, actor: ActorId, introduction: IntroductionId,
                              _: NoParameters) -> Response:
    """Accept a request that the actor has received, until its deadline, also after declining it.

    From then on each side sees the contact data of the other.
    """
    return await _act(write, Introducing.accept, actor, introduction)


@router.put(ONE + "/refusal", summary="Decline a request", response_model=IntroductionDocument,
            responses=error_answers(404, 409))
async def decline_introduction(write: ActorWrite, actor: ActorId, introduction: IntroductionId,
                               _: NoParameters) -> Response:
    """Decline a request that the actor has received; the one that asked is never told."""
    return await _act(write, Introducing.decline, actor, introduction)


@router.put(ONE + "/withdrawal", summary="Withdraw a request", response_model=IntroductionDocument,
            responses=error_answers(404, 409))
async def withdraw_introduction(write: ActorWrite, actor: ActorId, introduction: IntroductionId,
                                _: NoParameters) -> Response:
    """Take back a request that the actor has made and that is open."""
    return await _act(write, Introducing.withdraw, actor, introduction)


@router.put(ONE + "/outcome", summary="Say what came of an introduction", response_model=IntroductionDocument,
            responses=error_answers(*BODY, 404, 409))
async def put_introduction_outcome(
    write: ActorWrite, actor: ActorId, introduction: IntroductionId,
    body: Annotated[IntroductionOutcomeRequest, json_body(IntroductionOutcomeRequest)], _: NoParameters,
) -> Response:
    """Store what one side says came of an accepted introduction; the other side is not told."""
    return await _act(write, partial(Introducing.say, outcome=body.outcome), actor, introduction)


@router.delete(ONE + "/outcome", summary="Take back what was said of an introduction",
               response_model=IntroductionDocument, responses=error_answers(404, 409))
async def delete_introduction_outcome(write: ActorWrite, actor: ActorId, introduction: IntroductionId,
                                      _: NoParameters) -> Response:
    """Forget what one side has said came of an introduction."""
    return await _act(write, partial(Introducing.say, outcome=None), actor, introduction)


@router.post("/introductions/reminders", summary="Take what actors are to be reminded of",
             response_model=ReminderList, responses=error_answers())
async def post_reminders(write: ReminderWrite, _: NoParameters) -> Response:
    """Return what actors are to be reminded of now, from 100 introductions at most; ask again until there is none.

    It tells who was asked by whom: it needs the scopes “coordinate” and “confidential”.

    Each is handed out once: with an Idempotency-Key the same list can be asked for again if the answer was lost.
    """
    return await write.perform(partial(_remind, write.network.zone))


def _ask(actor: str, body: IntroductionRequest, zone: ZoneInfo, transaction: Transaction) -> Reply:
    time = now().astimezone(zone)
    deadline = deadline_of(actor, body, time.date())
    introduction = Introducing(transaction, time).ask(actor, body.other, body.message, deadline)
    return Reply(201, {}, introduction_document(introduction.seen_by(actor, time)).model_dump_json())


def _in_other_words(change: Change, what: Text, transaction: Transaction) -> Reply:
    """Do a change; a refusal tells nothing of what the sides keep from others.

    Raises:
        IntroductionRefused: it was refused, for whatever reason.
    """
    try:
        return change(transaction)
    except (ContactMissing, IntroductionRefused) as error:
        raise IntroductionRefused(what, "", text("Why, a key is told that belongs to the actor, or that has the scope "
                                                 "“confidential”.")) from error


async def _act(write: ActorWrite, act: Action, actor: str, name: str) -> Response:
    """Let an actor do something about an introduction, and answer with what who asks is told of it."""
    if write.knows(actor):
        change: Change = partial(_become, write.network.zone, Introduction.seen_by, act, actor, name)
    else:
        change = partial(_in_other_words, partial(_become, write.network.zone, Introduction.told_of, act, actor, name),
                         text("This cannot be done with the introduction now."))
    return await write.perform_among(change, actor)


def _become(zone: ZoneInfo, see: Sight, act: Action, actor: str, name: str, transaction: Transaction) -> Reply:
    transaction.actor(actor)
    time = now().astimezone(zone)
    introduction = act(Introducing(transaction, time), actor, name)
    return Reply(200, {}, introduction_document(see(introduction, actor, time)).model_dump_json())


def _remind(zone: ZoneInfo, transaction: Transaction) -> Reply:
    reminders = take_reminders(transaction, now().astimezone(zone))
    return Reply(200, {}, ReminderList(reminders=[ReminderDocument(**asdict(item)) for item in reminders])
                 .model_dump_json())


def introduction_document(view: IntroductionView) -> IntroductionDocument:
    """Return what is seen of an introduction as it is shown."""
    return IntroductionDocument(**asdict(view))
