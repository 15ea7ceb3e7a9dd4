"""Outcomes, what has happened, who follows whom, and which lists were shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the new tables; of what happened before nothing is known."""
    op.create_table(
        "outcomes", _network(), sa.Column("key", sa.String(), primary_key=True),
        sa.Column("document", sa.Text(), nullable=False), sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False))
    op.create_index("outcomes_by_revision", "outcomes", ["network", "revision"])
    op.create_table(
        "events", _network(), sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True), sa.Column("happened", sa.String(25), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False), sa.Column("actor", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False), sa.Column("document", sa.Text(), nullable=False))
    op.create_index("events_by_actor", "events", ["network", "actor"])
    op.create_index("events_by_other", "events", ["network", "other"])
    op.create_table(
        "follows", _network(), sa.Column("actor", sa.String(), primary_key=True),
        sa.Column("other", sa.String(), primary_key=True), sa.Column("since", sa.String(25), nullable=False))
    op.create_index("follows_by_other", "follows", ["network", "other"])
    op.create_table(
        "lists", _network(), sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("shown", sa.String(25), nullable=False), sa.Column("actor", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False))
    op.create_index("lists_by_actor", "lists", ["network", "actor"])


def _network() -> sa.Column[str]:
    return sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE"), primary_key=True)
