"""Keys that belong to one actor or vouch for tokens, and erasures that are still to come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("keys", sa.Column("actor", sa.String()))
    op.add_column("keys", sa.Column("public_key", sa.String(43)))
    op.create_table(
        "planned_erasures", sa.Column("network", sa.String(), primary_key=True),
        sa.Column("actor", sa.String(), primary_key=True), sa.Column("day", sa.String(10), nullable=False),
        sa.ForeignKeyConstraint(["network", "actor"], ["actors.network", "actors.key"], ondelete="CASCADE"))
