"""Introductions, and the contact data that they open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables; they are bound to the actors."""
    op.create_table(
        "introductions", sa.Column("network", sa.String(), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True), sa.Column("actor", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False), sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked", sa.String(25), nullable=False), sa.Column("deadline", sa.String(10), nullable=False),
        sa.Column("answer", sa.String()), sa.Column("answered", sa.String(25)), sa.Column("withdrawn", sa.String(25)),
        sa.Column("actor_outcome", sa.String()), sa.Column("other_outcome", sa.String()),
        sa.Column("reminded", sa.String(), nullable=False), _of_actor("actor"), _of_actor("other"))
    op.create_index("introductions_by_actor", "introductions", ["network", "actor"])
    op.create_index("introductions_by_other", "introductions", ["network", "other"])
    op.create_table(
        "contacts", sa.Column("network", sa.String(), primary_key=True),
        sa.Column("actor", sa.String(), primary_key=True), sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False), sa.Column("phone", sa.String(), nullable=False),
        _of_actor("actor"))


def _of_actor(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["network", column], ["actors.network", "actors.key"], ondelete="CASCADE")
