"""What was removed and may still be in files: noted in the transaction that removes it, and taken off once it is out.

Whoever is killed in between leaves the note behind, so that the next one who opens the database sweeps.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeAlias
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from data.database.standbys import are_past, position_to_reach
from data.database.tables import SWEEPS


class Place(StrEnum):
    """Where something that was removed can still be."""

    DATABASE = "database"
    VECTORS = "vectors"
    MEMORY = "memory"
    STANDBY = "standby"


# What is swept by whoever comes; services follow by themselves, and standbys after the files of the database.
SWEPT_AT_ONCE = (Place.DATABASE, Place.VECTORS)


# What is to be swept: the id of a removal, and a place.
Sweeps: TypeAlias = frozenset[tuple[str, Place]]


def note_removal(connection: Connection, network: str, removal: str = "") -> None:
    """Note that a transaction removes something of a network that is to be out of every file as well.

    Args:
        connection: of a transaction that writes.
        network: the name of the network.
        removal: what it is known by, such as the id of a receipt; any other one when empty.
    """
    name = removal or uuid4().hex
    connection.execute(insert(SWEEPS), [{"network": network, "id": name, "place": place.value}
                                        for place in SWEPT_AT_ONCE])


def places_of(connection: Connection, network: str, removal: str) -> tuple[Place, ...]:
    """Return where a removal still has to be swept, sorted; nowhere if it is out of all files."""
    places = connection.execute(select(SWEEPS.c.place).where(
        SWEEPS.c.network == network, SWEEPS.c.id == removal).order_by(SWEEPS.c.place)).scalars()
    return tuple(map(Place, places))


def sweeps_of(connection: Connection) -> Sweeps:
    """Return what is to be swept in all networks."""
    return frozenset((row.id, Place(row.place)) for row in connection.execute(select(SWEEPS.c.id, SWEEPS.c.place)))


def note_swept(connection: Connection, sweeps: Iterable[tuple[str, Place]]) -> None:
    """Note that a place is swept of what had been removed before the sweeping began; standbys are to do the same."""
    position = position_to_reach(connection)
    for removal, place in sorted(sweeps):
        row = SWEEPS.c.id == removal, SWEEPS.c.place == place.value
        if place is Place.DATABASE and position:
            values = {"place": Place.STANDBY.value, "position": position}
            connection.execute(update(SWEEPS).where(*row).values(values))
        connection.execute(delete(SWEEPS).where(SWEEPS.c.id == removal, SWEEPS.c.place == place.value))


def are_done_by_standbys(connection: Connection) -> bool:
    """Tell whether all standbys have come as far as those sweeps that wait for them."""
    positions = connection.execute(select(SWEEPS.c.position).where(SWEEPS.c.place == Place.STANDBY.value)).scalars()
    return all(are_past(connection, position) for position in positions)
