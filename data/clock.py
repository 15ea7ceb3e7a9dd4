"""The one place where it is asked what time and what day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import time
from zoneinfo import ZoneInfo

FINLAND = ZoneInfo("Europe/Helsinki")


def now() -> datetime:
    """Return the time it is now, in UTC, to the second."""
    return datetime.fromtimestamp(int(time()), UTC)


def today(zone: ZoneInfo = FINLAND) -> date:
    """Return the day it is now on the calendar of a time zone."""
    return now().astimezone(zone).date()
