"""`database …`: a new version of it, and what has been kept long enough."""

from __future__ import annotations

from service.cli.shell import Shell


def tidy(shell: Shell) -> None:
    """Remove what has been kept long enough: answers, lists, events, and keys and introductions that have ended.

    For how long each is kept, “kumppani settings” shows.
    """
    from service.cli.actions import database

    database.tidy(shell)


def upgrade(shell: Shell) -> None:
    """Bring the database of an older version to the form that this version reads: all of it, or nothing."""
    from service.cli.actions import database

    database.upgrade(shell)
