"""Earlier ids of actors that were merged, and pairs that look like one and are two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables; both are bound to the actors."""
    op.create_table("aliases", sa.Column("network", sa.String(), primary_key=True),
                    sa.Column("alias", sa.String(), primary_key=True), sa.Column("actor", sa.String(), nullable=False),
                    _of_actor("actor"))
    op.create_index("aliases_by_actor", "aliases", ["network", "actor"])
    op.create_table("distinct_pairs", sa.Column("network", sa.String(), primary_key=True),
                    sa.Column("actor", sa.String(), primary_key=True),
                    sa.Column("other", sa.String(), primary_key=True),
                    sa.Column("since", sa.String(25), nullable=False), _of_actor("actor"), _of_actor("other"))
    op.create_index("distinct_pairs_by_other", "distinct_pairs", ["network", "other"])


def _of_actor(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["network", column], ["actors.network", "actors.key"], ondelete="CASCADE")
