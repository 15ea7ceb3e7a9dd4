"""Endpoints that are told what happens, and which lapsed introductions have been told of."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table and the column; what has lapsed before is old news."""
    op.create_table(
        "webhooks",
        sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("id", sa.String(16), primary_key=True), sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False), sa.Column("created", sa.String(25), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False), sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False), sa.Column("next_try", sa.String(25), nullable=False),
        sa.Column("failing_since", sa.String(25)), sa.Column("given_up", sa.String(25)),
        sa.Column("trouble", sa.String(), nullable=False))
    op.add_column("introductions", sa.Column("lapse_noted", sa.Integer(), nullable=False, server_default="0"))
    introductions = sa.table("introductions", sa.column("deadline"), sa.column("lapse_noted"))
    op.execute(introductions.update().where(introductions.c.deadline < datetime.now(UTC).date().isoformat())
               .values(lapse_noted=1))
