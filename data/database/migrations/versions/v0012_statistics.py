"""No statistics of ids and words in the tables of lists, duplicates, rights and webhooks either."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text as sql

revision = "0012"
down_revision = "0011"

# Of these PostgreSQL keeps no statistics from now on, as of those in step 0010.
COLUMNS = {
    "aliases": ("alias", "actor"),
    "distinct_pairs": ("actor", "other", "since"),
    "keys": ("actor", "public_key"),
    "planned_erasures": ("actor",),
    "webhooks": ("id", "url", "secret", "created", "next_try", "failing_since", "given_up", "trouble"),
}
TYPES = sql("SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
            "WHERE attrelid = to_regclass(:table) AND attnum > 0 AND NOT attisdropped")


def upgrade() -> None:
    """Let the columns have none, and forget those that are there: they go when a type is set, also to what it is."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in COLUMNS.items():
        types: dict[str, str] = dict(op.get_bind().execute(TYPES, {"table": table}).all())
        changes = [change for column in columns for change in (
            f'ALTER COLUMN "{column}" TYPE {types[column]}', f'ALTER COLUMN "{column}" SET STATISTICS 0')]
        op.execute(f'ALTER TABLE "{table}" {", ".join(changes)}')
