"""The one place where the service asks what day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """Return the day it is now, in UTC."""
    return datetime.now(tz=UTC).date()
