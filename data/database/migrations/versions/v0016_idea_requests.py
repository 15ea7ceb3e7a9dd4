"""Ideas that were made requests, and with whom they are shared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

# Of these PostgreSQL keeps no statistics, as of those in step 0010.
COLUMNS = {
    "idea_requests": ("id", "actor", "idea", "understood", "made", "closed"),
    "idea_shares": ("request", "other"),
}


def upgrade() -> None:
    """Make the tables."""
    def of_actor(column: str) -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint(["network", column], ["actors.network", "actors.key"], ondelete="CASCADE")

    op.create_table(
        "idea_requests", sa.Column("network", sa.String(), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True), sa.Column("actor", sa.String(), nullable=False),
        sa.Column("idea", sa.Text(), nullable=False), sa.Column("understood", sa.Text(), nullable=False),
        sa.Column("made", sa.String(25), nullable=False), sa.Column("closed", sa.String(25)), of_actor("actor"))
    op.create_index("idea_requests_by_actor", "idea_requests", ["network", "actor"])
    op.create_table(
        "idea_shares", sa.Column("network", sa.String(), primary_key=True),
        sa.Column("request", sa.String(32), primary_key=True), sa.Column("other", sa.String(), primary_key=True),
        sa.ForeignKeyConstraint(["network", "request"], ["idea_requests.network", "idea_requests.id"],
                                ondelete="CASCADE"), of_actor("other"))
    op.create_index("idea_shares_by_other", "idea_shares", ["network", "other"])
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in COLUMNS.items():
            op.execute(f'ALTER TABLE "{table}" ' + ", ".join(
                f'ALTER COLUMN "{column}" SET STATISTICS 0' for column in columns))
