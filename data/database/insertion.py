"""Rows that are added unless they are there already, in the words of each kind of database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insertion(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Return what adds rows to a table, and can say what happens to those that are there already.

    Args:
        table: see there.
        dialect: "sqlite" or "postgresql"; of the other one nothing is loaded.
    """
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Add those of some rows whose primary keys are not there yet; nobody waits for others, and nothing fails."""
    if rows:
        connection.execute(insertion(table, connection.dialect.name).on_conflict_do_nothing(), list(rows))
