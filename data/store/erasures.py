"""Which actors of a network were erased, and the receipts of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from data.database.clock import time_at
from data.database.sweeps import Place, note_removal, places_of
from data.database.tables import ERASURES, NETWORKS, time_text
from data.errors import UnknownReceipt
from data.records.erased_names import ErasedNames
from data.tenancy.processes import serving
from data.wording.texts import text


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was erased of an actor, without a word of it.

    Attributes:
        id: of the receipt.
        erased: when, UTC.
        records: how many records went: the profile, cooperations, blocks, opinions, outcomes, introductions and contact
            data; 0 of what had been erased before.
        answers: how many remembered answers to writes went: all of the network; 0 of what had been erased before.
    """

    id: str
    erased: datetime
    records: int
    answers: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """That an actor was erased.

    Attributes:
        name: of the actor; see `ErasedNames`.
        receipt: id of the receipt.
        key_id: tells which key made the name.
    """

    name: str
    receipt: str
    key_id: str


class Erasures:
    """The erasures of a network, in the transaction of a connection.

    Args:
        connection: of a transaction; one that writes for what writes.
        network: the name of the network.
    """

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = ERASURES.c.network == network

    def note(self, ids: Iterable[str], names: ErasedNames, receipt: Receipt) -> None:
        """Note that an actor is erased, in the place of what was noted before, and that it is to be swept.

        Args:
            ids: of the actor, with those that it had before it was merged with others.
            names: made with a key.
            receipt: of the erasure.
        """
        # With the erasure, if there was anything that answers depend on.
        revision = self._connection.execute(select(NETWORKS.c.revision).where(
            NETWORKS.c.name == self._network)).scalar_one()
        for actor in ids:
            self._connection.execute(delete(ERASURES).where(self._here, ERASURES.c.actor.in_(names.all_of(actor))))
            self._connection.execute(insert(ERASURES).values(
                network=self._network, actor=names.of(actor), receipt=receipt.id, erased=time_text(receipt.erased),
                key_id=names.key_id, revision=revision))
        note_removal(self._connection, self._network, receipt.id)

    def of_actor(self, actor: str, names: ErasedNames) -> Receipt | None:
        """Return the receipt of the last time that an actor was erased; None if it never was."""
        rows = self._connection.execute(select(ERASURES).where(
            self._here, ERASURES.c.actor.in_(names.all_of(actor))).order_by(ERASURES.c.erased.desc()))
        row = rows.first()
        return _receipt(row) if row else None

    def days_of(self, actors: Iterable[str], names: ErasedNames) -> dict[str, datetime]:
        """Return those of some actors that were erased once, and when, UTC; as far as the keys recognise them."""
        columns = select(ERASURES.c.actor, ERASURES.c.erased).where(self._here).order_by(ERASURES.c.erased)
        erased: dict[str, str] = {row.actor: row.erased for row in self._connection.execute(columns)}
        if not erased:
            return {}
        found = {actor: [erased[name] for name in names.all_of(actor) if name in erased] for actor in actors}
        return {actor: datetime.fromisoformat(max(times)) for actor, times in found.items() if times}

    def receipt(self, receipt_id: str) -> Receipt:
        """Return a receipt by its id.

        Raises:
            UnknownReceipt: there is none.
        """
        row = self._connection.execute(select(ERASURES).where(self._here, ERASURES.c.receipt == receipt_id)).first()
        if row is None:
            raise UnknownReceipt(text("There is no receipt “{receipt}” of an erasure.", receipt=receipt_id), "",
                                 text("Take the newest one: an actor that is erased again gets another."))
        return _receipt(row)

    def unswept(self, receipt_id: str) -> tuple[Place, ...]:
        """Return where something of what a receipt tells of can still be; nowhere if it is out of all."""
        places = places_of(self._connection, self._network, receipt_id)
        revisions = self._connection.execute(select(ERASURES.c.revision).where(
            self._here, ERASURES.c.receipt == receipt_id)).scalars()
        revision = max(revisions, default=0)
        time = time_at(self._connection)
        is_known = any(process.is_behind(self._network, revision) for process in serving(self._connection, time))
        return (*places, Place.MEMORY) if is_known else places

    def known(self) -> frozenset[Erasure]:
        """Return all erasures."""
        columns = select(ERASURES.c.actor, ERASURES.c.receipt, ERASURES.c.key_id).where(self._here)
        return frozenset(Erasure(*row) for row in self._connection.execute(columns))


def count_unrecognised(connection: Connection, key_ids: Collection[str]) -> int:
    """Return how many erasures of all networks have names that none of some keys has made."""
    return connection.execute(select(func.count()).select_from(ERASURES).where(
        ERASURES.c.key_id.not_in(key_ids))).scalar_one()


def _receipt(row: Any) -> Receipt:  # noqa: ANN401 - a row
    return Receipt(row.receipt, datetime.fromisoformat(row.erased), 0, 0)
