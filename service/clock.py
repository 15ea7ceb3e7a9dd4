"""The one place where the service asks what day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """Return the day it is now, in UTC."""
    return datetime.now(tz=UTC).date()


def now() -> datetime:
    """Return the time it is now, in UTC, to the second."""
    return datetime.now(tz=UTC).replace(microsecond=0)
