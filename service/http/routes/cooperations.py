"""Who works, or has worked, with whom."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.files.cooperations import draft_cooperation
from data.records.documents import document_of
from data.records.keys import cooperation_id, cooperation_key
from data.records.relations import Cooperation
from data.store.transactions import Transaction
from service.http.dependencies import NetworkToRead, NoParameters
from service.http.json_bodies import BODY, json_body
from service.http.openapi import error_answers
from service.http.pages import PAGED, CursorQuestion, Cursors, Next, PagesOfRequest
from service.http.queries import query
from service.http.record_bodies import CooperationRequest
from service.http.writes import Change, NetworkWrite, Write
from service.schemas.base import Schema
from service.schemas.requests import Id

router = APIRouter(prefix="/v1/cooperations", tags=["cooperations"])
CURSORS: Cursors[str] = Cursors("cooperations", str)

CooperationId = Annotated[str, Path(max_length=16, pattern="^[0-9a-f]+$", description="Id of a cooperation.",
                                    examples=["0123456789abcdef"])]


class CooperationDocument(Schema):
    """A cooperation."""

    id: str = Field(description="Made of the members, the title and the first day.")
    members: list[str] = Field(description="Ids of actors.")
    title: str
    since: str | None = Field(description="First day known, ISO 8601.")
    until: str | None = Field(description="Last day known, ISO 8601.")
    source: str
    lead: str = Field(description="Id of the member that leads it; empty when nobody does or nobody knows.")
    descriptions: dict[str, str] = Field(description="What it was about, per language.")
    themes: list[str]


class CooperationsQuestion(CursorQuestion):
    """A question for cooperations."""

    actor: Id = Field(
        "", max_length=128, examples=["rovaniemen-kaupunki"], description="Only those that this actor takes part in.")


class CooperationPage(Schema):
    """A page of cooperations."""

    total: int
    limit: int
    next: Next
    cooperations: list[CooperationDocument]


@router.get("", summary="List cooperations", responses={**PAGED, **error_answers(400)})
def list_cooperations(network: NetworkToRead, question: Annotated[CooperationsQuestion, query(CooperationsQuestion)],
                      pages: PagesOfRequest) -> CooperationPage:
    """Return a page of the cooperations of the network, or of one actor."""
    snapshot = network.matcher.snapshot
    records = [item for item in snapshot.shown_cooperations()
               if not question.actor or question.actor in item.members]
    last = CURSORS.read(question.cursor) or ""
    rest = records[bisect_right(records, last, key=cooperation_key):]
    page = pages.cut(rest, question.limit, lambda item: CURSORS.write(cooperation_key(item)))
    return CooperationPage(total=len(records), limit=question.limit, next=page.next,
                           cooperations=[cooperation_document(item) for item in page.items])


@router.post("", summary="Add or change a cooperation", response_model=CooperationDocument,
             responses={201: {"model": CooperationDocument, "description": "The cooperation was added."},
                        **error_answers(*BODY)})
async def put_cooperation(
    write: NetworkWrite, cooperation: Annotated[CooperationRequest, json_body(CooperationRequest)], _: NoParameters,
) -> Response:
    """Store that actors work together; it counts in suggestions when this is answered.

    One of the same members, title and first day is changed. Fields are those of the columns of an import.
    """
    return await write.prepare(partial(_check, cooperation.root, write))


def _check(record: dict[str, object], write: Write) -> Change:
    with write.network.store.reading() as session:
        actors = write.ids_to_name(session)
    return partial(_put, draft_cooperation(record, write.network.vocabularies, actors))


def _put(cooperation: Cooperation, transaction: Transaction) -> Reply:
    is_new = transaction.put_cooperation(cooperation).added
    return Reply(201 if is_new else 200, {}, cooperation_document(cooperation).model_dump_json())


@router.delete("/{cooperation}", summary="Remove a cooperation", status_code=204, response_class=Response,
               responses=error_answers(404))
async def delete_cooperation(write: NetworkWrite, cooperation: CooperationId, _: NoParameters) -> Response:
    """Remove a cooperation: the actors stay."""
    return await write.perform(partial(_remove, cooperation))


def _remove(cooperation: str, transaction: Transaction) -> Reply:
    transaction.remove_cooperation(cooperation)
    return Reply(204, {})


def cooperation_document(cooperation: Cooperation) -> CooperationDocument:
    """Return a cooperation as it is shown."""
    return CooperationDocument(id=cooperation_id(cooperation), **document_of(cooperation))
