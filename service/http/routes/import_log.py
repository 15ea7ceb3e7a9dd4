"""The lists that were imported, and undoing one."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Response

from data.activity.idempotency import Reply
from data.governance.audit_log import Signature
from data.store.transactions import Transaction
from service.http.dependencies import NetworkToCoordinate, NoParameters
from service.http.openapi import error_answers
from service.http.writes import CoordinatorWrite
from service.runtime.lists import undo_list
from service.schemas.imports import ImportPage, Undoing, import_card

router = APIRouter(prefix="/v1/imports", tags=["imports"])

ImportNumber = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of an import.", examples=[1])]


@router.get("", summary="List the imports", responses=error_answers())
def list_imports(network: NetworkToCoordinate, _: NoParameters) -> ImportPage:
    """Return the lists that were imported, the newest first."""
    with network.store.reading() as session:
        return ImportPage(imports=list(map(import_card, session.imports.all())))


@router.delete("/{number:int}", summary="Undo an import", response_model=Undoing, responses=error_answers(404, 409))
async def undo(write: CoordinatorWrite, number: ImportNumber, _: NoParameters) -> Response:
    """Put back what an import has added, changed or removed.

    It is refused once records have changed since, or others have to do with actors that it added. Contact data
    that came with it and were not confirmed go, too.
    """
    return await write.perform(partial(_undo, number, write.signature))


def _undo(number: int, signature: Signature, transaction: Transaction) -> Reply:
    result = undo_list(transaction, number, signature)
    answer = Undoing(number=number, added=result.added, changed=result.changed, removed=result.removed)
    return Reply(200, {}, answer.model_dump_json())
