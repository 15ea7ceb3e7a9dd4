"""What databases lack that were made before the steps 0002 to 0004 were as they are now.

The steps 0002 and 0003 were changed after they had landed, and 0004 and 0005 were in use for a while without the steps
before them: such a database stands at a later step and lacks tables. Where nothing is missing, nothing is done.
"""

from __future__ import annotations

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make each table and index of the steps 0002 to 0004 that is not there."""
    create_table = partial(op.create_table, if_not_exists=True)
    create_index = partial(op.create_index, if_not_exists=True)
    for name in ("opinions", "outcomes"):
        create_table(name, _network(), sa.Column("key", sa.String(), primary_key=True),
                     sa.Column("document", sa.Text(), nullable=False),
                     sa.Column("digest", sa.String(64), nullable=False),
                     sa.Column("revision", sa.Integer(), nullable=False))
        create_index(f"{name}_by_revision", name, ["network", "revision"])
    create_table("erasures", sa.Column("network", sa.String(), primary_key=True),
                 sa.Column("actor", sa.String(64), primary_key=True),
                 sa.Column("receipt", sa.String(32), nullable=False),
                 sa.Column("erased", sa.String(25), nullable=False))
    create_table("events", _network(), sa.Column("revision", sa.Integer(), primary_key=True),
                 sa.Column("place", sa.Integer(), primary_key=True),
                 sa.Column("happened", sa.String(25), nullable=False), sa.Column("kind", sa.String(32), nullable=False),
                 _required("actor"), _required("other"), sa.Column("document", sa.Text(), nullable=False))
    create_table("follows", _network(), sa.Column("actor", sa.String(), primary_key=True),
                 sa.Column("other", sa.String(), primary_key=True), sa.Column("since", sa.String(25), nullable=False))
    create_table("lists", _network(), sa.Column("id", sa.String(32), primary_key=True),
                 sa.Column("shown", sa.String(25), nullable=False), _required("actor"),
                 sa.Column("document", sa.Text(), nullable=False))
    create_table("introductions", sa.Column("network", sa.String(), primary_key=True),
                 sa.Column("id", sa.String(32), primary_key=True), _required("actor"), _required("other"),
                 sa.Column("message", sa.Text(), nullable=False), sa.Column("asked", sa.String(25), nullable=False),
                 sa.Column("deadline", sa.String(10), nullable=False), sa.Column("answer", sa.String()),
                 sa.Column("answered", sa.String(25)), sa.Column("withdrawn", sa.String(25)),
                 sa.Column("actor_outcome", sa.String()), sa.Column("other_outcome", sa.String()),
                 _required("reminded"), _of_actor("actor"), _of_actor("other"))
    create_table("contacts", sa.Column("network", sa.String(), primary_key=True),
                 sa.Column("actor", sa.String(), primary_key=True), _required("name"), _required("email"),
                 _required("phone"), _of_actor("actor"))
    for table, column in (("events", "actor"), ("events", "other"), ("follows", "other"), ("lists", "actor"),
                          ("introductions", "actor"), ("introductions", "other")):
        create_index(f"{table}_by_{column}", table, ["network", column])


def _network() -> sa.Column[str]:
    return sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE"), primary_key=True)


def _required(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _of_actor(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["network", column], ["actors.network", "actors.key"], ondelete="CASCADE")
