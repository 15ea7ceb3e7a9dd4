"""Several networks: what there was becomes the network “default”; records know their digest and who wrote them last."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KINDS = {"actors": "Profile", "cooperations": "Cooperation", "blocks": "Block"}


def upgrade() -> None:
    """Make the tables anew, with a network in every row, and move the records there."""
    connection = op.get_bind()
    found = {name: connection.execute(sa.text(f"SELECT key, document FROM {name}")).all()  # noqa: S608 - ours
             for name in KINDS}
    for name in (*KINDS, "meta"):
        op.drop_table(name)
    networks = op.create_table(
        "networks", sa.Column("name", sa.String(), primary_key=True), sa.Column("id", sa.String(32), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False), sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(64), nullable=False))
    rows = {name: [_row(kind, key, document) for key, document in found[name]] for name, kind in KINDS.items()}
    version = sum(int(row["digest"], 16) for made in rows.values() for row in made) % 2**256
    op.bulk_insert(networks, [{"name": "default", "id": uuid4().hex, "settings": "{}", "revision": 1,
                               "version": f"{version:064x}"}])
    for name, made in rows.items():
        op.bulk_insert(_create_records(name), made)
    _create_records("opinions")
    _create_keys()
    _create_answers()
    op.create_table("erasures", sa.Column("network", sa.String(), primary_key=True),
                    sa.Column("actor", sa.String(64), primary_key=True),
                    sa.Column("receipt", sa.String(32), nullable=False),
                    sa.Column("erased", sa.String(25), nullable=False))


def _row(kind: str, key: str, document: str) -> dict[str, Any]:
    digest = hashlib.sha256(f"{kind} {document}".encode()).hexdigest()
    return {"network": "default", "key": key, "document": document, "digest": digest, "revision": 1}


def _create_records(name: str) -> sa.Table:
    table = op.create_table(
        name,
        sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True), sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False), sa.Column("revision", sa.Integer(), nullable=False))
    op.create_index(f"{name}_by_revision", name, ["network", "revision"])
    return table


def _create_keys() -> None:
    op.create_table(
        "keys", sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(), nullable=False), sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False), sa.Column("rate", sa.String(), nullable=False),
        sa.Column("created", sa.String(25), nullable=False), sa.Column("expires", sa.String(25)),
        sa.Column("revoked", sa.String(25)))


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("network", sa.String(), sa.ForeignKey("networks.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True), sa.Column("request", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False), sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False), sa.Column("created", sa.String(25), nullable=False))
