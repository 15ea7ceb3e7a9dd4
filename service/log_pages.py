"""The audit log: in pages, over HTTP and on the command line alike, and checked."""

from __future__ import annotations

from data.audit import AuditLog, Head
from data.database import Database
from data.rulesets import RuleSets
from service.reports import Log, LogEntry


def log_page(log: AuditLog, network: str, after: int, limit: int) -> Log:
    """Return up to `limit` entries of the log of a network that follow the one numbered `after`."""
    head, entries = log.page(network, after, limit)
    return Log(entries_in_all=head.number, head=head.hash, limit=limit, after=after, entries=[
        LogEntry(number=entry.number, at=entry.at, author=entry.author, what=entry.what, details=dict(entry.details),
                 hash=entry.hash) for entry in entries])


def check_log(database: Database, network: str, noted: str = "") -> Head:
    """Check the log of a network, and the stored rules that it tells of; return the last entry.

    Args:
        database: where they are.
        network: its name.
        noted: a hash that was read from the log before; empty if none was.

    Raises:
        LogBroken: the log does not hold, is not guarded, or tells of other rules than are stored.
    """
    head = AuditLog(database).check(network, noted)
    with database.reading() as connection:
        RuleSets(connection, network).check()
    return head
