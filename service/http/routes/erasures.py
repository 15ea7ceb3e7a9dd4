"""Receipts of erasures: whether what was erased is out of all files, too."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Path, Response

from service.http.dependencies import NetworkToRead, NoParameters
from service.http.openapi import error_answers
from service.schemas.erasures import ReceiptDocument, receipt_document

router = APIRouter(prefix="/v1/erasures", tags=["erasures"])

ReceiptId: TypeAlias = Annotated[str, Path(
    pattern="^[0-9a-f]{32}$", description="Id of a receipt.", examples=["0123456789abcdef0123456789abcdef"])]
UNFINISHED: dict[int | str, dict[str, Any]] = {202: {
    "model": ReceiptDocument, "description": "It is not out of all files yet."}}


@router.get("/{receipt}", summary="Show the receipt of an erasure", response_model=ReceiptDocument,
            responses={**UNFINISHED, **error_answers(404)})
def show_receipt(network: NetworkToRead, receipt: ReceiptId, _: NoParameters, response: Response) -> ReceiptDocument:
    """Return a receipt: with 202 as long as files may hold deleted bytes of what was erased, then with 200.

    Of an actor that came back by its own wish and was erased again, only the newest receipt is kept.
    """
    with network.store.reading() as session:
        document = receipt_document(session.erasures.receipt(receipt), session.erasures.unswept(receipt))
    if not document.clean:
        response.status_code = 202
    return document
