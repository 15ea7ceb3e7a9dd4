"""Who is signed in to the pages, and what is good for signing in once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

# Of these PostgreSQL keeps no statistics, as of those in step 0010.
COLUMNS = {
    "sign_ins": ("id", "actor", "door", "scopes", "key_id", "began", "seen"),
    "sign_in_codes": ("id", "network", "actor", "details"),
}


def upgrade() -> None:
    """Make the tables."""
    def of_actor() -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint(
            ["network", "actor"], ["actors.network", "actors.key"], ondelete="CASCADE")

    op.create_table(
        "sign_ins", sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE"), nullable=False),
        sa.Column("actor", sa.String()), sa.Column("door", sa.String(16), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(16), sa.ForeignKey("keys.id", ondelete="CASCADE")),
        sa.Column("began", sa.String(25), nullable=False), sa.Column("seen", sa.String(25), nullable=False),
        sa.Column("ends", sa.String(25), nullable=False), of_actor())
    op.create_index("sign_ins_by_actor", "sign_ins", ["network", "actor"])
    op.create_table(
        "sign_in_codes", sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE")),
        sa.Column("actor", sa.String()), sa.Column("details", sa.Text(), nullable=False),
        sa.Column("ends", sa.String(25), nullable=False), of_actor())
    op.create_index("sign_in_codes_by_actor", "sign_in_codes", ["network", "actor"])
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in COLUMNS.items():
            op.execute(f'ALTER TABLE "{table}" ' + ", ".join(
                f'ALTER COLUMN "{column}" SET STATISTICS 0' for column in columns))
