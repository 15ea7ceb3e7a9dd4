"""One network: its records as documents, with what the store knew of itself in `meta`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    for name in ("actors", "cooperations", "blocks"):
        op.create_table(name, sa.Column("key", sa.String(), primary_key=True),
                        sa.Column("document", sa.Text(), nullable=False))
    op.create_table("meta", sa.Column("name", sa.String(), primary_key=True),
                    sa.Column("value", sa.Text(), nullable=False))
