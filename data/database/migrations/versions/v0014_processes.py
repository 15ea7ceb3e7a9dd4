"""What several services on one database share: vectors, who serves, rehearsals, rates, how far erasures are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# Of these PostgreSQL keeps no statistics, as of those in step 0010.
COLUMNS = {
    "vectors": ("fingerprint", "digest", "vector"),
    "processes": ("id", "host", "started", "revisions"),
    "rehearsals": ("id", "question", "result"),
    "rate_leases": ("holder", "id"),
    "sweeps": ("position",),
}


def upgrade() -> None:
    """Make the tables and the columns."""
    def network() -> sa.Column[str]:
        return sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE"), primary_key=True)

    op.create_table(
        "vectors", network(), sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("digest", sa.LargeBinary(), primary_key=True), sa.Column("vector", sa.LargeBinary(), nullable=False))
    op.create_table(
        "processes", sa.Column("id", sa.String(32), primary_key=True), sa.Column("host", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False), sa.Column("started", sa.String(25), nullable=False),
        sa.Column("seen", sa.String(25), nullable=False), sa.Column("revisions", sa.Text(), nullable=False))
    op.create_table(
        "rehearsals", network(), sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False), sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(25), nullable=False), sa.Column("state", sa.String(16), nullable=False),
        sa.Column("lists", sa.Integer(), nullable=False), sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False), sa.Column("result", sa.Text()))
    op.create_table(
        "rate_leases", sa.Column("holder", sa.String(64), primary_key=True),
        sa.Column("at", sa.Float(), primary_key=True), sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False), sa.Column("ends", sa.Float(), nullable=False))
    op.add_column("erasures", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("sweeps", sa.Column("position", sa.String(32), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in COLUMNS.items():
            op.execute(f'ALTER TABLE "{table}" ' + ", ".join(
                f'ALTER COLUMN "{column}" SET STATISTICS 0' for column in columns))
