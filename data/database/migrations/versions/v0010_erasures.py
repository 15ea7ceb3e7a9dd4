"""What is to be swept, which key made the name of an erased actor, and no statistics of ids and words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text as sql

revision = "0010"
down_revision = "0009"

PLACES = ("database", "vectors")
# Of these PostgreSQL keeps no statistics from now on: ANALYZE copies values into them, where they outlive their rows.
RECORD_COLUMNS = ("key", "document", "digest")
COLUMNS = {
    **dict.fromkeys(("actors", "cooperations", "blocks", "opinions", "outcomes"), RECORD_COLUMNS),
    "networks": ("id", "settings", "version"),
    "keys": ("id", "name", "scopes", "digest", "rate"),
    "answers": ("key", "request", "headers", "body"),
    "erasures": ("actor", "receipt", "erased", "key_id"),
    "sweeps": ("id",),
    "introductions": ("id", "actor", "other", "message", "asked", "answer", "answered", "withdrawn", "actor_outcome",
                      "other_outcome", "reminded"),
    "contacts": ("actor", "name", "email", "phone", "source"),
    "events": ("actor", "other", "document"),
    "follows": ("actor", "other", "since"),
    "lists": ("id", "actor", "document"),
    "rule_sets": ("content", "note", "created", "author"),
    "activations": ("at", "author"),
    "audit": ("at", "author", "details", "hash"),
    "imports": ("author", "file", "undone"),
    "import_changes": ("key", "before", "after"),
    "import_answers": ("question", "answer"),
}
TYPES = sql("SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
                "WHERE attrelid = to_regclass(:table) AND attnum > 0 AND NOT attisdropped")


def upgrade() -> None:
    """Make the table and the column; let what may have been left in files before be swept once."""
    op.add_column("erasures", sa.Column("key_id", sa.String(16), nullable=False, server_default=""))
    sweeps = op.create_table(
        "sweeps", sa.Column("network", sa.String(), primary_key=True), sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("place", sa.String(16), primary_key=True))
    networks = op.get_bind().execute(sql("SELECT DISTINCT network FROM erasures ORDER BY network")).scalars()
    op.bulk_insert(sweeps, [{"network": network, "id": "0" * 32, "place": place}
                            for network in networks for place in PLACES])
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in COLUMNS.items():
            _forget_statistics(table, columns)


def _forget_statistics(table: str, columns: tuple[str, ...]) -> None:
    """Let a table have no statistics of some columns.

    Target 0 keeps new ones from being made; those that are there go when the type of a column is set, also if it is the
    one that it has, for which nothing is written anew. Whoever owns the table may do both.
    """
    types: dict[str, str] = dict(op.get_bind().execute(TYPES, {"table": table}).all())
    changes = [change for column in columns for change in (
        f'ALTER COLUMN "{column}" TYPE {types[column]}', f'ALTER COLUMN "{column}" SET STATISTICS 0')]
    op.execute(f'ALTER TABLE "{table}" {", ".join(changes)}')
