"""On which day a key was last used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the day; of keys that were used before it is not known."""
    op.add_column("keys", sa.Column("used", sa.String(10)))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE keys ALTER COLUMN used SET STATISTICS 0")
