"""What time it is for all processes on a database: the clocks of their machines may differ."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection


def time_at(connection: Connection) -> datetime:
    """Return the time by the clock of the server, UTC; those who use a file share the clock of their machine."""
    if connection.dialect.name != "postgresql":
        return datetime.now(tz=UTC)
    time: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return time.astimezone(UTC)
