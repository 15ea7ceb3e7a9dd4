"""A list that is shown again is counted, and not kept once more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add what a list is known by, how often it was shown, and when it was last; each that is kept was shown once."""
    op.add_column("lists", sa.Column("content", sa.String(16)))
    op.add_column("lists", sa.Column("showings", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("lists", sa.Column("last_shown", sa.String(25), nullable=False, server_default=""))
    op.execute("UPDATE lists SET last_shown = shown")
    op.create_index("lists_by_content", "lists", ["network", "content"], unique=True)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE lists ALTER COLUMN content SET STATISTICS 0")
