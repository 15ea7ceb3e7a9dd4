"""Who works, or has worked, with whom."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import Field

from data.activity.idempotency import Reply
from data.files.cooperations import draft_cooperation
from data.records.documents import document_of
from data.records.keys import cooperation_id
from data.records.relations import Cooperation
from data.store.transactions import Transaction
from data.vocabularies.catalogue import Vocabularies
from service.http.dependencies import IdempotencyKey, NoParameters, Reading, Writing
from service.http.idempotency import Asked, answer_write
from service.http.openapi import error_answers
from service.http.requests import CooperationsQuestion, ProfileBody
from service.schemas.base import Schema

router = APIRouter(prefix="/v1/cooperations", tags=["cooperations"])

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


class Cooperations(Schema):
    """A page of cooperations."""

    total: int
    limit: int
    offset: int
    cooperations: list[CooperationDocument]


@router.get("", summary="List cooperations", responses=error_answers())
def list_cooperations(network: Reading, asked: Annotated[CooperationsQuestion, Query()]) -> Cooperations:
    """Return a page of the cooperations of the network, or of one actor."""
    stored = network.matcher.snapshot.network.cooperations
    found = [item for item in stored if not asked.actor or asked.actor in item.members]
    page = found[asked.offset:asked.offset + asked.limit]
    return Cooperations(total=len(found), limit=asked.limit, offset=asked.offset,
                        cooperations=[cooperation_shown(item) for item in page])


@router.post("", summary="Add or change a cooperation", response_model=CooperationDocument,
             responses={201: {"model": CooperationDocument, "description": "The cooperation was added."},
                        **error_answers(400, 408, 413)})
async def put_cooperation(
    request: Request, network: Writing, cooperation: Annotated[ProfileBody, Body(examples=[
        {"members": ["lapin-yliopisto", "rovaniemen-kaupunki"], "title": "Language café", "since": "2026-01-15"}])],
    _: NoParameters, idempotency_key: IdempotencyKey = "",
) -> Response:
    """Store that actors work together; it counts in suggestions when this is answered.

    One of the same members, title and first day is changed. Fields are those of the columns of an import.
    """
    asked = Asked.of(request, idempotency_key, await request.body())
    return await answer_write(request, network, asked, partial(_put, cooperation, network.vocabularies))


def _put(record: dict[str, object], vocabularies: Vocabularies, transaction: Transaction) -> Reply:
    cooperation = draft_cooperation(record, vocabularies, transaction.actor_ids())
    added = transaction.put_cooperation(cooperation).added
    return Reply(201 if added else 200, {}, cooperation_shown(cooperation).model_dump_json())


@router.delete("/{cooperation}", summary="Remove a cooperation", status_code=204, response_class=Response,
               responses=error_answers(404))
async def delete_cooperation(request: Request, network: Writing, cooperation: CooperationId, _: NoParameters,
                             idempotency_key: IdempotencyKey = "") -> Response:
    """Remove a cooperation: the actors stay."""
    return await answer_write(request, network, Asked.of(request, idempotency_key), partial(_remove, cooperation))


def _remove(cooperation: str, transaction: Transaction) -> Reply:
    transaction.remove_cooperation(cooperation)
    return Reply(204, {})


def cooperation_shown(cooperation: Cooperation) -> CooperationDocument:
    """Return a cooperation as it is shown."""
    return CooperationDocument(id=cooperation_id(cooperation), **document_of(cooperation))
