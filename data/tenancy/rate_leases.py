"""How often somebody may ask of all processes together: each takes parts of it, before it lets anything pass."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Connection, delete, func, insert, select

from data.database.tables import RATE_LEASES

# What those who take from one holder's rate wait for; any number that nobody else uses in the database.
LEASES_LOCK = 7_514_233


def take_lease(connection: Connection, holder: str, rate: tuple[int, float], count: int, now: float) -> int:
    """Take a part of what somebody may ask within the time that ends now; return how much, which may be less, or 0.

    Args:
        connection: of a transaction that notes.
        holder: whose rate it is.
        rate: how often, in how many seconds.
        count: how much is wanted.
        now: seconds since 1970.
    """
    most, seconds = rate
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LEASES_LOCK}, hashtext(%s))", (holder,))
    here = RATE_LEASES.c.holder == holder
    connection.execute(delete(RATE_LEASES).where(here, RATE_LEASES.c.ends <= now))
    taken = connection.execute(select(func.coalesce(func.sum(RATE_LEASES.c.count), 0)).where(here)).scalar_one()
    granted = min(count, most - taken)
    if granted <= 0:
        return 0
    connection.execute(insert(RATE_LEASES).values(
        holder=holder, at=now, id=uuid4().hex, count=granted, ends=now + seconds))
    return int(granted)


def forget_leases(connection: Connection, now: float) -> None:
    """Remove those of all that have ended."""
    connection.execute(delete(RATE_LEASES).where(RATE_LEASES.c.ends <= now))
