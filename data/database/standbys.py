"""Standby servers of PostgreSQL: whether they have done what was done here."""

from __future__ import annotations

from sqlalchemy import Connection

# One whose state is not told (`pg_monitor` is granted to see it) may be behind; what only receives has no tables.
_ARE_BEHIND = """SELECT EXISTS (SELECT FROM pg_stat_replication
                             WHERE state IS NULL OR replay_lsn < %(position)s::pg_lsn)
    OR EXISTS (SELECT FROM pg_replication_slots
               WHERE slot_type = 'physical' AND NOT active AND restart_lsn < %(position)s::pg_lsn)"""
_EXIST = """SELECT EXISTS (SELECT FROM pg_stat_replication)
    OR EXISTS (SELECT FROM pg_replication_slots WHERE slot_type = 'physical' AND restart_lsn IS NOT NULL)"""


def position_to_reach(connection: Connection) -> str:
    """Return what a standby has to have come to, to have done all that was done here; empty if there is none."""
    if connection.dialect.name != "postgresql" or not connection.exec_driver_sql(_EXIST).scalar_one():
        return ""
    return str(connection.exec_driver_sql("SELECT pg_current_wal_insert_lsn()::text").scalar_one())


def are_past(connection: Connection, position: str) -> bool:
    """Tell whether all standbys have come to a position; one that is away and has a slot counts, too."""
    return not connection.exec_driver_sql(_ARE_BEHIND, {"position": position}).scalar_one()
