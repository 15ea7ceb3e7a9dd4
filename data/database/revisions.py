"""The count of what has changed in a network, by which those that follow it know how far they are."""

from __future__ import annotations

from sqlalchemy import Connection, update

from data.database.tables import NETWORKS


def count_change(connection: Connection, network: str) -> None:
    """Count a change that no record tells of, and that answers depend on all the same.

    Args:
        connection: of a transaction that writes.
        network: its name.
    """
    connection.execute(update(NETWORKS).where(NETWORKS.c.name == network).values(revision=NETWORKS.c.revision + 1))
