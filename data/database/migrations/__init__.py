"""From one form of the store's tables to the next: `versions` holds one step per file, and Alembic runs them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy import text as sql

FIRST, HEAD = "0001", "0017"
NOT_OURS = "?"
# How stores were marked before there were steps, and where those stand.
_BEFORE = {"2": FIRST}


def revision_of(connection: Connection) -> str:
    """Return the step a database stands at: “” if it has no tables, `NOT_OURS` if they are another program's."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables and "networks" in tables:
        return str(connection.execute(sql("SELECT version_num FROM alembic_version")).scalar())
    if "alembic_version" not in tables and "meta" in tables:
        schema = str(connection.execute(sql("SELECT value FROM meta WHERE name = 'schema'")).scalar())
        return _BEFORE.get(schema, schema)
    return NOT_OURS if tables else ""


def can_be_upgraded(revision: str) -> bool:
    """Tell whether the steps from here on are known."""
    return FIRST <= revision < HEAD


def migrate(connection: Connection) -> None:
    """Bring an empty or older database to `HEAD`, within the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    if revision_of(connection) == FIRST:
        command.stamp(config, FIRST)
    command.upgrade(config, HEAD)
