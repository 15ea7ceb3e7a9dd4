"""Imports that can be undone, answers about lists, and where contact data come from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables; contact data that are there were given by the actors themselves."""
    op.create_table(
        "imports", _network(), _number(), sa.Column("at", sa.String(25), nullable=False),
        sa.Column("author", sa.String(), nullable=False), sa.Column("file", sa.String(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False), sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False), sa.Column("undone", sa.String(25)))
    op.create_table(
        "import_changes", sa.Column("network", sa.String(), primary_key=True), _number(),
        sa.Column("kind", sa.String(), primary_key=True), sa.Column("key", sa.String(), primary_key=True),
        sa.Column("before", sa.Text()), sa.Column("after", sa.String(64)),
        sa.ForeignKeyConstraint(["network", "number"], ["imports.network", "imports.number"], ondelete="CASCADE"))
    op.create_table("import_answers", _network(), sa.Column("question", sa.String(), primary_key=True),
                    sa.Column("answer", sa.String(), nullable=False))
    op.add_column("contacts", sa.Column("source", sa.String(), nullable=False, server_default=""))


def _network() -> sa.Column[str]:
    return sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE"), primary_key=True)


def _number() -> sa.Column[int]:
    return sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False)
