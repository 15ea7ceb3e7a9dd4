"""What is said of an erasure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from data.database.sweeps import Place
from data.store.erasures import Receipt
from service.schemas.base import Schema


class ReceiptDocument(Schema):
    """A receipt of an erasure, without a word of what was erased."""

    receipt: str = Field(description="Id of this receipt.")
    erased: datetime = Field(description="When, UTC.")
    clean: bool = Field(description="Whether it is out of all files, too.")
    unswept: list[Place] = Field(description=(
        "Where something of it may still be: in the files of the database, as somebody was reading them; among the "
        "vectors of profiles; in the memory of a service that has not followed yet; or with a standby server that has "
        "not. It goes as soon as the reading ends, and they have."))


class ErasureReceipt(ReceiptDocument):
    """What was erased."""

    records: int = Field(description="Profile, cooperations, blocks, opinions, outcomes, introductions and contact "
                                     "data; 0 if it had been erased before.")
    answers: int = Field(description="Remembered answers to writes, all of the network: they may tell of the actor.")


def receipt_document(receipt: Receipt, unswept: Sequence[Place]) -> ReceiptDocument:
    """Return a receipt as it is shown."""
    return ReceiptDocument(receipt=receipt.id, erased=receipt.erased, clean=not unswept, unswept=list(unswept))


def erasure_receipt(receipt: Receipt, unswept: Sequence[Place]) -> ErasureReceipt:
    """Return a receipt as it is shown to who has erased."""
    return ErasureReceipt(**receipt_document(receipt, unswept).model_dump(), records=receipt.records,
                          answers=receipt.answers)
