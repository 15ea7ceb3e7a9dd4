"""Ideas that actors make requests: kept, shared with those that are chosen, closed and withdrawn."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import AfterValidator, Field

from data.activity.idempotency import Reply
from data.errors import UnknownIdeaRequest
from data.store.transactions import Transaction
from data.wording.texts import text
from matcher.asking.idea import MAX_IDEA_CHARACTERS, AskedIdea, read_idea
from service.clock import now
from service.http.dependencies import ActorId, Language, NetworkInConfidence, NoParameters, ReplyWriter
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.suggestion_requests import UnderstoodRequest
from service.http.writes import ActorWrite, Change, Write
from service.runtime.idea_requests import MOST_SHARES, make_request, request_seen, requests_seen, share_request
from service.schemas.idea_requests import IdeaRequestDocument, IdeaRequestList
from service.schemas.requests import PRINTABLE, Id, RequestModel, something
from service.schemas.writer import Writer

router = APIRouter(prefix="/v1/actors/{actor}/requests", tags=["requests"])

RequestId = Annotated[str, Path(
    pattern="^[0-9a-f]{32}$", description="Id of a request.", examples=["0123456789abcdef0123456789abcdef"])]


class NewIdeaRequest(RequestModel):
    """An idea that is to be kept, and with whom it is shared."""

    # That something must be said stands not in the description: it takes generators minutes to make long texts of two
    # patterns.
    text: Annotated[str, PRINTABLE, AfterValidator(something)] = Field(
        min_length=1, max_length=MAX_IDEA_CHARACTERS, description="What it is about, in any language.",
        examples=["A language café for parents at home, run together with a library"])
    understood: UnderstoodRequest | None = Field(None, description=(
        "What it asks for, as an answer to POST /v1/suggestions shows it, changed or not; read from the text when left "
        "out."))
    shared_with: list[Id] = Field(default_factory=list, max_length=MOST_SHARES, description=(
        "Ids of the actors that are to see it; none when left out."), examples=[["rovaniemen-kaupunki"]])


class SharesRequest(RequestModel):
    """With whom a request is shared from now on."""

    shared_with: list[Id] = Field(max_length=MOST_SHARES, description=(
        "Ids of the actors that are to see it, all of them; nobody sees it if there are none."),
        examples=[["rovaniemen-kaupunki"]])


@router.get("", summary="List the requests that an actor sees", responses=error_answers(404))
def list_requests(network: NetworkInConfidence, language: Language, actor: ActorId,
                  _: NoParameters) -> IdeaRequestList:
    """Return the ideas that an actor has made requests, and those that are shared with it, the newest first.

    Nothing is shown between two of whom one has blocked the other.
    """
    snapshot = network.matcher.snapshot
    snapshot.actor(actor)
    with network.store.reading() as session:
        return requests_seen(session, snapshot, actor, Writer(network.vocabularies, language))


@router.post("", summary="Make an idea a request", status_code=201, response_model=IdeaRequestDocument,
             response_description="It is kept.", responses=error_answers(*BODY, 404))
async def post_request(write: ActorWrite, writer: ReplyWriter, actor: ActorId,
                       body: Annotated[NewIdeaRequest, json_body(NewIdeaRequest)], _: NoParameters) -> Response:
    """Keep an idea with what is understood of it, and share it with those that are named.

    They and its owner see it, and nobody else. The owner closes it when it is over, or withdraws it: then it is gone.
    """
    return await write.prepare(partial(_check, write, writer, actor, body))


@router.get("/{idea_request}", summary="Show a request", responses=error_answers(404))
def show_request(network: NetworkInConfidence, language: Language, actor: ActorId, idea_request: RequestId,
                 _: NoParameters) -> IdeaRequestDocument:
    """Return a request of the actor, or one that is shared with it."""
    snapshot = network.matcher.snapshot
    snapshot.actor(actor)
    with network.store.reading() as session:
        request = session.idea_requests.find(actor, idea_request)
    if request.actor != actor and request.actor in snapshot.hidden:
        raise UnknownIdeaRequest(text("“{actor}” has no request “{request}”.", actor=actor, request=idea_request), "",
                                 text("Look at the list of its requests."))
    return request_seen(request, snapshot, Writer(network.vocabularies, language))


@router.put("/{idea_request}/shares", summary="Share a request", response_model=IdeaRequestDocument,
            response_description="Those see it that are named.", responses=error_answers(*BODY, 404))
async def put_shares(write: ActorWrite, writer: ReplyWriter, actor: ActorId, idea_request: RequestId,
                     body: Annotated[SharesRequest, json_body(SharesRequest)], _: NoParameters) -> Response:
    """Let those see a request of the actor that are named, and nobody else: who is left out sees it no more."""
    return await write.perform_among(partial(_share, write, writer, actor, idea_request, body.shared_with), actor)


@router.put("/{idea_request}/closure", summary="Close a request", status_code=204, response_class=Response,
            responses=error_answers(404))
async def close_request(write: ActorWrite, actor: ActorId, idea_request: RequestId, _: NoParameters) -> Response:
    """Note that a request of the actor is over; those that it is shared with see that."""
    return await write.perform_among(partial(_close, actor, idea_request), actor)


@router.delete("/{idea_request}", summary="Withdraw a request", status_code=204, response_class=Response,
               responses=error_answers(404))
async def withdraw_request(write: ActorWrite, actor: ActorId, idea_request: RequestId, _: NoParameters) -> Response:
    """Remove a request of the actor: nobody sees it any more, and nothing of it is kept."""
    return await write.perform_among(partial(_withdraw, actor, idea_request), actor)


def _check(write: Write, writer: Writer, actor: str, body: NewIdeaRequest) -> Change:
    snapshot = write.network.matcher.snapshot
    asked = read_idea(body.text, snapshot.reader, snapshot.vocabularies)
    if body.understood is not None:
        asked = replace(asked, brief=body.understood.brief(snapshot.reader, "understood"))
    return partial(_make, write, writer, actor, asked, body.shared_with)


def _make(write: Write, writer: Writer, actor: str, asked: AskedIdea, others: list[str],
          transaction: Transaction) -> Reply:
    request = make_request(transaction, actor, asked.words, asked.brief, others, write.ids_to_name(transaction))
    return Reply(201, {}, request_seen(request, write.network.snapshot, writer).model_dump_json())


def _share(write: Write, writer: Writer, actor: str, name: str, others: list[str], transaction: Transaction) -> Reply:
    request = share_request(transaction, actor, name, others, write.ids_to_name(transaction))
    return Reply(200, {}, request_seen(request, write.network.snapshot, writer).model_dump_json())


def _close(actor: str, name: str, transaction: Transaction) -> Reply:
    transaction.idea_requests.close(actor, name, now())
    return Reply(204, {})


def _withdraw(actor: str, name: str, transaction: Transaction) -> Reply:
    transaction.idea_requests.withdraw(actor, name)
    return Reply(204, {})
