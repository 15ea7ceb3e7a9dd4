"""What Alembic runs around the steps; the connection comes from `data.database.migrations.migrate`."""

from __future__ import annotations

from alembic import context

from data.database.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
