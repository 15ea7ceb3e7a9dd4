"""Addresses of databases: a path may hold every sign that a file system takes, an address may not."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

# As SQLAlchemy writes them itself, so that an address it gives back can be compared.
_PLAIN = " +/"


def address_of(file: Path) -> str:
    """Return the SQLAlchemy URL of a file of SQLite, with every sign quoted that means something in an address."""
    return f"sqlite:///{quote(str(file), safe=_PLAIN)}"
