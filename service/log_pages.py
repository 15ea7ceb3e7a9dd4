"""The audit log in pages, over HTTP and on the command line alike."""

from __future__ import annotations

from data.audit import AuditLog
from service.reports import Log, LogEntry


def log_page(log: AuditLog, network: str, after: int, limit: int) -> Log:
    """Return up to `limit` entries of the log of a network that follow the one numbered `after`."""
    head, entries = log.page(network, after, limit)
    return Log(entries_in_all=head.number, head=head.hash, limit=limit, after=after, entries=[
        LogEntry(number=entry.number, at=entry.at, author=entry.author, what=entry.what, details=dict(entry.details),
                 hash=entry.hash) for entry in entries])
