"""Stored rules, when each was in use, and an audit log that the database itself lets only grow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

REFUSAL = "the audit log can only grow"
# The last one: “INSERT OR REPLACE” would remove a row without a DELETE.
EVENTS = {
    "update": "UPDATE ON audit",
    "delete": "DELETE ON audit",
    "replace": """INSERT ON audit
        WHEN EXISTS (SELECT 1 FROM audit WHERE network = NEW.network AND number = NEW.number)""",
}
SQLITE = tuple(f"CREATE TRIGGER audit_{name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
               for name, event in EVENTS.items())
POSTGRESQL = (
    f"""CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    """CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()""",
)


def upgrade() -> None:
    """Make the tables and what guards the log."""
    op.create_table("rule_sets", _network(), _number(), sa.Column("content", sa.Text(), nullable=False),
                    sa.Column("note", sa.Text(), nullable=False), sa.Column("created", sa.String(25), nullable=False),
                    sa.Column("author", sa.String(), nullable=False))
    op.create_table("activations", _network(), _number(), sa.Column("rule_set", sa.Integer(), nullable=False),
                    sa.Column("at", sa.String(25), nullable=False), sa.Column("author", sa.String(), nullable=False))
    op.create_table("audit", sa.Column("network", sa.String(), primary_key=True), _number(),
                    sa.Column("at", sa.String(25), nullable=False), sa.Column("author", sa.String(), nullable=False),
                    sa.Column("what", sa.String(), nullable=False), sa.Column("details", sa.Text(), nullable=False),
                    sa.Column("hash", sa.String(64), nullable=False))
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _network() -> sa.Column[str]:
    return sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE"), primary_key=True)


def _number() -> sa.Column[int]:
    return sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False)
