"""The clock of the service: that of `data.clock`."""

from __future__ import annotations

from data.clock import now, today

__all__ = ["now", "today"]
